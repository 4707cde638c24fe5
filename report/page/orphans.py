"""What is in AWS already and in no state, as rows: one an object, with what to do about it."""

from __future__ import annotations

from ...engine.plan.result import OrphanedObject, PlanResult
from .page import ReportRow, Tone
from .words import Data, Words, object_words, printable

OURS = "a stopped run left it; --import-orphans takes it in"
STRANGE = "somebody else's, without the tags of the spec: rename one of the two"


def orphan_rows(plan: PlanResult) -> tuple[ReportRow, ...]:
    """One row for each orphan of a plan, in its order."""
    values = {change.address: change.values for change in plan.changes}

    def row(one: OrphanedObject) -> ReportRow:
        name = object_words(one.address, values.get(one.address, {}))
        words: Words = (*name, " exists as ", Data(printable(one.id)))
        note = OURS if one.ours else STRANGE
        return ReportRow("?", words, Tone.DANGER, place=one.spec, notes=((note,),))

    return tuple(map(row, plan.orphans))
