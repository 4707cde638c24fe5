"""Typed values from the JSON:API documents of HCP: workspaces, runs, their plans and applies, states.

Unknown keys are ignored, anything missing has a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..workdir.lock_holder import parse_time
from .client.json_api import Document, shown

WAITING = frozenset(
    {"pending", "fetching", "queuing", "plan_queued", "queuing_apply", "apply_queued", "confirmed"}
)
"""States in which a run waits for its turn, or for a lock."""
OVER = frozenset(
    {
        "planned_and_finished",
        "applied",
        "discarded",
        "errored",
        "canceled",
        "force_canceled",
        "policy_soft_failed",
    }
)
"""States that a run never leaves."""
ASKS_FOR_OVERRIDE = frozenset(
    {"policy_override", "tf_policy_override", "pre_plan_awaiting_decision", "post_plan_awaiting_decision"}
)
"""States in which a person has to decide about a policy or a task, elsewhere."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace. `mode` is remote|agent|local; `repository` is "" without VCS.

    `working_directory` is relative to the configuration, "" for its top, and does not lead out of it.
    `locked_by` are the type and the id of the holder of its lock, "" for none.
    """

    id: str
    name: str
    mode: str
    version: str
    working_directory: str
    locked: bool
    auto_apply: bool
    structured: bool
    assessments: bool
    repository: str
    current_run: str
    current_state: str
    locked_by: tuple[str, str]
    document: Document = field(repr=False)

    def may(self, right: str) -> bool:
        """Return whether the token has a right such as `queue-apply`; true if HCP does not say."""
        permissions = self.document.value("permissions")
        return not isinstance(permissions, Mapping) or permissions.get(f"can-{right}") is not False


def workspace_of(document: Document) -> Workspace:
    """Read a workspace."""
    repository = document.value("vcs-repo")
    holder = document.relation("locked-by")
    holder = holder if isinstance(holder, Mapping) else {}
    return Workspace(
        id=document.id,
        name=document.text("name"),
        mode=document.text("execution-mode"),
        version=document.text("terraform-version"),
        working_directory=_relative(str(document.value("working-directory") or "")),
        locked=document.true("locked"),
        auto_apply=document.true("auto-apply"),
        structured=document.true("structured-run-output-enabled"),
        assessments=document.true("assessments-enabled"),
        repository=shown(repository.get("identifier") or "a repository")
        if isinstance(repository, Mapping)
        else "",
        current_run=document.related("current-run"),
        current_state=document.related("current-state-version"),
        locked_by=(shown(holder.get("type") or ""), shown(holder.get("id") or "")),
        document=document,
    )


def _relative(folder: str) -> str:
    return "/".join(step for step in folder.split("/") if step not in ("", ".", ".."))


@dataclass(frozen=True, slots=True)
class Run:
    """A run. `created` is in epoch seconds, None if HCP does not say; ids are "" for what does not exist."""

    id: str
    status: str
    message: str
    has_changes: bool
    plan_only: bool
    save_plan: bool
    is_destroy: bool
    confirmable: bool
    cancelable: bool
    discardable: bool
    created: float | None
    version: str
    workspace: str
    configuration: str
    plan: str
    apply: str
    created_by: str
    input_state: str
    document: Document = field(repr=False)

    @property
    def over(self) -> bool:
        """Return whether the run never changes again."""
        return self.status in OVER

    @property
    def status_words(self) -> str:
        """The status in words."""
        return self.status.replace("_", " ") or "in an unknown state"


def run_of(document: Document) -> Run:
    """Read a run."""
    return Run(
        id=document.id,
        status=document.text("status", 40),
        message=document.text("message"),
        has_changes=document.true("has-changes"),
        plan_only=document.true("plan-only"),
        save_plan=document.true("save-plan"),
        is_destroy=document.true("is-destroy"),
        confirmable=document.true("actions", "is-confirmable"),
        cancelable=document.true("actions", "is-cancelable"),
        discardable=document.true("actions", "is-discardable"),
        created=parse_time(str(document.value("created-at") or "")),
        version=document.text("terraform-version"),
        workspace=document.related("workspace"),
        configuration=document.related("configuration-version"),
        plan=document.related("plan"),
        apply=document.related("apply"),
        created_by=document.related("created-by"),
        input_state=document.related("input-state-version"),
        document=document,
    )


@dataclass(frozen=True, slots=True)
class StateRecord:
    """A version of the state of a workspace."""

    id: str
    serial: int


def state_record_of(document: Document) -> StateRecord:
    """Read a state version."""
    serial = document.value("serial")
    return StateRecord(document.id, serial if isinstance(serial, int) else 0)


@dataclass(frozen=True, slots=True)
class Phase:
    """The plan or the apply of a run. The address of the log is a secret."""

    id: str
    status: str
    structured: bool
    has_changes: bool
    log_url: str = field(repr=False)


def phase_of(document: Document) -> Phase:
    """Read a plan or an apply."""
    return Phase(
        id=document.id,
        status=document.text("status", 40),
        structured=document.true("structured-run-output-enabled"),
        has_changes=document.true("has-changes"),
        log_url=str(document.value("log-read-url") or ""),
    )
