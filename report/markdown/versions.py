"""Versions that move as a Markdown comment: checks of an upgrade as a list, versions as a table."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.versions.moves import Move, State
from ...engine.versions.readiness import Check
from ..page.versions import OPEN, VersionReport, notes, outcome, row_note, step_texts, tables, title
from .text import LIMIT, code, code_cell, escaped, utf16_units

_DETAILS = 20
_LONGEST = 500


def versions_markdown(report: VersionReport) -> str:
    """Return a comment within the limit of GitHub, with a first line by which a bot finds it again."""
    lines = [f"<!-- eksgen {report.verb} -->", f"### {escaped(title(report))}", ""]
    if report.upgrade:
        lines += [line for check in report.upgrade.checks for line in _check(check)]
    for heading, rows in tables(report):
        lines += ["", f"| {heading} | old | new | |", "| --- | --- | --- | --- |", *map(_row, rows)]
    if steps := step_texts(report):
        lines += ["", "**What an apply does, in this order**", ""]
        lines += [f"{number}. {escaped(step)}" for number, step in enumerate(steps, 1)]
    lines += [
        "",
        *(f"- {escaped(note)}" for note in notes(report)),
        "",
        f"**{escaped(outcome(report))}**",
        "",
    ]
    return "\n".join(_fitted(lines))


def _check(check: Check) -> Iterator[str]:
    yield f"- {check.state.value}: **{escaped(check.name)}**, {escaped(check.text)}"
    yield from (f"  - {code(detail, _LONGEST)}" for detail in check.details[:_DETAILS])


def _row(move: Move) -> str:
    old = code_cell(move.old or OPEN)
    new = code_cell(move.new or OPEN)
    bold = "**" if move.state is State.MOVES else ""
    return f"| {code_cell(move.name)} | {old} | {bold}{new}{bold} | {escaped(row_note(move))} |"


def _fitted(lines: list[str]) -> list[str]:
    """Return as many lines as fit, with one that counts the rest."""
    size, kept = 200, 0
    for line in lines:
        size += utf16_units(line) + 1
        kept += size <= LIMIT
    return lines if kept == len(lines) else [*lines[:kept], "", f"and {len(lines) - kept} more lines", ""]
