"""Who may do what, for a terminal: a table of people and nodes, and one of the rules of roles."""

from __future__ import annotations

from collections.abc import Iterator

from ..page.access import (
    AccessPage,
    Subject,
    built_in_notes,
    how_words,
    may_words,
    where_words,
)
from ..page.words import printable
from .capacity import draw_table


def draw_access(page: AccessPage) -> str:
    """Return the tables; a subject with several permissions has a row for each."""
    head = ("who", "what it is", "may", "where", "through", "decided at")
    rows = [row for subject in page.subjects for row in _rows(subject)]
    text = f"Access to cluster {page.cluster} in {page.region}\n\n{draw_table(head, rows)}"
    if page.rules:
        rule_head = ("role", "where", "verbs", "resources", "API groups")
        rules = [
            (
                rule.role,
                where_words(rule),
                ", ".join(rule.verbs),
                ", ".join(rule.resources),
                ", ".join(group or '""' for group in rule.api_groups),
            )
            for rule in page.rules
        ]
        text += f"\n{draw_table(rule_head, rules)}"
    if notes := built_in_notes(page):
        text += "\nroles of Kubernetes\n" + "".join(f"  {note}\n" for note in notes)
    return text


def _rows(subject: Subject) -> Iterator[tuple[str, ...]]:
    who, how = printable(subject.name), how_words(subject)
    if not subject.permissions:
        yield who, how, "nothing", "", "", subject.place
    for permission in subject.permissions:
        where = where_words(permission)
        yield who, how, may_words(permission), where, printable(permission.through), permission.place
        who = how = ""
