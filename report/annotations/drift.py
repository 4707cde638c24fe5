"""Drift as findings at lines of the spec; the codes are `drift/` and the class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...compiler.diagnostics import Diagnostic, Severity
from ...engine.drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from ..page.drift import CLASS_WORDS
from ..page.drift_rows import drift_row, fact_labels
from ..page.page import ReportRow
from ..page.run_report import Annotation
from ..page.words import attribute_name, plain, printable
from .texts import default_note, fact_text, label_at

_SEVERITIES = {
    DriftLevel.HIGH: Severity.ERROR,
    DriftLevel.MEDIUM: Severity.WARNING,
    DriftLevel.LOW: Severity.NOTE,
}


def drift_annotations(drift: DriftResult) -> tuple[Annotation, ...]:
    """Return all findings, the worst first, those that do not count last. Noise is left out, because a job
    that always reports something is ignored."""
    order = list(CLASS_WORDS)
    findings = [f for f in drift.findings if f.kind is not DriftClass.NOISE]
    ranked = sorted(findings, key=lambda f: (not f.counted, -f.level.rank, order.index(f.kind)))
    return tuple(_annotation(finding, drift) for finding in ranked)


def _annotation(finding: DriftFinding, drift: DriftResult) -> Annotation:
    code = f"drift/{finding.kind.value}"
    fails = drift.fails(finding)
    row = drift_row(finding, drift)
    attribute = attribute_name(finding.path) if finding.path else ""
    text = ", ".join(filter(None, (plain(row.words), attribute)))
    if finding.path or finding.kind is not DriftClass.PENDING:
        text = f"{CLASS_WORDS[finding.kind]}: {text}"
    diagnostic = Diagnostic(
        code,
        _SEVERITIES[finding.level] if fails else Severity.NOTE,
        printable(text),
        label_at(finding.spec, drift.subject.spec),
        notes=(*filter(None, _notes(row, finding, drift)), *default_note(finding.spec)),
    )
    return Annotation(
        diagnostic, printable(f"{code} {finding.address.text} {attribute}").rstrip(), finding.id, fails
    )


def _notes(row: ReportRow, finding: DriftFinding, drift: DriftResult) -> Iterator[str]:
    for fact in row.facts:
        yield fact_text(replace(fact, name=""), fact_labels(finding.kind, drift))
    yield from map(plain, row.sentences)
    if finding.counted and not drift.fails(finding):
        yield f"{finding.level.value}: below the level that fails this check, {drift.fail_on.value}"
