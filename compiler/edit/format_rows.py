"""Compute the new indentation of a spec. In: text. Out: one `FormatRow` per line.

Follows the tokens of `source/parse.py` with a stack of open collections, each with its old and new column.
Lines without a token are blank lines and comments; comments are indented like the lines around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..source.parse import Token, tokens

_SHAPELESS = {"StreamStart", "StreamEnd", "BlockMappingStart", "BlockSequenceStart", "BlockEnd"}
_FLOW_STARTS, _FLOW_ENDS = ("FlowMappingStart", "FlowSequenceStart"), ("FlowMappingEnd", "FlowSequenceEnd")
_EDGES = {"DocumentStart", "DocumentEnd", "Directive"}
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")
_COMMENT = re.compile(r"[ \t]*#")
_WHITE = " \t"


@dataclass(frozen=True, slots=True)
class Indentation:
    """An open block collection: its column in the text and in the new layout.

    `open_end` marks a sequence in the same column as its key, which no token ends.
    """

    old: int
    new: int
    is_map: bool
    open_end: bool = False


@dataclass(slots=True)
class FormatRow:
    """A line: `code`, then `comment`, indented by `indent`.

    `content` lines belong to a multi-line text, `literal` lines to a block scalar; blank lines inside them
    are kept, and no blank line may be added after `keeps_blanks`. A comment that `trails` code is placed at
    `comment_column`, at least `gap` after the code. `last` is the kind of the last token; `levels` and `flow`
    (the indentation inside brackets) are the state after it.
    """

    code: str = ""
    comment: str = ""
    indent: int = 0
    column: int = 0
    comment_column: int = 0
    gap: int = 0
    content: bool = False
    literal: bool = False
    keeps_blanks: bool = False
    trails: bool = False
    starts_section: bool = False
    last: str = ""
    levels: tuple[Indentation, ...] = ()
    flow: int | None = None

    @property
    def blank(self) -> bool:
        """Return whether the line is empty and not part of a text."""
        return not (self.code or self.comment or self.content)


def rows(text: str) -> list[FormatRow]:
    """Return every line of a text that `parse_yaml` accepts."""
    builder = _RowBuilder(text.split("\n"))
    for token in tokens(text):
        builder.take(token)
    builder.place_comments()
    return builder.rows


@dataclass(slots=True)
class _RowBuilder:
    lines: list[str]
    rows: list[FormatRow] = field(init=False)
    levels: list[Indentation] = field(default_factory=list)
    depth: int = 0
    base: int = 0
    at_key: bool = False

    def __post_init__(self) -> None:
        self.rows = [FormatRow() for _ in self.lines]

    def take(self, token: Token) -> None:
        """Process the next token: open or close levels, and add its text to its row."""
        if token.kind in ("BlockMappingStart", "BlockSequenceStart"):
            self.levels.append(Indentation(token.column, self._inner(), token.kind == "BlockMappingStart"))
        elif token.kind == "BlockEnd":
            self._close()
        elif not self.depth and token.kind in ("BlockEntry", "Key"):
            self._sequence_without_end(token)
        if token.kind == "Key":
            self.at_key = True
        if token.kind in _SHAPELESS or (token.line, token.column) == (token.end_line, token.end_column):
            return
        self._write(token)
        self.at_key = False

    def _inner(self) -> int:
        return self.levels[-1].new + 2 if self.levels else 0

    def _close(self) -> None:
        if self.levels.pop().open_end:
            self.levels.pop()

    def _sequence_without_end(self, token: Token) -> None:
        top = self.levels[-1]
        if token.kind == "BlockEntry" and top.is_map:
            self.levels.append(Indentation(token.column, self._inner(), False, open_end=True))
        elif token.kind == "Key" and top.open_end:
            self.levels.pop()

    def _write(self, token: Token) -> None:
        row = self.rows[token.line]
        if not row.code:
            row.column, row.indent = token.column, self._indent(token)
            row.starts_section = len(self.levels) == 1 and not self.depth and self._is_key(token)
        if token.kind in _FLOW_STARTS:
            self._open_flow(row)
        if token.style in ("|", ">"):
            self._block_scalar(token)
        else:
            self._inline(token)
        if token.kind in _FLOW_ENDS:
            self.depth -= 1
        self._save_state(self.rows[token.line if token.style in ("|", ">") else token.end_line])

    def _is_key(self, token: Token) -> bool:
        return self.levels[0].is_map and (token.kind == "Key" or self.at_key)

    def _indent(self, token: Token) -> int:
        """Return the indentation of a line that starts with this token."""
        if self.depth:
            return self._flow_indent(token)
        if token.kind in _EDGES or not self.levels:
            return 0
        return self.levels[-1].new if self._heads_line(token) else self._inner()

    def _heads_line(self, token: Token) -> bool:
        return self.at_key or token.kind in ("BlockEntry", "Key", "Value")

    def _flow_indent(self, token: Token) -> int:
        return self.base + 2 * self.depth - (2 if token.kind in _FLOW_ENDS else 0)

    def _open_flow(self, row: FormatRow) -> None:
        if not self.depth:
            in_list = bool(self.levels) and not self.levels[-1].is_map
            inner = (self._inner() if in_list else self.levels[-1].new) if self.levels else 0
            self.base = inner if row.code else row.indent
        self.depth += 1

    def _save_state(self, row: FormatRow) -> None:
        row.levels = tuple(self.levels)
        row.flow = self.base + 2 * self.depth if self.depth else None

    def _inline(self, token: Token) -> None:
        """Add a token on one line, or a text over several lines."""
        for number in range(token.line, token.end_line + 1):
            line, row = self.lines[number], self.rows[number]
            end = token.end_column if number == token.end_line else len(line)
            start = token.column if number == token.line else 0
            piece = line[start:end]
            if number > token.line:
                row.content, row.column = True, len(piece) - len(piece.lstrip(_WHITE))
                row.indent = self.base + 2 * self.depth + 2 if self.depth else self._inner()
                piece = piece.lstrip(_WHITE)
            if number < token.end_line:
                piece = _stripped(piece, token.style)
            row.code += _between(row.last, token.kind) + piece
            row.last = token.kind
            self._trailing_comment(row, line, end)

    def _trailing_comment(self, row: FormatRow, line: str, end: int) -> None:
        row.comment = row.comment and ""
        if _COMMENT.match(line, end):
            rest = line[end:].lstrip(_WHITE)
            row.comment, row.trails = rest.rstrip(_WHITE), True
            row.comment_column = len(line) - len(rest)
            row.gap = max(1, row.comment_column - end)

    def _block_scalar(self, token: Token) -> None:
        """Add a text after `|` or `>`: its lines are reindented together."""
        line, row = self.lines[token.line], self.rows[token.line]
        header = _BLOCK_HEADER.match(line, token.column)
        assert header is not None
        row.code += _between(row.last, token.kind) + header[0]
        row.last = "BlockScalar"
        self._trailing_comment(row, line, header.end())
        stop = token.end_line + (1 if token.end_column else 0)
        body = self.lines[token.line + 1 : stop]
        level = self.levels[-1] if self.levels else Indentation(0, 0, True)
        step = next((int(char) for char in header[0] if char.isdigit()), 0)
        old = level.old + step if step else next((_leading(part) for part in body if part.strip(" ")), 0)
        new = level.new + (step or 2)
        texts = ["" if part.strip(" ") == "" and len(part) <= old else part[old:] for part in body]
        keep = "+" in header[0]
        while texts and not texts[-1] and not keep:
            texts.pop()
        for number, text in enumerate(texts, token.line + 1):
            self.rows[number] = FormatRow(
                text, indent=new if text else 0, content=True, literal=True, keeps_blanks=keep
            )

    def place_comments(self) -> None:
        """Indent the comments on lines without a token."""
        for row, line in zip(self.rows, self.lines, strict=True):
            if row.blank and line.strip(_WHITE):
                row.comment, row.column = line.strip(_WHITE), len(line) - len(line.lstrip(_WHITE))
        following = [FormatRow()]
        for row in reversed(self.rows):
            following.append(row if row.code else following[-1])
        before = above = FormatRow()
        for row, after in zip(self.rows, reversed(following[:-1]), strict=True):
            if row.comment and not row.code:
                _place(row, above, before, after)
            above, before = row, row if row.levels or row.flow is not None else before


def _place(row: FormatRow, above: FormatRow, before: FormatRow, after: FormatRow) -> None:
    """Indent a comment: `above` is the previous line, `before` and `after` the nearest lines with tokens."""
    if above.trails and above.comment_column == row.column and row.column > after.column:
        row.trails, row.comment_column, row.indent = True, row.column, before.indent
    elif before.flow is not None:
        row.indent = before.flow
    else:
        row.indent = _comment_indent(row.column, before.levels, after, before.last == "BlockScalar")


def _comment_indent(column: int, before: Sequence[Indentation], after: FormatRow, in_text: bool) -> int:
    """Indent a comment like the line after it; a deeper one like the level before it that contained it.

    After a block scalar (`in_text`), it must not be indented so far that it becomes part of the text.
    """
    if column <= after.column or not before or before[-1].new < after.indent:
        return after.indent
    if column > before[-1].old and not in_text:
        return before[-1].new + 2
    inside = [level.new for level in before if level.old <= column and level.new > after.indent]
    return inside[-1] if inside else after.indent


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _stripped(piece: str, style: str) -> str:
    """Strip trailing white space, except a space escaped by a backslash."""
    stripped = piece.rstrip(_WHITE)
    return piece[: len(stripped) + 1] if style == '"' and stripped.endswith("\\") else stripped


def _between(last: str, kind: str) -> str:
    """Return the white space between two tokens of a line."""
    if not last or kind == "Value" or last in _FLOW_STARTS:
        return ""
    if kind == "FlowEntry" or kind in _FLOW_ENDS:
        return " " if last == "Value" else ""
    return " "
