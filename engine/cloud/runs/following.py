"""Follow a run until it has planned, or is over: its log as events, its states as waits.

The first interrupt asks HCP to stop the run and goes on following it; the second leaves it. A state that is
not known is waited for, and shown.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ....compiler.errors import EksgenError
from ...terraform.events import Interrupting, OnEvent, Waiting
from ...terraform.interrupts import interrupts
from ...workdir.cloud_block import CloudTarget
from ..client.api import Api
from ..documents import ASKS_FOR_OVERRIDE, WAITING, Run
from ..refusals import run_left
from .actions import read_phase, read_run, stop_run
from .logs import LogReader, RunLog
from .pace import Pace, Silence

_STOPPING = (
    "stopping: HCP interrupts the run, and Terraform finishes what it has begun; this can take minutes. "
    "Another ^C leaves the run, which then goes on"
)

_STOPS = "^C stops it, and a second ^C leaves it"
_LAST_READS = 3
_LEAVES = "another ^C leaves it, and it goes on"


@dataclass(slots=True)
class Patience:
    """Counts interrupts, and waits so that each of them ends the wait."""

    count: int = 0
    _signals: queue.SimpleQueue[None] = field(default_factory=queue.SimpleQueue)

    def receive(self) -> None:
        """Take in one interrupt. Runs in a signal handler."""
        self.count += 1
        self._signals.put(None)

    def wait(self, seconds: float) -> bool:
        """Wait, at most until the next interrupt; return whether the time has passed without one."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            with suppress(queue.Empty):
                self._signals.get(timeout=min(left, 0.5))  # short, so that signal handlers can run
                return False
        return True


@dataclass(slots=True)
class Waits:
    """Waits for a host that does not answer. An interrupt ends them: no run can be stopped then."""

    _patience: Patience | None = None

    @contextmanager
    def counting(self) -> Iterator[Patience]:
        """Count interrupts during the block instead of raising KeyboardInterrupt."""
        self._patience = patience = Patience()
        try:
            with interrupts(patience.receive):
                yield patience
        finally:
            self._patience = None

    def pause(self, seconds: float) -> bool:
        """Wait; return False if an interrupt ended it."""
        if self._patience is not None:
            return self._patience.wait(seconds)
        time.sleep(seconds)
        return True


@dataclass(slots=True)
class Follower:
    """Follows one phase of a run, `plans` or `applies`. `before_start` is called while the run waits."""

    api: Api
    target: CloudTarget
    on_event: OnEvent
    patience: Patience
    pace: Pace
    log: RunLog
    before_start: Callable[[Run], None] = lambda _run: None
    clock: Callable[[], float] = time.monotonic
    _shown: str = ""
    _said: bool = False
    _stopped: bool = False
    _reader: LogReader | None = None

    def follow(self, run: Run, phase: str) -> Run:
        """Return the run as it is when the phase is done. `RunLeft` after a second interrupt."""
        with self.pace.followed.one_more():
            run = self._followed(run, phase)
        self._finish_log(run, phase)
        return run

    def _followed(self, run: Run, phase: str) -> Run:
        wait = self.pace.now()
        silence = Silence(self.target.run_url(run.id), self.on_event, self._how_to_leave, self.clock)
        while not _is_done(run, phase):
            self._obey_interrupts(run)
            moved = self._read_log(run, phase)
            silence.hear(run, news=self._show_state(run) or moved)
            if run.status in WAITING and self._reader is None:
                self.before_start(run)
            wait = self.pace.now() if moved else self.pace.next(wait)
            self.patience.wait(wait)
            before, run = run.status, read_run(self.api, run.id)
            if run.status != before:
                wait = self.pace.now()
        return run

    def _how_to_leave(self) -> str:
        return _LEAVES if self.patience.count else _STOPS

    def _obey_interrupts(self, run: Run) -> None:
        if self.patience.count > 1:
            raise run_left(self.target, run.id)
        if self.patience.count and not self._said:
            self._said = True
            self.on_event(Interrupting(1, True, _STOPPING))
        if self.patience.count and not self._stopped:
            self._stopped = stop_run(self.api, run, "interrupted by the user")

    def _read_log(self, run: Run, phase: str) -> bool:
        """Report the new lines of the log; return whether there were any."""
        if self._reader is None:
            self._reader = self._opened(run, phase)
        if self._reader is None or self._reader.ended:
            return False
        lines = self._reader.new_lines()
        for line in lines:
            self.log.add(line)
        return bool(lines)

    def _opened(self, run: Run, phase: str) -> LogReader | None:
        """Return a reader of the log once the phase has begun."""
        id = run.plan if phase == "plans" else run.apply
        if not id or run.status in WAITING:
            return None
        found = read_phase(self.api, phase, id)
        return LogReader(self.api, found.log_url) if found.log_url and found.begun else None

    def _show_state(self, run: Run) -> bool:
        """Show what a run waits for; while its log grows, that says enough. Return whether it was news."""
        quiet = self._reader is None or self._reader.ended
        if not quiet or run.status == self._shown:
            return False
        self._shown = run.status
        self.on_event(Waiting(f"the run is {run.status_words}"))
        return True

    def _finish_log(self, run: Run, phase: str) -> None:
        """Read what is left of the log; a run that never began has none."""
        with suppress(EksgenError):
            for _ in range(_LAST_READS):
                self._read_log(run, phase)
                if self._reader is None or self._reader.ended:
                    break
                self.patience.wait(min(self.pace.first, 1))
        self.log.end()


def _is_done(run: Run, phase: str) -> bool:
    """Return whether a phase is done: over, waiting to be confirmed, or for a decision about a policy."""
    if run.over or run.status in ASKS_FOR_OVERRIDE:
        return True
    if phase == "applies":
        return False
    return run.status == "planned_and_saved" or (run.confirmable and not run.save_plan)
