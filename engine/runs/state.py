"""Read the state and its outputs; show and remove its lock."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..errors.run_failed import failure, locked
from ..plan.result import Value
from ..redact import SENSITIVE, redact
from ..terraform.events import Completed, OnEvent, ignore
from ..terraform.process import StreamingTerraform
from ..workdir.folder_lock import forget_killed_run, killed_run
from ..workdir.state_lock import Alive, StateLock, read_lock
from ..workdir.workspace import Workspace
from .init import initialised, record_unsaved_state, terraform_of, trace_of


def outputs(workspace: Workspace, on_event: OnEvent = ignore) -> Mapping[str, Value]:
    """The outputs in the state, sensitive ones as `SENSITIVE`."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = initialised(workspace, terraform, trace, terraform.output)
    if not done.ok:
        raise failure(done, trace, workspace.providers)
    return _read_outputs(done.document)


def state_lock(workspace: Workspace, on_event: OnEvent = ignore) -> StateLock | None:
    """Who holds the lock of the state; None if nobody does. Nothing is changed."""
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)
    done = initialised(workspace, terraform, trace, terraform.locked)
    lock = read_lock(done.stderr, killed_run(workspace.folder))
    if lock is None and not done.ok and "no state file was found" not in done.stderr.lower():
        raise failure(done, trace, workspace.providers)
    return lock


def unlock(workspace: Workspace, lock: StateLock, on_event: OnEvent = ignore) -> None:
    """Remove a lock whose holder is gone. The caller holds the folder; `RunFailed` if Terraform refuses."""
    trace = trace_of(workspace)
    if lock.alive is Alive.YES:
        raise locked(lock, trace.spec)
    done = terraform_of(workspace, on_event).force_unlock(lock.id)
    if not done.ok:
        raise failure(done, trace, workspace.providers)
    forget_killed_run(workspace.folder)


def state_text(workspace: Workspace, on_event: OnEvent = ignore) -> str:
    """The whole state, also what the last run could not save; "" if there is none yet.

    It holds secrets in clear: keep nothing of it.
    """
    trace = trace_of(workspace)
    terraform = terraform_of(workspace, on_event)

    def pull() -> Completed:
        record_unsaved_state(workspace, terraform, trace)
        return terraform.state_pull()

    done = initialised(workspace, terraform, trace, pull)
    if not done.ok:
        raise failure(done, trace, workspace.providers)
    return done.document


def outputs_now(terraform: StreamingTerraform) -> Mapping[str, Value]:
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
