"""Versions that move, for a terminal: checks of an upgrade, tables, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ...engine.versions.moves import Move, State
from ...engine.versions.readiness import Check, CheckState
from ..page.versions import VersionReport, notes, outcome, row_note, row_text, step_texts, tables, title
from ..terminal import Style

_COLOURS = {
    CheckState.PASSED: "32",
    CheckState.WARNING: "33",
    CheckState.FAILED: "31",
    CheckState.FORCED: "33",
    CheckState.UNKNOWN: "33",
    CheckState.SKIPPED: "2",
}


def draw_versions(report: VersionReport, style: Style) -> str:
    """Return the whole report."""
    lines = [style.paint(title(report), "1")]
    if report.upgrade:
        lines += ["", style.paint("Checks", "1")]
        lines += [line for check in report.upgrade.checks for line in _check(check, style)]
    for heading, rows in tables(report):
        lines += ["", style.paint(heading, "1"), *_rows(rows, style)]
    if steps := step_texts(report):
        lines += ["", style.paint("What an apply does, in this order", "1")]
        lines += [
            line for number, step in enumerate(steps, 1) for line in _wrapped(f"{number}. ", step, style)
        ]
    lines += ["", *(line for note in notes(report) for line in _wrapped("note: ", note, style))]
    return style.page([*lines, style.paint(outcome(report), "1")])


def _check(check: Check, style: Style) -> Iterator[str]:
    mark = style.paint(f"{check.state.value:8}", _COLOURS[check.state])
    yield f"  {mark} {check.name:9} {check.text}"
    for detail in check.details:
        for line in wrap(detail, style.width - 21, break_on_hyphens=False, break_long_words=False):
            yield f"{'':21}{line}"


def _rows(rows: tuple[Move, ...], style: Style) -> Iterator[str]:
    width = max(len(move.name) for move in rows)
    for move in rows:
        text = row_text(move, style.arrow)
        moves = move.state in (State.MOVES, State.REMOVED)
        colour = "33" if moves else "31" if move.state is State.BLOCKED else ""
        note = f"  ({row_note(move)})" if row_note(move) else ""
        name = f"{move.name:{width}}  " if width else ""
        yield f"  {name}{style.paint(text, colour) if colour else text}{note}"


def _wrapped(start: str, text: str, style: Style) -> Iterator[str]:
    room = style.width - len(start) - 2
    for index, line in enumerate(wrap(text, room, break_on_hyphens=False, break_long_words=False)):
        yield f"  {start if index == 0 else ' ' * len(start)}{line}"
