"""Findings as one line each, for editors and `grep`: `file:line:column: error[code]: message`."""

from __future__ import annotations

from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic
from ..page.order import place_of_diagnostic, sort_diagnostics
from ..terminal import shown_line


def draw_concise(findings: Iterable[Diagnostic]) -> str:
    """Return a line for each finding."""
    return "".join(f"{shown_line(_line(finding))}\n" for finding in sort_diagnostics(findings))


def _line(finding: Diagnostic) -> str:
    place = place_of_diagnostic(finding.primary.span)
    return f"{place}: {finding.severity}[{finding.code}]: {finding.message}"
