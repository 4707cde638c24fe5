"""Run a process and stream its output.

In: a command with options, a folder, an environment. Out: events to a callback while it runs, then one
`Completed`. Only this file and `watchdog.py` start processes in the engine (docs/decisions/001).
"""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from ..redact import environment_redactor, redact_text
from .events import (
    Applied,
    Completed,
    Diagnosed,
    Event,
    Finished,
    OnEvent,
    Refreshed,
    Started,
    TerraformDiagnostic,
    ignore_event,
    parse_line,
)
from .interrupts import (
    KILL_GRACE_SECONDS,
    HeldInterrupts,
    interrupt_policy,
    interrupts,
    raise_if_interrupted,
)
from .plan_stream import PlanStreamSummary
from .unsaved_state import keep_unsaved_state, state_from_output, state_left_by_terraform
from .watchdog import Watcher, stop_orphaned_processes, stop_with_parent

_ABANDONED: Final = ("abandoned", "")
_STDERR_KEPT = 64 * 1024
_TICK = 0.5
_STRAY_SECONDS = 5.0
_WRITES_SECRET_FILES: Final = frozenset({"plan", "apply", "show", "state push"})
"""Commands whose files only their owner may read; what init downloads may be shared."""
_WALKS: Final = frozenset({"plan", "apply"})
"""Commands that hear an interrupt only once their stream names an object."""


def run_command(
    argv: list[str],
    command: str,
    folder: Path | None,
    environment: Mapping[str, str],
    on_event: OnEvent = ignore_event,
    *,
    document: bool = False,
) -> Completed:
    """Run `argv` in its own session and report events until it ends. OSError if it cannot be started."""
    raise_if_interrupted()
    started_at = time.monotonic()
    receiver = _Receiver()
    with interrupts(receiver.interrupt):  # from before the start: else Terraform could run on without us
        process = _start(argv, command, folder, environment)
        with stop_with_parent(process, hears=command not in _WALKS) as watcher:
            run = _Run(process, watcher, environment, on_event, document)
            run.held.heard = command not in _WALKS
            receiver.attach(run)
            run.emit(Started(command, process.pid))
            run.follow()
    stop_orphaned_processes(process)
    seconds = time.monotonic() - started_at
    run.emit(Finished(command, process.returncode, seconds))
    if run.failure is not None and not run.interrupts:  # a closed terminal also breaks the display
        raise run.failure
    return Completed(
        command,
        process.returncode,
        document="".join(run.document),
        diagnostics=tuple(run.diagnostics),
        stderr=redact_text("\n".join(run.stderr))[-_STDERR_KEPT:],
        interrupts=run.interrupts,
        seconds=seconds,
        unsaved=_unsaved_state_file(run.dumped_state, folder) if folder and process.returncode else "",
        no_changes=run.plan_stream.no_changes and process.returncode == 0,
        no_drift=run.plan_stream.no_drift and process.returncode == 0,
    )


