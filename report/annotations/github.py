"""Findings as GitHub workflow commands, which GitHub shows at their lines in a pull request.

Syntax and escapes: docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...compiler.diagnostics import Diagnostic, Severity
from ...engine.truncate import take_some
from ..page.order import place_of_diagnostic, sort_diagnostics
from ..page.words import clipped_text

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

SHOWN = 10
"""The most annotations of a level that GitHub shows for a step."""
_LISTED = 50


def draw_github(findings: Iterable[Diagnostic]) -> str:
    """Return a command for each finding, at most as many as GitHub shows."""
    return draw_commands((finding, "") for finding in sort_diagnostics(findings))


def draw_commands(findings: Iterable[tuple[Diagnostic, str]]) -> str:
    """Return a command for each finding, whose title names its cluster if there is one.

    Of each level there are at most as many as GitHub shows; the last one lists the findings that remain.
    """
    findings = list(findings)
    totals = Counter(finding.severity for finding, _ in findings)
    shown: Counter[Severity] = Counter()
    lines = []
    for finding, cluster in findings:
        level = finding.severity
        shown[level] += 1
        if shown[level] < SHOWN or totals[level] == SHOWN:
            lines.append(_command(finding, f"{finding.code} in {cluster}" if cluster else finding.code))
        elif shown[level] == SHOWN:
            alike = [other for other, _ in findings if other.severity is level]
            lines.append(_rest(alike[SHOWN - 1 :]))
    return "".join(f"{line}\n" for line in lines)


def _rest(findings: Sequence[Diagnostic]) -> str:
    """Return one command for findings of a level, at the place of the first."""
    more = f"{len(findings)} more {findings[0].severity.value}s"
    places = [f"{place_of_diagnostic(f.primary.span)}: {clipped_text(f.message)}" for f in findings]
    return _command(replace(findings[0], message=more, notes=take_some(places, _LISTED), helps=()), more)


def _command(finding: Diagnostic, title: str) -> str:
    """Return a finding as a workflow command, without a line break."""
    span = finding.primary.span
    properties = {
        "file": span.file,
        "line": span.line,
        "col": span.column,
        "endColumn": span.end_column,
        "title": f"eksgen: {title}",
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
