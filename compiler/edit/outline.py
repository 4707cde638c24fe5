"""Where everything of a YAML file stands, to the character: text and its tree in, one `Shape` a node out.

The tree of `source.py` knows where a value begins, which is enough to point at it. To edit a file one must
also know where it ends, how it is written, and where the comments are.
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
    """One entry of a collection.

    `start` is its key, its dash, or itself in a flow list; `after` is behind the colon or the dash. `shape`
    is None where nothing is written; `colon` tells `{key}` from `{key: }`.
    """

    start: int
    after: int
    node: Node
    shape: OutlineShape | None
    colon: bool = True

    @property
    def end(self) -> int:
        """Behind the last character, comments left out."""
        return self.shape.end if self.shape else self.after


@dataclass(frozen=True, slots=True)
class OutlineShape:
    """A node as it is written, from `start` to `end` (exclusive). `style` is `block`, `flow` or `pair` (one
    `key: value` straight in a flow list) for a collection, the sign that begins it for a scalar."""

    start: int
    end: int
    style: str
    node: Node
    items: tuple[OutlineItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment and its place."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole file."""

    text: str
    root: OutlineShape
    comments: tuple[Comment, ...]

    def line_start(self, offset: int) -> int:
        """The first character of a line."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """The line break at the end of a line, or the end of the text."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def column(self, offset: int) -> int:
        """How many characters stand before one on its line."""
        return offset - self.line_start(offset)

    def heads_line(self, offset: int) -> bool:
        """Whether nothing but white space stands before a character on its line."""
        return not self.text[self.line_start(offset) : offset].strip()

    def within(self, start: int, end: int) -> list[str]:
        """The comments that begin in a piece of the text."""
        return [comment.text for comment in self.comments if start <= comment.start < end]

    def shapes(self) -> Iterator[OutlineShape]:
        """Every node that is written, outermost first."""
        waiting = [self.root]
        while waiting:
            shape = waiting.pop()
            yield shape
            waiting += [item.shape for item in reversed(shape.items) if item.shape]


def outline(text: str, root: Node) -> Outline:
    """The outline of a text that `parse` has read, without findings, as `root`."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    marks = [token for token in tokens(text) if token.kind not in _MARGIN]
    shape = _Reader(text, starts, marks).shape(root)
    assert shape is not None, "a file without a value is refused by `parse`"
    return Outline(text, shape, tuple(comments(text)))


_MARGIN = {"StreamStart", "StreamEnd", "DocumentStart", "DocumentEnd", "Directive", "Tag"}


def comments(text: str) -> Iterator[Comment]:
    """Every comment of a text."""
    offset = 0
    for row, line in zip(rows(text), text.split("\n"), strict=True):
        if row.comment:
            yield Comment(offset + len(line.rstrip(" \t")) - len(row.comment), row.comment)
        offset += len(line) + 1


@dataclass(slots=True)
class _Reader:
    """Walks the tokens along the tree; the tree says what must come, so nothing is decided twice."""

    text: str
    starts: Sequence[int]
    marks: Sequence[Token]
    at: int = 0

    def kind(self) -> str:
        return self.marks[self.at].kind if self.at < len(self.marks) else ""

    def next(self) -> tuple[int, int]:
        mark = self.marks[self.at]
        self.at += 1
        return self.starts[mark.line] + mark.column, self.starts[mark.end_line] + mark.end_column

    def here(self) -> int:
        return self.starts[self.marks[self.at].line] + self.marks[self.at].column

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
        style = self.marks[self.at].style
        start, end = self.next()
        if style in ("|", ">"):
            end = self._text_end(start, end)
        return OutlineShape(start, end, style, node)

    def _text_end(self, start: int, end: int) -> int:
        """The line break behind the last line; blank lines after it count only where they are kept (`|+`)."""
        header = self.text[start : self.text.find("\n", start)].split("#")[0]
        if "+" in header:
            return end - 1 if self.text[end - 1 : end] == "\n" else end
        return len(self.text[:end].rstrip(" \n"))

    def block(self, node: Node) -> OutlineShape:
        start = self.here()
        opened = self.kind() in ("BlockMappingStart", "BlockSequenceStart")
        if opened:
            self.next()
        items = []
        if isinstance(node, MapNode):
            items = [self.entry(entry.node) for entry in node.entries.values()]
        elif isinstance(node, ListNode):
            for item in node.items:
                dash, behind = self.next()
                items.append(OutlineItem(dash, behind, item, self.shape(item)))
        if opened:
            self.next()
        return OutlineShape(start, items[-1].end, BLOCK, node, tuple(items))

    def entry(self, node: Node) -> OutlineItem:
        """`key: value`; a flow mapping may leave out the colon."""
        explicit = self.here()
        if self.kind() == "Key":
            self.next()
        start, after = self.next()
        colon = self.kind() == "Value"
        if colon:
            after = self.next()[1]
        return OutlineItem(min(start, explicit), after, node, self.shape(node), colon)

    def flow(self, node: Node) -> OutlineShape:
        start, items = self.next()[0], []
        within = [entry.node for entry in node.entries.values()] if isinstance(node, MapNode) else []
        for one in node.items if isinstance(node, ListNode) else within:
            if self.kind() == "FlowEntry":
                self.next()
            items.append(self.entry(one) if isinstance(node, MapNode) else self.flow_item(one))
        if self.kind() == "FlowEntry":
            self.next()
        return OutlineShape(start, self.next()[1], FLOW, node, tuple(items))

    def flow_item(self, node: Node) -> OutlineItem:
        start = self.here()
        return OutlineItem(start, start, node, self.shape(node))
