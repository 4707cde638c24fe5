"""The exact layout of a YAML file. In: text and its tree. Out: one `OutlineShape` per node, and the comments.

The tree of `source/` knows where a value starts, which is enough for diagnostics. Editing a file also needs
the end of each value, its style, and the comments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..source.parse import Token, tokens
from ..source.tree import ListNode, MapNode, Node, ScalarNode
from .format_rows import rows

BLOCK, FLOW, PAIR = "block", "flow", "pair"


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """An entry of a collection.

    `start` is the offset of its key or dash, or of the value in a flow list; `after` is the offset after the
    colon or dash. `shape` is None if no value is written; `colon` distinguishes `{key: }` from `{key}`.
    """

    start: int
    after: int
    node: Node
    shape: OutlineShape | None
    colon: bool = True

    @property
    def end(self) -> int:
        """Return the offset after the last character, without comments."""
        return self.shape.end if self.shape else self.after


@dataclass(frozen=True, slots=True)
class OutlineShape:
    """A node in the text, from `start` to `end` (exclusive).

    `style` is `block`, `flow` or `pair` (a `key: value` directly in a flow list) for a collection, and the
    indicator that starts it (a quote, `|` or `>`) for a scalar.
    """

    start: int
    end: int
    style: str
    node: Node
    items: tuple[OutlineItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment and its offset."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The layout of a file. Offsets count characters from the start of the text."""

    text: str
    root: OutlineShape
    comments: tuple[Comment, ...]

    def line_start(self, offset: int) -> int:
        """Return the offset of the first character of a line."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return the offset of the line break at the end of a line, or the end of the text."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def column(self, offset: int) -> int:
        """Return the column of a character, from 0."""
        return offset - self.line_start(offset)

    def heads_line(self, offset: int) -> bool:
        """Return whether only white space precedes a character on its line."""
        return not self.text[self.line_start(offset) : offset].strip()

    def comments_between(self, start: int, end: int) -> list[str]:
        """Return the comments that start in a part of the text."""
        return [comment.text for comment in self.comments if start <= comment.start < end]

    def shapes(self) -> Iterator[OutlineShape]:
        """Yield every node, outermost first."""
        pending = [self.root]
        while pending:
            shape = pending.pop()
            yield shape
            pending += [item.shape for item in reversed(shape.items) if item.shape]


def outline(text: str, root: Node) -> Outline:
    """Return the outline of a text that `parse_yaml` accepts; `root` is its tree."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    inner = [token for token in tokens(text) if token.kind not in _OUTER_TOKENS]
    shape = _Reader(text, starts, inner).shape(root)
    assert shape is not None, "`parse_yaml` rejects a file without a value"
    return Outline(text, shape, tuple(comments(text)))


_OUTER_TOKENS = {"StreamStart", "StreamEnd", "DocumentStart", "DocumentEnd", "Directive", "Tag"}


def comments(text: str) -> Iterator[Comment]:
    """Yield every comment of a text."""
    offset = 0
    for row, line in zip(rows(text), text.split("\n"), strict=True):
        if row.comment:
            yield Comment(offset + len(line.rstrip(" \t")) - len(row.comment), row.comment)
        offset += len(line) + 1


@dataclass(slots=True)
class _Reader:
    """Matches the tokens with the tree, which determines the next node."""

    text: str
    line_starts: Sequence[int]
    tokens: Sequence[Token]
    position: int = 0

    def kind(self) -> str:
        return self.tokens[self.position].kind if self.position < len(self.tokens) else ""

    def next(self) -> tuple[int, int]:
        """Consume a token; return its start and end."""
        token = self.tokens[self.position]
        self.position += 1
        end = self.line_starts[token.end_line] + token.end_column
        return self.line_starts[token.line] + token.column, end

    def start(self) -> int:
        token = self.tokens[self.position]
        return self.line_starts[token.line] + token.column

    def shape(self, node: Node) -> OutlineShape | None:
        if isinstance(node, ScalarNode):
            return self.scalar(node) if self.kind() == "Scalar" else None
        if self.kind() in ("FlowMappingStart", "FlowSequenceStart"):
            return self.flow(node)
        if self.kind() == "Key" and isinstance(node, MapNode):
            item = self.entry(next(iter(node.entries.values())).node)
            return OutlineShape(item.start, item.end, PAIR, node, (item,))
        return self.block(node)

    def scalar(self, node: ScalarNode) -> OutlineShape:
        style = self.tokens[self.position].style
        start, end = self.next()
        if style in ("|", ">"):
            end = self._text_end(start, end)
        return OutlineShape(start, end, style, node)

    def _text_end(self, start: int, end: int) -> int:
        """Return the end of the last line; blank lines after it count only if they are kept (`|+`)."""
        header = self.text[start : self.text.find("\n", start)].split("#")[0]
        if "+" in header:
            return end - 1 if self.text[end - 1 : end] == "\n" else end
        return len(self.text[:end].rstrip(" \n"))

    def block(self, node: Node) -> OutlineShape:
        start = self.start()
        opened = self.kind() in ("BlockMappingStart", "BlockSequenceStart")
        if opened:
            self.next()
        items = []
        if isinstance(node, MapNode):
            items = [self.entry(entry.node) for entry in node.entries.values()]
        elif isinstance(node, ListNode):
            for item in node.items:
                dash, after = self.next()
                items.append(OutlineItem(dash, after, item, self.shape(item)))
        if opened:
            self.next()
        return OutlineShape(start, items[-1].end, BLOCK, node, tuple(items))

    def entry(self, node: Node) -> OutlineItem:
        """Read `key: value`; a flow mapping may omit the colon."""
        explicit = self.start()
        if self.kind() == "Key":
            self.next()
        start, after = self.next()
        colon = self.kind() == "Value"
        if colon:
            after = self.next()[1]
        return OutlineItem(min(start, explicit), after, node, self.shape(node), colon)

    def flow(self, node: Node) -> OutlineShape:
        start, items = self.next()[0], []
        values = [entry.node for entry in node.entries.values()] if isinstance(node, MapNode) else []
        for child in node.items if isinstance(node, ListNode) else values:
            if self.kind() == "FlowEntry":
                self.next()
            items.append(self.entry(child) if isinstance(node, MapNode) else self.flow_item(child))
        if self.kind() == "FlowEntry":
            self.next()
        return OutlineShape(start, self.next()[1], FLOW, node, tuple(items))

    def flow_item(self, node: Node) -> OutlineItem:
        start = self.start()
        return OutlineItem(start, start, node, self.shape(node))
