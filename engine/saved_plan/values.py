"""Values of a manifest, which must have the types that eksgen writes: its digest is no signature.

TypeError for a value of another type.
"""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")


def text(value: Any) -> str:
    """Return a text."""
    return _of(str, value)


def text_or_none(value: Any) -> str | None:
    """Return a text, or None."""
    return None if value is None else text(value)


def texts(value: Any) -> dict[str, str]:
    """Return a mapping to texts."""
    return {key: text(part) for key, part in _of(dict, value).items()}


def flag(value: Any) -> bool:
    """Return true or false."""
    return _of(bool, value)


def number(value: Any) -> int:
    """Return an integer."""
    return _of(int, value)


def _of(kind: type[T], value: Any) -> T:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value
