"""Many specs as one HTML file: a table of all, then the page of each, folded; failures come first, open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ...compiler.plural import plural
from ..fleet import SpecOutcome, failures_first, outcome_counts
from ..human.fleet import failure_text
from .page import html_document, page_elements
from .text import html_text


def fleet_html(verb: str, outcomes: Sequence[SpecOutcome]) -> str:
    """Return the whole file."""
    title = f"{verb.capitalize()} of {plural(len(outcomes), 'spec')}"
    parts = (line for outcome in failures_first(outcomes) for line in _part(outcome))
    body = (f"<h1>{html_text(title)}</h1>", *_table(outcomes), *parts)
    return html_document(f"{verb}: {outcome_counts(outcomes)}", body)


def _table(outcomes: Sequence[SpecOutcome]) -> Iterator[str]:
    yield f'<p class="sum">{html_text(outcome_counts(outcomes))}</p>'
    yield "<table><thead><tr><th>spec</th><th>result</th></tr></thead><tbody>"
    for outcome in outcomes:
        tone = "replaced" if outcome.failed else "changed" if outcome.code else "made"
        result = f'<span class="{tone}">{html_text(outcome.summary)}</span>'
        yield f"<tr><td><code>{html_text(outcome.file)}</code></td><td>{result}</td></tr>"
    yield "</tbody></table>"


def _part(outcome: SpecOutcome) -> Iterator[str]:
    yield f'<details class="spec"{" open" if outcome.failed else ""}>'
    yield f"<summary><h2><code>{html_text(outcome.file)}</code></h2></summary>"
    if outcome.report:
        yield from page_elements(outcome.report.page)
    else:
        yield f"<pre>{escape(failure_text(outcome))}</pre>"
    yield "</details>"
