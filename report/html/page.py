"""A page as one HTML file that asks for nothing else: no script, no font, no picture from elsewhere.

Follows the reader's light or dark setting and prints well. A long page folds what is not urgent, with
`<details>`, and unfolds it in print. Every text that comes from a spec or a cloud is escaped; the picture is
drawn by `picture_svg.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from ...compiler.diagnostics import dotted
from ...engine.source_map.place import SpecPlace
from ..page.page import DIFFERS, AttributeFact, ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from ..page.words import Data, Words, plain, printable

_SIGNS = {"+": "made", "~": "changed", "!": "replaced", "-": "gone", "x": "left", "?": "stray"}
_LONG = 100
"""With more rows than that, parts of the cluster in which nothing is urgent are folded."""
_FIRST = {"dangers": 15}
_OTHERS = 50
"""So many rows of a list without headings are shown, the rest is folded."""
_QUIET = 5
"""With more rows than that, what counts for nothing is folded, in print too."""
_MAIN, _END = "<main>", "</main>"
_STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")


def html_page(page: ReportPage, picture: str = "") -> str:
    """The whole file. `picture` is SVG that is safe already, or empty."""
    remarks = (f'<p class="note">warning: {_text(remark)}</p>' for remark in page.remarks)
    return html_document(plain(page.title), (*_head(page), *_parts(page, picture), *remarks))


def html_document(title: str, body: Iterable[str]) -> str:
    """A file with this title; `body` are elements."""
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
            f"<title>{_text(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            _MAIN,
            *filter(None, body),
            _END,
            "</body>",
            "</html>",
            "",
        ]
    )


def body_of(document: str) -> str:
    """The elements that `html_document` was given."""
    return document.partition(f"{_MAIN}\n")[2].rpartition(f"\n{_END}")[0]


def _head(page: ReportPage) -> Iterator[str]:
    yield f"<h1>{_words(page.title)}</h1>"
    if page.told:
        yield f'<p class="dim">{_text(", ".join(page.told))}</p>'
    yield f'<p class="sum">{_text(page.summary)}</p>'
    if page.sandbox:
        yield '<p class="note">A rehearsal in the sandbox: nothing here reaches AWS.</p>'
    if not page.complete:
        yield '<p class="note">This is not all: Terraform put off a part. Apply, then look again.</p>'


def _parts(page: ReportPage, picture: str) -> Iterator[str]:
    """Dangers before the picture, everything else behind it."""
    first = [part for part in page.parts if part.key == "dangers"]
    rest = [part for part in page.parts if part.key != "dangers"]
    fold = sum(len(block.rows) for part in page.parts for block in part.blocks) > _LONG
    for part in first:
        yield from _part(part, fold=fold)
    yield picture
    for part in rest:
        yield from _part(part, fold=fold)


def _part(part: ReportPart, *, fold: bool) -> Iterator[str]:
    yield f'<section class="{escape(part.key)}">'
    yield f"<h2>{_text(part.title)}</h2>"
    for block in part.blocks:
        yield from _titled(block, part.labels, fold=fold) if block.title else _listed(block, part)
    yield "</section>"


def _titled(block: ReportBlock, labels: tuple[str, ...], *, fold: bool) -> Iterator[str]:
    """Under a heading that folds and unfolds the rows."""
    urgent = any(row.weight >= Tone.OUTSIDE for row in block.rows)
    yield "<details>" if fold and not urgent else "<details open>"
    tally = f' <span class="dim">{_text(block.summary)}</span>' if block.summary else ""
    yield f"<summary><h3>{_words(block.title)}</h3>{tally}{_place(block.place)}</summary>"
    yield from _rows(block.rows, labels)
    yield "</details>"


def _listed(block: ReportBlock, part: ReportPart) -> Iterator[str]:
    """Without a heading: the first rows, or none of them where nothing counts."""
    quiet = len(block.rows) > _QUIET and all(row.weight is Tone.TOLD for row in block.rows)
    shown = 0 if quiet else _FIRST.get(part.key, _OTHERS)
    first, rest = block.rows[:shown], block.rows[shown:]
    if first:
        yield from _rows(first, part.labels)
    if rest:
        told = block.summary if quiet else f"and {sum(row.count for row in rest)} more"
        yield '<details class="quiet">' if quiet else "<details>"
        yield f"<summary>{_text(told)}</summary>"
        yield from _rows(rest, part.labels)
        yield "</details>"


def _rows(rows: Iterable[ReportRow], labels: tuple[str, ...]) -> Iterator[str]:
    yield '<ul class="rows">'
    for row in rows:
        yield from _row(row, labels)
    yield "</ul>"


def _row(row: ReportRow, labels: tuple[str, ...]) -> Iterator[str]:
    """The pieces of a line are set apart by blanks too, for who copies them or reads them without style."""
    tone = _SIGNS.get(row.sign, "dim")
    level = f'<span class="tag {escape(row.level)}">{_text(row.level)}</span> ' if row.level else ""
    name = f' <span class="place">id <code>{_text(row.id)}</code></span>' if row.id else ""
    yield (
        f'<li><div class="line"><span class="sign {tone}">{_text(row.sign)}</span> '
        f'<span class="what">{level}{_words(row.words)}</span>{_place(row.place)}{name}</div>'
    )
    for note in row.notes:
        yield f'<div class="dim">{_words(note)}</div>'
    if row.facts:
        yield from _facts(row.facts, labels)
    yield "</li>"


def _facts(facts: tuple[AttributeFact, ...], labels: tuple[str, ...]) -> Iterator[str]:
    columns = max(len(fact.sides) for fact in facts)
    names = labels if len(labels) == columns else ("recorded", "before", "after")[-columns:]
    names = names if columns > 1 else ("change",)
    if len(facts) == 1:
        yield _alone(facts[0], names)
        return
    yield "<table><thead><tr><th>attribute</th>"
    yield "".join(f"<th>{_text(name)}</th>" for name in names)
    yield "<th>field of the spec</th></tr></thead><tbody>"
    for fact in facts:
        yield _fact(fact, names)
    yield "</tbody></table>"


def _alone(fact: AttributeFact, names: tuple[str, ...]) -> str:
    """The only attribute of a row needs no table."""
    told = _together(fact)
    if len(fact.sides) == len(names) > 2:
        pairs = zip(names, fact.sides, strict=True)
        told = " · ".join(
            f'<span class="dim">{_text(name)}</span> <code>{_text(side)}</code>' for name, side in pairs
        )
    note = f'<div class="dim">{_text(fact.note)}</div>' if fact.note else ""
    return (
        f'<div class="line fact"><span class="what"><code class="name">{_text(fact.name)}</code> {told}'
        f"</span>{_place(fact.place)}</div>{note}"
    )


def _fact(fact: AttributeFact, names: tuple[str, ...]) -> str:
    """A line of the table. Each cell knows its column, because narrow screens set them below each other."""
    if len(fact.sides) == len(names) > 1:
        cells = "".join(
            f'<td data-of="{_text(name)}"><code>{_text(side)}</code></td>'
            for name, side in zip(names, fact.sides, strict=True)
        )
    else:
        cells = f'<td colspan="{len(names)}">{_together(fact)}</td>'
    note = f'<div class="dim">{_text(fact.note)}</div>' if fact.note else ""
    return f"<tr><td><code>{_text(fact.name)}</code></td>{cells}<td>{_place(fact.place)}{note}</td></tr>"


def _together(fact: AttributeFact) -> str:
    """The sides of a fact in one cell, or what differs inside its documents."""
    if fact.sides != (DIFFERS,):
        return " → ".join(f"<code>{_text(side)}</code>" for side in fact.sides)
    places = (f"<div><code>{_text(inside.name)}</code> {_together(inside)}</div>" for inside in fact.inner)
    return "".join(places)


def _place(place: SpecPlace | None) -> str:
    if place is None:
        return ""
    default = "" if place.written else " (default)"
    at = f"{place.file}:{place.line}:{place.column} {dotted(place.path)}".rstrip()
    return f' <span class="place"><code>{_text(at)}</code>{default}</span>'


def _words(words: Words) -> str:
    return "".join(f"<code>{_text(w)}</code>" if isinstance(w, Data) else _text(w) for w in words)


def _text(text: str) -> str:
    return escape(printable(text))
