"""Turn a failed Terraform command into the error that the user sees.

In: the output of Terraform. Out: a `RunFailed` (or a subclass with its own exit code) with a `Diagnostic` for
each error that has a line in the spec, and notes for those that have none.
"""

from __future__ import annotations

import re
import signal

from ...compiler.diagnostics import Diagnostic
from ...compiler.files.names import command_text
from ..paths import WorkDir
from ..source_map.trace import Trace
from ..terraform.aws_errors import aws_advice
from ..terraform.events import Completed, TerraformDiagnostic
from ..terraform.providers import Providers, offline_help
from ..workdir.backend import CLOUD, backend_kind
from ..workdir.lock_holder import LockHolder
from ..workdir.state_lock import HolderAlive, StateLock, read_lock, strip_frame
from ..workdir.state_providers import USE_ITS_STATE, foreign_providers_in
from .backend_change import move_state
from .exceptions import Interrupted, RunFailed, StalePlan, StateLocked
from .notes import diagnostic_note
from .other_provider import other_provider
from .unsaved import unsaved_texts

_FOLLOW_UP_ERRORS = ("execution halted",)
_NO_PROVIDER = re.compile(
    r"failed to query available provider packages|failed to install provider|could not "
    r"connect to registry|provider registry",
    re.IGNORECASE,
)
_NEEDS_INIT = re.compile(
    r"required plugins are not installed|inconsistent dependency lock file|module not installed"
    r"|module source has changed|backend initialization required|initialization required"
    r"|missing or corrupted provider|could not load plugin|unreadable module",
    re.IGNORECASE,
)
_UNSAVED = re.compile(r"failed to (save|persist|write) state", re.IGNORECASE)
_STALE = re.compile(r"saved plan (is stale|does not match)", re.IGNORECASE)
_OTHER_BACKEND = re.compile(
    r"backend configuration|approval for state migration|migrating state from",
    re.IGNORECASE,
)
_NOT_RELEASED = re.compile(r"error releasing the state lock", re.IGNORECASE)
_CRASH = re.compile(
    r"plugin did not respond|plugin (crashed|exited)|unrecognized remote plugin message"
    r"|failed to read any lines from plugin|connection is shut down",
    re.IGNORECASE,
)
_AFTER_A_KILL = (
    "everything finished before that is recorded, but an object that was just being created may not be"
)
_NOT_FOUND = re.compile(r"Cannot import non-existent remote object")
_EXISTS = re.compile(r"already exists|AlreadyExists|ResourceInUseException|DuplicateRequest")
_BUSY = "currently has update"


NOTHING_CHANGED = "nothing was changed"
_CHANGES = frozenset({"apply", "untaint", "state push", "force-unlock"})


def needs_init(completed: Completed) -> bool:
    """Return whether a command failed only because the folder is not initialised (any more)."""
    return (
        bool(completed.code)
        and not completed.interrupts
        and any(_NEEDS_INIT.search(f"{d.summary} {d.detail}") for d in completed.diagnostics)
    )


def run_failed(
    completed: Completed,
    trace: Trace,
    providers: Providers,
    killed: LockHolder | None = None,
    workdir: WorkDir | None = None,
) -> RunFailed:
    """Return the error for a failed command. `killed` is the last run in the folder, if it was killed."""
    error = _run_failed(completed, trace, providers, killed, workdir)
    if completed.run:
        error.notes = (*error.notes, f"run {completed.run}")
    return error


def _run_failed(
    completed: Completed,
    trace: Trace,
    providers: Providers,
    killed: LockHolder | None,
    workdir: WorkDir | None,
) -> RunFailed:
    errors = [
        d for d in completed.diagnostics if d.severity == "error" and d.summary not in _FOLLOW_UP_ERRORS
    ]
    text = "\n".join(f"{d.summary} {d.detail}" for d in errors)
    placed = tuple(dict.fromkeys(p for d in errors if (p := trace.diagnostic(d)) is not None))
    unplaced = tuple(diagnostic_note(d) for d in errors if trace.diagnostic(d) is None)
    notes = unplaced or _end_of_stderr(completed, placed)
    if completed.unsaved or _UNSAVED.search(text):
        return _unsaved_state(completed, errors, placed, workdir)
    if completed.interrupts:
        return _interrupted(completed, notes if errors else (), placed)
    if lock := read_lock(f"{text}\n{completed.stderr}", killed):  # `state push` has no diagnostics
        return state_locked(lock, trace.spec, placed, sandbox=trace.sandbox)
    if _STALE.search(text):
        return StalePlan(
            "the plan is out of date: the state has changed since",
            code="stale-plan",
            notes=notes,
            helps=("plan again, and review what changed since",),
        )
    if completed.command == "init" and (other := other_provider(text, trace)):
        return RunFailed("terraform init failed", code=other.code, notes=notes, diagnostics=(other,))
    error = _failed_command(completed, text, notes, placed, providers, trace.spec)
    if workdir is not None and _OTHER_BACKEND.search(text):
        error.helps = (*error.helps, *move_state(workdir, text))
    return error


