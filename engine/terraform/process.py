"""The Terraform process: python-terraform builds the command, we run it and stream what it says.

In: a command with options, a folder, an environment. Out: events to a callback while it runs, then one
`Completed`. With `guard.py` the only file of the engine that starts processes (docs/decisions/001).
"""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from python_terraform import IsFlagged
from python_terraform import Terraform as PythonTerraform

from ..redact import environment_redactor, redact_text
from .events import (
    Completed,
    Diagnosed,
    Event,
    Finished,
    OnEvent,
    Started,
    TerraformDiagnostic,
    ignore_event,
    parse_line,
)
from .interrupts import KILL_GRACE_SECONDS, interrupt_policy, interrupts, raise_if_interrupted
from .plan_stream import PlanStreamSummary
from .unsaved_state import keep_unsaved_state, state_from_output, state_left_by_terraform
from .watchdog import stop_orphaned_processes, stop_with_parent

_ABANDONED: Final = ("abandoned", "")
_STDERR_KEPT = 64 * 1024
_TICK = 0.5
_STRAY_SECONDS = 5.0
_WRITES_SECRETS: Final = frozenset({"plan", "apply", "show", "state push"})
"""Commands whose files are for their owner alone; what init fetches may be shared."""


class StreamingTerraform(PythonTerraform):  # type: ignore[misc]  # python-terraform has no types
    """python-terraform's command building with a streaming runner.

    Every method returns `Completed` and never raises for a failed command; what failed is in its code and
    diagnostics. Methods block; events arrive on the calling thread.
    """

    def __init__(
        self,
        argv: tuple[str, ...],
        folder: Path,
        environment: Mapping[str, str],
        on_event: OnEvent = ignore_event,
    ) -> None:
        super().__init__(working_dir=str(folder), terraform_bin_path=argv[0])
        self.argv = argv
        self.environment = dict(environment)
        self.on_event = on_event

    def __getattr__(self, item: str) -> Any:
        # The wrapper's own version turns any word into a command and logs to the root logger.
        raise AttributeError(item)

    def read_state_file(self, file_path: str | None = None) -> None:
        """Never: the state belongs to Terraform's backend, and reading it is not needed to run commands."""

    def cmd(self, cmd: str, *args: str, **kwargs: Any) -> Completed:
        """Run one command. `document=True` keeps stdout whole instead of reading it as a stream of events."""
        document = kwargs.pop("document", False)
        command = self.generate_cmd_string(cmd, *args, **kwargs)
        line = [*self.argv, *command[1:]]
        return run_command(
            line, cmd, Path(self.working_dir), self.environment, self.on_event, document=document
        )

    def init(self, plugin_dir: Path | None = None, backend: bool = True) -> Completed:
        """`terraform init`, from `plugin_dir` alone when given; without the backend for validation."""
        return self.cmd(
            "init", json=IsFlagged, no_color=IsFlagged, input=False, backend=backend, plugin_dir=plugin_dir
        )

    def validate(self) -> Completed:
        """`terraform validate`: one JSON document."""
        return self.cmd("validate", json=IsFlagged, no_color=IsFlagged, document=True)

    def plan(
        self, out: Path, destroy: bool = False, lock_timeout: int = 0, targets: Sequence[str] = ()
    ) -> Completed:
        """`terraform plan` into the file `out`, which is made here and readable by its owner only.

        With `targets`, only these addresses and what they depend on.
        """
        out.touch(mode=0o600)  # Terraform keeps the mode of a file that exists; its own would be 0644
        return self.cmd(
            "plan",
            json=IsFlagged,
            no_color=IsFlagged,
            input=False,
            destroy=IsFlagged if destroy else None,
            lock_timeout=f"{lock_timeout}s",
            out=out,
            target=list(targets),
        )

    def show(self, plan: Path) -> Completed:
        """The JSON of a saved plan, in `document`; it holds secrets in clear, so never print it."""
        return self.cmd("show", str(plan), json=IsFlagged, no_color=IsFlagged, document=True)

    def apply(self, plan: Path, lock_timeout: int = 0) -> Completed:
        """Apply a saved plan; there is no other way to apply here."""
        return self.cmd(
            "apply",
            str(plan),
            json=IsFlagged,
            no_color=IsFlagged,
            input=False,
            lock_timeout=f"{lock_timeout}s",
        )

    def locked(self) -> Completed:
        """Take the lock of the state and let it go, changing nothing: a removal that is only rehearsed.

        It needs no provider. What it says when the lock is held is in `stderr`.
        """
        return self.cmd("state rm", "eksgen.nothing", dry_run=IsFlagged, no_color=IsFlagged)

    def force_unlock(self, lock_id: str) -> Completed:
        """Remove the lock of the state, whoever holds it."""
        return self.cmd("force-unlock", lock_id, force=IsFlagged, no_color=IsFlagged)

    def push(self, state: Path) -> Completed:
        """Record a state; Terraform refuses one that is older than the recorded one, or of other lineage."""
        return self.cmd("state push", str(state), no_color=IsFlagged)

    def state_pull(self) -> Completed:
        """The whole state, in `document`, from whatever backend; it holds secrets in clear."""
        return self.cmd("state pull", document=True)

    def output(self) -> Completed:
        """All outputs as one JSON document, sensitive ones in clear."""
        return self.cmd("output", json=IsFlagged, no_color=IsFlagged, document=True)


