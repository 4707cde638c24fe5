"""Many specs as one Markdown comment: a table of all, then each report folded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..fleet import SpecOutcome, outcome_counts
from ..human.fleet import failure_text
from ..page.words import printable
from ..terminal import Style

LIMIT = 65_536
"""The most characters GitHub accepts in a comment."""


def fleet_markdown(verb: str, outcomes: Sequence[SpecOutcome], _style: Style) -> str:
    """A comment: a table of all, then each report folded; those that do not fit are named only."""
    rows = [f"| {_cell(outcome.file)} | {_cell(outcome.summary)} |" for outcome in outcomes]
    head = [f"<!-- eksgen {verb} of several specs -->", f"### {verb}: {outcome_counts(outcomes)}", ""]
    text = "\n".join([*head, "| spec | result |", "| --- | --- |", *rows, ""])
    for outcome in sorted(outcomes, key=lambda outcome: not outcome.failed):
        body = outcome.text if not outcome.failed else _fenced(failure_text(outcome))
        part = f"\n<details><summary>{_safe(outcome.file)}</summary>\n\n{body.rstrip()}\n\n</details>\n"
        if len(text) + len(part) < LIMIT - 200:
            text += part
        else:
            text += f"\n{_cell(outcome.file)} is too long for here: run eksgen {verb} on it alone.\n"
    return text


def _fenced(text: str) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _cell(text: str) -> str:
    return "`" + printable(text).replace("`", "'").replace("|", "\\|") + "`"


def _safe(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
