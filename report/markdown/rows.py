"""Rows of a page as items of a Markdown list."""

from __future__ import annotations

from ...compiler.plural import plural
from ..page.page import DIFFERS, AttributeFact, ReportRow
from .text import code, escaped, place, sentence

_FACTS = 15
_INNER = 8
_COMMAND = 4_000
"""A longer command is cut; one that names an object of AWS is far shorter."""


def full_row(row: ReportRow, labels: tuple[str, ...]) -> str:
    """Return a row with its facts and notes, as a list item that ends with a line break."""
    lines = [_head(row) + place(row.place) + _tail(row)]
    for fact in row.facts[:_FACTS]:
        lines += _fact(fact, row.labels or labels)
    if len(row.facts) > _FACTS:
        lines.append(f"  - and {plural(len(row.facts) - _FACTS, 'more attribute')}")
    lines += [f"  - {sentence(words).strip()}" for words in row.sentences]
    lines += [f"  - remove it: {code(command, _COMMAND)}" for command in row.commands[:_FACTS]]
    if len(row.commands) > _FACTS:
        lines.append(f"  - and {plural(len(row.commands) - _FACTS, 'more command')}")
    return "\n".join(lines) + "\n"


def short_row(row: ReportRow) -> str:
    """Return a row as one line, without values."""
    more = f": {plural(len(row.facts), 'attribute')}" if row.facts else ""
    where = row.place or next((fact.place for fact in row.facts if fact.place), None)
    return _head(row) + more + place(where) + _tail(row) + "\n"


def _head(row: ReportRow) -> str:
    sign = f"{code(row.sign)} " if row.sign.strip() else ""
    level = f"**{escaped(row.level)}** " if row.level else ""
    label = f"{escaped(row.label)}: " if row.label else ""
    return f"- {sign}{level}{label}{sentence(row.words).strip()}"


def _tail(row: ReportRow) -> str:
    return f" · id {code(row.id)}" if row.id else ""


def _fact(fact: AttributeFact, labels: tuple[str, ...]) -> list[str]:
    note = f", {escaped(fact.note)}" if fact.note else ""
    lines = [f"  - {code(fact.name)} {_sides(fact.sides, labels)}{place(fact.place)}{note}"]
    for inner in fact.inner[:_INNER]:
        name = f"{code(inner.name)} " if inner.name else ""
        lines.append(f"    - {name}{_sides(inner.sides, ())}")
    if len(fact.inner) > _INNER:
        lines.append(f"    - and {len(fact.inner) - _INNER} more")
    return lines


def _sides(sides: tuple[str, ...], labels: tuple[str, ...]) -> str:
    if sides == (DIFFERS,):
        return "differs"
    if len(sides) == 3 and len(labels) == 3:
        return ", ".join(f"{label} {code(side)}" for label, side in zip(labels, sides, strict=True))
    return " → ".join(map(code, sides))
