"""Read the state and its outputs; show and remove its lock."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..errors.run_failed import run_failed, state_locked
from ..plan.result import Value
from ..redact import SENSITIVE, redact
from ..terraform.events import Completed, OnEvent, ignore_event
from ..terraform.process import StreamingTerraform
from ..workdir.folder_lock import forget_killed_run, read_killed_run
from ..workdir.state_lock import HolderAlive, StateLock, read_lock
from ..workdir.workspace import Workspace
from .init import record_unsaved_state, run_initialised, terraform_of, trace_of


def outputs(workspace: Workspace, on_event: OnEvent = ignore_event) -> Mapping[str, Value]:
    """The outputs in the state, sensitive ones as `SENSITIVE`."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = run_initialised(workspace, terraform, trace, terraform.output)
    if not done.ok:
        raise run_failed(done, trace, workspace.providers)
    return _read_outputs(done.document)


def state_lock(workspace: Workspace, on_event: OnEvent = ignore_event) -> StateLock | None:
    """Who holds the lock of the state; None if nobody does. Nothing is changed."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = run_initialised(workspace, terraform, trace, terraform.locked)
    lock = read_lock(done.stderr, read_killed_run(workspace.folder))
    if lock is None and not done.ok and "no state file was found" not in done.stderr.lower():
        raise run_failed(done, trace, workspace.providers)
    return lock


def unlock(workspace: Workspace, lock: StateLock, on_event: OnEvent = ignore_event) -> None:
    """Remove a lock whose holder is gone. The caller holds the folder; `RunFailed` if Terraform refuses."""
    trace = trace_of(workspace)
    if lock.alive is HolderAlive.YES:
        raise state_locked(lock, trace.spec)
    done = terraform_of(workspace, on_event).force_unlock(lock.id)
    if not done.ok:
        raise run_failed(done, trace, workspace.providers)
    forget_killed_run(workspace.folder)


def state_text(workspace: Workspace, on_event: OnEvent = ignore_event) -> str:
    """The whole state, also what the last run could not save; "" if there is none yet.

    It holds secrets in clear: keep nothing of it.
    """
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)

    def pull() -> Completed:
        record_unsaved_state(workspace, terraform, trace)
        return terraform.state_pull()

    done = run_initialised(workspace, terraform, trace, pull)
    if not done.ok:
        raise run_failed(done, trace, workspace.providers)
    return done.document


def outputs_after_apply(terraform: StreamingTerraform) -> Mapping[str, Value]:
    """The outputs right after an apply; none where they cannot be read."""
    done = terraform.output()
    return _read_outputs(done.document) if done.ok else {}


def _read_outputs(document: str) -> Mapping[str, Value]:
    try:
        raw = json.loads(document)
    except ValueError:
        return {}
    return {
        name: SENSITIVE if output.get("sensitive") else redact(output.get("value"), path=(name,))
        for name, output in sorted(raw.items())
    }
