"""Who may do what as tables of GitHub Flavored Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ..page.access import AccessPage, built_in_notes, how_words, may_words, where_words
from .text import code_cell, escaped


def access_markdown(page: AccessPage) -> str:
    """Return the tables; a subject with several permissions has a row for each."""
    rows = [
        (
            code_cell(subject.name),
            escaped(how_words(subject)),
            escaped(may_words(permission)) if permission else "nothing",
            code_cell(where_words(permission)) if permission else "",
            code_cell(permission.through) if permission else "",
            code_cell(permission.place if permission else subject.place),
        )
        for subject in page.subjects
        for permission in (subject.permissions or (None,))
    ]
    parts = [
        f"## Access to cluster {escaped(page.cluster)} in {escaped(page.region)}",
        _table(("who", "what it is", "may", "where", "through", "decided at"), rows),
    ]
    rules = [
        (
            escaped(rule.role),
            code_cell(where_words(rule)),
            code_cell(", ".join(rule.verbs)),
            code_cell(", ".join(rule.resources)),
            code_cell(", ".join(group or '""' for group in rule.api_groups)),
        )
        for rule in page.rules
    ]
    if rules:
        parts.append(_table(("role", "where", "verbs", "resources", "API groups"), rules))
    if notes := built_in_notes(page):
        parts.append("\n".join(f"- {escaped(note)}" for note in notes))
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
