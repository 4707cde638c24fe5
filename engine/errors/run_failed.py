"""Turn a failed Terraform command into the error that the user sees.

In: the output of Terraform. Out: a `RunFailed` (or a subclass with its own exit code) with a `Diagnostic` for
each error that has a line in the spec, and notes for those that have none.
"""

from __future__ import annotations

import re
import shlex
import signal
from collections.abc import Iterable, Iterator

from ...compiler.diagnostics import Diagnostic
from ...compiler.errors import EksgenError
from ...compiler.files.names import command_text
from ..paths import WorkDir
from ..plan.result import PlanResult
from ..source_map.trace import Trace
from ..terraform.aws_errors import aws_advice
from ..terraform.events import Completed, TerraformDiagnostic
from ..terraform.providers import Providers, offline_help
from ..workdir.backend import CLOUD, backend_kind
from ..workdir.lock_holder import LockHolder
from ..workdir.state_lock import HolderAlive, StateLock, read_lock, strip_frame
from ..workdir.state_providers import USE_ITS_STATE, foreign_providers_in
from .notes import diagnostic_note
from .other_provider import other_provider
from .partial_apply import PartialApply

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
_OUT_OF_CLOUD = re.compile(r"migrating state from (hcp terraform|terraform cloud)", re.IGNORECASE)
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


class RunFailed(EksgenError):
    """Terraform failed. `diagnostics` have a line in the spec; the rest is in `notes`.

    `partial_apply` is what an apply left behind, if it had started.
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


class PlanRefused(RunFailed):
    """A plan that eksgen does not apply; it is shown with the reasons."""

    def __init__(
        self, message: str, plan: PlanResult, code: str, diagnostics: tuple[Diagnostic, ...]
    ) -> None:
        super().__init__(message, code=code, diagnostics=diagnostics)
        self.plan = plan


class StateLocked(RunFailed):
    """Somebody else holds the state lock."""

    exit_code = 4


class StalePlan(RunFailed):
    """The saved plan was made for another state than the current one."""

    exit_code = 5


class Interrupted(RunFailed):
    """The user stopped the run."""

    exit_code = 130


NOTHING_CHANGED = "nothing was changed"
_CHANGES = frozenset({"apply", "untaint", "state push", "force-unlock"})


def needs_init(completed: Completed) -> bool:
    """Return whether a command failed only because the folder is not initialised (any more)."""
    return (
        bool(completed.code)
        and not completed.interrupts
        and any(_NEEDS_INIT.search(f"{d.summary} {d.detail}") for d in completed.diagnostics)
    )


def warnings(completed: Iterable[Completed], trace: Trace) -> tuple[Diagnostic, ...]:
    """Return the warnings of successful commands that have a line in the spec."""
    placed = (trace.diagnostic(d) for d in _warnings(completed))
    return tuple(dict.fromkeys(d for d in placed if d is not None))


def remarks(completed: Iterable[Completed], trace: Trace) -> tuple[str, ...]:
    """Return the warnings of successful commands that have no line in the spec, as texts."""
    return tuple(
        dict.fromkeys(diagnostic_note(d) for d in _warnings(completed) if trace.diagnostic(d) is None)
    )


def _warnings(completed: Iterable[Completed]) -> Iterator[TerraformDiagnostic]:
    return (d for command in completed for d in command.diagnostics if d.severity == "warning")


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
        return _unsaved_state(completed, errors, placed)
    if completed.interrupts:
        return _interrupted(completed, notes if errors else (), placed)
    if lock := read_lock(text, killed):
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
        error.helps = (*error.helps, *_move_state(workdir, text))
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


def _move_state(workdir: WorkDir, text: str) -> tuple[str, ...]:
    """Return how to move a state to another backend; Terraform knows the old one from its data folder.

    Terraform refuses `-migrate-state` where HCP Terraform is the new backend, and asks by itself. It cannot
    move a state out of it: the state is pulled from the old backend, and pushed to the new one.
    """
    folder, data = shlex.quote(str(workdir.path)), shlex.quote(str(workdir.terraform_data))
    terraform = f"cd {folder} && TF_DATA_DIR={data} terraform"
    if _OUT_OF_CLOUD.search(text):
        return (
            f"set `terraform.backend` back, run `eksgen plan`, then save the state: ({terraform} state pull >"
            " ~/moved.tfstate)",
            f"name the new backend again, forget the old one (rm -r {data}), run `eksgen plan`, then record"
            f" the state: ({terraform} state push ~/moved.tfstate)",
        )
    flag = "" if backend_kind(workdir.path) == CLOUD else " -migrate-state"
    return (f"move the state, then run this again: ({terraform} init{flag})",)


def state_not_moved(workdir: WorkDir, where: str) -> RunFailed:
    """Return the error for a state that is still `where` it was before the backend was changed to HCP."""
    return RunFailed(
        "the state of this spec is not in HCP yet",
        code="cloud-state",
        notes=(f"it is {where}; a remote run would not see it, and plan to create everything again",),
        helps=_move_state(workdir, ""),
    )


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
    completed: Completed, errors: list[TerraformDiagnostic], placed: tuple[Diagnostic, ...]
) -> RunFailed:
    """Return the error for a state that could not be saved, without Terraform's long advice about it."""
    why = next((" ".join(d.detail.split()) for d in errors if _UNSAVED.search(d.summary)), "")
    kept = f"nothing is lost: it is in {completed.unsaved}, which only you can read"
    if not completed.unsaved:
        kept = "it could not be written anywhere: there are objects in the account that no state records"
    again = "fix the cause (a full disk, a bucket that denies access), then run the same command again"
    return RunFailed(
        "the state could not be saved",
        code="unsaved-state",
        notes=(*([why] if why else []), kept),
        helps=(
            f"{again}: it records the state first" if completed.unsaved else again,
            *(help for item in aws_advice(why) for help in item.helps),
        ),
        diagnostics=placed,
    )


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
