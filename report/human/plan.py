"""A plan as people read it on a terminal: one screen with counts and dangers first, then the rest by module.

In: a `PlanResult` and a `Style`. Out: text that ends with a line break; prints nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from functools import partial

from ...engine.plan.result import OrphanedObject, PlanResult, RunSubject
from ..page.page import AttributeFact, ReportBlock, ReportPart, ReportRow
from ..page.plan import headline, plan_page, subject_words
from ..page.words import clipped, inner_changes, place_text, plain, printable, value_text
from ..terminal import Style

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
_COLOURS = {"+": GREEN, "~": YELLOW, "!": RED, "-": RED, "x": YELLOW, " ": DIM, ">": DIM, "?": YELLOW}
_TONES = {"base": BOLD, "dangers": RED, "orphans": YELLOW, "outside": YELLOW, "edited": BOLD, "outputs": BOLD}
_FIRST = 15
"""So many dangers are told one by one, so that counts and dangers stay one screen."""
_INNER = 8


def draw_plan(plan: PlanResult, style: Style) -> str:
    """The whole report."""
    page = plan_page(plan)
    lines = [*_heading(plain(page.title), plan.subject, style), ""]
    lines.append(page.summary if plan.empty else style.paint(page.summary, BOLD))
    for part in page.parts:
        lines += _part(part, style)
    lines += _imports(plan.orphans, style)
    lines += remarks(page.remarks, page.complete, style)
    return style.page(lines)


def _imports(orphans: tuple[OrphanedObject, ...], style: Style) -> Iterator[str]:
    """How to take in what is there already, to be pasted."""
    ours = [one for one in orphans if one.ours]
    if not ours:
        return
    yield ""
    yield style.paint("--import-orphans takes them in; by hand, these blocks do:", YELLOW)
    for one in ours:
        yield from (f"  {printable(line)}" for line in one.block.splitlines())


def heading(what: str, subject: RunSubject, style: Style) -> Iterator[str]:
    """Two lines: what this is about, and with which programs it was found."""
    yield from _heading(plain(headline(what, subject)), subject, style)


def _heading(title: str, subject: RunSubject, style: Style) -> Iterator[str]:
    yield style.paint(title, BOLD) + (
        style.paint(" (sandbox: nothing here reaches AWS)", YELLOW) if subject.sandbox else ""
    )
    if about := ", ".join(subject_words(subject)):
        yield style.paint(about, DIM)


wrapped = partial(textwrap.wrap, break_long_words=False, break_on_hyphens=False)
"""Lines of whole words: a name or a command that is cut in two can be neither found nor pasted."""


def remarks(texts: Iterable[str], complete: bool, style: Style) -> Iterator[str]:
    """What Terraform warned of, and whether it planned everything."""
    if not complete:
        yield ""
        yield style.paint("This is not all: Terraform put off a part. Apply, then look again.", YELLOW)
    for text in texts:
        yield ""
        yield from wrapped(f"warning: {printable(text)}", style.width, subsequent_indent="  ")


def _part(part: ReportPart, style: Style) -> Iterator[str]:
    yield ""
    yield style.paint(f"{part.title} {style.rule * (style.width - len(part.title) - 1)}", _TONES[part.key])
    for number, block in enumerate(part.blocks):
        yield from _block(block, style, first=number == 0)


def _block(block: ReportBlock, style: Style, *, first: bool) -> Iterator[str]:
    title = plain(block.title)
    if not first:
        yield ""
    if title:
        place = place_text(block.place)
        yield style.paint(title, BOLD) + style.paint(f"   {place}" if place else "", DIM)
    told_apart = block.rows if title else block.rows[:_FIRST]
    for row in told_apart:
        yield from _row(row, style)
    rest = sum(row.count for row in block.rows[len(told_apart) :])
    if rest:
        yield f"  and {rest} more, below"


def _row(row: ReportRow, style: Style) -> Iterator[str]:
    text, place = plain(row.words), place_text(row.place)
    sign = style.paint(row.sign, _COLOURS[row.sign])
    together = len(text) + len(place) + 7 <= style.width
    tail = f"   {place}" if place and together else ""
    yield f"  {sign} {clipped(text, style, style.width - 4)}{style.paint(tail, DIM)}"
    if place and not together:
        yield _dim(place, style, 6)
    for fact in row.facts:
        yield from _fact(fact, style, 6)
    for note in row.notes:
        yield _dim(plain(note), style, 6)


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
    for inner in fact.inner[:_INNER]:
        told_here = f"{inner.name}  {_sides(inner.sides, style, 86)[0]}"
        yield " " * (indent + 2) + clipped(told_here.strip(), style, style.width - indent - 2)
    if len(fact.inner) > _INNER:
        yield f"{' ' * (indent + 2)}and {len(fact.inner) - _INNER} more"


def _sides(sides: tuple[str, ...], style: Style, room: int) -> tuple[str, str]:
    """`10 → 12`, or `recorded 10, live 11 → 12`, in two texts where one has no room."""
    if len(sides) == 1:
        return sides[0], ""
    limit = max((room - 3) // 2, 10)
    change = f" {style.arrow} ".join(_cut(side, style, limit) for side in sides[-2:])
    if len(sides) == 2:
        return change, ""
    whole = f"recorded {sides[0]}, live {change}"
    return (whole, "") if len(whole) <= room else (change, f"recorded {sides[0]}")


def _cut(text: str, style: Style, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - len(style.dots)] + style.dots


def _dim(text: str, style: Style, indent: int) -> str:
    return " " * indent + style.paint(clipped(text, style, style.width - indent), DIM)


def inner_lines(before: object, after: object, style: Style, indent: int) -> Iterator[str]:
    """What differs inside a document such as a policy, one place a line."""
    places = list(inner_changes(before, after))
    for path, old, new in places[:_INNER]:
        told_here = f"{value_text(old, style, 40)} {style.arrow} {value_text(new, style, 40)}"
        yield f"{' ' * indent}{path}  {told_here}" if path else f"{' ' * indent}{told_here}"
    if len(places) > _INNER:
        yield f"{' ' * indent}and {len(places) - _INNER} more"
