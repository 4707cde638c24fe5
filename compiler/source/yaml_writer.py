"""Write new values into a spec. In: plain values and the indentation of the file. Out: lines of YAML.

Short lists of scalars are written on one line, mappings on lines of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .scalars import flow_text, key_text

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class WritingStyle:
    """How far a file indents mappings, and lists below their key."""

    step: int = 2
    lists: int = 2


def entry_lines(key: str, value: Any, column: int, style: WritingStyle) -> list[str]:
    """Return the lines of `key: value` in a block mapping."""
    head = f"{' ' * column}{key_text(key)}:"
    if isinstance(value, Mapping) and value:
        inner = (entry_lines(name, item, column + style.step, style) for name, item in value.items())
        return [head, *(line for lines in inner for line in lines)]
    line = f"{head} {flow_text(value)}"
    if isinstance(value, tuple | list) and value and (_holds_maps(value) or len(line) > _WIDTH):
        return [head, *(line for item in value for line in item_lines(item, column + style.lists, style))]
    return [line]


def item_lines(value: Any, column: int, style: WritingStyle) -> list[str]:
    """Return the lines of `- value` in a block list."""
    pad = " " * column
    if not isinstance(value, Mapping) or not value:
        return [f"{pad}- {flow_text(value)}"]
    inner = [line for name, item in value.items() for line in entry_lines(name, item, column + 2, style)]
    return [f"{pad}- {inner[0].lstrip()}", *inner[1:]]


def _holds_maps(value: Any) -> bool:
    return any(isinstance(item, Mapping) for item in value)
