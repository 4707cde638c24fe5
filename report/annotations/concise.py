"""One line a finding, as editors and `grep` like it: `file:line:column: error[code]: message`."""

from __future__ import annotations

from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic
from ..page.order import place_of_diagnostic, sort_diagnostics


def draw_concise(findings: Iterable[Diagnostic]) -> str:
    """All findings; empty text for none."""
    lines = (
        f"{place_of_diagnostic(found.primary.span)}: {found.severity}[{found.code}]: {found.message}"
        for found in sort_diagnostics(findings)
    )
    return "".join(f"{line}\n" for line in lines)
