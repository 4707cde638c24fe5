"""Equal changes of many objects, such as another tag: one row for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ...catalog.resources.nouns import noun
from ...engine.addresses import Address
from ...engine.drift.order import FEW, grouped
from ...engine.plan.result import ObjectChange
from ...engine.source_map.place import SpecPlace
from ...engine.truncate import join_some, take_some
from .page import ReportBlock, ReportRow
from .words import SHOWN_NAMES, Data, Words, names_of, object_words, own_name, plain, tier

_KINDS = 4
_MEMBERS = 10

_Row = Callable[[ObjectChange], ReportRow]


class _Named(Protocol):
    """An object with the values that name it."""

    @property
    def address(self) -> Address: ...

    @property
    def values(self) -> Mapping[str, Any]: ...


def equal_edits(
    changes: Iterable[ObjectChange], row_of: _Row
) -> tuple[list[ReportBlock], list[ObjectChange]]:
    """Return a block of the edits that many objects have alike, if there are any, and the other changes."""
    groups = equal_changes(changes, row_of)
    rows = tuple(alike_row(group, row_of) for group in groups if len(group) >= FEW)
    rest = [change for group in groups if len(group) < FEW for change in group]
    if not rows:
        return [], rest
    total = sum(row.count for row in rows)
    return [ReportBlock(("The same in many objects",), rows, summary=f"{total} to change")], rest


def equal_changes(changes: Iterable[ObjectChange], row_of: _Row) -> list[list[ObjectChange]]:
    """Group updates of objects whose rows have the same attributes and values, wherever the spec sets them.

    Secrets are never compared.
    """

    def key(change: ObjectChange) -> Hashable | None:
        if not change.only_updates or any(attribute.sensitive for attribute in change.attributes):
            return None
        row = row_of(change)
        facts = tuple(replace(fact, place=None) for fact in row.facts)
        return (facts, row.notes) if facts else None

    return grouped(changes, key)


def alike_row(changes: Sequence[ObjectChange], row_of: _Row) -> ReportRow:
    """Return the row of a change, or the common row of equal changes."""
    rows = [row_of(change) for change in changes]
    if len(rows) == 1:
        return rows[0]
    facts = tuple(
        replace(fact, place=usual_place(row.facts[number].place for row in rows))
        for number, fact in enumerate(rows[0].facts)
    )
    words, names = many_words(changes), member_words(changes)
    return replace(rows[0], words=words, facts=facts, count=len(rows), members=names)


def many_words(objects: Sequence[_Named]) -> Words:
    """Return objects of the same kind by their names, others as `9 objects: 6 subnets, 3 add-ons`."""
    kinds = {(tier(item.address), noun(item.address.resource_type)) for item in objects}
    if len(kinds) == 1:
        return objects_words(objects)
    totals = Counter(noun(item.address.resource_type) for item in objects)
    if len(totals) == 1:
        return (f"{len(objects)} {next(iter(totals)).many}",)
    ordered = sorted(totals.items(), key=lambda total: (-total[1], total[0].many))
    texts = [f"{number} {word.many if number > 1 else word.one}" for word, number in ordered]
    listed = ", ".join(take_some(texts, _KINDS)).replace(", and ", " and ")
    kind = "" if len(texts) <= _KINDS else " kinds"
    return (f"{len(objects)} objects: {listed}{kind}",)


def member_words(objects: Iterable[_Named]) -> tuple[Words, ...]:
    """Return the name of each object."""
    return tuple(object_words(item.address, item.values) for item in objects)


def objects_words(objects: Sequence[_Named]) -> Words:
    """Return a single object by its name, several of a type by their number and names."""
    first = objects[0]
    if len(objects) == 1:
        return object_words(first.address, first.values)
    word = noun(first.address.resource_type)
    names = names_of([own_name(item.address, item.values) for item in objects], word.joined)
    tiers = {tier(item.address) for item in objects}
    one_tier = tiers.pop() if len(tiers) == 1 else ""
    return (f"{len(objects)} {one_tier}{word.many}", *_joined_names(names, word.joined))


def _joined_names(names: str, joined: str) -> Words:
    """Separate ` in ` or `: ` from the names, which are data."""
    joint = joined if joined.strip() else ": "
    return (joint, Data(names.removeprefix(joint))) if names else ()


def more_names(objects: Sequence[_Named]) -> str:
    """Return the first names of objects, "" if `many_words` has all of them."""
    kinds = {(tier(item.address), item.address.resource_type) for item in objects}
    if len(kinds) == 1 and len(objects) <= SHOWN_NAMES:
        return ""
    return join_some([plain(words) for words in member_words(objects)], _MEMBERS)


def usual_place(given: Iterable[SpecPlace | None]) -> SpecPlace | None:
    """Return the most frequent place; a place that is written in the spec comes before a default."""
    places = Counter(place for place in given if place)
    written = [place for place in places if place.written] or list(places)
    return max(written, key=lambda place: places[place], default=None)
