"""Drift as findings at lines of the spec; the codes are `drift/` and the class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...compiler.diagnostics import Diagnostic, Severity
from ...engine.drift.order import alike_groups, sort_findings
from ...engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from ..page.alike import more_names, usual_place
from ..page.drift_rows import class_words, drift_row
from ..page.page import ReportRow
from ..page.run_report import Annotation
from ..page.words import attribute_name, plain, printable
from .texts import default_note, fact_text, label_at

_COMMANDS = 5
_SEVERITIES = {
    DriftLevel.HIGH: Severity.ERROR,
    DriftLevel.MEDIUM: Severity.WARNING,
    DriftLevel.LOW: Severity.NOTE,
}


def drift_annotations(drift: DriftResult) -> tuple[Annotation, ...]:
    """Return all findings, the worst first, those that do not count last; equal changes of many objects as
    one finding. Noise is left out, because a job that always reports something is ignored."""
    findings = [f for f in sort_findings(drift.findings) if f.kind is not DriftClass.NOISE]
    return tuple(_annotation(group, drift) for group in alike_groups(findings))


def _annotation(group: Sequence[DriftFinding], drift: DriftResult) -> Annotation:
    finding, row = group[0], drift_row(group, drift)
    code = f"drift/{finding.kind.value}"
    fails = drift.fails(finding)
    attribute = attribute_name(finding.path) if finding.path else ""
    text = ", ".join(filter(None, (plain(row.words), attribute)))
    if finding.path or finding.kind is not DriftClass.PENDING:
        text = f"{class_words(finding)}: {text}"
    place = usual_place(f.spec for f in group)
    diagnostic = Diagnostic(
        code,
        _SEVERITIES[finding.level] if fails else Severity.NOTE,
        printable(text),
        label_at(place, drift.subject.spec),
        notes=(*filter(None, _notes(row, group, drift)), *default_note(place)),
        helps=tuple(f"remove it: {printable(command)}" for command in row.commands[:_COMMANDS]),
    )
    kind = "" if finding.path else finding.address.resource_type
    what = finding.address.text if len(group) == 1 else kind
    return Annotation(
        diagnostic, " ".join(filter(None, (code, printable(what), printable(attribute)))), row.id, fails
    )


def _notes(row: ReportRow, group: Sequence[DriftFinding], drift: DriftResult) -> Iterator[str]:
    finding = group[0]
    for fact in row.facts:
        yield fact_text(replace(fact, name=""), row.labels)
    yield from map(plain, row.sentences)
    yield more_names(group) if len(group) > 1 else ""
    if finding.counted and not drift.fails(finding):
        yield f"{finding.level.value}: below the level that fails this check, {drift.fail_on.value}"
