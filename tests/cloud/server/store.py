"""Everything the server holds, in memory. `lock` guards it; `changed` wakes what waits for a change."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .values import (
    Assessment,
    ConfigurationVersion,
    Holder,
    Phase,
    Run,
    Runner,
    RunRequest,
    StateVersion,
    Token,
    Workspace,
    new_id,
    timestamp,
)

BLOB_SECONDS = 25 * 3600.0
REDIRECT_SECONDS = 60.0
DEFAULT_PROJECT = "Default Project"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes behind a secret: how to read them, how to put new ones (None: refused), until when."""

    read: Callable[[], bytes]
    put: Callable[[bytes], None] | None
    expires: float
    most: int | None = None


@dataclass(eq=False, repr=False)
class Store:
    """One organization and all it holds. `folder` is where runs work."""

    organization: str
    folder: Path
    runner: Runner
    terraform_version: str
    blob_base: str = ""
    operations: bool = True
    """Whether the organization is entitled to remote runs."""
    offers_assessments: bool = True
    """Whether its plan has health assessments."""
    concurrency: int | None = None
    """How many runs may work at once; None: any number."""
    explorer: bool = True
    tokens: dict[str, Token] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=lambda: {new_id("prj"): DEFAULT_PROJECT})
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    configurations: dict[str, ConfigurationVersion] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    hidden_runs: list[Run] = field(default_factory=list)
    """The runs of assessments that have no result yet."""
    blobs: dict[str, Blob] = field(default_factory=dict)
    threads: list[threading.Thread] = field(default_factory=list)
    working: int = 0
    closed: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)
    changed: threading.Condition = field(init=False)

    def __post_init__(self) -> None:
        self.changed = threading.Condition(self.lock)

    def default_project(self) -> str:
        return next(iter(self.projects))

    def workspace_named(self, name: str) -> Workspace | None:
        return next((w for w in self.workspaces.values() if w.name == name), None)

    def runs_of(self, workspace: Workspace) -> list[Run]:
        """Return the runs of a workspace, oldest first."""
        return [run for run in self.runs.values() if run.workspace is workspace]

    def url_of(
        self,
        read: Callable[[], bytes],
        put: Callable[[bytes], None] | None = None,
        *,
        seconds: float = BLOB_SECONDS,
        most: int | None = None,
    ) -> str:
        """Return a URL that holds its own secret and needs no token."""
        secret = secrets.token_urlsafe(24)
        self.blobs[secret] = Blob(read, put, time.monotonic() + seconds, most)
        return f"{self.blob_base}/_archivist/v1/object/{secret}"

    def spawn(self, work: Callable[[], None], name: str) -> None:
        """Do work in a thread that `close` waits for."""
        thread = threading.Thread(target=work, name=name)
        self.threads = [t for t in self.threads if t.is_alive()] + [thread]
        thread.start()

    def close(self) -> None:
        """End every run and wait for its thread."""
        with self.lock:
            self.closed = True
            for run in (*self.runs.values(), *self.hidden_runs):
                if run.job:
                    run.job.kill()
            self.changed.notify_all()
            threads = self.threads
        for thread in threads:
            thread.join()

    def set_status(self, run: Run, status: str) -> None:
        with self.lock:
            run.status = status
            run.history.append(status)
            run.timestamps[f"{status.replace('_', '-')}-at"] = timestamp()
            self.changed.notify_all()


def create_run(
    store: Store, configuration: ConfigurationVersion, request: RunRequest, *, hidden: bool = False
) -> Run:
    """Return a new run that has not started. A hidden one is of an assessment."""
    workspace, id = configuration.workspace, new_id("run")
    most = workspace.log_bytes
    plan, apply = (Phase(f"{kind}-{id.removeprefix('run-')}") for kind in ("plan", "apply"))
    for phase in (plan, apply):
        phase.log_url = store.url_of(lambda phase=phase: bytes(phase.log), most=most)  # type: ignore[misc]
    run = Run(workspace, configuration, request, plan, apply, id)
    if hidden:
        store.hidden_runs.append(run)
        return run
    for assessed in store.hidden_runs:
        if assessed.workspace is workspace:  # a new run cancels the assessment
            assessed.cancels += 1
            if assessed.job:
                assessed.job.interrupt()
    store.runs[id] = run
    if run.takes_lock and workspace.current_run is None:
        workspace.current_run = run
    return run


def keep_state(store: Store, workspace: Workspace, data: bytes, run: Run | None) -> StateVersion:
    """Make a state the current one; saved plans that were made on another one are discarded."""
    raw = json.loads(data)
    state = StateVersion(raw["serial"], raw["lineage"], data, run)
    with store.lock:
        workspace.states.append(state)
        discard_saved_plans(store, workspace, run)
    return state


def discard_saved_plans(store: Store, workspace: Workspace, keep: Run | None) -> None:
    for run in store.runs_of(workspace):
        if run.status == "planned_and_saved" and run is not keep:
            end_run(store, run, "discarded")


def release(run: Run) -> None:
    """Give the lock of a workspace back, if the run has it."""
    if run.workspace.locked_by and run.workspace.locked_by.id == run.id:
        run.workspace.locked_by = None


def end_run(store: Store, run: Run, status: str) -> None:
    """Give a run its last status, its lock back, and remove what it worked with."""
    with store.lock:
        release(run)
        if run.status != status:
            store.set_status(run, status)
        if run.job:
            run.job.close()
            run.job = None


def lock_for_run(run: Run) -> bool:
    """Let a run take the lock of its workspace; False if something else has it."""
    workspace = run.workspace
    if workspace.locked_by is not None:
        return workspace.locked_by.id == run.id
    workspace.locked_by = Holder("runs", run.id, run.id)
    workspace.current_run = run
    return True
