"""Limits of CPU time on a machine that others use too: its speed changes within a second.

A run counts against the slower of two measurements of the machine, before and after it, and one slow
run proves nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

ATTEMPTS = 3
LOOP_SECONDS = 0.25
"""What `machine_factor` takes on the machine that the limits were chosen for."""


def machine_factor() -> float:
    """Return how much slower this machine is, now, than the machine that the limits were chosen for."""
    began = time.process_time()
    value = 0
    for number in range(3_000_000):
        value += number * number % 7
    return max(1.0, (time.process_time() - began) / LOOP_SECONDS)


def run_within(limit: float, run: Callable[[], tuple[Result, float]], what: str = "it") -> Result:
    """Call `run`, which returns a result and the CPU seconds that it took; fail above the limit.

    `what` names the run in the failure.
    """
    for _ in range(ATTEMPTS):
        before = machine_factor()
        result, seconds = run()
        if seconds < (allowed := limit * max(before, machine_factor())):
            return result
    raise AssertionError(f"{what} took {seconds:.2f} s of CPU time; {allowed:.2f} s are allowed")


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return what the function returns and the CPU seconds that it took in this process."""
    began = time.process_time()
    return work(), time.process_time() - began
