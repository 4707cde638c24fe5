"""A failed Terraform command -> the error a user sees, led back to the spec.

In: what Terraform said. Out: a `RunFailed` (or a subclass with its own exit code) that carries one
`Diagnostic` for each thing that has a line in the spec, and notes for those that have none.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic
from ...compiler.errors import EksgenError
from ..source_map.trace import Trace
from ..terraform.aws_errors import aws_advice, aws_error
from ..terraform.events import Completed, TerraformDiagnostic
from ..terraform.providers import Providers, offline_help
from ..workdir.lock_holder import LockHolder
from ..workdir.state_lock import HolderAlive, StateLock, read_lock, without_box
from .partial_apply import PartialApply

_CONSEQUENCES = ("execution halted",)
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
_RELEASE = re.compile(r"error releasing the state lock", re.IGNORECASE)
_CRASH = re.compile(
    r"plugin did not respond|plugin (crashed|exited)|unrecognized remote plugin message"
    r"|failed to read any lines from plugin|connection is shut down",
    re.IGNORECASE,
)
_AFTER_A_KILL = (
    "what was finished before that is recorded, but an object that it was making at that moment may be not"
)
_GONE = re.compile(r"Cannot import non-existent remote object")
_EXISTS = re.compile(r"already exists|AlreadyExists|ResourceInUseException|DuplicateRequest")


class RunFailed(EksgenError):
    """Terraform failed. `diagnostics` have a line in the spec; the rest is in `notes`.

    `partial_apply` is what an apply left behind, when it had begun.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "terraform",
        notes: tuple[str, ...] = (),
        helps: tuple[str, ...] = (),
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> None:
        super().__init__(message, code=code, notes=notes, helps=helps)
        self.diagnostics = diagnostics
        self.partial_apply: PartialApply | None = None


class StateLocked(RunFailed):
    """Somebody else holds the state lock."""

    exit_code = 4


class StalePlan(RunFailed):
    """The saved plan was made for another state than there is now."""

    exit_code = 5


class Interrupted(RunFailed):
    """The user stopped the run."""

    exit_code = 130


def needs_init(completed: Completed) -> bool:
    """Whether a command failed only because the folder is not initialised (any more)."""
    return not completed.ok and any(
        _NEEDS_INIT.search(f"{d.summary} {d.detail}") for d in completed.diagnostics
    )


def warnings(completed: Iterable[Completed], trace: Trace) -> tuple[Diagnostic, ...]:
    """The warnings of commands that succeeded, those that have a line in the spec."""
    said = (d for c in completed for d in c.diagnostics if d.severity == "warning")
    placed = (trace.diagnostic(d) for d in said)
    return tuple(dict.fromkeys(d for d in placed if d is not None))


def remarks(completed: Iterable[Completed], trace: Trace) -> tuple[str, ...]:
    """The warnings of commands that succeeded, as texts, those that are about no line of the spec."""
    said = (d for c in completed for d in c.diagnostics if d.severity == "warning")
    return tuple(dict.fromkeys(_note(d) for d in said if trace.diagnostic(d) is None))


