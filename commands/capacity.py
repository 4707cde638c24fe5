"""`eksgen capacity`: how many pods and nodes fit, and where the addresses end."""

from __future__ import annotations

import sys

from ..report.human.capacity import draw_capacity
from .inputs.read_spec import read_checked


def capacity(file: str) -> int:
    """Print the tables; warnings about addresses that run out come with the other findings."""
    result = read_checked(file)
    if result.spec is not None and result.tree is not None:
        sys.stdout.write(draw_capacity(result.spec, result.tree))
    return 0
