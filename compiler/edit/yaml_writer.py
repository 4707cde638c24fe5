"""How a new value is written into a spec: plain values in, YAML out, in the manner of the house.

Text stands without quotes where every YAML reader takes it for text; short lists of plain values stand on one
line, mappings on lines of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..source.parse import resolve_scalar

_PLAIN = re.compile(r"[A-Za-z/]([A-Za-z0-9_./@=+ -]|:(?=[A-Za-z0-9_./@=+-]))*")
# Ranges and days look like numbers only at first sight.
_NUMERIC = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class WritingStyle:
    """How far a file indents mappings, and lists below their key."""

    step: int = 2
    lists: int = 2


def scalar_text(value: Any, style: str = "") -> str:
    """A scalar, in the quotes of the one whose place it takes if it can stand in them."""
    if not isinstance(value, str):
        return json.dumps(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if style != '"' and _stands_plain(value) else _quoted(value)


def _stands_plain(text: str) -> bool:
    if text.lower() in _WORDS or text.strip() != text or resolve_scalar(text) != text:
        return False
    return bool(_PLAIN.fullmatch(text) or _NUMERIC.fullmatch(text))


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escape(char) for char in quoted)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def key_text(key: str) -> str:
    """A key; anything but a plain word in quotes."""
    return key if _stands_plain(key) else _quoted(key)


def flow_text(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value)


def entry_lines(key: str, value: Any, column: int, habit: WritingStyle) -> list[str]:
    """`key: value` in a block mapping."""
    head = f"{' ' * column}{key_text(key)}:"
    if isinstance(value, Mapping) and value:
        inner = (entry_lines(name, item, column + habit.step, habit) for name, item in value.items())
        return [head, *(line for lines in inner for line in lines)]
    line = f"{head} {flow_text(value)}"
    if isinstance(value, tuple | list) and value and (_holds_maps(value) or len(line) > _WIDTH):
        return [head, *(line for item in value for line in item_lines(item, column + habit.lists, habit))]
    return [line]


def item_lines(value: Any, column: int, habit: WritingStyle) -> list[str]:
    """`- value` in a block list."""
    pad = " " * column
    if not isinstance(value, Mapping) or not value:
        return [f"{pad}- {flow_text(value)}"]
    inner = [line for name, item in value.items() for line in entry_lines(name, item, column + 2, habit)]
    return [f"{pad}- {inner[0].lstrip()}", *inner[1:]]


def _holds_maps(value: Any) -> bool:
    return any(isinstance(item, Mapping) for item in value)
