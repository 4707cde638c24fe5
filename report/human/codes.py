"""The meaning of codes: a page for one, a list of all, and the document `docs/codes.md`.

`python -m eksgen.report.human.codes` writes the document; a test checks that it is current.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from ...compiler.codes import CODES, GROUPS
from ...compiler.codes.code import Code

DOCUMENT = Path(__file__).parents[2] / "docs" / "codes.md"
WIDTH = 88


def page(name: str) -> str:
    """Return the explanation of one code."""
    code = CODES[name]
    parts = [f"{code.level}[{name}]: {code.what}", _fill(f"why: {code.why}", "     ")]
    if code.faulty:
        head = "example of a lock file" if code.of_lock else "example"
        parts.append(_example(f"{head}, on {code.day}:" if code.day else f"{head}:", code.faulty))
    parts.append(_fill(f"fix: {code.fix}", "     "))
    if code.fixed:
        parts.append(_example("so:", code.fixed))
    if code.level != "error" and not name.endswith("-allow"):
        parts.append(f"If it is meant, say so on its line: `{_allow_comment(name)}`.")
    return "\n\n".join(parts) + "\n"


def overview() -> str:
    """Return every code with its sentence, by group."""
    width = max(map(len, CODES))
    blocks = []
    for group in GROUPS:
        lines = [f"  {name:<{width}}  {code.what}" for name, code in group.codes.items()]
        blocks.append("\n".join([group.title, *lines]))
    return "\n\n".join(blocks) + "\n\n`eksgen explain CODE` says why, with an example and what to do.\n"


def markdown() -> str:
    """Return the content of `docs/codes.md`."""
    head = [
        "# Codes",
        "Every finding carries a code. Codes are never renamed, so they can be searched for and allowed. "
        "`eksgen explain CODE` prints the same pages. Examples show the lines that matter.",
        "Made from `compiler/codes` by `make generate`.",
        "\n".join(f"- [{group.title}](#{_anchor(group.title)})" for group in GROUPS),
    ]
    for group in GROUPS:
        head += [f"## {group.title}", *(_section(name, code) for name, code in group.codes.items())]
    return "\n\n".join(head) + "\n"


def _section(name: str, code: Code) -> str:
    parts = [f"### {name}", f"{code.level.capitalize()}: {code.what} {code.why}"]
    if code.day:
        parts.append(f"On {code.day}:")
    if code.of_lock:
        parts.append("In the lock file of a spec with Kubernetes 1.34 and a node group `web`:")
    if code.faulty:
        parts.append(f"```yaml\n{code.faulty.strip()}\n```")
    parts.append(code.fix)
    if code.fixed:
        parts.append(f"```yaml\n{code.fixed.strip()}\n```")
    return "\n\n".join(parts)


def _example(head: str, lines: str) -> str:
    return f"{head}\n\n{textwrap.indent(lines.strip(), '    ')}"


def _fill(text: str, indent: str) -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _allow_comment(name: str) -> str:
    return f"# eksgen: allow({name}) until YYYY-MM-DD because REASON"


def _anchor(title: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return title.lower().replace(",", "").replace(" ", "-")


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
