"""Many specs as one HTML file: what is dangerous, a table of those with changes, and their pages, folded.

Failures are open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

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
from .page import html_document, page_elements, rows_list, words_html
from .text import html_text


def fleet_html(verb: str, outcomes: Sequence[SpecOutcome]) -> str:
    """Return the whole file."""
    title = f"{verb.capitalize()} of {plural(len(outcomes), 'spec')}"
    warnings = [_warning(warning) for warning, _ in fleet_warnings(outcomes)]
    outcomes = [*map(without_warnings, outcomes)]
    shown = [outcome for outcome in most_urgent_first(outcomes) if not outcome.quiet]
    dangerous = [outcome for outcome in shown if outcome.dangers]
    head = (f"<h1>{html_text(title)}</h1>", f'<p class="sum">{html_text(outcome_counts(outcomes))}</p>')
    parts = (line for outcome in shown for line in _part(outcome))
    body = (*head, *_dangers(dangerous), *_table(shown), *warnings, *parts)
    return html_document(f"{verb}: {outcome_counts(outcomes)}", body)


def _warning(finding: Diagnostic) -> str:
    place = html_text(place_of_diagnostic(finding.primary.span))
    text = html_text(warning_text(finding))
    return f'<p class="note">{finding.severity.value}: <code>{place}</code> {text}</p>'


def _dangers(outcomes: Sequence[SpecOutcome]) -> Iterator[str]:
    if not outcomes:
        return
    yield '<section class="dangers"><h2>Look at these first</h2>'
    for outcome in outcomes:
        about = words_html(headline("", outcome.report.page.subject)) if outcome.report else ""
        yield f"<p><code>{html_text(outcome.file)}</code>{about}</p>"
        yield from rows_list([replace(row, facts=()) for row in outcome.dangers])
    yield "</section>"


def _table(outcomes: Sequence[SpecOutcome]) -> Iterator[str]:
    if not outcomes:
        return
    titles = "".join(f"<th>{title}</th>" for title in ("spec", "cluster", "dangers", "result"))
    yield f'<table class="fleet"><thead><tr>{titles}</tr></thead><tbody>'
    for outcome in outcomes:
        tone = "replaced" if outcome.failed or outcome.dangers else "changed"
        result = f'<span class="{tone}">{html_text(outcome.summary)}</span>'
        dangers = str(len(outcome.dangers) or "")
        yield (
            f'<tr><td data-of="spec"><code>{html_text(outcome.file)}</code></td>'
            f'<td data-of="cluster">{html_text(outcome.cluster)}</td><td data-of="dangers">{dangers}</td>'
            f'<td data-of="result">{result}</td></tr>'
        )
    yield "</tbody></table>"


def _part(outcome: SpecOutcome) -> Iterator[str]:
    yield f'<details class="spec"{" open" if outcome.failed else ""}>'
    yield f"<summary><h2><code>{html_text(outcome.file)}</code></h2></summary>"
    if outcome.report:
        page = outcome.report.page
        yield from page_elements(page if page.parts else replace(page, picture=()))
    else:
        yield f"<pre>{escape(failure_text(outcome))}</pre>"
    yield "</details>"
