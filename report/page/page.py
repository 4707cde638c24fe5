"""A report in words: parts, blocks, rows and facts, with nothing decided about how it looks.

Made from a plan by `plan.py` and from drift by `drift.py`; drawn for a terminal, as Markdown and as HTML.
Texts are complete: each format cuts them to its own width.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from ...engine.plan.result import ClusterShape, RunSubject
from ...engine.source_map.place import SpecPlace
from .words import Words

DIFFERS = "differs in"
"""The only side of a fact whose values are documents; what differs in them is in `inner`."""


INCOMPLETE = "Incomplete: Terraform deferred a part of the plan. Apply, then run this command again."
SANDBOX = "A rehearsal in the sandbox: nothing here reaches AWS."


class Tone(IntEnum):
    """How important a row is: when space is short, the lowest are left out first."""

    CREATION = 0
    NOT_COUNTED = 1
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
class Remedy:
    """A command that resolves a finding or a part, and options that can replace its last one."""

    command: str
    alternatives: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One object, or several: `count` is their number, `members` their names if the words do not have them
    all. `sign` is one character.

    `details` are notes with a label, such as (`next apply`, words); label and words form a sentence.
    """

    sign: str
    words: Words
    weight: Tone = Tone.EDIT
    place: SpecPlace | None = None
    notes: tuple[Words, ...] = ()
    facts: tuple[AttributeFact, ...] = ()
    level: str = ""
    count: int = 1
    id: str = ""
    details: tuple[tuple[str, Words], ...] = ()
    remedy: Remedy | None = None
    members: tuple[Words, ...] = ()

    @property
    def sentences(self) -> tuple[Words, ...]:
        """Notes, and details with their labels."""
        return (*self.notes, *((f"{label} ", *words) for label, words in self.details))


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """Rows under one heading, which may be empty; `summary` is a short text about its content."""

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
    remedy: Remedy | None = None

    @property
    def rows(self) -> Iterator[ReportRow]:
        """All rows, in order."""
        return (row for block in self.blocks for row in block.rows)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The whole report; `kind` is `plan`, `destroy` or `drift`.

    `about` names the spec and the programs, `remarks` are warnings without a line in the spec, `picture`
    holds the large objects of the cluster, `imports` are blocks of HCL that import orphaned objects.
    """

    kind: str
    subject: RunSubject
    title: Words
    summary: str
    about: tuple[str, ...] = ()
    parts: tuple[ReportPart, ...] = ()
    remarks: tuple[str, ...] = ()
    complete: bool = True
    picture: tuple[ClusterShape, ...] = ()
    imports: tuple[str, ...] = ()