def _failed_command(
    completed: Completed,
    text: str,
    notes: tuple[str, ...],
    placed: tuple[Diagnostic, ...],
    providers: Providers,
    spec: str | None,
) -> RunFailed:
    """Return the error for a failure without a class of its own; `text` are all errors of Terraform."""
    if completed.code < 0:
        notes = (f"Terraform was killed by {_signal_name(-completed.code)}; {_AFTER_A_KILL}", *notes)
    if _CRASH.search(f"{text}\n{completed.stderr}"):
        notes = (f"the AWS provider crashed; {_AFTER_A_KILL}", *notes)
    advice = aws_advice(text)
    notes = (*notes, *(item.note for item in advice))
    setup = command_text("cloud setup", spec, sandbox=False) if completed.run else ""
    chosen = (item.remotely if completed.run and item.remotely else item.helps for item in advice)
    helps = (*(help.replace("{setup}", setup) for helps in chosen for help in helps), *_helps(text))
    if completed.command == "init" and _NO_PROVIDER.search(text):
        if foreign := foreign_providers_in(text):
            return _foreign_provider(foreign, notes, placed)
        searched, helps = offline_help(providers)
        notes = (*notes, *searched)
    if completed.run:
        message = f"the remote {completed.command} failed"
        return RunFailed(message, code="run-failed", notes=notes, helps=helps, diagnostics=placed)
    return RunFailed(f"terraform {completed.command} failed", notes=notes, helps=helps, diagnostics=placed)


def _foreign_provider(
    foreign: list[str], notes: tuple[str, ...], placed: tuple[Diagnostic, ...]
) -> RunFailed:
    """Return the error for a provider that only a state can have asked for: the compiled files do not."""
    return RunFailed(
        "the state names a provider that eksgen does not use",
        code="foreign-provider",
        notes=(f"it names {', '.join(foreign[:5])}, which Terraform could not install", *notes),
        helps=(USE_ITS_STATE,),
        diagnostics=placed,
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _helps(text: str) -> tuple[str, ...]:
    if _NOT_FOUND.search(text):
        return ("the object to import no longer exists: plan again",)
    if _EXISTS.search(text) and _BUSY not in text:
        return (
            "`eksgen plan SPEC` shows the object that exists, and whether `--import-orphans` can import it or"
            " which command deletes it",
        )
    if _NOT_RELEASED.search(text):
        return ("the state lock could not be released: release it with `eksgen unlock`",)
    return ()


def _interrupted(completed: Completed, notes: tuple[str, ...], placed: tuple[Diagnostic, ...]) -> Interrupted:
    kept = "everything that Terraform finished is in its state; run the same command again to continue"
    if completed.code == 0 and completed.command in _CHANGES:
        kept = (
            "Terraform had finished before it could stop: all it had to do is done and recorded; run the same"
            " command again to see that nothing is left"
        )
    elif completed.interrupts > 1 and completed.command == "apply":
        kept = "Terraform gave up at once: objects that it was creating may exist without being in its state"
    elif completed.command != "apply":
        kept = NOTHING_CHANGED
    return Interrupted("interrupted", code="interrupted", notes=(kept, *notes), diagnostics=placed)


def _unsaved_state(
    completed: Completed,
    errors: list[TerraformDiagnostic],
    placed: tuple[Diagnostic, ...],
    workdir: WorkDir | None,
) -> RunFailed:
    why = next((" ".join(d.detail.split()) for d in errors if _UNSAVED.search(d.summary)), "")
    in_hcp = workdir is not None and backend_kind(workdir.path) == CLOUD
    message, notes, helps = unsaved_texts(completed, why, in_hcp=in_hcp)
    return RunFailed(message, code="unsaved-state", notes=notes, helps=helps, diagnostics=placed)


def state_locked(
    lock: StateLock, spec: str | None, placed: tuple[Diagnostic, ...] = (), *, sandbox: bool
) -> StateLocked:
    """Return the error of a run that cannot acquire the state lock."""
    ids = (lock.id,) if lock.id else ()
    unlock = f"release the lock: {command_text('unlock', spec, *ids, sandbox=sandbox)}"
    wait = lock.help or "wait until that run ends, or pass `--lock-timeout SECONDS`"
    return StateLocked(
        "the state is locked",
        code="state-locked",
        notes=(lock.sentence, lock.why),
        helps={
            HolderAlive.YES: (wait,),
            HolderAlive.NO: (unlock,),
            HolderAlive.UNKNOWN: (wait, f"if that run has certainly ended, {unlock}"),
        }[lock.alive],
        diagnostics=placed,
    )


def _end_of_stderr(completed: Completed, placed: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """Return the last lines of stderr and the exit code, if no diagnostic explains the failure."""
    if placed:
        return ()
    plain = (strip_frame(line).strip() for line in completed.stderr.splitlines())
    lines = [line for line in plain if line]
    return (*lines[-8:], f"exit code {completed.code}")
