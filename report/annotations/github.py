"""Findings as GitHub workflow commands, which GitHub shows at their lines in a pull request.

Form and escapes: docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic, Severity
from ..page.order import sort_diagnostics

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def draw_github(findings: Iterable[Diagnostic]) -> str:
    """One command a finding; empty text for none."""
    return "".join(f"{command(found)}\n" for found in sort_diagnostics(findings))


def command(found: Diagnostic) -> str:
    """One finding as a workflow command, without a line break."""
    span = found.primary.span
    properties = {
        "file": span.file,
        "line": span.line,
        "col": span.column,
        "endColumn": span.end_column,
        "title": f"eksgen: {found.code}",
    }
    head = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[found.severity]} {head}::{_data(_text(found))}"


def _text(found: Diagnostic) -> str:
    said = [f"note: {note}" for note in found.notes] + [f"help: {help}" for help in found.helps]
    return "\n".join([found.message, *said])


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
