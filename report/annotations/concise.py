"""Findings as one line each, for editors and `grep`: `file:line:column: error[code]: message`."""

from __future__ import annotations

from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic
from ..page.order import place_of_diagnostic, sort_diagnostics


def draw_concise(findings: Iterable[Diagnostic]) -> str:
    """Return a line for each finding."""
    lines = (
        f"{place_of_diagnostic(finding.primary.span)}: {finding.severity}[{finding.code}]: {finding.message}"
        for finding in sort_diagnostics(findings)
    )
    return "".join(f"{line}\n" for line in lines)