def _start(
    argv: list[str], command: str, folder: Path | None, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    # SIGPIPE and SIGXFSZ stay ignored, as Python has them: when this process is killed, Terraform must
    # survive the broken pipe and save its state; if a file may not grow, it must report an error instead of
    # dying.
    return subprocess.Popen(
        argv,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a terminal's ^C must reach Terraform through us, once
        restore_signals=False,
        umask=0o077 if command in _WRITES_SECRET_FILES else -1,
    )


def _unsaved_state_file(dumped_state: str | None, folder: Path) -> str:
    """Return the file with a state that Terraform could not save, else ""."""
    if dumped_state is not None:
        file = keep_unsaved_state(dumped_state, folder)
    else:
        file = state_left_by_terraform(folder)
    return str(file) if file is not None else ""


@dataclass(slots=True)
class _Receiver:
    """Passes interrupts to a running process; those that arrive while it starts are not lost."""

    run: _Run | None = None
    missed: int = 0

    def interrupt(self) -> None:
        """Take in one interrupt. Runs in a signal handler."""
        if self.run is None:
            self.missed += 1
        else:
            self.run.interrupt()

    def attach(self, run: _Run) -> None:
        """Pass on the interrupts so far, and all that come, to a process that has started."""
        self.run = run
        for _ in range(self.missed):
            run.interrupt()


class _Run:
    """A running process: two reader threads fill a queue, the calling thread empties it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        watcher: Watcher,
        environment: Mapping[str, str],
        on_event: OnEvent,
        document: bool,
    ) -> None:
        self.process = process
        self.watcher = watcher
        self.held = HeldInterrupts(self._send_interrupt, heard=False)
        self.on_event = on_event
        self.reads_document = document
        self.document: list[str] = []
        self.stderr: list[str] = []
        self.diagnostics: list[TerraformDiagnostic] = []
        self.plan_stream = PlanStreamSummary()
        self.dumped_state: str | None = None
        self.redact = environment_redactor(environment)
        self.interrupts = 0
        self.failure: Exception | None = None
        self.kill_at: float | None = None
        self.lines: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()

    def interrupt(self) -> None:
        """Count an interrupt and follow `interrupt_policy`. Runs in a signal handler."""
        self.interrupts += 1
        if interrupt_policy(self.interrupts).forwarded:
            self.held.add()
        if self.interrupts == 2:
            self.kill_at = time.monotonic() + KILL_GRACE_SECONDS
        self.lines.put(("interrupt", str(self.interrupts)))

    def _send_interrupt(self) -> None:
        if self.process.poll() is None:
            self.watcher.tell("interrupted")
            self.process.send_signal(signal.SIGINT)

    def _heard(self) -> None:
        """Terraform can hear an interrupt from now on."""
        if not self.held.heard:
            self.held.heard = True
            self.watcher.tell("hears")

    def follow(self) -> None:
        """Report lines until both pipes are closed, then wait for the process to end."""
        pipes = {"stdout": self.process.stdout, "stderr": self.process.stderr}
        threads = [
            threading.Thread(target=self._read, args=(name, pipe), daemon=True)
            for name, pipe in pipes.items()
            if pipe is not None
        ]
        for thread in threads:
            thread.start()
        open_pipes = len(threads)
        while open_pipes and (line := self._next_line()) is not _ABANDONED:
            if line is None:
                open_pipes -= 1
            else:
                self._receive(*line)
            self.held.release()
        self.process.wait()

    def _next_line(self) -> tuple[str, str] | None:
        """Return the next line, None at the end of a pipe, `_ABANDONED` if only a stray child is left."""
        quiet_seconds = 0.0
        while True:
            try:
                return self.lines.get(timeout=_TICK)  # short, so that signal handlers can run
            except queue.Empty:
                self.held.release()
                if self.kill_at is not None and time.monotonic() > self.kill_at:
                    self.process.kill()
                quiet_seconds += _TICK if self.process.poll() is not None else 0
                if quiet_seconds > _STRAY_SECONDS:
                    return _ABANDONED

    def _read(self, name: str, pipe: IO[bytes]) -> None:
        with pipe:
            for raw in pipe:  # of any length: a plan JSON is one line of many megabytes
                self.lines.put((name, raw.decode("utf-8", errors="replace")))
        self.lines.put(None)

    def _receive(self, stream: str, line: str) -> None:
        if stream == "interrupt":
            self.emit(interrupt_policy(int(line)))
        elif stream == "stdout" and self.reads_document:
            self.document.append(line)
        elif text := line.rstrip("\r\n"):
            self._report(stream, text)

    def _report(self, stream: str, text: str) -> None:
        self.dumped_state = state_from_output(text) or self.dumped_state
        event = parse_line(self.redact(text), stream)
        if stream == "stdout":
            self.plan_stream.add(text)
        if stream == "stderr":
            self.stderr.append(self.redact(text))
        if isinstance(event, Applied | Refreshed):
            self._heard()
        if isinstance(event, Diagnosed) and event.diagnostic not in self.diagnostics:
            self.diagnostics.append(event.diagnostic)
        self.emit(event)

    def emit(self, event: Event) -> None:
        """Call the callback, unless it has failed before: a broken display does not stop Terraform."""
        if self.failure is None:
            try:
                self.on_event(event)
            except Exception as failure:
                self.failure = failure
