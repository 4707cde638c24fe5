"""Words as GitHub Flavored Markdown that nothing from a spec or a cloud can break out of.

Foreign text goes into code spans, which end only at a run of backticks as long as the one they begin with;
our own words are escaped. Nothing here makes a fence or a table. Rules: github.github.com/gfm, 6.3 and 6.10.
"""

from __future__ import annotations

import html
import re
from itertools import groupby

from ...compiler.diagnostics import dotted
from ...engine.source_map.place import SpecPlace
from ..page.page import DIFFERS, AttributeFact, ReportRow
from ..page.words import Data, Words, plain, printable

_LONGEST = 120
_FACTS = 15
_INNER = 8
_ACTIVE = re.compile(r"([\\`*_\[\]<>&#|~])")
_START = re.compile(r"^(\d*)([-+=.)])")
_RUNS = re.compile(r"`+")


def utf16_units(text: str) -> int:
    """Length in UTF-16 units. GitHub tells its limits in characters; users measured code points in one place
    and four bytes a character in another. A text of n units is at most n of either."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def code(text: str) -> str:
    """A text as code, cut to a readable length."""
    text = printable(text) or " "
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    fence = "`" * (max((len(run) for run in _RUNS.findall(text)), default=0) + 1)
    pad = " " if text.strip(" ") and (text[0] in "` " or text[-1] in "` ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def escaped(text: str) -> str:
    """Our own words, with nothing in them that Markdown acts on."""
    return _START.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", printable(text)))


def sentence(words: Words) -> str:
    """A sentence of our own words and foreign names. Names side by side become one: two code spans that touch
    would not end where they should."""
    told = []
    for foreign, pieces in groupby(words, key=lambda piece: isinstance(piece, Data)):
        text = "".join(pieces)
        told.append(code(text) if foreign else _kept(text))
    return "".join(told)


def summary_text(words: Words) -> str:
    """A sentence for inside `<summary>`, which is HTML."""
    return html.escape(printable(plain(words)))


def place(where: SpecPlace | None) -> str:
    """` — cluster.yaml:41:12 nodeGroups.web`, marked when it is a default; empty for no place."""
    if where is None:
        return ""
    at = code(f"{where.file}:{where.line}:{where.column}")
    name = f" {code(dotted(where.path))}" if where.path else ""
    return f" — {at}{name}{'' if where.written else ' (default)'}"


def full_row(row: ReportRow, labels: tuple[str, ...]) -> str:
    """A row with its facts and notes, as a list item that ends with a line break."""
    lines = [_head(row) + place(row.place) + _tail(row)]
    for fact in row.facts[:_FACTS]:
        lines += _fact(fact, labels)
    if len(row.facts) > _FACTS:
        lines.append(f"  - and {len(row.facts) - _FACTS} more attributes")
    lines += [f"  - {sentence(note).strip()}" for note in row.notes]
    return "\n".join(lines) + "\n"


def short_row(row: ReportRow) -> str:
    """The same in one line, without values."""
    number = len(row.facts)
    more = f": {number} attribute{'s' if number > 1 else ''}" if number else ""
    where = row.place or next((fact.place for fact in row.facts if fact.place), None)
    return _head(row) + more + place(where) + _tail(row) + "\n"


def _kept(text: str) -> str:
    """Escaped, with the blanks at both ends that join it to its neighbours."""
    core = text.strip(" ")
    start = text[: len(text) - len(text.lstrip(" "))]
    return f"{start}{escaped(core)}{text[len(start) + len(core) :]}"


def _head(row: ReportRow) -> str:
    sign = f"{code(row.sign)} " if row.sign.strip() else ""
    level = f"**{escaped(row.level)}** " if row.level else ""
    return f"- {sign}{level}{sentence(row.words).strip()}"


def _tail(row: ReportRow) -> str:
    return f" · id {code(row.id)}" if row.id else ""


def _fact(fact: AttributeFact, labels: tuple[str, ...]) -> list[str]:
    note = f", {escaped(fact.note)}" if fact.note else ""
    lines = [f"  - {code(fact.name)} {_sides(fact.sides, labels)}{place(fact.place)}{note}"]
    for inside in fact.inner[:_INNER]:
        name = f"{code(inside.name)} " if inside.name else ""
        lines.append(f"    - {name}{_sides(inside.sides, ())}")
    if len(fact.inner) > _INNER:
        lines.append(f"    - and {len(fact.inner) - _INNER} more")
    return lines


def _sides(sides: tuple[str, ...], labels: tuple[str, ...]) -> str:
    if sides == (DIFFERS,):
        return "differs"
    if len(sides) == 3 and len(labels) == 3:
        return ", ".join(f"{label} {code(side)}" for label, side in zip(labels, sides, strict=True))
    return " → ".join(map(code, sides))
