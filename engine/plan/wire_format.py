"""The two encodings inside Terraform's plan file: protobuf messages that contain MessagePack values. Pure.

In: bytes. Out: fields by number, and JSON-like values with `UNKNOWN` for what is known after apply. Truncated
or unfamiliar bytes raise `NotUnderstood`; nothing is guessed.
Facts: protobuf.dev/programming-guides/encoding, and cty's docs/concepts and cty/msgpack/unknown.go (an
unknown value is an extension; a number that neither int64, uint64 nor float64 holds exactly is a string).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgpack

from ..redact import UNKNOWN

_MAX_DEPTH = 100
_MAX_ITEMS = 10_000
"""Per list or map. The unpacker allocates a list before it reads the items, so with a high limit a few nested
headers could claim gigabytes."""
_UNKNOWN_EXTENSIONS = (0, 12)
"""An unknown value, and an unknown value with refinements; cty writes no other extensions."""


class NotUnderstood(ValueError):
    """The bytes are not in a form that this reader knows."""


def read_fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield (number, value) of each field of a protobuf message: an integer, or bytes for anything longer."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        value, position = _varint(message, position)
        if key & 7 == 0:
            yield key >> 3, value
        elif key & 7 == 2 and position + value <= len(message):
            yield key >> 3, message[position : position + value]
            position += value
        else:
            raise NotUnderstood("truncated, or another wire type")


def _varint(message: bytes, position: int) -> tuple[int, int]:
    """Return the integer at a position, and the position after it."""
    number = 0
    for index, byte in enumerate(message[position : position + 10]):
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return number, position + index + 1
    raise NotUnderstood("an integer without an end")


def read_value(data: bytes) -> Any:
    """Return the one MessagePack value in `data`; binary data stays `bytes`."""
    try:
        value = msgpack.unpackb(
            data, ext_hook=_extension, max_array_len=_MAX_ITEMS, max_map_len=_MAX_ITEMS, strict_map_key=True
        )
    except (ValueError, msgpack.UnpackException) as error:
        raise NotUnderstood(str(error)) from error
    _check(value)
    return value


def _extension(code: int, _data: bytes) -> Any:
    if code not in _UNKNOWN_EXTENSIONS:
        raise NotUnderstood(f"extension {code}")
    return UNKNOWN


def _check(value: Any, depth: int = 0) -> None:
    """Refuse what JSON has no word for, such as the timestamps that msgpack decodes by itself."""
    if depth > _MAX_DEPTH:
        raise NotUnderstood("nested too deeply")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotUnderstood("a key that is not text")
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif not (value is None or value is UNKNOWN or isinstance(value, (str, int, float, bytes))):
        raise NotUnderstood(type(value).__name__)
