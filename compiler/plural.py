"""Counts in words."""

from __future__ import annotations


def plural(number: int, one: str, many: str = "") -> str:
    """Return `1 object` or `2 objects`; `many` is for words whose plural is not `one` with an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
