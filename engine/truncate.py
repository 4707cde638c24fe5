"""Long lists in few words: the first of them, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence


def join_some(names: Sequence[str], most: int, joint: str = ", ") -> str:
    """`a, b, c and 4 more`: at most `most` names on one line."""
    return joint.join(names[:most]) + (f" and {len(names) - most} more" if names[most:] else "")


def take_some(texts: Sequence[str], most: int) -> tuple[str, ...]:
    """The first `most` texts, one an entry, and `and 4 more` as the last."""
    return (*texts[:most], *((f"and {len(texts) - most} more",) if texts[most:] else ()))
