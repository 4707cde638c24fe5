"""Many specs as one Markdown comment: a table of all, then each report folded."""

from __future__ import annotations

from collections.abc import Sequence

from ..fleet import SpecOutcome, failures_first, outcome_counts
from ..human.fleet import failure_text
from .page import run_markdown
from .text import LIMIT, code_block, code_cell, summary_text, utf16_units

_RESERVE = 200
"""Space that each spec keeps for the line that replaces its report."""


def fleet_markdown(verb: str, outcomes: Sequence[SpecOutcome]) -> str:
    """Return a comment; reports that do not fit are replaced by a line each."""
    head = [f"<!-- eksgen {verb} of several specs -->", f"### {verb}: {outcome_counts(outcomes)}", ""]
    rows = [f"| {code_cell(outcome.file)} | {code_cell(outcome.summary)} |" for outcome in outcomes]
    text = "\n".join([*head, "| spec | result |", "| --- | --- |", *rows, ""])
    for outcome in failures_first(outcomes):
        body = run_markdown(outcome.report) if outcome.report else code_block(failure_text(outcome))
        title = summary_text((outcome.file,))
        part = f"\n<details><summary>{title}</summary>\n\n{body.rstrip()}\n\n</details>\n"
        if utf16_units(text) + utf16_units(part) < LIMIT - _RESERVE:
            text += part
        else:
            text += f"\n{code_cell(outcome.file)} is too long for here: run eksgen {verb} on it alone.\n"
    return text
