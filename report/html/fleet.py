"""Many specs as one HTML file: a table of all, then the page of each, folded; what failed comes first, open.

In: one `Outcome` a spec, drawn in HTML. Out: a file as self-contained as that of one spec.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..fleet import SpecOutcome, outcome_counts
from ..human.fleet import failure_text
from ..page.words import printable
from ..terminal import Style
from .page import body_of, html_document


def fleet_html(verb: str, outcomes: Sequence[SpecOutcome], _style: Style) -> str:
    """The whole file."""
    ordered = sorted(outcomes, key=lambda outcome: not outcome.failed)
    head = (f"<h1>{escape(verb.capitalize())} of {len(outcomes)} specs</h1>", *_table(outcomes))
    parts = (line for outcome in ordered for line in _part(outcome))
    return html_document(f"{verb}: {outcome_counts(outcomes)}", (*head, *parts))


def _table(outcomes: Sequence[SpecOutcome]) -> Iterator[str]:
    yield f'<p class="sum">{escape(outcome_counts(outcomes))}</p>'
    yield "<table><thead><tr><th>spec</th><th>result</th></tr></thead><tbody>"
    for outcome in outcomes:
        tone = "replaced" if outcome.failed else "changed" if outcome.code else "made"
        result = f'<span class="{tone}">{_text(outcome.summary)}</span>'
        yield f"<tr><td><code>{_text(outcome.file)}</code></td><td>{result}</td></tr>"
    yield "</tbody></table>"


def _part(outcome: SpecOutcome) -> Iterator[str]:
    yield f'<details class="spec"{" open" if outcome.failed else ""}>'
    yield f"<summary><h2><code>{_text(outcome.file)}</code></h2></summary>"
    yield f"<pre>{escape(failure_text(outcome))}</pre>" if outcome.failed else body_of(outcome.text)
    yield "</details>"


def _text(text: str) -> str:
    return escape(printable(text))
