"""Many specs as text: each report under its heading, failed specs last, then a table of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..fleet import SpecOutcome, outcome_counts
from ..page.words import printable
from ..terminal import Style
from . import diagnostics as drawn

_COLOURS = {0: "32", 3: "33"}


def draw_fleet(_verb: str, outcomes: Sequence[SpecOutcome], style: Style) -> str:
    """The whole report for people."""
    ordered = sorted(outcomes, key=lambda outcome: outcome.failed)
    lines = [line for outcome in ordered for line in _section(outcome, style)]
    lines.append(style.paint(f"Summary {style.rule * (style.width - 8)}", "1"))
    return style.page([*lines, *_table(ordered, style), "", outcome_counts(outcomes)])


def _section(outcome: SpecOutcome, style: Style) -> Iterator[str]:
    name = printable(outcome.file)
    yield style.paint(f"{name} {style.rule * max(style.width - len(name) - 1, 3)}", "1")
    if outcome.findings:
        text = drawn.draw_diagnostics(outcome.findings, outcome.texts, colour=style.colour, width=style.width)
        yield from text.rstrip("\n").split("\n")
        yield ""
    if outcome.text or not outcome.findings:
        yield from (outcome.text.rstrip("\n") or outcome.summary).split("\n")
        yield ""


def _table(outcomes: Iterable[SpecOutcome], style: Style) -> Iterator[str]:
    rows = [(printable(outcome.file), outcome) for outcome in outcomes]
    width = max((len(name) for name, _ in rows), default=0)
    for name, outcome in rows:
        told = style.paint(printable(outcome.summary), _COLOURS.get(outcome.code, "31"))
        yield f"  {name:<{width}}  {told}"


def failure_text(outcome: SpecOutcome) -> str:
    """Why a spec has no result, in words for people."""
    return (
        drawn.draw_diagnostics(outcome.findings, outcome.texts)
        if outcome.findings
        else outcome.text or outcome.summary
    )
