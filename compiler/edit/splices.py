"""Compute the text changes of an edit. In: a change of a value. Out: the parts of the text to replace.

A new entry is placed after its neighbour in the same style, a replaced value on the line of the old one.
Comments of removed values are kept on lines of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..source.scalars import flow_text, key_text, scalar_text
from ..source.tree import ListNode, MapNode
from ..source.yaml_writer import WritingStyle, entry_lines, item_lines
from .outline import BLOCK, FLOW, Outline, OutlineItem, OutlineShape


@dataclass(frozen=True, slots=True)
class Splice:
    """Text that replaces the characters from `start` to `end` (exclusive)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EditedText:
    """A file to be edited: its layout, and how it indents."""

    outline: Outline
    style: WritingStyle


def insert_entry(
    source: EditedText, shape: OutlineShape, after: int, key: str | None, value: Any
) -> Iterator[Splice]:
    """Insert an entry after the entry with index `after` of a collection; -1 inserts before the first."""
    if shape.style == FLOW:
        inline = flow_text(value) if key is None else f"{key_text(key)}: {flow_text(value)}"
        yield from _insert_in_flow(source.outline, shape, after, inline)
        return
    column = source.outline.column(shape.items[0].start)
    if key is None:
        lines = item_lines(value, column, source.style)
    else:
        lines = entry_lines(key, value, column, source.style)
    if after < 0:
        first = shape.items[0].start
        yield Splice(first, first, "\n".join(lines).lstrip() + "\n" + " " * column)
        return
    at = _end_with_comments(source.outline, shape.items[after], column)
    blank = "\n" if _has_blank_lines(source.outline, shape) else ""
    yield Splice(at, at, blank + "\n" + "\n".join(lines))


def _insert_in_flow(outline: Outline, shape: OutlineShape, after: int, inline: str) -> Iterator[Splice]:
    item = shape.items[max(after, 0)]
    own_line = outline.heads_line(item.start)
    pad = "\n" + " " * outline.column(item.start)
    if after < 0:
        yield Splice(item.start, item.start, f"{inline}," + (pad if own_line else " "))
        return
    following = outline.text[item.end :].lstrip()
    comma = outline.text.index(",", item.end) + 1 if following.startswith(",") else item.end
    rest = outline.text[comma : outline.line_end(comma)].strip()
    if not own_line or (rest and not rest.startswith("#")):
        gap = " " if item.colon and not item.shape else ""
        yield Splice(item.end, item.end, f"{gap}, {inline}")
        return
    if comma == item.end:
        yield Splice(item.end, item.end, ",")
    end = outline.line_end(comma)
    yield Splice(end, end, pad + inline + ("" if comma == item.end else ","))


def _end_with_comments(outline: Outline, item: OutlineItem, column: int) -> int:
    """Return the end of the last line of an entry; deeper comments below it belong to it."""
    end = outline.line_end(item.end)
    while end < len(outline.text):
        following = outline.text[end + 1 : outline.line_end(end + 1)]
        if not following.lstrip(" ").startswith("#") or following.index("#") <= column:
            break
        end = outline.line_end(end + 1)
    return end


def _has_blank_lines(outline: Outline, shape: OutlineShape) -> bool:
    """Return whether most entries of a block are separated by blank lines."""
    separated = [_blank_above(outline, item.start) for item in shape.items[1:]]
    return bool(separated) and 2 * sum(separated) > len(separated)


def _blank_above(outline: Outline, offset: int) -> bool:
    """Return whether a blank line precedes an entry and its comments."""
    start = outline.line_start(offset)
    while start:
        line = outline.text[outline.line_start(start - 1) : start].strip()
        if not line.startswith("#"):
            return not line
        start = outline.line_start(start - 1)
    return False


def remove_entry(source: EditedText, shape: OutlineShape, run: range) -> Splice:
    """Remove a run of entries from a collection that keeps others; their comments are kept."""
    first = shape.items[run[0]]
    outline, pad = source.outline, " " * source.outline.column(first.start)
    if shape.style == BLOCK and outline.heads_line(first.start) and outline.line_start(first.start):
        return _remove_lines(outline, first, shape.items[run[-1]], pad)
    return _remove_inline(outline, shape, run, pad)


