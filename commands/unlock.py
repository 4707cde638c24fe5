"""`eksgen unlock`: free a state whose lock was left by a run that is gone; look, ask, do."""

from __future__ import annotations

import sys

from ..compiler.errors import EksgenError
from ..engine.errors.run_failed import state_locked
from ..engine.runs.state import state_lock
from ..engine.runs.state import unlock as remove_lock
from ..engine.workdir.state_lock import HolderAlive, StateLock
from ..report.human.lock import draw_lock
from .outputs.results import stdout_style, write_result
from .runs.workdir import RunOptions, compiled_workdir


def unlock(file: str, asked: str | None, options: RunOptions, *, yes: bool) -> int:
    """Free the state; refused while the holder lives, or when the lock is another than the one meant."""
    with compiled_workdir("unlock", file, options) as (workspace, on_event):
        lock = state_lock(workspace, on_event)
        if lock is None:
            write_result("the state is not locked\n")
            return 0
        if lock.alive is HolderAlive.YES:
            raise state_locked(lock, file)
        sys.stderr.write(draw_lock(lock, stdout_style()))
        if yes and asked is None:
            raise _unnamed(file, lock)
        given = asked if yes else _typed(lock, asked)
        if given != lock.id:
            raise _another(given or "", lock)
        remove_lock(workspace, lock, on_event)
    write_result(f"the state is free: lock {lock.id} is removed\n")
    return 0


def _typed(lock: StateLock, asked: str | None) -> str:
    if asked not in (None, lock.id):
        raise _another(asked or "", lock)
    if not sys.stdin.isatty():
        raise EksgenError(
            "nobody is there to confirm the unlock",
            code="unconfirmed",
            notes=("standard input is not a terminal",),
            helps=("when you know that the run is dead, give the id of its lock and --yes",),
        )
    sys.stderr.write("\nType the id of the lock to remove it, anything else to stop: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _unnamed(file: str, lock: StateLock) -> EksgenError:
    return EksgenError(
        "the id of the lock is missing",
        code="unconfirmed",
        notes=("--yes frees the one lock that you looked at, never whatever is there",),
        helps=(f"eksgen unlock {file} {lock.id} --yes",),
    )


def _another(given: str, lock: StateLock) -> EksgenError:
    return EksgenError(
        "that is not the lock of this state; nothing was changed",
        code="another-lock",
        notes=(f"given: {given or 'nothing'}", f"the state is locked with {lock.id}"),
        helps=("look again who holds it: the lock may have changed hands",),
    )
