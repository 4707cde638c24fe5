"""The order of findings, their places and their count, shared by all formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic, Severity, Span
from ...compiler.plural import plural


def sort_diagnostics(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort findings by file and place, so that two runs print the same."""
    return sorted(findings, key=lambda finding: (finding.primary.span, finding.code, finding.message))


def most_important(findings: Iterable[Diagnostic], limit: int) -> list[Diagnostic]:
    """Return at most `limit` findings in their order; errors are kept first."""
    ordered = sort_diagnostics(findings)
    if len(ordered) <= limit:
        return ordered
    levels = list(Severity)
    return sort_diagnostics(sorted(ordered, key=lambda finding: levels.index(finding.severity))[:limit])


def place_of_diagnostic(span: Span) -> str:
    """Return `file:line:column` on one line, whatever the name of the file is."""
    file = span.file if span.file.isprintable() else ascii(span.file)[1:-1]
    return f"{file}:{span.line}:{span.column}"


def diagnostic_counts(findings: Iterable[Diagnostic]) -> str:
    """Return `2 errors, 1 warning in cluster.yaml`."""
    findings = list(findings)
    totals = Counter(finding.severity for finding in findings)
    parts = [plural(totals[level], level.value) for level in Severity if totals[level]]
    files = sorted({finding.primary.span.file for finding in findings})
    where = ", ".join(files) if len(files) <= 3 else f"{len(files)} files"
    return f"{', '.join(parts)} in {where}"
