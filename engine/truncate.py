"""Shorten long lists: the first items, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence


def join_some(names: Sequence[str], most: int, separator: str = ", ") -> str:
    """Return `a, b, c and 4 more`: at most `most` names on one line."""
    return separator.join(names[:most]) + (f" and {len(names) - most} more" if names[most:] else "")


def take_some(texts: Sequence[str], most: int) -> tuple[str, ...]:
    """Return the first `most` texts, followed by `and 4 more` if there are more."""
    return (*texts[:most], *((f"and {len(texts) - most} more",) if texts[most:] else ()))
