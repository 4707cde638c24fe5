"""Who may do what, for a terminal: a table of people and nodes, and one of the rules of roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from ..page.access import (
    AccessPage,
    Subject,
    built_in_notes,
    how_words,
    may_words,
    where_words,
)
from ..page.words import printable
from ..terminal import Style
from .capacity import draw_table


def draw_access(page: AccessPage, style: Style) -> str:
    """Return the tables; a subject with several permissions has a row for each.

    A table that is wider than the terminal becomes a list: long ARNs leave no room for columns.
    """
    head = ("who", "what it is", "may", "where", "through", "decided at")
    rows = [row for subject in page.subjects for row in _rows(subject)]
    text = f"Access to cluster {page.cluster} in {page.region}\n\n{_table_or_list(head, rows, style)}"
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
        text += f"\n{_table_or_list(rule_head, rules, style)}"
    if notes := built_in_notes(page):
        text += "\nroles of Kubernetes\n" + "".join(f"  {note}\n" for note in notes)
    return text


def _table_or_list(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], style: Style) -> str:
    table = draw_table(head, rows)
    if max(map(len, table.splitlines())) <= style.width:
        return table
    return "".join(f"{line}\n" for row in rows for line in _listed(head, row, style))


def _listed(head: tuple[str, ...], row: tuple[str, ...], style: Style) -> Iterator[str]:
    """Yield a row as lines: its first cell alone, the others behind the names of their columns."""
    column = max(map(len, head)) + 4
    if row[0]:
        yield row[0]
    named = [(name, cell) for name, cell in zip(head[1:], row[1:], strict=True) if cell]
    for index, (name, cell) in enumerate(named):
        sign = "-" if index == 0 else " "
        first = f"  {sign} {name}".ljust(column)
        yield from wrap(
            cell,
            style.width,
            initial_indent=f"{first}  ",
            subsequent_indent=" " * (column + 2),
            break_on_hyphens=False,
            break_long_words=False,
        )


def _rows(subject: Subject) -> Iterator[tuple[str, ...]]:
    who, how = printable(subject.name), how_words(subject)
    if not subject.permissions:
        yield who, how, "nothing", "", "", subject.place
    for permission in subject.permissions:
        where = where_words(permission)
        yield who, how, may_words(permission), where, printable(permission.through), permission.place
        who = how = ""
