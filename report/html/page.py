"""A page as one self-contained HTML file: no script, no font, no picture from elsewhere.

It follows the light or dark setting of the reader. A long page folds what is not urgent, with `<details>`,
and unfolds it in print. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...compiler.diagnostics import dotted
from ...engine.source_map.place import SpecPlace
from ..page.page import (
    DIFFERS,
    INCOMPLETE,
    SANDBOX,
    AttributeFact,
    ReportBlock,
    ReportPage,
    ReportPart,
    ReportRow,
    Tone,
)
from ..page.words import Data, Words, plain
from .cluster_svg import cluster_svg
from .text import html_text

_SIGNS = {"+": "made", "~": "changed", "!": "replaced", "-": "gone", "x": "left", "?": "stray"}
_LONG = 100
"""With more rows than this, parts of the cluster without anything urgent are folded."""
_FIRST = {"dangers": 15}
_OTHERS = 50
"""The most rows shown of a list without headings; the rest is folded."""
_QUIET = 5
"""With more rows than this, findings that do not count are folded, in print too."""
_STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")


def html_page(page: ReportPage) -> str:
    """Return the whole file."""
    return html_document(plain(page.title), page_elements(page))


def page_elements(page: ReportPage) -> Iterator[str]:
    """Return the elements of a page, for the body of a file."""
    yield from _head(page)
    yield from _parts(page)
    yield from (f'<p class="note">warning: {html_text(remark)}</p>' for remark in page.remarks)


def html_document(title: str, body: Iterable[str]) -> str:
    """Return a file with a title; `body` are elements."""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">",
            '<meta name="color-scheme" content="light dark">',
            f"<title>{html_text(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            *filter(None, body),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _head(page: ReportPage) -> Iterator[str]:
    yield f"<h1>{words_html(page.title)}</h1>"
    if page.about:
        yield f'<p class="dim">{html_text(", ".join(page.about))}</p>'
    yield f'<p class="sum">{html_text(page.summary)}</p>'
    if page.subject.sandbox:
        yield f'<p class="note">{SANDBOX}</p>'
    if not page.complete:
        yield f'<p class="note">{INCOMPLETE}</p>'


def _parts(page: ReportPage) -> Iterator[str]:
    """Return dangers before the picture, all other parts after it."""
    fold = sum(len(block.rows) for part in page.parts for block in part.blocks) > _LONG
    for part in page.parts:
        if part.key == "dangers":
            yield from _part(part, fold=fold)
    yield cluster_svg(page.picture)
    for part in page.parts:
        if part.key != "dangers":
            yield from _part(part, fold=fold)


def _part(part: ReportPart, *, fold: bool) -> Iterator[str]:
    yield f'<section class="{html_text(part.key)}">'
    yield f"<h2>{html_text(part.title)}</h2>"
    for block in part.blocks:
        yield from _titled(block, part.labels, fold=fold) if block.title else _listed(block, part)
    yield "</section>"


def _titled(block: ReportBlock, labels: tuple[str, ...], *, fold: bool) -> Iterator[str]:
    """Return a block with a heading that folds and unfolds its rows."""
    urgent = any(row.weight >= Tone.OUTSIDE for row in block.rows)
    yield "<details>" if fold and not urgent else "<details open>"
    tally = f' <span class="dim">{html_text(block.summary)}</span>' if block.summary else ""
    yield f"<summary><h3>{words_html(block.title)}</h3>{tally}{_place(block.place)}</summary>"
    yield from rows_list(block.rows, labels)
    yield "</details>"


def _listed(block: ReportBlock, part: ReportPart) -> Iterator[str]:
    """Return a block without a heading: its first rows, or none of them if no finding counts."""
    quiet = len(block.rows) > _QUIET and all(row.weight is Tone.NOT_COUNTED for row in block.rows)
    shown = 0 if quiet else _FIRST.get(part.key, _OTHERS)
    first, rest = block.rows[:shown], block.rows[shown:]
    if first:
        yield from rows_list(first, part.labels)
    if rest:
        summary = block.summary if quiet else f"and {sum(row.count for row in rest)} more"
        yield '<details class="quiet">' if quiet else "<details>"
        yield f"<summary>{html_text(summary)}</summary>"
        yield from rows_list(rest, part.labels)
        yield "</details>"


def rows_list(rows: Iterable[ReportRow], labels: tuple[str, ...] = ()) -> Iterator[str]:
    """Return rows as a list; `labels` name the sides of their facts."""
    yield '<ul class="rows">'
    for row in rows:
        yield from _row(row, labels)
    yield "</ul>"


def _row(row: ReportRow, labels: tuple[str, ...]) -> Iterator[str]:
    """Return a row. Blanks separate the pieces of a line for readers who copy it or have no style sheet."""
    tone = _SIGNS.get(row.sign, "dim")
    level = f'<span class="tag {html_text(row.level)}">{html_text(row.level)}</span> ' if row.level else ""
    name = f' <span class="place">id <code>{html_text(row.id)}</code></span>' if row.id else ""
    yield (
        f'<li><div class="line"><span class="sign {tone}">{html_text(row.sign)}</span> '
        f'<span class="what">{level}{words_html(row.words)}</span>{_place(row.place)}{name}</div>'
    )
    for sentence in row.sentences:
        yield f'<div class="dim">{words_html(sentence)}</div>'
    if row.facts:
        yield from _facts(row.facts, labels)
    if row.members:
        names = "".join(f"<li>{words_html(member)}</li>" for member in row.members)
        yield f"<details><summary>all {len(row.members)}</summary><ul>{names}</ul></details>"
    yield "</li>"


def _facts(facts: tuple[AttributeFact, ...], labels: tuple[str, ...]) -> Iterator[str]:
    columns = max(len(fact.sides) for fact in facts)
    names = labels if len(labels) == columns else ("recorded", "before", "after")[-columns:]
    names = names if columns > 1 else ("change",)
    if len(facts) == 1:
        yield _single_fact(facts[0], names)
        return
    yield "<table><thead><tr><th>attribute</th>"
    yield "".join(f"<th>{html_text(name)}</th>" for name in names)
    yield "<th>field of the spec</th></tr></thead><tbody>"
    for fact in facts:
        yield _fact(fact, names)
    yield "</tbody></table>"


def _single_fact(fact: AttributeFact, names: tuple[str, ...]) -> str:
    """Return the only fact of a row, without a table."""
    values = _values(fact)
    if len(fact.sides) == len(names) > 2:
        pairs = zip(names, fact.sides, strict=True)
        values = " · ".join(
            f'<span class="dim">{html_text(name)}</span> <code>{html_text(side)}</code>'
            for name, side in pairs
        )
    note = f'<div class="dim">{html_text(fact.note)}</div>' if fact.note else ""
    return (
        f'<div class="line fact"><span class="what"><code class="name">{html_text(fact.name)}</code> {values}'
        f"</span>{_place(fact.place)}</div>{note}"
    )


def _fact(fact: AttributeFact, names: tuple[str, ...]) -> str:
    """Return a row of the table. Each cell names its column, because narrow screens stack them."""
    if len(fact.sides) == len(names) > 1:
        cells = "".join(
            f'<td data-of="{html_text(name)}"><code>{html_text(side)}</code></td>'
            for name, side in zip(names, fact.sides, strict=True)
        )
    else:
        cells = f'<td colspan="{len(names)}">{_values(fact)}</td>'
    note = f'<div class="dim">{html_text(fact.note)}</div>' if fact.note else ""
    return f"<tr><td><code>{html_text(fact.name)}</code></td>{cells}<td>{_place(fact.place)}{note}</td></tr>"


def _values(fact: AttributeFact) -> str:
    """Return the values of a fact in one cell, or what differs inside its documents."""
    if fact.sides != (DIFFERS,):
        return " → ".join(f"<code>{html_text(side)}</code>" for side in fact.sides)
    return "".join(
        f"<div><code>{html_text(inner.name)}</code> {_values(inner)}</div>" for inner in fact.inner
    )


def _place(place: SpecPlace | None) -> str:
    if place is None:
        return ""
    default = "" if place.written else " (default)"
    at = f"{place.file}:{place.line}:{place.column} {dotted(place.path)}".rstrip()
    return f' <span class="place"><code>{html_text(at)}</code>{default}</span>'


def words_html(words: Words) -> str:
    """Return a sentence, its data as code."""
    return "".join(f"<code>{html_text(w)}</code>" if isinstance(w, Data) else html_text(w) for w in words)
