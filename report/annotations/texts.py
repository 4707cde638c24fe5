"""Texts and places that annotations of plans and of drift share."""

from __future__ import annotations

from ...compiler.diagnostics import Label, dotted
from ...engine.source_map.place import SpecPlace, span_of
from ...engine.truncate import join_some
from ..page.page import DIFFERS, AttributeFact
from ..page.words import clipped_text, printable


def fact_text(fact: AttributeFact, labels: tuple[str, ...] = ()) -> str:
    """Return a fact on one line; `labels` name its sides, if there are as many."""
    if fact.sides == (DIFFERS,):
        parts = [f"{i.name} {' → '.join(map(clipped_text, i.sides))}".strip() for i in fact.inner]
        return f"{fact.name} differs: {join_some(parts, 8, '; ')}".strip()
    sides = [clipped_text(side) for side in fact.sides]
    if len(labels) == len(sides):
        text = ", ".join(f"{label} {side}" for label, side in zip(labels, sides, strict=True))
    else:
        text = " → ".join(sides)
    return f"{fact.name} {text}".strip()


def label_at(place: SpecPlace | None, spec: str | None) -> Label:
    """Return where to point: without a place, the first line of the spec."""
    return Label(span_of(place, spec))


def default_note(place: SpecPlace | None) -> tuple[str, ...]:
    """Return a note if the field has its default, so that nothing at its place mentions it."""
    if place is None or place.written or not place.path:
        return ()
    return (f"the spec does not set {printable(dotted(place.path))}, so its default applies",)
