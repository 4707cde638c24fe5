"""Write docs/commands.md: what `--help` prints for each verb, in the order of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from eksgen.cli import app

DOCUMENT = Path(__file__).parents[1] / "docs" / "commands.md"
WIDTH = 100
HEAD = """\
# Commands

What `eksgen VERB --help` prints. Results go to standard output, diagnostics and progress to standard error. Exit codes: 0
success, 1 error, 2 wrong usage, 3 differences found, 4 state locked, 5 stale plan refused, 130 interrupted.

Made from the command line by `make generate`.
"""


def markdown() -> str:
    """Return the document."""
    root = typer.main.get_command(app)
    context = root.make_context("eksgen", [], resilient_parsing=True)
    verbs = [*_verbs(root, context, "eksgen")]
    index = "".join(f"- [`{name}`](#{name.replace(' ', '-')})\n" for name, _ in verbs)
    return f"{HEAD}\n{index}" + "".join(f"\n## {name}\n\n```text\n{text}\n```\n" for name, text in verbs)


def _verbs(group: Any, context: Any, name: str) -> list[tuple[str, str]]:
    """Return the full name and the help text of each verb below a group."""
    verbs: list[tuple[str, str]] = []
    for verb, command in group.commands.items():
        inner = type(context)(command, info_name=verb, parent=context, terminal_width=WIDTH)
        if hasattr(command, "commands"):
            verbs += _verbs(command, inner, f"{name} {verb}")
        else:
            verbs.append((f"{name} {verb}", command.get_help(inner)))
    return verbs


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
