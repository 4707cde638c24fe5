"""Two specs against each other as Markdown for a comment: dangers as a list, fields as a table.

Out: at most 65,536 characters, which is what GitHub takes for a comment; what does not fit is counted.
"""

from __future__ import annotations

from ...compiler.diagnostics import dotted
from ...compiler.diff.compare import Comparison
from ...compiler.diff.fields import FieldEdit
from ..page.diff import (
    Names,
    action_of,
    change_text,
    counts_text,
    diff_parts,
    is_removed_place,
    place_of,
    two_clusters,
)
from ..page.words import printable
from ..terminal import Style

LIMIT = 65_536
MARKER = "<!-- eksgen diff -->"
"""Stands at the top, so that a bot finds its own comment again."""

_SPARE = 200
_PLAIN = Style(width=100)


def diff_markdown(found: Comparison, names: Names) -> str:
    """The whole comment."""
    head = [
        MARKER,
        f"### Difference for cluster {_text(found.cluster)} in {_text(found.region)}",
        "",
        f"{_code(names.old)} → {_code(names.new)}",
        "",
    ]
    if found.same:
        return "\n".join([*head, "No difference: both describe the same cluster.", ""])
    return _fitted([*head, f"**{counts_text(found)}**", *_dangers(found, names)], _rows(found, names))


def _dangers(found: Comparison, names: Names) -> list[str]:
    if two_clusters(found, names):
        return ["", f"These are two clusters, {_text(found.previous)} and {_text(found.cluster)}."]
    lines = ["", "**Look at these first**", ""] if found.consequences else []
    for one in found.consequences:
        lines.append(
            f"- {_text(one.message)} ({_code(place_of(one.side, is_removed_place(one, found), names))})"
        )
    return lines


def _rows(found: Comparison, names: Names) -> list[str]:
    return [_row(edit, names) for edit in found.edits]


def _row(edit: FieldEdit, names: Names) -> str:
    sign = {"added": "new", "removed": "gone", "changed": "changed"}[action_of(edit)]
    place = place_of(edit.after or edit.before, edit.after is None, names)
    told = ", ".join(diff_parts(edit)) or "no effect on Terraform"
    change = change_text(edit, _PLAIN, 160)
    cells = (sign, _code(dotted(edit.path)), _code(change), _text(told), _code(place))
    return f"| {' | '.join(cells)} |"


def _fitted(head: list[str], rows: list[str]) -> str:
    """As many lines as fit, and how many did not."""
    table = ["", "| | field | value | touches | place |", "| --- | --- | --- | --- | --- |"]
    lines: list[str] = []
    size = _SPARE + sum(len(line) + 1 for line in table)
    for kept, line in enumerate([*head, *rows]):
        size += len(line) + 1
        if size > LIMIT:
            left = len(head) + len(rows) - kept
            return "\n".join([*_joined(lines, head, table), "", f"and {left} more: see `eksgen diff`", ""])
        lines.append(line)
    return "\n".join([*_joined(lines, head, table), ""])


def _joined(lines: list[str], head: list[str], table: list[str]) -> list[str]:
    rows = lines[len(head) :]
    return [*lines[: len(head)], *table, *rows] if rows else lines


def _code(text: str) -> str:
    """Text that Markdown leaves alone; a backtick in it cannot end it, a bar cannot end the cell."""
    if not text:
        return ""
    return "`" + printable(text).replace("`", "'").replace("|", "\\|") + "`"


def _text(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#@" else char for char in printable(text))
