"""What must hold after a kill."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .moments import Ended, Kill, Run, processes_in

INTERRUPTED = 130
PATIENCE = 300.0
"""Seconds that Terraform may take to save its state after its eksgen was killed."""
_TEMPORARY = re.compile(
    r"\.tmp$|/plan-[0-9a-f]+(/|$)|/eksgen_imports\.tf$|/rescued\.tfstate$|/errored\.tfstate$|\.lock\.info$|~$"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kill: where and how it hit, and what was wrong afterwards."""

    verb: str
    phase: str
    signal: str
    problems: tuple[str, ...]
    remark: str = ""

    @property
    def hit(self) -> bool:
        """Return whether the signal reached the run: it may have ended before."""
        return bool(self.phase)

    @property
    def text(self) -> str:
        """One line of the log."""
        remark = f" ({self.remark})" if self.remark else ""
        return f"{self.verb}, {self.phase or 'ended before'}, {self.signal}{remark}: {'; '.join(self.problems) or 'fine'}"


def left_processes(folder: Path) -> Iterator[str]:
    """Wait until no process works in the folder any more."""
    deadline = time.monotonic() + PATIENCE
    while left := list(processes_in(folder)):
        if time.monotonic() > deadline:
            yield f"left running: {', '.join(f'{pid} {name}' for pid, name in left)}"
            return
        time.sleep(0.2)


def broken_files(folder: Path, texts: Sequence[bytes]) -> Iterator[str]:
    """Yield what is wrong with the spec, which must be one of `texts`, and with the states."""
    if (folder / "cluster.yaml").read_bytes() not in texts:
        yield "the spec is neither the old nor the new one"
    for state in folder.rglob("*.tfstate"):
        try:
            json.loads(state.read_text("utf-8") or "{}")
        except ValueError:
            yield f"{state.name} cannot be read"


def temporary_files(folder: Path) -> Iterator[str]:
    """Yield files and folders that only a running eksgen or Terraform may have there."""
    for path in sorted(folder.rglob("*")):
        name = f"/{path.relative_to(folder)}"
        if _TEMPORARY.search(name):
            yield f"left: {name}"


def follow_up(folder: Path, *arguments: str) -> Iterator[str]:
    """Run eksgen again and yield what is wrong: it must succeed."""
    ended = Run(folder, arguments).end()
    if ended.code or "Traceback" in ended.errors:
        yield f"eksgen {' '.join(arguments)} ended with {ended.code}: {ended.errors[-900:]}{ended.output[-900:]}"


def tracebacks(ended: Ended, begins: str) -> Iterator[str]:
    """Yield a traceback of the killed run; Python itself may print one while it starts, in the phase `begins`."""
    if ended.phase != begins and "Traceback" in ended.errors:
        yield f"traceback: {ended.errors[-900:]}"


def wrong_end(ended: Ended, kill: Kill, begins: str) -> Iterator[str]:
    """Yield what is wrong with the end of a killed run of Terraform: 0, or not the code of an interrupt.

    A run whose `terraform output` is killed says so, and still proves that it converged. The signal itself
    ends a Python that is about to exit.
    """
    proven = "outputs could not be read" in ended.output and "Converged" in ended.output
    interrupted = kill.signal is not signal.SIGKILL and ended.phase not in ("", begins)
    if ended.phase and (
        (ended.code == 0 and not proven) or (interrupted and ended.code not in (INTERRUPTED, -kill.signal))
    ):
        yield f"the killed run ended with {ended.code}: {ended.errors[-900:]}"
    yield from tracebacks(ended, begins)


def recorded(state: Path) -> frozenset[str]:
    """Return every text in the state: ids, ARNs and names of what it records."""
    if not state.exists():
        return frozenset()
    return frozenset(_texts(json.loads(state.read_text("utf-8") or "{}")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
