"""Times of whole processes: medians of several runs; commands that are compared run alternately.

Load on the machine then affects all of them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """A command line and its folder; the exit codes in `success` count as success."""

    argv: Sequence[str]
    folder: Path | None = None
    environment: Mapping[str, str] | None = None
    success: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds of one run or the medians of several: wall clock, and CPU with all child processes."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{seconds(self.wall)} (CPU {seconds(self.cpu)})"


class BenchFailed(Exception):
    """A measured command failed."""


def run_alternately(commands: Sequence[Command], runs: int) -> tuple[Time, ...]:
    """Return the median time of each command over `runs` rounds, after one round that warms the caches."""
    rounds = [[run_once(command) for command in commands] for _ in range(runs + 1)][1:]
    return tuple(_median([times[index] for times in rounds]) for index in range(len(commands)))


def run_once(command: Command) -> Time:
    """Run a command; `BenchFailed` with the end of its output if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        list(command.argv),
        cwd=command.folder,
        env=None if command.environment is None else dict(command.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.success:
        end = output.decode("utf-8", errors="replace")[-2000:]
        raise BenchFailed(f"{' '.join(command.argv)} exited with {process.returncode}:\n{end}")
    return Time(wall, usage.ru_utime + usage.ru_stime)


def seconds(value: float) -> str:
    """Format a duration with its significant digits."""
    return f"{value * 1000:.0f} ms" if value < 0.1 else f"{value:.2f} s"


def _median(times: Sequence[Time]) -> Time:
    return Time(statistics.median(t.wall for t in times), statistics.median(t.cpu for t in times))
