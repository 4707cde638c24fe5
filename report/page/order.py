"""What all formats share: one order, one way to name a place, one count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic, Severity, Span


def sort_diagnostics(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file and place, so that two runs print the same."""
    return sorted(findings, key=lambda found: (found.primary.span, found.code, found.message))


def place_of_diagnostic(span: Span) -> str:
    """`file:line:column`."""
    return f"{span.file}:{span.line}:{span.column}"


def diagnostic_counts(findings: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning in cluster.yaml`."""
    findings = list(findings)
    totals = Counter(found.severity for found in findings)
    parts = [
        f"{totals[level]} {level}{'s' if totals[level] > 1 else ''}" for level in Severity if totals[level]
    ]
    files = sorted({found.primary.span.file for found in findings})
    where = ", ".join(files) if len(files) <= 3 else f"{len(files)} files"
    return f"{', '.join(parts)} in {where}"
