"""The comparison of two specs as a Markdown comment: consequences as a list, fields as a table."""

from __future__ import annotations

from itertools import accumulate

from ...compiler.diff.compare import Comparison
from ..page.diff import (
    SAME,
    Names,
    action_of,
    change_text,
    counts_text,
    effect_texts,
    is_removed_place,
    place_of,
    two_clusters,
)
from ..page.diff_groups import EditGroup, consequence_groups, edit_groups, others_text
from ..terminal import Style
from .text import LIMIT, code, code_cell, escaped, utf16_units

MARKER = "<!-- eksgen diff -->"
"""The first line, by which a bot finds its own comment again."""

_RESERVE = 300
"""Space for the head of the table and the last line."""
_VALUE = 160
_WIDE = Style(width=100)
_TABLE = ["", "| | field | value | touches | place |", "| --- | --- | --- | --- | --- |"]
_ACTIONS = {"added": "new", "removed": "removed", "changed": "changed"}


def diff_markdown(comparison: Comparison, names: Names) -> str:
    """Return a comment within the limit of GitHub; the last line counts the fields that do not fit."""
    head = [
        MARKER,
        f"### Difference for cluster {escaped(comparison.cluster)} in {escaped(comparison.region)}",
        "",
        f"{code(names.old)} → {code(names.new)}",
        "",
    ]
    if comparison.same:
        return "\n".join([*head, SAME, ""])
    lines = [*head, f"**{counts_text(comparison)}**", *_consequences(comparison, names)]
    groups = edit_groups(comparison.edits)
    return _fitted(lines, [_row(group, names) for group in groups], [len(group.edits) for group in groups])


def _consequences(comparison: Comparison, names: Names) -> list[str]:
    if two_clusters(comparison, names):
        old, new = escaped(comparison.previous), escaped(comparison.cluster)
        return ["", f"These are two clusters, {old} and {new}."]
    lines = ["", "**Look at these first**", ""] if comparison.consequences else []
    for group in consequence_groups(comparison.consequences):
        consequence, others = group[0], others_text(group)
        place = place_of(consequence.side, is_removed_place(consequence, comparison), names)
        at, more = f" ({code(place)})" if place else "", f"; {escaped(others)}" if others else ""
        lines.append(f"- {escaped(consequence.message)}{at}{more}")
    return lines


def _row(group: EditGroup, names: Names) -> str:
    edit = group.first
    place = place_of(edit.after or edit.before, edit.after is None, names)
    change = code_cell(change_text(edit, _WIDE, _VALUE), _VALUE)
    cells = (
        _ACTIONS[action_of(edit)],
        code_cell(group.field),
        change,
        escaped("; ".join(effect_texts(group))),
        code_cell(place),
    )
    return f"| {' | '.join(cells)} |"


def _fitted(head: list[str], rows: list[str], edits: list[int]) -> str:
    """Return as many lines as fit, the rows in a table; `edits` are how many each row stands for."""
    lines = [*head, *rows]
    sizes = accumulate((utf16_units(line) + 1 for line in lines), initial=_RESERVE)
    kept = sum(size <= LIMIT for size in sizes) - 1
    table = _TABLE if kept > len(head) else []
    left = sum([1 for _ in head[kept:]] + edits[max(kept - len(head), 0) :])
    rest = ["", f"and {left} more: see `eksgen diff`"] if left else []
    return "\n".join([*lines[: min(kept, len(head))], *table, *lines[len(head) : kept], *rest, ""])
