"""Objects that are in AWS and in no state, as rows: one for each object, with what to do about it."""

from __future__ import annotations

from ...engine.plan.result import OrphanedObject, PlanResult
from .page import ReportRow, Tone
from .words import Data, Words, object_words, printable

_OURS: Words = ("no state records it; pass ", Data("--import-orphans"), " to import it")
_FOREIGN: Words = ("it belongs to somebody else, as it lacks the tags of the spec: rename one of the two",)


def orphan_rows(plan: PlanResult) -> tuple[ReportRow, ...]:
    """Return a row for each orphan of a plan, in its order."""
    values = {change.address: change.values for change in plan.changes}

    def row(orphan: OrphanedObject) -> ReportRow:
        name = object_words(orphan.address, values.get(orphan.address, {}))
        words: Words = (*name, " exists as ", Data(printable(orphan.id)))
        notes = (_OURS,) if orphan.ours else _foreign(orphan)
        return ReportRow("?", words, Tone.DANGER, place=orphan.spec, notes=notes)

    return tuple(map(row, plan.orphans))


def _foreign(orphan: OrphanedObject) -> tuple[Words, ...]:
    if not orphan.delete_command:
        return (_FOREIGN,)
    return _FOREIGN, ("or delete it: ", Data(orphan.delete_command))
