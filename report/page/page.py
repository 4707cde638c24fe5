"""A report as a page: parts, blocks, rows and facts in words, with nothing decided about how it looks.

Made from a plan by `plan_page.py` and from drift by `drift_page.py`; drawn for a terminal, as Markdown and as
HTML. Texts are whole: each format cuts them to its own room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from ...engine.source_map.place import SpecPlace
from .words import Words

DIFFERS = "differs in"
"""The one side of a fact whose values are documents; what differs in them is in `inner`."""


class Tone(IntEnum):
    """How long a row stays when there is no room for all."""

    CREATION = 0
    TOLD = 1
    EDIT = 2
    LOSS = 3
    OUTSIDE = 4
    DANGER = 5


@dataclass(frozen=True, slots=True)
class AttributeFact:
    """One attribute and its values in order: before and after, or recorded, live and desired.

    A list or document whose parts differ has one side that says so, and the parts in `inner`.
    """

    name: str
    sides: tuple[str, ...]
    place: SpecPlace | None = None
    note: str = ""
    inner: tuple[AttributeFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One object, or several of a kind. `sign` is one character; `count` is how many objects it speaks of."""

    sign: str
    words: Words
    weight: Tone = Tone.EDIT
    place: SpecPlace | None = None
    notes: tuple[Words, ...] = ()
    facts: tuple[AttributeFact, ...] = ()
    level: str = ""
    count: int = 1
    id: str = ""


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """Rows under one heading, which may be empty; `summary` says in short what is in it."""

    title: Words
    rows: tuple[ReportRow, ...]
    place: SpecPlace | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A chapter. `key` is a short name for style sheets; `labels` name the sides of its facts."""

    key: str
    title: str
    blocks: tuple[ReportBlock, ...]
    labels: tuple[str, ...] = ()

    @property
    def rows(self) -> Iterator[ReportRow]:
        """All rows, in order."""
        return (row for block in self.blocks for row in block.rows)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The whole report, `plan` or `drift`. `told` names spec and programs, `remarks` are warnings."""

    kind: str
    title: Words
    summary: str
    sandbox: bool = False
    told: tuple[str, ...] = ()
    parts: tuple[ReportPart, ...] = ()
    remarks: tuple[str, ...] = ()
    complete: bool = True
