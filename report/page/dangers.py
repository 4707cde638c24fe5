"""The dangers of a plan as rows.

Deletions of objects of one type share a row, and so do replacements, and node groups that roll, for which one
field is the cause: the dangers of a long plan still fit on one screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from ...catalog.resources.nouns import type_rank
from ...engine.plan.result import Danger, DangerKind, ObjectChange
from ...engine.source_map.place import SpecPlace
from .alike import objects_words
from .facts import fact
from .page import DIFFERS, AttributeFact, ReportRow, Tone
from .words import Data, Words, full_text, object_words, own_name, tier

_REASONS = {
    "replace_because_tainted": "its last creation failed halfway",
    "replace_by_request": "requested on the command line",
    "replace_by_triggers": "something it depends on is replaced",
    "delete_because_no_resource_config": "no longer in the spec",
    "delete_because_no_module": "no longer in the spec",
    "delete_because_each_key": "no longer in the spec",
}


_SHARING = (DangerKind.REPLACE, DangerKind.NODE_ROLL)


def danger_rows(dangers: Iterable[Danger]) -> tuple[ReportRow, ...]:
    """Return all rows, heaviest first, without outside changes, which have their own part of the page."""
    rows: list[ReportRow] = []
    for kind, group in groupby(dangers, key=lambda d: d.kind):
        if kind is DangerKind.DESTROY:
            rows += _deletions([d.change for d in group])
        elif kind in _SHARING:
            rows += map(_shared_row, _alike(group))
        elif kind is not DangerKind.REVERT:
            rows += map(_row, group)
    return tuple(rows)


def danger_reason(change: ObjectChange) -> str:
    """Return why an object is deleted or replaced, in words."""
    return "left over from a replacement that failed" if change.deposed else _REASONS.get(change.reason, "")


def group_place(places: Iterable[SpecPlace | None]) -> SpecPlace | None:
    """Return the outermost of some places in the spec."""
    return min((p for p in places if p), key=lambda p: (len(p.path), p.line, p.column), default=None)


def danger_words(danger: Danger) -> Words:
    """Return a danger as a sentence."""
    name = object_words(danger.address, danger.change.values)
    if danger.kind is DangerKind.REPLACE:
        return (*name, f" is replaced, {danger.why}")
    if danger.kind is DangerKind.DESTROY:
        reason = danger_reason(danger.change)
        return (*name, f" is deleted: {reason}" if reason else " is deleted")
    if danger.kind is DangerKind.VERSION_STEP:
        step = danger.attributes[0]
        before, after = Data(full_text(step.before)), Data(full_text(step.after))
        return (*name, " goes from Kubernetes ", before, " to ", after)
    if danger.kind is DangerKind.NODE_ROLL:
        return (*name, f" rolls: {danger.why}")
    return (*name, f": {danger.why}")


def _row(danger: Danger) -> ReportRow:
    step = danger.kind is DangerKind.VERSION_STEP
    facts = () if step else tuple(fact(a, history=False) for a in danger.attributes)
    note = danger.why if step else danger_reason(danger.change)
    return ReportRow(
        sign="~" if danger.kind is DangerKind.NODE_ROLL else "!",
        words=danger_words(danger),
        weight=Tone.DANGER,
        place=None if facts else danger.spec,
        notes=((note,),) if note else (),
        facts=facts,
    )


def _alike(dangers: Iterable[Danger]) -> Iterable[list[Danger]]:
    """Group dangers of objects of one type with the same cause."""
    groups: dict[object, list[Danger]] = {}
    for danger in dangers:
        kind = (danger.address.resource_type, tier(danger.address), danger.why, danger_reason(danger.change))
        cause = tuple((a.path, a.spec, a.origin) for a in danger.attributes) or danger.spec
        groups.setdefault((kind, cause), []).append(danger)
    return groups.values()


def _shared_row(dangers: list[Danger]) -> ReportRow:
    first = dangers[0]
    if len(dangers) == 1:
        return _row(first)
    why = first.why.replace("new one", "new ones").replace("old one goes", "old ones go")
    verb = " roll: " if first.kind is DangerKind.NODE_ROLL else " are replaced, "
    words = (*objects_words([d.change for d in dangers]), f"{verb}{why}")
    facts = [tuple(fact(a, history=False) for a in danger.attributes) for danger in dangers]
    names = [own_name(danger.address, danger.change.values) for danger in dangers]
    shared = tuple(_shared(names, list(same)) for same in zip(*facts, strict=True))
    return replace(_row(first), words=words, facts=shared, count=len(dangers))


def _shared(names: list[str], facts: list[AttributeFact]) -> AttributeFact:
    """Merge the facts of one attribute of several objects: equal values once, others by object."""
    first = facts[0]
    if all(fact.sides == first.sides for fact in facts):
        return first
    ends = {fact.sides[-1] for fact in facts}
    if len(ends) == 1 and len(first.sides) > 1:
        return replace(first, sides=(ends.pop(),), inner=())
    inner = (AttributeFact(name, fact.sides) for name, fact in zip(names, facts, strict=True))
    return replace(first, sides=(DIFFERS,), inner=tuple(inner))


def _deletions(changes: list[ObjectChange]) -> Iterator[ReportRow]:
    """Return a row for each type of deleted objects and reason."""

    def kind(change: ObjectChange) -> tuple[tuple[int, str], str]:
        return type_rank(change.address.resource_type), danger_reason(change)

    for (_, reason), group in groupby(sorted(changes, key=kind), key=kind):
        deleted = list(group)
        verb = " is deleted" if len(deleted) == 1 else " are deleted"
        words = (*objects_words(deleted), f"{verb}: {reason}" if reason else verb)
        place = group_place(c.spec for c in deleted)
        yield ReportRow("-", words, Tone.DANGER, place, count=len(deleted))
