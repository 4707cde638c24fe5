"""The commands that the documentation shows, with the page and the block of each, and what a block says it needs.

A block whose commands cannot run in a test says so: `# needs an AWS account` or `# needs HCP Terraform` on a line
of its own in the block, or as an HTML comment before it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from typer.core import TyperGroup

from eksgen.cli import app

ROOT = Path(__file__).parents[2]
GENERATED = ("docs/commands.md", "docs/codes.md", "docs/fields.md")
PAGES = [
    "README.md", "README.zh-CN.md", "SECURITY.md", "examples/README.md",
    *sorted(str(file.relative_to(ROOT)) for file in ROOT.glob("docs/**/*.md")),
]  # fmt: skip
_BLOCK = re.compile(r"(?ms)^ *```(?P<language>\w*)\n(?P<text>.*?)^ *```$")
_NEED = re.compile(r"(?:#|<!--) *(needs (?:an AWS account|HCP Terraform))")
UsageError = typer.BadParameter.__bases__[0]
"""What the parser raises."""
_SHELLS = ("", "bash", "console", "sh", "shell")


@dataclass(frozen=True)
class ShownCommand:
    """A command of a page; `need` is what its block says it needs, `block` is the number of the block's line."""

    page: str
    block: int
    text: str
    need: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.block} {self.text}"

    @property
    def words(self) -> list[str]:
        """The words, as a shell splits them, without a comment."""
        return shlex.split(self.text, comments=True)


def shown_commands(programs: tuple[str, ...] = ("eksgen",)) -> list[ShownCommand]:
    """Return the commands in the blocks of all pages but generated ones, in order."""
    return [
        command
        for page in PAGES
        if page not in GENERATED
        for command in _of_page(page)
        if command.words[:1] and command.words[0] in programs
    ]


def _of_page(page: str) -> Iterator[ShownCommand]:
    text = (ROOT / page).read_text("utf-8")
    for found in _BLOCK.finditer(text):
        before = text[: found.start()].rstrip().rsplit("\n", 1)[-1]
        if found["language"] not in _SHELLS:
            continue
        need = _NEED.search(f"{before}\n{found['text']}")
        line = text.count("\n", 0, found.start()) + 1
        for command in _of_block(found["text"], prompt=found["language"] == "console"):
            yield ShownCommand(page, line, command, need[1] if need else "")


def _of_block(text: str, *, prompt: bool) -> Iterator[str]:
    for line in _whole_lines(text.replace("\\\n", " ")):
        shown = line.strip()
        if prompt and not shown.startswith("$ "):
            continue
        shown = re.sub(r"\s+(?:#\s|>\s?\S).*", "", shown.removeprefix("$ "))
        if inner := re.match(r'eval "\$\((.*)\)"$', shown):
            shown = inner[1]
        yield from re.split(r" (?:&&|\|) ", shown)


def _whole_lines(text: str) -> Iterator[str]:
    """Yield the commands of a block; a quoted text may have several lines."""
    lines = text.split("\n")
    while lines:
        ends = (end for end in range(1, len(lines) + 1) if _is_closed("\n".join(lines[:end])))
        end = next(ends, 1)
        yield "\n".join(lines[:end])
        del lines[:end]


def _is_closed(text: str) -> bool:
    try:
        shlex.split(text, comments=True)
    except ValueError:
        return False
    return True


def inline_commands() -> list[ShownCommand]:
    """Return the commands in the sentences of all pages, such as `eksgen drift SPEC --who`."""
    found = []
    for page in PAGES:
        if page in GENERATED:
            continue
        text = _BLOCK.sub("", (ROOT / page).read_text("utf-8"))
        for command in re.findall(r"`(eksgen [^`]+)`", text):
            first = re.split(r" (?:&&|\\?\|) ", " ".join(command.split()))[0]
            found.append(ShownCommand(page, 0, first.split("\\|")[0]))
    return found


def parse(words: list[str], *, complete: bool = True) -> None:
    """Parse a command without running it. `UsageError` if a verb, option or argument is wrong.

    Without `complete`, what is required may be missing.
    """
    command, context, arguments = typer.main.get_command(app), None, words[1:]
    while isinstance(command, TyperGroup) and arguments and not arguments[0].startswith("-"):
        context = typer.Context(command, parent=context, info_name=command.name)
        found = command.get_command(context, arguments[0])
        if found is None:
            raise UsageError(f"no command {arguments[0]}")
        command, arguments = found, arguments[1:]
    if isinstance(command, TyperGroup):
        return
    command.make_context(command.name, list(arguments), parent=context, resilient_parsing=not complete)
