"""Findings as GitHub workflow commands, which GitHub shows at their lines in a pull request.

Syntax and escapes: docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic, Severity
from ..page.order import sort_diagnostics

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def draw_github(findings: Iterable[Diagnostic]) -> str:
    """Return a command for each finding."""
    return "".join(f"{command(finding)}\n" for finding in sort_diagnostics(findings))


def command(finding: Diagnostic, cluster: str = "") -> str:
    """Return a finding as a workflow command, without a line break; its title names the cluster."""
    where = f" in {cluster}" if cluster else ""
    span = finding.primary.span
    properties = {
        "file": span.file,
        "line": span.line,
        "col": span.column,
        "endColumn": span.end_column,
        "title": f"eksgen: {finding.code}{where}",
    }
    head = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {head}::{_data(_text(finding))}"


def _text(finding: Diagnostic) -> str:
    notes = [f"note: {note}" for note in finding.notes] + [f"help: {help}" for help in finding.helps]
    return "\n".join([finding.message, *notes])


def _data(text: str) -> str:
    text = "".join(char if char.isprintable() or char in "\r\n" else "\ufffd" for char in text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
