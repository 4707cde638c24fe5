"""Equal edits of many objects, such as another tag: one row for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ...catalog.resources.nouns import noun
from ...engine.plan.result import Action, ObjectChange
from ...engine.source_map.place import SpecPlace
from ...engine.truncate import take_some
from .dangers import objects_words
from .page import AttributeFact, ReportBlock, ReportRow
from .words import Words, object_words, tier

FEW = 3
"""So many objects share a row; fewer have one each."""
_KINDS = 4

_Edits = tuple[tuple[AttributeFact, ...], tuple[Words, ...]]
"""The attributes of a row without their places, and its notes."""


def equal_edits(
    changes: Iterable[ObjectChange], row_of: Callable[[ObjectChange], ReportRow]
) -> tuple[list[ReportBlock], list[ObjectChange]]:
    """Return a block of the edits that many objects have alike, if there are any, and the other changes.

    Edits are alike if attributes and values are the same, wherever the spec sets them.
    """
    changes = list(changes)
    groups: dict[_Edits, list[tuple[ObjectChange, ReportRow]]] = {}
    for change in changes:
        if change.action is Action.UPDATE and not change.previous_address and not change.imported:
            row = row_of(change)
            edits = tuple(replace(fact, place=None) for fact in row.facts)
            groups.setdefault((edits, row.notes), []).append((change, row))
    shared = [group for (edits, _), group in groups.items() if edits and len(group) >= FEW]
    if not shared:
        return [], changes
    rows = tuple(_row(group) for group in shared)
    total = sum(row.count for row in rows)
    grouped = {id(change) for group in shared for change, _ in group}
    block = ReportBlock(("The same in many objects",), rows, summary=f"{total} to change")
    return [block], [change for change in changes if id(change) not in grouped]


def _row(group: Sequence[tuple[ObjectChange, ReportRow]]) -> ReportRow:
    changes = [change for change, _ in group]
    first = group[0][1]
    facts = tuple(
        replace(fact, place=_usual_place([row.facts[number] for _, row in group]))
        for number, fact in enumerate(first.facts)
    )
    members = tuple(object_words(change.address, change.values) for change in changes)
    return replace(first, words=_words(changes), facts=facts, count=len(changes), members=members)


def _words(changes: list[ObjectChange]) -> Words:
    """Return objects of one kind by their names, others by their kinds: `9 objects: 6 subnets, 3 add-ons`."""
    kinds = Counter((tier(change.address), noun(change.address.resource_type)) for change in changes)
    if len(kinds) == 1:
        return objects_words(changes)
    totals = Counter(noun(change.address.resource_type) for change in changes)
    texts = [f"{number} {word.many if number > 1 else word.one}" for word, number in totals.most_common()]
    listed = ", ".join(take_some(texts, _KINDS)).replace(", and ", " and ")
    kind = "" if len(texts) <= _KINDS else " kinds"
    return (f"{len(changes)} objects: {listed}{kind}",)


def _usual_place(facts: Iterable[AttributeFact]) -> SpecPlace | None:
    """Return the place of most of them, one that was written if there is any."""
    places = Counter(fact.place for fact in facts if fact.place)
    written = [place for place in places if place.written] or list(places)
    return max(written, key=lambda place: places[place], default=None)
