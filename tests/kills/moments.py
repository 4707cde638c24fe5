"""Run eksgen, and send it a signal in a given phase of its run."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PHASE_SECONDS = 600.0
"""How long a run may take to come to the phase in which it is killed."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a run: begins with a line of output that `begins` matches, and usually takes so many seconds."""

    name: str
    begins: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Kill:
    """A signal, sent when a phase has lasted `share` of its usual time.

    `target` is eksgen, its process group, the Terraform that it runs (eksgen where none runs), or all
    processes of the run.
    """

    phase: Phase
    share: float
    signal: signal.Signals
    target: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended; `phase` is where it was hit, "" if it had ended before, and `signal` who got which."""

    phase: str
    signal: str
    code: int
    errors: str
    output: str


FILE_SIGNALS = tuple(
    (number, target)
    for target in ("eksgen", "group")
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
)
CLOUD_SIGNALS = (*FILE_SIGNALS, (signal.SIGKILL, "terraform"), (signal.SIGKILL, "all"))


def kills(
    choose: random.Random, phases: Sequence[Phase], signals: Sequence[tuple[signal.Signals, str]]
) -> Iterator[Kill]:
    """Yield kills without end: every phase and every signal comes before one comes again."""
    phase_deck: list[Phase] = []
    signal_deck: list[tuple[signal.Signals, str]] = []
    while True:
        phase_deck = phase_deck or choose.sample(phases, len(phases))
        signal_deck = signal_deck or choose.sample(signals, len(signals))
        phase, (number, target) = phase_deck.pop(), signal_deck.pop()
        yield Kill(phase, choose.random(), number, target)


class Run:
    """A running eksgen whose phase is known from its output."""

    def __init__(self, folder: Path, arguments: Sequence[str], phases: Sequence[Phase] = ()) -> None:
        self.folder, self.phases, self.index = folder, phases, 0
        self.output: dict[str, list[str]] = {"stdout": [], "stderr": []}
        self.changed = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "eksgen", *arguments], cwd=folder, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        pipes = {"stdout": self.process.stdout, "stderr": self.process.stderr}
        self.readers = [
            threading.Thread(target=self._read, args=(name, pipe), daemon=True)
            for name, pipe in pipes.items()
        ]
        for reader in self.readers:
            reader.start()

    def _read(self, name: str, pipe: IO[str]) -> None:
        for line in pipe:
            self.output[name].append(line)
            with self.changed:
                later = range(self.index + 1, len(self.phases))
                begun = [i for i in later if re.search(self.phases[i].begins, f"{name} {line}")]
                self.index = max(begun, default=self.index)
                self.changed.notify_all()
        with self.changed:
            self.changed.notify_all()

    def kill(self, kill: Kill) -> Ended:
        """Wait for the moment, send the signal, and wait for the end."""
        wanted = self.phases.index(kill.phase)
        with self.changed:
            self.changed.wait_for(lambda: self.index >= wanted or not self._lives(), PHASE_SECONDS)
        time.sleep(kill.share * kill.phase.seconds)
        hit = self.phases[self.index].name if self._lives() else ""
        return self.end(hit, _send(self, kill) if hit else "none")

    def _lives(self) -> bool:
        return self.process.poll() is None

    def end(self, phase: str = "", sent: str = "none") -> Ended:
        """Wait for the end of the run."""
        code = self.process.wait()
        for reader in self.readers:
            reader.join()
        return Ended(phase, sent, code, "".join(self.output["stderr"]), "".join(self.output["stdout"]))


def _send(run: Run, kill: Kill) -> str:
    """Send the signal, and return it with who got it."""
    terraform = [pid for pid, name in processes_in(run.folder) if name.startswith("terraform")]
    receivers = {
        "terraform": terraform[:1],
        "all": [run.process.pid, *terraform],
        "group": [-run.process.pid],
    }.get(kill.target)
    for pid in receivers or [run.process.pid]:
        with suppress(ProcessLookupError):  # it has ended meanwhile
            os.kill(pid, kill.signal)
    return f"{kill.signal.name} to {kill.target if receivers else 'eksgen'}"


def processes_in(folder: Path) -> Iterator[tuple[int, str]]:
    """Yield the number and the name of each process that works in a folder; Terraform before its provider."""
    for process in sorted(Path("/proc").glob("[1-9]*"), key=lambda entry: int(entry.name)):
        try:
            if (process / "cwd").resolve(strict=True).is_relative_to(folder.resolve()):
                yield int(process.name), (process / "comm").read_text().strip()
        except OSError:  # it has ended, or is another user's
            continue
