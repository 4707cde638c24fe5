"""Two specs against each other as people read it: how much, what to look at first, then each field.

In: a `Comparison` and what the sides are called. Out: text; prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from ..catalog.resource_nouns import rank, title
from ..compiler.call_changes import CallChange, Kind, Side
from ..compiler.compare import Comparison
from ..compiler.consequences import Consequence
from ..compiler.diagnostics import dotted
from ..compiler.field_changes import Edit
from .terminal import Style
from .words import clipped, printable, value_text

_SIGNS = {"added": ("+", "32"), "removed": ("-", "31"), "changed": ("~", "33")}
_AROUND = {"provider": "Provider", "backend": "State", "versions": "Versions"}


@dataclass(frozen=True, slots=True)
class Names:
    """What the two sides are called, and what to put before a place in the old one (`main:`) if its files
    have the names of the new one."""

    old: str
    new: str
    mark: str = ""


def draw_diff(found: Comparison, names: Names, style: Style) -> str:
    """The whole report."""
    about = f"Difference for cluster {found.cluster} in {found.region}"
    lines = [style.paint(about, "1"), style.paint(f"{names.old} {style.arrow} {names.new}", "2"), ""]
    if found.same:
        return style.page([*lines, "No difference: both describe the same cluster."])
    lines += [style.paint(line, "1") for line in wrap(counts_text(found), style.width)]
    lines += diff_lines(found, names, style)
    return style.page(lines)


def counts_text(found: Comparison) -> str:
    """`3 fields differ; parts of the cluster: 1 new, 2 changed`."""
    calls = [call for call in found.calls if call.module]
    counted = [(sum(call.kind is kind for call in calls), kind) for kind in Kind]
    words = {Kind.ADDED: "new", Kind.REMOVED: "gone", Kind.CHANGED: "changed", Kind.RENAMED: "renamed"}
    parts = [f"{number} {words[kind]}" for number, kind in counted if number]
    fields = "1 field differs" if len(found.edits) == 1 else f"{len(found.edits)} fields differ"
    told = f"parts of the cluster: {', '.join(parts)}" if parts else "no part of the cluster does"
    return f"{fields}; {told}"


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


def two_clusters(found: Comparison, names: Names) -> bool:
    """Whether two files speak of two clusters, so that nothing happens to either. A file and its own past
    speak of one that was renamed."""
    return bool(found.previous and not names.mark)


def action_of(edit: Edit) -> str:
    """`added`, `removed` or `changed`."""
    return "added" if edit.before is None else "removed" if edit.after is None else "changed"


def place_of(side: Side | None, old: bool, names: Names) -> str:
    """`cluster.yaml:41:12`, behind the revision for a place in the old spec; nothing for no place."""
    if side is None:
        return ""
    span = side.place.span
    text = f"{names.mark if old else ''}{span.file}:{span.line}:{span.column}"
    return text if side.place.written else f"{text} (default)"


def is_old(one: Consequence, found: Comparison) -> bool:
    """Whether a consequence points into the old spec, because the new one has no such field."""
    old = {id(a.before) for c in found.calls for a in c.arguments if a.before and not a.after}
    gone = {c.name for c in found.calls if c.kind is Kind.REMOVED}
    return id(one.side) in old or one.call in gone


def parts(edit: Edit) -> list[str]:
    """The parts of the cluster that an edit touches, as the plan names them."""
    names = sorted(edit.calls, key=rank)
    found: dict[str, list[str]] = {}
    for name in names:
        head, _, own = title(name).partition(" group " if name.startswith("nodes_") else " balancer ")
        found.setdefault(_AROUND.get(name) or (head if own else title(name)), []).append(own)
    plural = {"Node": "group", "Load": "balancer"}
    return [
        f"{head} {plural[head]}{'s' if len(own) > 1 else ''} {', '.join(own)}" if own[0] else head
        for head, own in found.items()
    ]


def listed(value: Any) -> Any:
    """A value with lists for tuples, as the words of the reports take it."""
    if isinstance(value, tuple):
        return [listed(item) for item in value]
    return {key: listed(item) for key, item in value.items()} if isinstance(value, dict) else value


def change_text(edit: Edit, style: Style, limit: int) -> str:
    """What becomes of the value: `1.34 → 1.35`, of long lists what goes and comes."""
    if edit.before is None or edit.after is None:
        side = edit.after or edit.before
        return value_text(listed(side.value), style, limit) if side and edit.after else ""
    before, after = listed(edit.before.value), listed(edit.after.value)
    whole = f"{value_text(before, style, limit)} {style.arrow} {value_text(after, style, limit)}"
    if len(whole) <= limit:
        return whole
    if isinstance(before, list) and isinstance(after, list):
        gone = [f"-{value_text(one, style)}" for one in before if one not in after]
        come = [f"+{value_text(one, style)}" for one in after if one not in before]
        if gone or come:
            return clipped(" ".join([*gone, *come]), style, limit)
    half = max(limit // 2 - 2, 12)
    return f"{value_text(before, style, half)} {style.arrow} {value_text(after, style, half)}"


def _consequence(one: Consequence, found: Comparison, names: Names, style: Style) -> Iterator[str]:
    place = place_of(one.side, is_old(one, found), names)
    field = dotted(one.side.path) if one.side else ""
    *first, last = wrap(printable(one.message), style.width - 4, break_long_words=False)
    lines = [f"{'    ' if number else '  '}{line}" for number, line in enumerate((*first, last))]
    yield from lines[:-1]
    yield from _with_tail(lines[-1], f"{place} {field}".strip(), style)


def _edit(edit: Edit, found: Comparison, names: Names, style: Style) -> Iterator[str]:
    action = action_of(edit)
    sign, colour = _SIGNS[action]
    name = printable(dotted(edit.path))
    text = change_text(edit, style, max(style.width - len(name) - 6, 24))
    place = place_of(edit.after or edit.before, edit.after is None, names)
    head = f"  {style.paint(sign, colour)} {name}  {text}".rstrip()
    yield from _with_tail(head, place, style, painted=len(head) - len(f"  {sign} {name}  {text}".rstrip()))
    if edit.calls:
        fate = _fate(edit, found.calls)
        told = f"      {', '.join(parts(edit))}{fate}"
        yield style.paint(clipped(told, style, style.width), "2")


def _fate(edit: Edit, calls: Iterable[CallChange]) -> str:
    """What becomes of the one part that an edit touches, unless it merely changes."""
    kinds = [call.kind for call in calls if call.name in edit.calls]
    words = {Kind.ADDED: " is new", Kind.REMOVED: " is gone"}
    return words.get(kinds[0], "") if len(kinds) == 1 else ""


def _with_tail(head: str, tail: str, style: Style, painted: int = 0) -> Iterator[str]:
    """A line with its place behind it, or below where there is no room."""
    if len(head) - painted + len(tail) + 3 <= style.width:
        yield f"{head}   {style.paint(tail, '2')}" if tail else head
    else:
        yield head
        yield style.paint(f"      {tail}", "2")
