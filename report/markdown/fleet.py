"""Many specs as one Markdown comment: what is dangerous, a table of those with changes, their reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...compiler.diagnostics import Diagnostic
from ...compiler.plural import plural
from ..fleet import (
    SpecOutcome,
    fleet_warnings,
    most_urgent_first,
    outcome_counts,
    warning_text,
    without_warnings,
)
from ..human.fleet import failure_text
from ..page.order import place_of_diagnostic
from ..page.subject import headline
from .page import run_markdown
from .rows import short_row
from .text import LIMIT, code, code_block, code_cell, sentence, summary_text, utf16_units

_FIRST, _TABLE, _WARNINGS, _RESERVE = 12_000, 24_000, 6_000, 300
"""Space for the dangers, for the table and for the warnings, and that for the lines which count what was
left out."""
_WARNING = 600
_DANGERS = 3
"""How many dangers of a spec stand above the table."""


def fleet_markdown(verb: str, outcomes: Sequence[SpecOutcome]) -> str:
    """Return a comment that fits; specs without changes are counted, and reports that do not fit."""
    warnings = fleet_warnings(outcomes)
    outcomes = [*map(without_warnings, outcomes)]
    shown = [outcome for outcome in most_urgent_first(outcomes) if not outcome.quiet]
    text = f"<!-- eksgen {verb} of several specs -->\n### {verb}: {outcome_counts(outcomes)}\n"
    text += _dangers([outcome for outcome in shown if outcome.dangers])
    text += _table(shown)
    text += _warnings([warning for warning, _ in warnings])
    left = 0
    for outcome in shown:
        part = _report(outcome)
        if utf16_units(text) + utf16_units(part) < LIMIT - _RESERVE:
            text += part
        else:
            left += 1
    if left:
        command = code(f"eksgen {verb} SPEC --full")
        text += f"\n> **Shortened.** {plural(left, 'report')} left out for length: run {command} on each.\n"
    return text


def _dangers(outcomes: Sequence[SpecOutcome]) -> str:
    if not outcomes:
        return ""
    blocks = []
    for outcome in outcomes:
        rows = [f"  {short_row(row)}" for row in outcome.dangers[:_DANGERS]]
        if outcome.dangers[_DANGERS:]:
            rows.append(f"  - and {len(outcome.dangers) - _DANGERS} more\n")
        blocks.append(f"- **{code(outcome.file)}**{_about(outcome)}\n{''.join(rows)}")
    kept = _fitting(blocks, _FIRST)
    if rest := len(blocks) - len(kept):
        kept.append(f"- and {plural(rest, 'more spec')}\n")
    return f"\n#### Look at these first\n\n{''.join(kept)}"


def _warnings(findings: Sequence[Diagnostic]) -> str:
    lines = []
    for finding in findings:
        place = place_of_diagnostic(finding.primary.span)
        text = code(warning_text(finding), _WARNING)
        lines.append(f"> {finding.severity.value}: {code(place)} {text}\n>\n")
    kept = _fitting(lines, _WARNINGS)
    if rest := len(lines) - len(kept):
        kept.append(f"> and {plural(rest, 'more warning')}\n")
    return "\n" + "".join(kept) if kept else ""


def _about(outcome: SpecOutcome) -> str:
    return sentence(headline("", outcome.report.page.subject)) if outcome.report else ""


def _table(outcomes: Sequence[SpecOutcome]) -> str:
    if not outcomes:
        return ""
    rows = [
        f"| {code_cell(outcome.file)} | {code_cell(outcome.cluster)} | {_danger_cell(outcome)}"
        f" | {code_cell(outcome.summary)} |\n"
        for outcome in outcomes
    ]
    kept = _fitting(rows, _TABLE)
    rest = len(rows) - len(kept)
    end = f"\n> and {plural(rest, 'more spec')} with changes or failures\n" if rest else ""
    return f"\n| spec | cluster | dangers | result |\n| --- | --- | --- | --- |\n{''.join(kept)}{end}"


def _danger_cell(outcome: SpecOutcome) -> str:
    return f"**{len(outcome.dangers)}**" if outcome.dangers else "failed" if outcome.failed else ""


def _fitting(texts: Iterable[str], room: int) -> list[str]:
    """Return the first texts that fit into so many UTF-16 units."""
    kept: list[str] = []
    for text in texts:
        room -= utf16_units(text)
        if room < 0:
            break
        kept.append(text)
    return kept


def _report(outcome: SpecOutcome) -> str:
    body = run_markdown(outcome.report) if outcome.report else code_block(failure_text(outcome))
    return f"\n<details><summary>{summary_text((outcome.file,))}</summary>\n\n{body.rstrip()}\n\n</details>\n"
