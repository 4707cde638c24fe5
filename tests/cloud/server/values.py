"""What the server holds: tokens, workspaces, configuration versions, runs, states, assessments.

Fields that tests set to make a run misbehave are on `Workspace`, under "how its runs behave".
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

Document = dict[str, Any]

CONFIRMABLE = frozenset(
    {"planned", "cost_estimated", "policy_checked", "post_plan_completed", "planned_and_saved"}
)
AWAITS_OVERRIDE = frozenset({"policy_override", "post_plan_awaiting_decision"})
FINAL = frozenset(
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
RIGHTS = frozenset({"read", "plan", "apply", "admin"})
"""Read: see workspaces and runs. Plan: upload and queue plans. Apply: confirm, lock. Admin: settings, plan JSON."""


def new_id(prefix: str) -> str:
    """Return an id such as `run-` and sixteen letters and digits."""
    return f"{prefix}-{''.join(secrets.choice(string.ascii_letters + string.digits) for _ in range(16))}"


def timestamp() -> str:
    """Return the time as the API writes it: UTC, milliseconds, `Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token. `kind` is user, team or organization; the last cannot upload, run or read plan JSON."""

    value: str = field(repr=False)
    user: str
    rights: frozenset[str]
    kind: str = "user"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that is checked after each plan.

    `kind` is sentinel (shown by policy checks) or opa (by task stages); `enforcement` is advisory,
    soft-mandatory, hard-mandatory for Sentinel, and advisory or mandatory for OPA.
    """

    name: str
    enforcement: str = "soft-mandatory"
    passed: bool = False
    message: str = ""
    kind: str = "sentinel"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock of a workspace: type users, teams or runs, id and name."""

    type: str
    id: str
    name: str
    reason: str = ""


@dataclass(eq=False)
class Workspace:
    """A workspace, and how its runs behave."""

    name: str
    id: str = field(default_factory=lambda: new_id("ws"))
    project: str = ""
    execution_mode: str = "remote"
    terraform_version: str = "1.11.4"
    working_directory: str = ""
    auto_apply: bool = False
    structured_output: bool = True
    assessments: bool = False
    vcs_repo: str | None = None
    """The repository, such as `acme/infra`: the workspace applies what is merged there."""
    tags: list[str] = field(default_factory=list)
    created: str = field(default_factory=timestamp)
    locked_by: Holder | None = None
    current_run: Run | None = None
    states: list[StateVersion] = field(default_factory=list)
    assessment: Assessment | None = None

    # Where its runs happen.
    runner: Runner | None = None
    """What executes its runs; None: what the server was started with."""
    override: str = 'terraform {\n  backend "local" {}\n}\n'
    """HCL laid beside the uploaded configuration; an override of the backend beats the `cloud` block."""
    variables: dict[str, str] = field(default_factory=dict)
    """Environment variables of its runs."""
    secret_variables: set[str] = field(default_factory=set)
    """The names of those whose values are never shown."""

    # How its runs behave.
    pending_seconds: float = 0.0
    """How long a run stays pending, as behind other runs of the organization."""
    extra_status: tuple[str, float] | None = None
    """A status and how many seconds each run has it before `planned`; a word clients may not know."""
    policy: Policy | None = None
    error: str | None = None
    """Fail each plan with this error, before Terraform starts."""
    missing_log_url: bool = False
    unfinished_log: bool = False
    """Never write the end mark (ETX) of a log, as when it was cut."""
    log_bytes: int | None = None
    """Give at most so many bytes of a log at a time, which cuts lines and characters."""
    json_not_ready: int = 0
    """How often plan JSON is answered with 204 at first."""
    redacted_inline: bool = False
    """Answer the redacted plan JSON at once, and not with a redirect; the API documents both."""
    hides_input_state: bool = False
    """Do not say which state a run started from."""
    hides_outputs: bool = False
    """Let nobody read the outputs of the state, as for a team without access to it."""
    fail_state_upload: bool = False
    """Let an apply end with an error because its state cannot be saved; it is the errored state then."""
    force_cancel_after: float = 1.0
    """Seconds from a cancel until a run may be force-cancelled."""

    @property
    def current_state(self) -> StateVersion | None:
        """The newest state that is complete."""
        return next((state for state in reversed(self.states) if state.status == "finalized"), None)


@dataclass(eq=False)
class ConfigurationVersion:
    """An uploaded configuration. `commit` is set for one that came from a VCS."""

    workspace: Workspace
    speculative: bool = False
    provisional: bool = False
    auto_queue: bool = True
    commit: str | None = None
    id: str = field(default_factory=lambda: new_id("cv"))
    status: str = "pending"
    error: str | None = None
    archive: bytes = b""
    upload_url: str | None = None


@dataclass(eq=False)
class Phase:
    """The plan or the apply of a run. `log` begins with STX and ends with ETX."""

    id: str
    status: str = "pending"
    log: bytearray = field(default_factory=bytearray)
    log_url: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunRequest:
    """The attributes of a run that its creator chooses, by their names in the API."""

    message: str = "Queued manually via the Terraform API"
    plan_only: bool = False
    save_plan: bool = False
    is_destroy: bool = False
    refresh: bool = True
    refresh_only: bool = False
    auto_apply: bool = False
    allow_empty_apply: bool = False
    target_addrs: tuple[str, ...] = ()
    replace_addrs: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    terraform_version: str | None = None
    source: str = "tfe-api"
    created_by: str = "alice"
    """The user who started it."""


@dataclass(eq=False)
class Run:
    """A run. `history` holds every status it had, in order."""

    workspace: Workspace
    configuration: ConfigurationVersion
    request: RunRequest
    plan: Phase
    apply: Phase
    id: str
    status: str = "pending"
    history: list[str] = field(default_factory=lambda: ["pending"])
    timestamps: dict[str, str] = field(default_factory=dict)
    created: str = field(default_factory=timestamp)
    has_changes: bool = False
    input_state: StateVersion | None = None
    document: Document | None = None
    """The plan JSON."""
    schemas: Document = field(default_factory=dict)
    errored_state: bytes | None = None
    comments: list[str] = field(default_factory=list)
    cancels: int = 0
    canceled_at: float | None = None
    job: Job | None = None

    def __repr__(self) -> str:
        return f"Run({self.id}, {self.workspace.name}, {self.status})"

    @property
    def takes_lock(self) -> bool:
        """Whether the run waits for the lock of its workspace before it plans."""
        return not self.request.plan_only and not self.request.save_plan


@dataclass(eq=False)
class StateVersion:
    """A state of a workspace. `status` is pending until a state that is uploaded later is there."""

    serial: int
    lineage: str
    data: bytes
    run: Run | None = None
    id: str = field(default_factory=lambda: new_id("sv"))
    status: str = "finalized"
    created: str = field(default_factory=timestamp)
    json: bytes = b""


@dataclass(eq=False)
class Assessment:
    """A health assessment: a plan of the applied configuration, apart from the runs. None: it failed."""

    run: Run
    drifted: int | None
    undrifted: int | None
    id: str = field(default_factory=lambda: new_id("asmtres"))
    created: str = field(default_factory=timestamp)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan gave; `document` None: it failed."""

    document: Document | None
    has_changes: bool = False
    schemas: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply gave: whether it succeeded, and the state afterwards, if any."""

    succeeded: bool
    state: bytes | None = None


class Job(Protocol):
    """One run at work. The worker calls `plan`, perhaps `apply`, then `close`; others may call `signal`."""

    def plan(self, log: bytearray) -> Planned:
        """Plan and append to the log."""

    def apply(self, log: bytearray) -> Applied:
        """Apply what was planned and append to the log."""

    def interrupt(self) -> None:
        """Ask to stop, as with SIGINT; may be called again."""

    def kill(self) -> None:
        """Stop at once."""

    def close(self) -> None:
        """Remove what the job needed."""


class Runner(Protocol):
    """What executes runs."""

    def start(self, run: Run, state: bytes | None, folder: Path) -> Job:
        """Return the job of a run on this state; it may make a folder of its own in `folder`."""