def run_command(
    argv: list[str],
    command: str,
    folder: Path | None,
    environment: Mapping[str, str],
    on_event: OnEvent = ignore_event,
    *,
    document: bool = False,
) -> Completed:
    """Start `argv` in a session of its own and report until it ends. OSError if it cannot be started."""
    raise_if_interrupted()
    began = time.monotonic()
    # SIGPIPE and SIGXFSZ stay ignored, as Python has them: when we are killed, Terraform must outlive the
    # pipe to us, and save its state; on a file that may not grow it must report an error instead of dying.
    process = subprocess.Popen(
        argv,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a terminal's ^C must reach Terraform through us, once
        restore_signals=False,
        umask=0o077 if command in _WRITES_SECRETS else -1,
    )
    run_ = _Run(process, environment, on_event, document)
    with stop_with_parent(process), interrupts(run_.interrupt):
        run_.tell(Started(command, process.pid))
        run_.follow()
    stop_orphaned_processes(process)
    seconds = time.monotonic() - began
    run_.tell(Finished(command, process.returncode, seconds))
    if run_.failure is not None and not run_.interrupts:  # a terminal that was closed breaks the display too
        raise run_.failure
    return Completed(
        command,
        process.returncode,
        document="".join(run_.document),
        diagnostics=tuple(run_.diagnostics),
        stderr=redact_text("\n".join(run_.stderr))[-_STDERR_KEPT:],
        interrupts=run_.interrupts,
        seconds=seconds,
        unsaved=_unsaved(run_.dump, folder) if folder is not None and process.returncode else "",
        unchanged=run_.witness.unchanged and process.returncode == 0,
        still=run_.witness.still and process.returncode == 0,
    )


def _unsaved(dump: str | None, folder: Path) -> str:
    """Where a state is that Terraform could not save."""
    file = keep_unsaved_state(dump, folder) if dump is not None else state_left_by_terraform(folder)
    return str(file) if file is not None else ""


class _Run:
    """One running process: two reader threads fill a queue, the calling thread empties it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        environment: Mapping[str, str],
        on_event: OnEvent,
        document: bool,
    ) -> None:
        self.process = process
        self.on_event = on_event
        self.reads_document = document
        self.document: list[str] = []
        self.stderr: list[str] = []
        self.diagnostics: list[TerraformDiagnostic] = []
        self.witness = PlanStreamSummary()
        self.dump: str | None = None
        self.hide = environment_redactor(environment)
        self.interrupts = 0
        self.failure: Exception | None = None
        self.kill_at: float | None = None
        self.lines: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()

    def interrupt(self) -> None:
        """Called in a signal handler: count it, forward what `signals.answer` says, tell the user."""
        self.interrupts += 1
        said = interrupt_policy(self.interrupts)
        if said.forwarded and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        if self.interrupts == 3:
            self.kill_at = time.monotonic() + KILL_GRACE_SECONDS
        self.lines.put(("interrupt", str(self.interrupts)))

    def follow(self) -> None:
        """Report lines until both pipes are closed, then wait for the process."""
        pipes = {"stdout": self.process.stdout, "stderr": self.process.stderr}
        threads = [
            threading.Thread(target=self._read, args=(name, pipe), daemon=True)
            for name, pipe in pipes.items()
            if pipe is not None
        ]
        for thread in threads:
            thread.start()
        open_pipes = len(threads)
        while open_pipes and (line := self._next()) is not _ABANDONED:
            if line is None:
                open_pipes -= 1
            else:
                self._receive(*line)
        self.process.wait()

    def _next(self) -> tuple[str, str] | None:
        """The next line, None for the end of a pipe; `_ABANDONED` when only a stray child holds the pipes."""
        quiet_since_end = 0.0
        while True:
            try:
                return self.lines.get(timeout=_TICK)  # short, so that signal handlers get their turn
            except queue.Empty:
                if self.kill_at is not None and time.monotonic() > self.kill_at:
                    self.process.kill()
                quiet_since_end += _TICK if self.process.poll() is not None else 0
                if quiet_since_end > _STRAY_SECONDS:
                    return _ABANDONED

    def _read(self, name: str, pipe: IO[bytes]) -> None:
        with pipe:
            for raw in pipe:  # of any length: a plan JSON is one line of many megabytes
                self.lines.put((name, raw.decode("utf-8", errors="replace")))
        self.lines.put(None)

    def _receive(self, stream: str, line: str) -> None:
        if stream == "interrupt":
            self.tell(interrupt_policy(int(line)))
        elif stream == "stdout" and self.reads_document:
            self.document.append(line)
        elif text := line.rstrip("\r\n"):
            self._report(stream, text)

    def _report(self, stream: str, text: str) -> None:
        self.dump = state_from_output(text) or self.dump
        event = parse_line(self.hide(text), stream)
        if stream == "stdout":
            self.witness.hear(text)
        if stream == "stderr":
            self.stderr.append(self.hide(text))
        if isinstance(event, Diagnosed) and event.diagnostic not in self.diagnostics:
            self.diagnostics.append(event.diagnostic)
        self.tell(event)

    def tell(self, event: Event) -> None:
        """Hand an event on; a display that breaks is told no more, and never stops Terraform."""
        if self.failure is None:
            try:
                self.on_event(event)
            except Exception as failure:
                self.failure = failure
