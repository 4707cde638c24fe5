"""Many specs for a terminal: the reports with changes, the most urgent last, then a table of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..fleet import SpecOutcome, fleet_warnings, most_urgent_last, outcome_counts, without_warnings
from ..page.words import printable
from ..terminal import Style
from .diagnostics import draw_diagnostics, draw_failure
from .page import draw_page


def draw_fleet(_verb: str, outcomes: Sequence[SpecOutcome], style: Style) -> str:
    """Return the whole report."""
    warnings = [warning for warning, _ in fleet_warnings(outcomes, notes=True)]
    texts = {name: text for outcome in outcomes for name, text in outcome.texts.items()}
    shown = [outcome for outcome in map(without_warnings, outcomes) if not outcome.quiet]
    ordered = most_urgent_last(shown)
    lines = [line for outcome in ordered for line in _section(outcome, style)]
    if warnings:
        lines += _lines(draw_diagnostics(warnings, texts, colour=style.colour, width=style.width))
    lines.append(style.paint(f"Summary {style.rule * (style.width - 8)}", "1"))
    table = _table(ordered, style)
    return style.page([*lines, *table, "", outcome_counts([*map(without_warnings, outcomes)])])


def _section(outcome: SpecOutcome, style: Style) -> Iterator[str]:
    name = printable(outcome.file)
    yield style.paint(f"{name} {style.rule * max(style.width - len(name) - 1, 3)}", "1")
    findings, texts = outcome.findings, outcome.texts
    if findings:
        yield from _lines(draw_diagnostics(findings, texts, colour=style.colour, width=style.width))
    if outcome.report is not None:
        yield from _lines(draw_page(outcome.report.page, style))
    elif not findings:
        yield from _lines(failure_text(outcome, style.width))


def _lines(text: str) -> Iterator[str]:
    yield from text.rstrip("\n").split("\n")
    yield ""


def _table(outcomes: Iterable[SpecOutcome], style: Style) -> Iterator[str]:
    rows = [(printable(outcome.file), outcome.cluster, outcome) for outcome in outcomes]
    files = max((len(file) for file, _, _ in rows), default=0)
    clusters = max((len(cluster) for _, cluster, _ in rows), default=0)
    for file, cluster, outcome in rows:
        urgent = outcome.failed or outcome.dangers
        summary = style.paint(printable(outcome.summary), "31" if urgent else "33")
        named = f"{cluster:<{clusters}}  " if clusters else ""
        yield f"  {file:<{files}}  {named}{summary}"


def failure_text(outcome: SpecOutcome, width: int = 100) -> str:
    """Return why a spec has no result: its findings, the error, or that it was stopped."""
    if outcome.findings:
        return draw_diagnostics(outcome.findings, outcome.texts, width=width)
    return draw_failure(outcome.error, outcome.texts, width) if outcome.error else printable(outcome.summary)
