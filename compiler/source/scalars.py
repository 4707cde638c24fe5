"""YAML scalars: read a plain scalar, and write a value on one line.

Text is written without quotes where every YAML reader takes it for text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from math import inf
from typing import Any

from .tree import Scalar

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_CONSTANTS: dict[str, Scalar] = {"": None, "~": None}
for _word, _value in (("null", None), ("true", True), ("false", False)):
    _CONSTANTS |= {_word: _value, _word.title(): _value, _word.upper(): _value}

_PLAIN = re.compile(r"[A-Za-z/]([A-Za-z0-9_./@=+ -]|:(?=[A-Za-z0-9_./@=+:-]))*")
# CIDR blocks and dates only look like numbers.
_NUMERIC = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Words that are not text in YAML 1.1.
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def resolve_scalar(text: str) -> Scalar:
    """Return the value of a plain scalar in the core schema (https://yaml.org/spec/1.2.2, 10.3.2)."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return inf if is_huge(text) else int(text)
    if _FLOAT.fullmatch(text) and len(text) < 40:
        return float(text)
    return text


def is_huge(text: str) -> bool:
    """Return whether a number has so many digits that no field accepts it."""
    return len(text) >= 20 and _INTEGER.fullmatch(text) is not None


def flow_text(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value)


def scalar_text(value: Any, style: str = "") -> str:
    """Return a scalar as YAML; `style` is the quote character to use if possible (`"` forces quotes)."""
    if not isinstance(value, str):
        return json.dumps(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if style != '"' and can_be_plain(value) else _quoted(value)


def key_text(key: str) -> str:
    """Return a key as YAML, in quotes unless it can be plain."""
    return key if can_be_plain(key) else _quoted(key)


def can_be_plain(text: str) -> bool:
    """Return whether every YAML reader takes a text without quotes for this text."""
    if text.lower() in _WORDS or text.strip() != text or resolve_scalar(text) != text:
        return False
    return bool(_PLAIN.fullmatch(text) or _NUMERIC.fullmatch(text))


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    text = "".join(char if char.isprintable() else _escape(char) for char in quoted)
    return text.replace("##[", "#\\u0023[")  # GitHub takes ##[name] in a log for a command


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
