"""One line a finding, as editors and `grep` like it: `file:line:column: error[code]: message`."""

from __future__ import annotations

from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic
from ..page.order import order, place


def concise(findings: Iterable[Diagnostic]) -> str:
    """All findings; empty text for none."""
    lines = (
        f"{place(found.primary.span)}: {found.severity}[{found.code}]: {found.message}"
        for found in order(findings)
    )
    return "".join(f"{line}\n" for line in lines)