def _remove_lines(outline: Outline, first: OutlineItem, last: OutlineItem, pad: str) -> Splice:
    start, end = outline.line_start(first.start) - 1, outline.line_end(last.end)
    comments = outline.comments_between(start, end)
    below = outline.text[end + 1 : outline.line_end(end + 1)]
    if not comments and not below.strip() and _ends_with_blank_line(outline.text[:start]):
        start = outline.line_start(start) - 1
    return Splice(start, end, "".join(f"\n{pad}{comment}" for comment in comments))


def _remove_inline(outline: Outline, shape: OutlineShape, run: range, pad: str) -> Splice:
    first, last = shape.items[run[0]], shape.items[run[-1]]
    if run[-1] + 1 < len(shape.items):
        following = shape.items[run[-1] + 1]
        comments = outline.comments_between(first.start, following.start)
        gap = " " if comments and outline.text[first.start - 1 : first.start].strip() else ""
        return Splice(
            first.start, following.start, gap + "".join(f"{comment}\n{pad}" for comment in comments)
        )
    before = shape.items[run[0] - 1]
    with_comma = before.shape and not outline.comments_between(before.end, last.end)
    comments = outline.comments_between(first.start, last.end)
    start = before.end if with_comma else first.start
    return Splice(start, last.end, "".join(f"{comment}\n{pad}" for comment in comments))


def _ends_with_blank_line(text: str) -> bool:
    """Return whether the last line is blank and not the only one."""
    return "\n" in text and not text.rpartition("\n")[2].strip()


def replace_value(source: EditedText, item: OutlineItem, parent: OutlineShape, wanted: Any) -> Splice:
    """Replace a whole value on the line where it starts; comments inside the old value are kept."""
    outline, shape = source.outline, item.shape
    is_collection = isinstance(wanted, dict | tuple)
    new = flow_text(wanted) if is_collection else scalar_text(wanted, shape.style if shape else "")
    if shape is None:
        return Splice(item.after, item.after, (" " if item.colon else ": ") + new)
    start, end = shape.start, shape.end
    if shape.style == BLOCK:
        start, new = item.after, f" {new}"
    comments = outline.comments_between(start, end)
    if comments and parent.style == BLOCK:
        end = outline.line_end(end)
        same_line = outline.comments_between(start, min(outline.line_end(start), end))
        below = outline.comments_between(outline.line_end(start), end)
        pad = " " * (outline.column(item.start) + source.style.step)
        lines = [new, *(f"  {comment}" for comment in same_line), *(f"\n{pad}{comment}" for comment in below)]
        return Splice(start, end, "".join(lines))
    pad = " " * outline.column(item.start)
    return Splice(start, end, new + "".join(f"  {comment}\n{pad}" for comment in comments))


def apply_splices(data: bytes, text: str, splices: Sequence[Splice]) -> bytes:
    """Apply sorted splices to a file, keeping its line ends and byte order mark."""
    raw = data.decode("utf-8")
    offsets = _raw_offsets(raw, text)
    parts, position = [], 0
    newline = "\r\n" if 2 * raw.count("\r\n") > text.count("\n") else "\n"
    for splice in splices:
        parts += [raw[position : offsets[splice.start]], splice.text.replace("\n", newline)]
        position = offsets[splice.end]
    return ("".join(parts) + raw[position:]).encode()


def _raw_offsets(raw: str, text: str) -> Sequence[int]:
    """Return the offset in the file of each character of the text and of its end."""
    if raw == text:
        return range(len(text) + 1)
    offsets, position = [], 1 if raw.startswith("\ufeff") else 0
    for _ in text:
        offsets.append(position)
        position += 2 if raw.startswith("\r\n", position) else 1
    return [*offsets, position]


def writing_style_of(outline: Outline) -> WritingStyle:
    """Return how a file indents, by its most common indentation."""
    steps: Counter[int] = Counter()
    lists: Counter[int] = Counter()
    for shape in outline.shapes():
        for item in shape.items if shape.style == BLOCK and isinstance(shape.node, MapNode) else ():
            if item.shape and item.shape.style == BLOCK:
                inner = outline.column(item.shape.start) - outline.column(item.start)
                (lists if isinstance(item.shape.node, ListNode) else steps)[inner] += 1
    step = steps.most_common(1)[0][0] if steps else 2
    return WritingStyle(step, lists.most_common(1)[0][0] if lists else step)
