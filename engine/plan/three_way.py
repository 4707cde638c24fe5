"""Compare the recorded, the live and the desired value of an attribute. Pure, on raw values.

Plans and drift reports both use this comparison, so that they agree on what an apply changes.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from .attribute_diff import holds_unknown, same_value


class Comparison(Enum):
    """How the three values of an attribute differ."""

    SAME = auto()
    EDITED = auto()
    """Only the desired value differs: an edit of the spec that is not applied yet."""
    REVERTED = auto()
    """Only the live value differs: changed outside Terraform, and the next apply reverts it."""
    CONFLICT = auto()
    """All three differ: changed outside Terraform and in the spec."""
    KEPT = auto()
    """Only the recorded value differs: changed outside Terraform, and no apply changes it."""
    UNKNOWN = auto()
    """The desired value is known only after apply."""


def compare(recorded: Any, live: Any, desired: Any) -> Comparison:
    """Return how three values differ; equivalent values, such as null and [], are the same."""
    if holds_unknown(desired):
        return Comparison.UNKNOWN
    changed_outside, changes = not same_value(recorded, live), not same_value(live, desired)
    if not changes:
        return Comparison.KEPT if changed_outside else Comparison.SAME
    if not changed_outside:
        return Comparison.EDITED
    return Comparison.REVERTED if same_value(recorded, desired) else Comparison.CONFLICT
