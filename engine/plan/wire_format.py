"""The two encodings inside Terraform's plan file: protobuf messages and, in them, MessagePack values. Pure.

In: bytes. Out: fields by number, and JSON-like values with `UNKNOWN` for what is known after apply. Anything
that is cut short or not understood raises `NotUnderstood`; nothing is guessed.
Facts: protobuf.dev/programming-guides/encoding, github.com/msgpack/msgpack/blob/master/spec.md, and
cty's docs/concepts (an unknown value is an extension).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from ..redact import UNKNOWN

_FIXED = {0xC0: None, 0xC2: False, 0xC3: True}
_NUMBERS = {
    0xCA: ">f",
    0xCB: ">d",
    0xCC: ">B",
    0xCD: ">H",
    0xCE: ">I",
    0xCF: ">Q",
    0xD0: ">b",
    0xD1: ">h",
    0xD2: ">i",
    0xD3: ">q",
}
_SIZES = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xC7: 1, 0xC8: 2, 0xC9: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4} | {
    0xDC: 2,
    0xDD: 4,
    0xDE: 2,
    0xDF: 4,
}
_DEPTH = 100


class NotUnderstood(ValueError):
    """These bytes are not what this reader knows."""


class _Bytes:
    """Bytes with a place in them."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        part = self.data[self.at : self.at + size]
        if len(part) != size:
            raise NotUnderstood("cut short")
        self.at += size
        return part

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def varint(self) -> int:
        value = 0
        for shift in range(0, 64, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise NotUnderstood("a number without end")


def read_fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """(number, value) of each field of a protobuf message: an integer, or bytes for anything longer."""
    source = _Bytes(message)
    while source.at < len(message):
        key = source.varint()
        if key & 7 == 0:
            yield key >> 3, source.varint()
        elif key & 7 == 2:
            yield key >> 3, source.take(source.varint())
        else:
            raise NotUnderstood(f"wire type {key & 7}")


def read_value(data: bytes) -> Any:
    """One MessagePack value; `bytes` stay bytes."""
    source = _Bytes(data)
    found = _value(source, 0)
    if source.at != len(data):
        raise NotUnderstood("more than one value")
    return found


def _value(source: _Bytes, depth: int) -> Any:
    if depth > _DEPTH:
        raise NotUnderstood("nested too deep")
    head = source.take(1)[0]
    if head <= 0x7F or head >= 0xE0:
        return head if head <= 0x7F else head - 0x100
    if head in _FIXED:
        return _FIXED[head]
    if head in _NUMBERS:
        form = _NUMBERS[head]
        return struct.unpack(form, source.take(struct.calcsize(form)))[0]
    if 0xD4 <= head <= 0xD8:
        return _extension(source, 1 << (head - 0xD4))
    if head in _SIZES:
        return _sized(source, source.number(_SIZES[head]), head, depth)
    if 0x80 <= head <= 0xBF:  # short ones tell their size in the head itself
        mask = 0x1F if head >= 0xA0 else 0x0F
        return _sized(source, head & mask, head & ~mask, depth)
    raise NotUnderstood(f"byte {head:#x}")


def _sized(source: _Bytes, size: int, head: int, depth: int) -> Any:
    """What comes after a head that tells a size."""
    if head in (0xA0, 0xD9, 0xDA, 0xDB):
        return _text(source.take(size))
    if head in (0xC4, 0xC5, 0xC6):
        return source.take(size)
    if head in (0xC7, 0xC8, 0xC9):
        return _extension(source, size)
    if head in (0x90, 0xDC, 0xDD):
        return [_value(source, depth + 1) for _ in range(size)]
    found = {}
    for _ in range(size):
        key = _value(source, depth + 1)
        if not isinstance(key, str):
            raise NotUnderstood("a key that is no text")
        found[key] = _value(source, depth + 1)
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUnderstood("text that is not UTF-8") from error


def _extension(source: _Bytes, size: int) -> Any:
    """Type 0 is an unknown value, 12 one of which something is known; cty uses no others."""
    kind = source.take(1)[0]
    source.take(size)
    if kind not in (0, 12):
        raise NotUnderstood(f"extension {kind}")
    return UNKNOWN
