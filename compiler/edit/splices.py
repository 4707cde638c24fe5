"""Which characters of a spec an edit touches: one change of a value in, the pieces of text to exchange out.

A new entry stands behind its neighbour in the neighbour's style, an exchanged value on the line of the old
one. Comments of what goes stay, on lines of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..source.tree import ListNode, MapNode
from .outline import BLOCK, FLOW, Outline, OutlineItem, OutlineShape
from .yaml_writer import WritingStyle, entry_lines, flow_text, item_lines, key_text, scalar_text


@dataclass(frozen=True, slots=True)
class Splice:
    """What takes the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EditedText:
    """The file as it is, and how it is used to being written."""

    outline: Outline
    habit: WritingStyle


def insert_entry(
    page: EditedText, shape: OutlineShape, behind: int, key: str | None, value: Any
) -> Iterator[Splice]:
    """A new entry behind one of a collection, or (-1) in front of the first."""
    if shape.style == FLOW:
        inline = flow_text(value) if key is None else f"{key_text(key)}: {flow_text(value)}"
        yield from _in_flow(page.outline, shape, behind, inline)
        return
    column = page.outline.column(shape.items[0].start)
    if key is None:
        lines = item_lines(value, column, page.habit)
    else:
        lines = entry_lines(key, value, column, page.habit)
    if behind < 0:
        first = shape.items[0].start
        yield Splice(first, first, "\n".join(lines).lstrip() + "\n" + " " * column)
        return
    at = _behind(page.outline, shape.items[behind], column)
    yield Splice(at, at, ("\n" if _spaced(page.outline, shape) else "") + "\n" + "\n".join(lines))


def _in_flow(page: Outline, shape: OutlineShape, behind: int, inline: str) -> Iterator[Splice]:
    item = shape.items[max(behind, 0)]
    own_line = page.heads_line(item.start)
    pad = "\n" + " " * page.column(item.start)
    if behind < 0:
        yield Splice(item.start, item.start, f"{inline}," + (pad if own_line else " "))
        return
    following = page.text[item.end :].lstrip()
    comma = page.text.index(",", item.end) + 1 if following.startswith(",") else item.end
    rest = page.text[comma : page.line_end(comma)].strip()
    if not own_line or (rest and not rest.startswith("#")):
        gap = " " if item.colon and not item.shape else ""
        yield Splice(item.end, item.end, f"{gap}, {inline}")
        return
    if comma == item.end:
        yield Splice(item.end, item.end, ",")
    end = page.line_end(comma)
    yield Splice(end, end, pad + inline + ("" if comma == item.end else ","))


def _behind(page: Outline, item: OutlineItem, column: int) -> int:
    """The end of the last line of an entry; deeper comments below it belong to it."""
    end = page.line_end(item.end)
    while end < len(page.text):
        following = page.text[end + 1 : page.line_end(end + 1)]
        if not following.lstrip(" ").startswith("#") or following.index("#") <= column:
            break
        end = page.line_end(end + 1)
    return end


def _spaced(page: Outline, shape: OutlineShape) -> bool:
    """Whether blank lines stand between the entries of a block."""
    above = [page.text[: page.line_start(item.start)] for item in shape.items[1:]]
    return bool(above) and 2 * sum(_blank_above(page, item.start) for item in shape.items[1:]) > len(above)


def _blank_above(page: Outline, offset: int) -> bool:
    """Whether a blank line stands above an entry and its comments."""
    start = page.line_start(offset)
    while start:
        line = page.text[page.line_start(start - 1) : start].strip()
        if not line.startswith("#"):
            return not line
        start = page.line_start(start - 1)
    return False


