"""One kill, and what must hold after it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0
"""Seconds that Terraform may take to save its state after its eksgen was killed."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A folder with a spec; `arguments` are those of the verb that is killed, `again` of its follow-up."""

    folder: Path
    arguments: tuple[str, ...]
    again: tuple[tuple[str, ...], ...]
    old: bytes
    new: bytes | None = None
    """The texts of the spec before and after the verb; `new` is None where the verb leaves it alone."""

    @property
    def spec(self) -> Path:
        """The file that the verb reads."""
        return self.folder / "cluster.yaml"


def run(trial: Trial) -> float:
    """Run the verb undisturbed and return how many seconds it took."""
    began = time.monotonic()
    _eksgen(trial, trial.arguments).communicate()
    return time.monotonic() - began


def check_after(trial: Trial, moment: float, kind: signal.Signals) -> list[str]:
    """Start the verb, send the signal after `moment` seconds, and return what is wrong afterwards."""
    process = _eksgen(trial, trial.arguments)
    time.sleep(moment)
    process.send_signal(kind)
    process.communicate()
    problems = [*_left_processes(trial), *_broken_files(trial)]
    for arguments in trial.again:
        again = _eksgen(trial, arguments)
        _, errors = again.communicate()
        if again.returncode or "Traceback" in errors:
            problems.append(f"eksgen {' '.join(arguments)} ended with {again.returncode}: {errors[-600:]}")
    return problems


def _eksgen(trial: Trial, arguments: tuple[str, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "eksgen", *arguments],
        cwd=trial.folder,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _left_processes(trial: Trial) -> Iterator[str]:
    """Wait until no process works in the folder any more."""
    deadline = time.monotonic() + PATIENCE
    while left := list(_processes_in(trial.folder)):
        if time.monotonic() > deadline:
            yield f"left running: {', '.join(left)}"
            return
        time.sleep(0.2)


def _processes_in(folder: Path) -> Iterator[str]:
    for process in Path("/proc").glob("[1-9]*"):
        try:
            if (process / "cwd").resolve().is_relative_to(folder.resolve()):
                yield f"{process.name} {(process / 'comm').read_text().strip()}"
        except OSError:  # it has ended, or is another user's
            continue


def _broken_files(trial: Trial) -> Iterator[str]:
    if trial.spec.read_bytes() not in (trial.old, trial.new or trial.old):
        yield "the spec is neither the old nor the new one"
    for state in trial.folder.rglob("*.tfstate"):
        try:
            json.loads(state.read_text("utf-8") or "{}")
        except ValueError:
            yield f"{state.name} cannot be read"
