"""A page as one HTML file that asks for nothing else: no script, no font, no picture from elsewhere.

Follows the reader's light or dark setting and prints well. Every text that comes from a spec or a cloud is
escaped; the picture is drawn by `picture_svg.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from ..compiler.diagnostics import dotted
from ..engine.changes import SpecPlace
from .page import DIFFERS, Block, Fact, Page, Part, Row
from .words import Data, Words, plain, printable

_SIGNS = {"+": "made", "~": "changed", "!": "replaced", "-": "gone", "x": "left", "?": "stray"}
_STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")


def html_page(page: Page, picture: str = "") -> str:
    """The whole file. `picture` is SVG that is safe already, or empty."""
    body = [*_head(page), picture]
    for part in page.parts:
        body += _part(part)
    body += [f'<p class="note">warning: {_text(remark)}</p>' for remark in page.remarks]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{_text(plain(page.title))}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            *filter(None, body),
            "</body>",
            "</html>",
            "",
        ]
    )


def _head(page: Page) -> Iterator[str]:
    yield f"<h1>{_words(page.title)}</h1>"
    if page.told:
        yield f'<p class="dim">{_text(", ".join(page.told))}</p>'
    yield f'<p class="sum">{_text(page.summary)}</p>'
    if page.sandbox:
        yield '<p class="note">A rehearsal in the sandbox: nothing here reaches AWS.</p>'
    if not page.complete:
        yield '<p class="note">This is not all: Terraform put off a part. Apply, then look again.</p>'


def _part(part: Part) -> Iterator[str]:
    yield f'<section class="{escape(part.key)}">'
    yield f"<h2>{_text(part.title)}</h2>"
    for block in part.blocks:
        yield from _block(block, part.labels)
    yield "</section>"


def _block(block: Block, labels: tuple[str, ...]) -> Iterator[str]:
    if block.title:
        tally = f' <span class="dim">{_text(block.summary)}</span>' if block.summary else ""
        yield f"<h3>{_words(block.title)}{tally}{_place(block.place)}</h3>"
    yield '<ul class="rows">'
    for row in block.rows:
        yield from _row(row, labels)
    yield "</ul>"


def _row(row: Row, labels: tuple[str, ...]) -> Iterator[str]:
    tone = _SIGNS.get(row.sign, "dim")
    level = f'<span class="tag {escape(row.level)}">{_text(row.level)}</span>' if row.level else ""
    name = f'<span class="place">id <code>{_text(row.id)}</code></span>' if row.id else ""
    yield (
        f'<li><span class="sign {tone}">{_text(row.sign)}</span>{level}'
        f"{_words(row.words)}{_place(row.place)}{name}"
    )
    for note in row.notes:
        yield f'<div class="dim">{_words(note)}</div>'
    if row.facts:
        yield from _facts(row.facts, labels)
    yield "</li>"


def _facts(facts: tuple[Fact, ...], labels: tuple[str, ...]) -> Iterator[str]:
    columns = max(len(fact.sides) for fact in facts)
    names = labels if len(labels) == columns else ("recorded", "before", "after")[-columns:]
    yield "<table><thead><tr><th>attribute</th>"
    yield "".join(f"<th>{_text(name)}</th>" for name in (names if columns > 1 else ("change",)))
    yield "<th>spec</th></tr></thead><tbody>"
    for fact in facts:
        yield _fact(fact, columns)
    yield "</tbody></table>"


def _fact(fact: Fact, columns: int) -> str:
    if len(fact.sides) == columns and columns > 1:
        cells = "".join(f"<td><code>{_text(side)}</code></td>" for side in fact.sides)
    else:
        cells = f'<td colspan="{columns}">{_together(fact)}</td>'
    note = f'<div class="dim">{_text(fact.note)}</div>' if fact.note else ""
    return f"<tr><td><code>{_text(fact.name)}</code></td>{cells}<td>{_place(fact.place)}{note}</td></tr>"


def _together(fact: Fact) -> str:
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
    return f'<span class="place"><code>{_text(at)}</code>{default}</span>'


def _words(words: Words) -> str:
    return "".join(f"<code>{_text(w)}</code>" if isinstance(w, Data) else _text(w) for w in words)


def _text(text: str) -> str:
    return escape(printable(text))
