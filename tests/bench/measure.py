"""Whole processes, timed: medians of several runs, what is compared run in turns.

A machine is never quiet for long; turns let a noisy minute hit both sides.
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
    """What to start, and where; the exit codes in `fine` count as success."""

    argv: Sequence[str]
    folder: Path | None = None
    environment: Mapping[str, str] | None = None
    fine: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds of one run or the medians of several: wall clock, and CPU with all child processes."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{seconds(self.wall)} (CPU {seconds(self.cpu)})"


class BenchFailed(Exception):
    """A command that was to be measured failed; the message says how."""


def in_turns(commands: Sequence[Command], runs: int) -> tuple[Time, ...]:
    """The median time of each command over `runs` rounds, after one round that only warms the caches."""
    rounds = [[once(command) for command in commands] for _ in range(runs + 1)][1:]
    return tuple(_median([one[index] for one in rounds]) for index in range(len(commands)))


def once(command: Command) -> Time:
    """One run. `BenchFailed` with the end of its output if it fails."""
    began = time.perf_counter()
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
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.fine:
        end = output.decode("utf-8", errors="replace")[-2000:]
        raise BenchFailed(f"{' '.join(command.argv)} exited with {process.returncode}:\n{end}")
    return Time(wall, usage.ru_utime + usage.ru_stime)


def seconds(value: float) -> str:
    """A span with as many digits as mean something."""
    return f"{value * 1000:.0f} ms" if value < 0.1 else f"{value:.2f} s"


def _median(times: Sequence[Time]) -> Time:
    return Time(statistics.median(t.wall for t in times), statistics.median(t.cpu for t in times))
