"""Drift as findings at lines of the spec; the codes are `drift/` and the class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...compiler.diagnostics import Diagnostic, Severity
from ...engine.drift.order import alike_groups, sort_findings
from ...engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from ..page.alike import more_names, usual_place
from ..page.drift import nothing_exists
from ..page.drift_rows import all_missing_row, class_words, drift_row
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
    one finding, and so all objects of a cluster that does not exist. Noise is left out, because a job that
    always reports something is ignored."""
    findings = [f for f in sort_findings(drift.findings) if f.kind is not DriftClass.NOISE]
    missing = [f for f in findings if f.kind is DriftClass.PENDING] if nothing_exists(drift) else []
    others = [f for f in findings if not (missing and f.kind is DriftClass.PENDING)]
    found = [_annotation(group, drift_row(group, drift), drift) for group in alike_groups(others)]
    return (*found, *((_annotation(missing, all_missing_row(missing, drift), drift),) if missing else ()))


def _annotation(group: Sequence[DriftFinding], row: ReportRow, drift: DriftResult) -> Annotation:
    finding = group[0]
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
    types = {f.address.resource_type for f in group}
    kind = types.pop() if len(types) == 1 and not finding.path else ""
    what = finding.address.text if len(group) == 1 else kind
    name = " ".join(filter(None, (code, printable(what), printable(attribute))))
    return Annotation(diagnostic, name, row.id, fails, len(group))


def _notes(row: ReportRow, group: Sequence[DriftFinding], drift: DriftResult) -> Iterator[str]:
    finding = group[0]
    for fact in row.facts:
        yield fact_text(replace(fact, name=""), row.labels)
    yield from map(plain, row.sentences)
    yield more_names(group) if len(group) > 1 else ""
    if finding.counted and not drift.fails(finding):
        yield f"{finding.level.value}: below the level that fails this check, {drift.fail_on.value}"
