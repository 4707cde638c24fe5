"""The state: its text, its outputs, its lock."""

from __future__ import annotations

from collections.abc import Mapping

from ...compiler.files.decoding import decode_object
from ..errors.run_failed import state_locked
from ..plan.result import Value
from ..terraform.events import Completed, OnEvent, ignore_event
from ..workdir.folder_lock import forget_killed_run, read_killed_run
from ..workdir.state_lock import HolderAlive, StateLock, read_lock
from ..workdir.workspace import Workspace
from .init import record_unsaved_state, run_initialised
from .outputs import Output, shown_output
from .session import Session, open_session, remote_terraform


def outputs(workspace: Workspace, on_event: OnEvent = ignore_event) -> Mapping[str, Value]:
    """Return the outputs in the state, sensitive ones as `SENSITIVE`."""
    session = open_session(workspace, on_event)
    done = run_initialised(session, session.terraform.output)
    if not done.ok:
        raise session.error(done)
    return _parse_outputs(done.document)


def outputs_after_apply(session: Session) -> Mapping[str, Value] | None:
    """Return the outputs right after an apply; None where they cannot be read. `RunFailed` if interrupted."""
    done = session.terraform.output()
    if done.interrupts:
        raise session.error(done)
    return _parse_outputs(done.document) if done.ok else None


def state_text(session: Session) -> str:
    """Return the whole state, also what the last run could not save; "" if there is none yet.

    It holds secrets in plain text: do not store or print any of it.
    """

    def pull() -> Completed:
        record_unsaved_state(session)
        return session.terraform.state_pull()

    done = run_initialised(session, pull)
    if not done.ok:
        raise session.error(done)
    return done.document


def state_lock(workspace: Workspace, on_event: OnEvent = ignore_event, wanted: str = "") -> StateLock | None:
    """Return the lock of the state with its holder; None if the state is not locked. Changes nothing.

    `wanted` may be the id of a run in HCP, which is returned while it goes on, whoever holds the lock.
    """
    session = open_session(workspace, on_event)
    if remote := remote_terraform(session):
        return remote.state_lock(wanted)
    done = run_initialised(session, session.terraform.locked)
    lock = read_lock(done.stderr, read_killed_run(session.workdir))
    missing = "no state file was found" in done.stderr.lower()
    if done.interrupts or (lock is None and not done.ok and not missing):
        raise session.error(done)
    return lock


def unlock(workspace: Workspace, lock: StateLock, on_event: OnEvent = ignore_event) -> None:
    """Remove a lock whose holder has ended. `StateLocked` if it runs, `RunFailed` if Terraform refuses."""
    session = open_session(workspace, on_event)
    if lock.alive is HolderAlive.YES:
        raise state_locked(lock, session.trace.spec, sandbox=workspace.sandbox)
    done = session.terraform.force_unlock(lock.id)
    if not done.ok:
        raise session.error(done)
    forget_killed_run(session.workdir)


def _parse_outputs(document: str) -> Mapping[str, Value]:
    try:
        raw = decode_object(document)
    except ValueError:
        return {}
    return {
        name: shown_output(name, Output(output.get("value"), bool(output.get("sensitive"))))
        for name, output in sorted(raw.items())
        if isinstance(output, Mapping)
    }
