"""Two specs against each other as people read it: how much, what to look at first, then each field.

In: a `Comparison` and what the sides are called. Out: text; prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from ...compiler.diagnostics import dotted
from ...compiler.diff.compare import Comparison
from ...compiler.diff.consequences import Consequence
from ...compiler.diff.fields import FieldEdit
from ...compiler.diff.module_calls import CallChange, CallChangeKind
from ..page.diff import (
    SAME,
    Names,
    action_of,
    change_text,
    counts_text,
    diff_parts,
    is_removed_place,
    place_of,
    two_clusters,
)
from ..page.words import clipped, printable
from ..terminal import Style

_SIGNS = {"added": ("+", "32"), "removed": ("-", "31"), "changed": ("~", "33")}


def draw_diff(found: Comparison, names: Names, style: Style) -> str:
    """The whole report."""
    about = f"Difference for cluster {found.cluster} in {found.region}"
    lines = [style.paint(about, "1"), style.paint(f"{names.old} {style.arrow} {names.new}", "2"), ""]
    if found.same:
        return style.page([*lines, SAME])
    lines += [style.paint(line, "1") for line in wrap(counts_text(found), style.width)]
    lines += diff_lines(found, names, style)
    return style.page(lines)


def diff_lines(found: Comparison, names: Names, style: Style) -> Iterator[str]:
    """The dangers and the edits, without a heading."""
    if two_clusters(found, names):
        told = f"These are two clusters, {found.previous} and {found.cluster}: neither becomes the other."
        yield from wrap(told, style.width)
    elif found.consequences:
        yield ""
        yield style.paint("Look at these first", "31")
        for one in found.consequences:
            yield from _consequence(one, found, names, style)
    seen = [edit for edit in found.edits if edit.calls]
    unseen = [edit for edit in found.edits if not edit.calls]
    for head, some in (("What changes", seen), ("Without effect on Terraform", unseen)):
        if some:
            yield ""
            yield style.paint(head, "1")
            for edit in some:
                yield from _edit(edit, found, names, style)


def _consequence(one: Consequence, found: Comparison, names: Names, style: Style) -> Iterator[str]:
    place = place_of(one.side, is_removed_place(one, found), names)
    field = dotted(one.side.path) if one.side else ""
    *first, last = wrap(printable(one.message), style.width - 4, break_long_words=False)
    lines = [f"{'    ' if number else '  '}{line}" for number, line in enumerate((*first, last))]
    yield from lines[:-1]
    yield from _with_tail(lines[-1], f"{place} {field}".strip(), style)


def _edit(edit: FieldEdit, found: Comparison, names: Names, style: Style) -> Iterator[str]:
    action = action_of(edit)
    sign, colour = _SIGNS[action]
    name = printable(dotted(edit.path))
    text = change_text(edit, style, max(style.width - len(name) - 6, 24))
    place = place_of(edit.after or edit.before, edit.after is None, names)
    head = f"  {style.paint(sign, colour)} {name}  {text}".rstrip()
    yield from _with_tail(head, place, style, painted=len(head) - len(f"  {sign} {name}  {text}".rstrip()))
    if edit.calls:
        fate = _fate(edit, found.calls)
        told = f"      {', '.join(diff_parts(edit))}{fate}"
        yield style.paint(clipped(told, style, style.width), "2")


def _fate(edit: FieldEdit, calls: Iterable[CallChange]) -> str:
    """What becomes of the one part that an edit touches, unless it merely changes."""
    kinds = [call.kind for call in calls if call.name in edit.calls]
    words = {CallChangeKind.ADDED: " is new", CallChangeKind.REMOVED: " is gone"}
    return words.get(kinds[0], "") if len(kinds) == 1 else ""


def _with_tail(head: str, tail: str, style: Style, painted: int = 0) -> Iterator[str]:
    """A line with its place behind it, or below where there is no room."""
    if len(head) - painted + len(tail) + 3 <= style.width:
        yield f"{head}   {style.paint(tail, '2')}" if tail else head
    else:
        yield head
        yield style.paint(f"      {tail}", "2")
