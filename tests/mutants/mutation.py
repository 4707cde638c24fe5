"""A mutation: which bytes of a source file are replaced by what, and how it reads in the report."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, order=True)
class Mutation:
    """One change of one file. `start` and `end` are byte offsets, `path` is relative to the checkout."""

    path: str
    start: int
    end: int
    new: str
    operator: str
    what: str

    def apply(self, data: bytes) -> bytes:
        """Return the file with the change made."""
        return data[: self.start] + self.new.encode() + data[self.end :]


class Source:
    """A parsed file that finds the bytes of a syntax node."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path, self.data, self.tree = path, data, ast.parse(data)
        self._lines = list(accumulate((len(line) for line in data.splitlines(keepends=True)), initial=0))

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Return the byte offset at which a node begins."""
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Return the byte offset after a node."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._lines[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: ast.expr | ast.stmt) -> str:
        """Return a node as it is written."""
        return self.data[self.start(node) : self.end(node)].decode()

    def line_number(self, offset: int) -> int:
        """Return the number of the line, from 1, that contains a byte offset."""
        return self.data.count(b"\n", 0, offset) + 1


def is_real(mutation: Mutation, data: bytes) -> bool:
    """Return whether the changed file parses and means something other than the source."""
    try:
        changed = ast.parse(mutation.apply(data))
    except SyntaxError:
        return False  # parentheses around an element are not part of its node
    return ast.dump(changed) != ast.dump(ast.parse(data))


def changed_lines(mutation: Mutation, data: bytes) -> tuple[int, str, str]:
    """Return the line number of a change, and the first differing line before and after it."""
    before, after = data.decode().splitlines(), mutation.apply(data).decode().splitlines()
    pairs = zip([*before, ""], [*after, ""], strict=False)
    index = next((number for number, (old, new) in enumerate(pairs) if old != new), 0)
    removed = len(before) - len(after)
    is_removal = removed > 0 and before[index + removed :] == after[index:]
    new = "" if is_removal or index >= len(after) else after[index].strip()
    return index + 1, before[index].strip() if index < len(before) else "", new
