"""`eksgen capacity`: how many pods and nodes the subnets have addresses for."""

from __future__ import annotations

import sys

from ..report.human.capacity import draw_capacity
from .inputs.read_spec import read_checked


def capacity(file: str) -> int:
    """Print the tables; warnings about too few addresses are shown with the other findings."""
    checked = read_checked(file)
    if checked.spec is not None and checked.tree is not None:
        sys.stdout.write(draw_capacity(checked.spec, checked.tree))
    return 0
