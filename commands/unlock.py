"""`eksgen unlock`: show who holds the lock of a state, ask, and remove it if that run has ended."""

from __future__ import annotations

import sys

from ..compiler.errors import EksgenError
from ..compiler.files.names import command_text
from ..engine.errors.run_failed import state_locked
from ..engine.runs.state import state_lock
from ..engine.runs.state import unlock as remove_lock
from ..engine.workdir.state_lock import HolderAlive, StateLock
from ..report.human.lock import draw_lock
from .inputs.confirmation import typed_answer, unconfirmed
from .outputs.results import stdout_style, write_result
from .runs.workdir import RunOptions, compiled_workdir


def unlock(file: str, lock_id: str | None, options: RunOptions, *, yes: bool) -> int:
    """Remove the lock; refuse while its holder is alive, or if `lock_id` is not the id of the lock."""
    with compiled_workdir("unlock", file, options) as (workspace, on_event):
        lock = state_lock(workspace, on_event, lock_id or "")
        if lock is None:
            write_result("the state is not locked\n")
            return 0
        if lock.alive is HolderAlive.YES:
            raise state_locked(lock, file, sandbox=options.sandbox)
        sys.stderr.write(draw_lock(lock, stdout_style()))
        if yes and lock_id is None:
            raise _missing_id(file, lock, options)
        confirmed = lock_id if yes else _typed_id(lock, lock_id)
        if confirmed != lock.id:
            raise _wrong_id(confirmed or "", lock)
        remove_lock(workspace, lock, on_event)
    write_result(
        f"HCP stops {lock.id}\n"
        if lock.id.startswith("run-")
        else f"removed the lock {lock.id}; the state is free\n"
    )
    return 0


def _typed_id(lock: StateLock, lock_id: str | None) -> str:
    if lock_id not in (None, lock.id):
        raise _wrong_id(lock_id or "", lock)
    if not sys.stdin.isatty():
        raise unconfirmed("unlock", "once you know that the run has ended, pass the id of the lock and --yes")
    return typed_answer("Type the id of the lock to remove it, anything else to stop")


def _missing_id(file: str, lock: StateLock, options: RunOptions) -> EksgenError:
    again = command_text("unlock", file, lock.id, "--yes", sandbox=options.sandbox)
    return EksgenError(
        "the id of the lock is missing",
        code="unconfirmed",
        notes=("--yes removes only the lock whose id you pass",),
        helps=(f"if the run has ended: {again}",),
    )


def _wrong_id(given: str, lock: StateLock) -> EksgenError:
    return EksgenError(
        "this is not the id of the lock; nothing was changed",
        code="another-lock",
        notes=(f"you passed {given or 'no id'}, the lock is {lock.id}",),
        helps=("look again who holds it: another run may have taken the lock since",),
    )
