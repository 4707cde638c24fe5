"""Options that exclude each other."""

from __future__ import annotations

from collections.abc import Mapping


def first_given(options: Mapping[str, bool]) -> str:
    """Return the first option that is given, "" for none."""
    return next((name for name, is_given in options.items() if is_given), "")
