"""Many specs in one report: a `SpecOutcome` for each, drawn by the `fleet` module of each format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..compiler.diagnostics import Diagnostic, Severity
from ..compiler.errors import EksgenError
from ..compiler.plural import plural
from ..engine.truncate import join_some
from .page.page import ReportRow, Tone
from .page.run_report import RunReport
from .page.subject import cluster_text

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class SpecOutcome:
    """How the run of one spec ended. `code` is the exit code that it would have alone, `summary` says it in a
    few words. `report` is the result, None after a failure. `findings` are those in the spec; `texts` holds
    the content of the files that findings and the error point to."""

    file: str
    code: int = 0
    summary: str = ""
    report: RunReport | None = None
    error: EksgenError | None = None
    findings: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def cluster(self) -> str:
        """The cluster with region and account, "" without a result."""
        return cluster_text(self.report.page.subject) if self.report else ""

    @property
    def failed(self) -> bool:
        """Return whether the run of this spec has no result."""
        return self.report is None

    @property
    def quiet(self) -> bool:
        """Return whether the result has nothing to review."""
        parts = self.report.page.parts if self.report else ()
        warned = any(finding.severity is not Severity.NOTE for finding in self.findings)
        light = (row.weight is Tone.NOT_COUNTED for part in parts for row in part.rows)
        return self.report is not None and not warned and all(light)

    @property
    def dangers(self) -> tuple[ReportRow, ...]:
        """What a person must look at first: the dangers of a plan, or findings of the highest level."""
        parts = self.report.page.parts if self.report else ()
        dangers = tuple(row for part in parts if part.key == "dangers" for row in part.rows)
        return dangers or tuple(row for part in parts for row in part.rows if row.level == "high")


@dataclass(frozen=True, slots=True)
class FleetPart:
    """The part of the specs that a run with `--shard` covers; `specs` are the files of all parts."""

    number: int
    total: int
    specs: tuple[str, ...]


def most_urgent_first(outcomes: Sequence[SpecOutcome]) -> list[SpecOutcome]:
    """Sort outcomes: the worst danger first, then the most, then those without a result, then those with
    changes."""
    return sorted(outcomes, key=_urgency)


def most_urgent_last(outcomes: Sequence[SpecOutcome]) -> list[SpecOutcome]:
    """Sort outcomes the other way round, for a terminal; equal ones keep their order."""
    return sorted(outcomes, key=_urgency, reverse=True)


def _urgency(outcome: SpecOutcome) -> tuple[bool, int, int, bool, bool]:
    dangers = outcome.dangers
    worst = min((row.rank for row in dangers), default=0)
    return (not dangers, worst, -len(dangers), not outcome.failed, outcome.quiet)


def failures_first(outcomes: Sequence[SpecOutcome]) -> list[SpecOutcome]:
    """Sort outcomes without a result to the top."""
    return sorted(outcomes, key=lambda outcome: not outcome.failed)


def outcome_counts(outcomes: Sequence[SpecOutcome]) -> str:
    """`3 specs: 1 with changes, 1 without changes, 1 failed`, or `0 specs`."""
    stopped = sum(outcome.code == 130 for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes) - stopped
    dangerous = sum(bool(outcome.dangers) for outcome in outcomes)
    quiet = sum(outcome.quiet for outcome in outcomes)
    counts = (
        (dangerous, "dangerous"),
        (len(outcomes) - dangerous - quiet - failed - stopped, "with changes"),
        (quiet, "without changes"),
        (failed, "failed"),
        (stopped, "stopped"),
    )
    texts = ", ".join(f"{number} {words}" for number, words in counts if number)
    return ": ".join(filter(None, (plural(len(outcomes), "spec"), texts)))


def fleet_warnings(
    outcomes: Sequence[SpecOutcome], *, notes: bool = False
) -> list[tuple[Diagnostic, tuple[str, ...]]]:
    """Return what the specs with a result are warned of, with their files: what several share once, at the
    place in the first of them. The end of support of a Kubernetes version is such a warning. With `notes`,
    also what is no more than a note."""
    found: dict[tuple[str, Severity, str], list[tuple[Diagnostic, str]]] = {}
    for outcome in sorted(outcomes, key=lambda outcome: outcome.file):
        for finding in outcome.findings if outcome.report else ():
            if finding.severity is Severity.NOTE and not notes:
                continue
            key = (finding.code, finding.severity, finding.message)
            found.setdefault(key, []).append((finding, outcome.file))
    warnings = []
    for group in found.values():
        first, files = group[0][0], tuple(dict.fromkeys(file for _, file in group))
        if len(files) > 1:
            note = f"{len(files)} specs have it: {join_some(files, _SHOWN)}"
            first = replace(first, notes=(*first.notes, note))
        warnings.append((first, files))
    return warnings


def warning_text(finding: Diagnostic) -> str:
    """Return a warning with its notes and helps as sentences."""
    return ". ".join((finding.message, *finding.notes, *finding.helps))


def without_warnings(outcome: SpecOutcome) -> SpecOutcome:
    """Return an outcome without the warnings that `fleet_warnings` has, for its own part of a report."""
    return replace(outcome, findings=()) if outcome.report else outcome


def exit_code(outcomes: Sequence[SpecOutcome]) -> int:
    """Return the most important code: interrupted, then any error, stale, locked, differences, fine."""
    codes = {outcome.code for outcome in outcomes}
    return next((code for code in (130, 1, 2, 5, 4, 3) if code in codes), 0)
