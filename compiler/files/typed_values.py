"""Values of a JSON document, which must have the types that its writer gives them: nothing is converted.

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


def items(value: Any) -> list[Any]:
    """Return a list."""
    return _of(list, value)


def attribute_path(value: Any) -> tuple[str | int, ...]:
    """Return the path of an attribute: keys and indexes."""
    if not all(type(step) in (str, int) for step in items(value)):
        raise TypeError("a path expected")
    return tuple(value)


def flag(value: Any) -> bool:
    """Return true or false."""
    return _of(bool, value)


def number(value: Any) -> int:
    """Return an integer."""
    return _of(int, value)


def seconds(value: Any) -> float:
    """Return a number that need not be an integer, such as a time."""
    return float(number(value)) if type(value) is int else _of(float, value)


def _of(kind: type[T], value: Any) -> T:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value
