"""Drift for a terminal: what to act on first, the worst on top, everything else in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.drift.result import DriftLevel
from ...engine.truncate import join_some
from ..page.page import AttributeFact, Remedy, ReportPage, ReportPart, ReportRow
from ..page.words import clipped, place_text, plain, side_by_side
from ..terminal import Style
from .rows import BOLD, DIM, GREEN, RED, YELLOW, heading, inner_lines, labelled, remarks, row_lines, wrapped

_COLOURS = {"high": RED, "medium": YELLOW, "low": BOLD}
_IN_FULL = ("pending", "accepted", "resolved")
"""The parts without levels of which each row is shown; of others, the names."""
_TEXT = 13
"""The column in which labelled texts begin."""
_LINES = 3
_NAMED = 4


def draw_drift(page: ReportPage, style: Style) -> str:
    """Return the whole report."""
    lines = [*heading(page, style), ""]
    found = any(row.level or part.key == "pending" for part in page.parts for row in part.rows)
    lines += (style.paint(line, BOLD if found else GREEN) for line in wrapped(page.summary, style.width))
    for part, row in _by_level(page):
        lines += ["", *_finding(part, row, style)]
    rest = [part for part in page.parts if not any(row.level for row in part.rows)]
    for part in rest:
        if part.key in _IN_FULL:
            lines += ["", *_part(part, style)]
    if names := [_names(part, style) for part in rest if part.key not in _IN_FULL]:
        lines += ["", *names]
    return style.page([*lines, *remarks(page.remarks, page.complete, style)])


def _by_level(page: ReportPage) -> list[tuple[ReportPart, ReportRow]]:
    findings = [(part, row) for part in page.parts for row in part.rows if row.level]
    return sorted(findings, key=lambda finding: -DriftLevel(finding[1].level).rank)


def _finding(part: ReportPart, row: ReportRow, style: Style) -> Iterator[str]:
    """A finding in full: its values below each other, and the command that resolves it."""
    name = ", ".join((plain(row.words), *(fact.name for fact in row.facts)))
    head = f"{part.title[0].lower()}{part.title[1:]}: {name}"
    level = style.paint(row.level, _COLOURS[row.level])
    yield f"{level}  {style.paint(clipped(head, style, style.width - len(row.level) - 2), BOLD)}"
    for note in row.notes:
        yield f"  {clipped(plain(note), style, style.width - 2)}"
    for fact in row.facts:
        yield from _values(fact, part.labels, style)
    if not row.facts and "spec" in part.labels:
        yield labelled("spec", place_text(row.place) or "not in the spec")
    for label, words in row.details:
        first, *others = _wrapped(plain(words), style) or [""]
        line = labelled(label, first)
        yield style.paint(line, DIM) if label == "next apply" else line
        yield from (labelled("", text) for text in others)
    if row.remedy:
        yield from _remedy(row.remedy, style)


def _wrapped(text: str, style: Style) -> list[str]:
    room = style.width - _TEXT
    most = _LINES if style.clips else None
    lines = wrapped(text, room, max_lines=most, placeholder=f" {style.dots}")
    return [clipped(line, style, room) for line in lines]


def _values(fact: AttributeFact, labels: tuple[str, ...], style: Style) -> Iterator[str]:
    """The values, each with its label, or what differs; the last line has the place in the spec."""
    room = style.width - _TEXT
    place = place_text(fact.place)
    if len(fact.sides) != len(labels):
        yield from _difference(fact, style)
        yield labelled("spec", place or "not in the spec")
        return
    texts = side_by_side(fact.sides, style, room)
    fits = len(texts[-1]) + len(place) + 3 <= room
    if place and fits:
        texts[-1] += f"   {place}"
    yield from map(labelled, labels, texts)
    if place and not fits:
        yield labelled("", place)


def _difference(fact: AttributeFact, style: Style) -> Iterator[str]:
    if fact.inner:
        yield labelled(fact.sides[0], "")
        yield from inner_lines(fact, style, _TEXT)
    else:
        yield labelled("change", clipped(fact.sides[0], style, style.width - _TEXT))


def _remedy(remedy: Remedy, style: Style) -> Iterator[str]:
    """The command to run, on two lines if it is long."""
    whole = f"{remedy.command}   (or {remedy.alternatives})" if remedy.alternatives else remedy.command
    lines = [labelled("run", whole)]
    if remedy.alternatives and len(lines[0]) > style.width:
        lines = [
            labelled("run", remedy.command),
            labelled("", f"or with {remedy.alternatives} instead of --revert"),
        ]
    yield from (style.paint(line, DIM) for line in lines)


def _part(part: ReportPart, style: Style) -> Iterator[str]:
    yield style.paint(part.title, GREEN if part.key == "resolved" else BOLD)
    for row in part.rows:
        yield from row_lines(row, style)
    if part.remedy:
        yield from _remedy(part.remedy, style)


def _names(part: ReportPart, style: Style) -> str:
    """The title of a part with the names of as many rows as fit."""
    names = list(dict.fromkeys(row.facts[0].name if row.facts else plain(row.words) for row in part.rows))
    lines = (f"{part.title}: {join_some(names, number)}" for number in range(_NAMED, 0, -1))
    line = next((line for line in lines if len(line) <= style.width), part.title)
    return style.paint(clipped(line, style, style.width), DIM)
