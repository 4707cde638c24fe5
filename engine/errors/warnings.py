"""Collect the warnings of successful commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...compiler.diagnostics import Diagnostic
from ..source_map.trace import Trace
from ..terraform.events import Completed, TerraformDiagnostic
from .notes import diagnostic_note


def warnings(completed: Iterable[Completed], trace: Trace) -> tuple[Diagnostic, ...]:
    """Return the warnings of successful commands that have a line in the spec."""
    placed = (trace.diagnostic(d) for d in _warnings(completed))
    return tuple(dict.fromkeys(d for d in placed if d is not None))


def remarks(completed: Iterable[Completed], trace: Trace) -> tuple[str, ...]:
    """Return the warnings of successful commands that have no line in the spec, as texts."""
    return tuple(
        dict.fromkeys(diagnostic_note(d) for d in _warnings(completed) if trace.diagnostic(d) is None)
    )


def _warnings(completed: Iterable[Completed]) -> Iterator[TerraformDiagnostic]:
    return (d for command in completed for d in command.diagnostics if d.severity == "warning")
