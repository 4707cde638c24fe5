"""Parts, rows and facts of a page as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from functools import partial

from ..page.page import INCOMPLETE, AttributeFact, ReportBlock, ReportPage, ReportPart, ReportRow
from ..page.words import clipped, place_text, plain, printable, side_by_side
from ..terminal import Style

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
_SIGNS = {"+": GREEN, "~": YELLOW, "!": RED, "-": RED, "x": YELLOW, " ": DIM, ">": DIM, "?": YELLOW}
_PARTS = {"dangers": RED, "orphans": YELLOW, "outside": YELLOW}
_FIRST = 15
"""The most rows shown of a list without headings, so that counts and dangers fit on one screen."""
_INNER = 8
_LABEL = 10

wrapped = partial(textwrap.wrap, break_long_words=False, break_on_hyphens=False)
"""Lines of whole words: a name or a command that is cut in two can be neither searched for nor pasted."""


def heading(page: ReportPage, style: Style) -> Iterator[str]:
    """Two lines: what the report is about, and the programs behind it."""
    sandbox = style.paint(" (sandbox: nothing here reaches AWS)", YELLOW) if page.subject.sandbox else ""
    yield style.paint(printable(plain(page.title)), BOLD) + sandbox
    if page.about:
        yield style.paint(printable(", ".join(page.about)), DIM)


def remarks(texts: Iterable[str], complete: bool, style: Style) -> Iterator[str]:
    """The warnings of Terraform, and whether it planned everything."""
    if not complete:
        yield ""
        yield style.paint(INCOMPLETE, YELLOW)
    for text in texts:
        yield ""
        yield from wrapped(f"warning: {printable(text)}", style.width, subsequent_indent="  ")


def part_lines(part: ReportPart, style: Style) -> Iterator[str]:
    """A part with a rule behind its title."""
    yield ""
    rule = style.rule * (style.width - len(part.title) - 1)
    yield style.paint(f"{part.title} {rule}", _PARTS.get(part.key, BOLD))
    for number, block in enumerate(part.blocks):
        yield from _block(block, style, first=number == 0)


def _block(block: ReportBlock, style: Style, *, first: bool) -> Iterator[str]:
    title = printable(plain(block.title))
    if not first:
        yield ""
    if title:
        place = place_text(block.place)
        yield style.paint(title, BOLD) + style.paint(f"   {place}" if place else "", DIM)
    shown = block.rows if title or style.full else block.rows[:_FIRST]
    for row in shown:
        yield from row_lines(row, style)
    rest = sum(row.count for row in block.rows[len(shown) :])
    if rest:
        yield f"  and {rest} more, below"


def row_lines(row: ReportRow, style: Style) -> Iterator[str]:
    """A row with its place, facts and notes."""
    text, place = printable(plain(row.words)), place_text(row.place)
    sign = style.paint(row.sign, _SIGNS.get(row.sign, DIM))
    fits = len(text) + len(place) + 7 <= style.width
    tail = f"   {place}" if place and fits else ""
    yield f"  {sign} {clipped(text, style, style.width - 4)}{style.paint(tail, DIM)}"
    if place and not fits:
        yield _dim(place, style, 6)
    for fact in row.facts:
        yield from _fact(fact, style, 6)
    for sentence in row.sentences:
        yield _dim(printable(plain(sentence)), style, 6)
    for member in row.members if style.full else ():
        yield f"      - {printable(plain(member))}"


def _fact(fact: AttributeFact, style: Style, indent: int) -> Iterator[str]:
    """`max_size  10 → 12   cluster.yaml:41:12 nodeGroups.web.scaling.max`, on two lines if it is long."""
    name = clipped(fact.name, style, style.width // 2)
    room = style.width - indent - len(name) - 2
    sides, recorded = _sides(fact.sides, style, room)
    head = f"{' ' * indent}{name}  {clipped(sides, style, room)}"
    place = place_text(fact.place)
    tail = "  ".join(filter(None, (place, fact.note)))
    if tail and len(head) + 3 + len(tail) <= style.width:
        yield f"{head}   {style.paint(tail, DIM)}"
    else:
        yield head
        fits = len(tail) + indent + 2 <= style.width
        for text in filter(None, (tail,) if fits else (place, fact.note)):
            yield _dim(text, style, indent + 2)
    if recorded:
        yield _dim(recorded, style, indent + 2)
    yield from inner_lines(fact, style, indent + 2)


def inner_lines(fact: AttributeFact, style: Style, indent: int) -> Iterator[str]:
    """What differs inside the documents of a fact, one place a line."""
    shown = fact.inner if style.full else fact.inner[:_INNER]
    for inner in shown:
        text = f"{inner.name}  {_sides(inner.sides, style, 86)[0]}"
        yield " " * indent + clipped(text.strip(), style, style.width - indent)
    if rest := len(fact.inner) - len(shown):
        yield f"{' ' * indent}and {rest} more"


def _sides(sides: tuple[str, ...], style: Style, room: int) -> tuple[str, str]:
    """`10 → 12`, or `recorded 10, live 11 → 12`, in two texts if one is too long."""
    if len(sides) == 1:
        return sides[0], ""
    limit = max((room - 3) // 2, 10)
    change = f" {style.arrow} ".join(side_by_side(sides[-2:], style, limit))
    if len(sides) == 2:
        return change, ""
    whole = f"recorded {sides[0]}, live {change}"
    return (whole, "") if len(whole) <= room else (change, f"recorded {sides[0]}")


def _dim(text: str, style: Style, indent: int) -> str:
    return " " * indent + style.paint(clipped(text, style, style.width - indent), DIM)


def labelled(label: str, text: str) -> str:
    """`  recorded   10`: a label and its text, which begins in a column of its own."""
    return f"  {label:<{_LABEL}} {text}".rstrip()