def remove_entry(page: EditedText, shape: OutlineShape, run: range) -> Splice:
    """A run of entries taken out of a collection that keeps some; their comments stay."""
    first, last = shape.items[run[0]], shape.items[run[-1]]
    following = shape.items[run[-1] + 1] if run[-1] + 1 < len(shape.items) else None
    text, pad = page.outline, " " * page.outline.column(first.start)
    if shape.style == BLOCK and text.heads_line(first.start) and text.line_start(first.start):
        start, end = text.line_start(first.start) - 1, text.line_end(last.end)
        kept = text.within(start, end)
        below = text.text[end + 1 : text.line_end(end + 1)]
        if not kept and not below.strip() and _ends_blank(text.text[:start]):
            start = text.line_start(start) - 1
        return Splice(start, end, "".join(f"\n{pad}{comment}" for comment in kept))
    if following:
        kept = text.within(first.start, following.start)
        gap = " " if kept and text.text[first.start - 1 : first.start].strip() else ""
        return Splice(first.start, following.start, gap + "".join(f"{one}\n{pad}" for one in kept))
    before = shape.items[run[0] - 1]
    start = before.end if before.shape and not text.within(before.end, last.end) else first.start
    return Splice(start, last.end, "".join(f"{one}\n{pad}" for one in text.within(first.start, last.end)))


def _ends_blank(text: str) -> bool:
    """Whether the last line is a blank one that is not the first."""
    return "\n" in text and not text.rpartition("\n")[2].strip()


def replace_value(page: EditedText, item: OutlineItem, parent: OutlineShape, wanted: Any) -> Splice:
    """A value exchanged as a whole, on the line where it began; comments inside of the old one stay."""
    text, shape = page.outline, item.shape
    new = (
        scalar_text(wanted, shape.style if shape else "")
        if not isinstance(wanted, dict | tuple)
        else flow_text(wanted)
    )
    if shape is None:
        return Splice(item.after, item.after, (" " if item.colon else ": ") + new)
    start, end = shape.start, shape.end
    if shape.style == BLOCK:
        start, new = item.after, f" {new}"
    inside = text.within(start, end)
    if inside and parent.style == BLOCK:
        end = text.line_end(end)
        beside = text.within(start, min(text.line_end(start), end))
        pad = " " * (text.column(item.start) + page.habit.step)
        below = text.within(text.line_end(start), end)
        return Splice(
            start, end, "".join([new, *(f"  {c}" for c in beside), *(f"\n{pad}{c}" for c in below)])
        )
    pad = " " * text.column(item.start)
    return Splice(start, end, new + "".join(f"  {comment}\n{pad}" for comment in inside))


def apply_splices(data: bytes, text: str, changes: Sequence[Splice]) -> bytes:
    """The changes made in the file as it was, with its own line ends and byte order mark."""
    raw = data.decode("utf-8")
    places = _places(raw, text)
    pieces, at = [], 0
    newline = "\r\n" if 2 * raw.count("\r\n") > text.count("\n") else "\n"
    for change in changes:
        pieces += [raw[at : places[change.start]], change.text.replace("\n", newline)]
        at = places[change.end]
    return ("".join(pieces) + raw[at:]).encode()


def _places(raw: str, text: str) -> Sequence[int]:
    """For each character of the text (and its end) its place in the file, where line ends may be wider."""
    if raw == text:
        return range(len(text) + 1)
    places, at = [], 1 if raw.startswith("\ufeff") else 0
    for _ in text:
        places.append(at)
        at += 2 if raw.startswith("\r\n", at) else 1
    return [*places, at]


def writing_style_of(page: Outline) -> WritingStyle:
    """The steps that a file indents by: of mappings, and of lists below their keys."""
    steps: Counter[int] = Counter()
    lists: Counter[int] = Counter()
    for shape in page.shapes():
        for item in shape.items if shape.style == BLOCK and isinstance(shape.node, MapNode) else ():
            if item.shape and item.shape.style == BLOCK:
                inner = page.column(item.shape.start) - page.column(item.start)
                (lists if isinstance(item.shape.node, ListNode) else steps)[inner] += 1
    step = steps.most_common(1)[0][0] if steps else 2
    return WritingStyle(step, lists.most_common(1)[0][0] if lists else step)