def run_failed(
    completed: Completed, trace: Trace, providers: Providers, killed: LockHolder | None = None
) -> RunFailed:
    """The error for a failed command. `killed` is the last run in the folder that was killed, if one was."""
    errors = [d for d in completed.diagnostics if d.severity == "error" and d.summary not in _CONSEQUENCES]
    text = "\n".join(f"{d.summary} {d.detail}" for d in errors)
    placed = tuple(dict.fromkeys(p for d in errors if (p := trace.diagnostic(d)) is not None))
    notes: tuple[str, ...] = tuple(_note(d) for d in errors if trace.diagnostic(d) is None) or _last_words(
        completed, placed
    )
    if completed.unsaved or _UNSAVED.search(text):
        return _unsaved(completed, errors, placed)
    if completed.interrupts:
        return _interrupted(completed, notes if errors else (), placed)
    if lock := read_lock(text, killed):
        return state_locked(lock, trace.spec, placed)
    if _STALE.search(text):
        return StalePlan(
            "the plan is out of date: the state changed after it",
            code="stale-plan",
            notes=notes,
            helps=("plan again, and look at what changed since",),
        )
    if completed.code < 0:
        notes = (f"Terraform was killed by {_signal_name(-completed.code)}; {_AFTER_A_KILL}", *notes)
    if _CRASH.search(f"{text}\n{completed.stderr}"):
        notes = (f"the AWS provider crashed; {_AFTER_A_KILL}", *notes)
    advised = aws_advice(text)
    notes = (*notes, *(one.note for one in advised))
    helps = (*(help for one in advised for help in one.helps), *_helps(text))
    if completed.command == "init" and _NO_PROVIDER.search(text):
        looked, helps = offline_help(providers)
        notes = (*notes, *looked)
    return RunFailed(f"terraform {completed.command} failed", notes=notes, helps=helps, diagnostics=placed)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _helps(text: str) -> tuple[str, ...]:
    if _GONE.search(text):
        return ("what was to be taken in is no longer there: plan again",)
    if _EXISTS.search(text):
        return (
            "if an earlier run was stopped half way, the object is there but not in the state: take it in"
            " with `eksgen apply SPEC --import-orphans`, or delete it and apply again",
        )
    if _RELEASE.search(text):
        return ("the lock of the state could not be given back: free it with `eksgen unlock`",)
    if "backend configuration" in text.lower():
        return ("move the state with `terraform init -migrate-state` in the compiled folder, then run again",)
    return ()


def _interrupted(completed: Completed, notes: tuple[str, ...], placed: tuple[Diagnostic, ...]) -> Interrupted:
    kept = "what Terraform had finished is in its state; run the same command again to go on"
    if completed.interrupts > 2:
        kept = "Terraform gave up at once: objects it was creating may exist without being in its state"
    elif completed.command != "apply":
        kept = "nothing was changed"
    return Interrupted("interrupted", code="interrupted", notes=(kept, *notes), diagnostics=placed)


def _unsaved(
    completed: Completed, errors: list[TerraformDiagnostic], placed: tuple[Diagnostic, ...]
) -> RunFailed:
    """The state could not be saved; Terraform's long advice about it is replaced by what we did."""
    why = next((" ".join(d.detail.split()) for d in errors if _UNSAVED.search(d.summary)), "")
    kept = f"nothing is lost: it is kept in {completed.unsaved}, for you alone to read"
    if not completed.unsaved:
        kept = "it could be kept nowhere: there are objects in the account that no state records"
    again = (
        "mend what stands in the way (a full disk, a bucket that refuses), then run the same command again"
    )
    return RunFailed(
        "the state could not be saved",
        code="unsaved-state",
        notes=(*([why] if why else []), kept),
        helps=(
            f"{again}: it records the state first" if completed.unsaved else again,
            *(help for one in aws_advice(why) for help in one.helps),
        ),
        diagnostics=placed,
    )


def state_locked(lock: StateLock, spec: str | None, placed: tuple[Diagnostic, ...] = ()) -> StateLocked:
    """The error of a run that cannot get the lock of the state."""
    free = f"free the state: eksgen unlock {spec or 'SPEC'} {lock.id}".rstrip()
    wait = "wait until that run ends, or give --lock-timeout SECONDS"
    return StateLocked(
        "the state is locked",
        code="state-locked",
        notes=(lock.sentence, lock.why),
        helps={
            HolderAlive.YES: (wait,),
            HolderAlive.NO: (free,),
            HolderAlive.UNKNOWN: (wait, f"if that run is dead for certain, {free}"),
        }[lock.alive],
        diagnostics=placed,
    )


def _note(said: TerraformDiagnostic) -> str:
    where = f" ({said.address})" if said.address else ""
    if not where and said.range is not None:
        where = f" ({said.range.file}:{said.range.line})"
    aws, detail = aws_error(said.summary), " ".join(said.detail.split())
    summary = f"{aws.doing}: {aws.reason}" if aws else said.summary
    return f"{summary}{where}: {detail}" if detail else f"{summary}{where}"


def _last_words(completed: Completed, placed: tuple[Diagnostic, ...]) -> tuple[str, ...]:
    """What stderr said, when no diagnostic explains the failure."""
    if placed:
        return ()
    plain = (without_box(line).strip() for line in completed.stderr.splitlines())
    lines = [line for line in plain if line]
    return (*lines[-8:], f"exit code {completed.code}")
