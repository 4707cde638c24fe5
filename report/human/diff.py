"""The comparison of two specs for a terminal: counts, consequences, then each field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from ...compiler.diagnostics import dotted
from ...compiler.diff.compare import Comparison
from ...compiler.diff.consequence import Consequence
from ...compiler.diff.fields import FieldEdit
from ...compiler.diff.module_calls import CallChange, CallChangeKind
from ..page.diff import (
    SAME,
    Names,
    action_of,
    change_text,
    counts_text,
    is_removed_place,
    parts_text,
    place_of,
    two_clusters,
)
from ..page.diff_groups import EditGroup, consequence_groups, edit_groups, others_text, same_text
from ..page.words import clipped, printable
from ..terminal import Style
from .rows import wrapped

_SIGNS = {"added": ("+", "32"), "removed": ("-", "31"), "changed": ("~", "33")}

_LEAST = 24
"""Columns for a value beside its field; in fewer it stands below."""


def draw_diff(comparison: Comparison, names: Names, style: Style) -> str:
    """Return the whole report."""
    title = f"Difference for cluster {comparison.cluster} in {comparison.region}"
    lines = [style.paint(title, "1"), style.paint(f"{names.old} {style.arrow} {names.new}", "2"), ""]
    if comparison.same:
        return style.page([*lines, SAME])
    lines += [style.paint(line, "1") for line in wrap(counts_text(comparison), style.width)]
    lines += diff_lines(comparison, names, style)
    return style.page(lines)


def diff_lines(comparison: Comparison, names: Names, style: Style) -> Iterator[str]:
    """Return consequences and edits, without a heading."""
    if two_clusters(comparison, names):
        clusters = f"{comparison.previous} and {comparison.cluster}"
        yield from wrap(f"These are two clusters, {clusters}: nothing changes in either.", style.width)
    else:
        yield from danger_lines(comparison, names, style)
    effective = [edit for edit in comparison.edits if edit.calls]
    others = [edit for edit in comparison.edits if not edit.calls]
    for title, edits in (("What changes", effective), ("No effect on Terraform", others)):
        if edits:
            yield ""
            yield style.paint(title, "1")
            for group in edit_groups(edits):
                yield from _edit(group, comparison, names, style)


def danger_lines(comparison: Comparison, names: Names, style: Style) -> Iterator[str]:
    """Yield what the edits lead to, below a heading; nothing if there is no danger."""
    if comparison.consequences:
        yield ""
        yield style.paint("Look at these first", "31")
    for group in consequence_groups(comparison.consequences):
        yield from _consequence(group, comparison, names, style)


def _consequence(
    group: Sequence[Consequence], comparison: Comparison, names: Names, style: Style
) -> Iterator[str]:
    consequence = group[0]
    place = place_of(consequence.side, is_removed_place(consequence, comparison), names)
    field = dotted(consequence.side.path) if consequence.side else ""
    text = wrap(printable(consequence.message), style.width - 4, break_long_words=False) or [""]
    lines = [f"{'    ' if number else '  '}{line}" for number, line in enumerate(text)]
    yield from lines[:-1]
    yield from _with_tail(lines[-1], f"{place} {field}".strip(), style)
    yield from _more(others_text(group, full=style.full), style)


def _edit(group: EditGroup, comparison: Comparison, names: Names, style: Style) -> Iterator[str]:
    edit = group.first
    sign, colour = _SIGNS[action_of(edit)]
    name = printable(group.field)
    place = _place(edit, names)
    head, painted = f"  {style.paint(sign, colour)} {name}", len(style.paint(sign, colour)) - len(sign)
    room = style.width - len(name) - 6
    text = change_text(edit, style, room if room >= _LEAST else style.width - 6)
    if len(text) <= room:
        head = f"{head}  {text}".rstrip()
    else:
        yield head
        head, painted = f"      {text}", 0
    yield from _with_tail(head, place, style, painted)
    if style.full:
        for name, one in zip(group.names, group.edits, strict=False):
            yield from _with_tail(f"      - {printable(name)}", _place(one, names), style)
    else:
        yield from _more(same_text(group), style)
    if parts := parts_text(group, full=style.full):
        text = f"      {parts}{_predicate(group, comparison.calls)}"
        yield style.paint(clipped(text, style, style.width), "2")


def _more(text: str, style: Style) -> Iterator[str]:
    yield from (style.paint(f"      {line}", "2") for line in wrapped(text, style.width - 6))


def _place(edit: FieldEdit, names: Names) -> str:
    return place_of(edit.after or edit.before, edit.after is None, names)


def _predicate(group: EditGroup, calls: Iterable[CallChange]) -> str:
    """Return whether the only part that an edit touches is new or removed."""
    kinds = [call.kind for call in calls if call.name in group.calls]
    words = {CallChangeKind.ADDED: " is new", CallChangeKind.REMOVED: " is removed"}
    return words.get(kinds[0], "") if len(kinds) == 1 else ""


def _with_tail(head: str, tail: str, style: Style, painted: int = 0) -> Iterator[str]:
    """Return a line with its place behind it, or below it if the line is too long."""
    if len(head) - painted + len(tail) + 3 <= style.width:
        yield f"{head}   {style.paint(tail, '2')}" if tail else head
    else:
        yield head
        yield style.paint(f"      {tail}", "2")
