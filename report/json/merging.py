"""Merge reports of plans or of drift, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence

from ...compiler.errors import EksgenError
from ...compiler.files.names import shown_name
from ...engine.truncate import join_some
from ..fleet import FleetPart, SpecOutcome
from .reading import ReportFile

_SHOWN = 5


def merge_reports(reports: Sequence[ReportFile]) -> tuple[str, tuple[SpecOutcome, ...]]:
    """Return the verb and the outcomes of all reports, sorted by file: their order does not matter.

    A spec in two reports is refused, because nothing says which is newer. A spec that a shard names and no
    report has is a failure: the job that had it ended early.
    """
    verbs = sorted({report.verb for report in reports})
    if len(verbs) > 1:
        first = {verb: min(report.name for report in reports if report.verb == verb) for verb in verbs}
        texts = tuple(f"{shown_name(name)} is of `eksgen {verb}`" for verb, name in first.items())
        raise EksgenError("reports of plan and of drift cannot be merged", code="not-mergeable", notes=texts)
    outcomes: dict[str, SpecOutcome] = {}
    owners: dict[str, str] = {}
    for report in sorted(reports, key=lambda report: report.name):
        for outcome in report.outcomes:
            if outcome.file in outcomes:
                raise _twice(outcome.file, owners[outcome.file], report.name)
            outcomes[outcome.file], owners[outcome.file] = outcome, report.name
    parts = [report.part for report in reports if report.part]
    missing = {spec for part in parts for spec in part.specs} - outcomes.keys()
    notes = _missing_shards(parts)
    outcomes |= {spec: _without_report(spec, notes) for spec in missing}
    return verbs[0], tuple(outcomes[file] for file in sorted(outcomes))


def _missing_shards(parts: Sequence[FleetPart]) -> tuple[str, ...]:
    """Name the shards of which there is no report."""
    there = {(part.number, part.total) for part in parts}
    totals = sorted({part.total for part in parts})
    wanted = ((number, total) for total in totals for number in range(1, total + 1))
    missing = [f"{number}/{total}" for number, total in wanted if (number, total) not in there]
    return (f"there is no report of shard {join_some(missing, _SHOWN)}",) if missing else ()


def _without_report(spec: str, notes: tuple[str, ...]) -> SpecOutcome:
    error = EksgenError(
        "no report has this spec",
        code="not-reported",
        notes=notes,
        helps=("see why its job wrote no report, and run it again",),
    )
    return SpecOutcome(spec, 1, f"failed: {error.message}", error=error)


def _twice(spec: str, first: str, second: str) -> EksgenError:
    return EksgenError(
        f"two reports have {shown_name(spec)}",
        code="not-mergeable",
        notes=(f"{shown_name(first)} and {shown_name(second)}; nothing says which is newer",),
        helps=("leave the older one out",),
    )
