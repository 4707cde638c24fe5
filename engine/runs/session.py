"""What every run starts with: Terraform in a working folder, with the way back to the spec."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ..errors.exceptions import RunFailed
from ..errors.run_failed import run_failed
from ..paths import WorkDir
from ..source_map.reading import load_trace
from ..source_map.trace import Trace
from ..terraform.binary import BinaryKind, TerraformBinary, find_terraform
from ..terraform.commands import TerraformCommands
from ..terraform.events import Completed, OnEvent, ignore_event
from ..terraform.plan_stream import Needs
from ..terraform.streaming_terraform import StreamingTerraform
from ..workdir.folder_lock import read_killed_run
from ..workdir.workspace import Workspace

if TYPE_CHECKING:
    from ..cloud.remote_terraform import RemoteTerraform


@dataclass(frozen=True, slots=True)
class Session:
    """A workspace, Terraform running in it or in HCP, and the source map of its compiled folder."""

    workspace: Workspace
    terraform: TerraformCommands
    trace: Trace

    @property
    def workdir(self) -> WorkDir:
        """The working folder."""
        return self.workspace.workdir

    @property
    def on_event(self) -> OnEvent:
        """The callback for progress."""
        return self.terraform.on_event

    def error(self, completed: Completed) -> RunFailed:
        """Return the error for a command of Terraform that failed."""
        killed = read_killed_run(self.workdir)
        return run_failed(completed, self.trace, self.workspace.providers, killed, self.workdir)


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What to plan, and how much of the plan the caller needs.

    `lock_timeout` is in seconds. With `targets`, addresses of resources, only these and what they depend on
    are planned. With `recover`, objects that an apply created in part are kept where AWS keeps them. A
    request for an `apply` records that in the state, and waits for objects that AWS is still creating; any
    other plan changes nothing but a copy of the state. A remote plan can be applied later only if it is
    `savable`. `today` decides which Kubernetes versions are in
    extended support; without it, none is.
    """

    destroy: bool = False
    lock_timeout: int = 0
    targets: tuple[str, ...] = ()
    needs: Needs = Needs.ALL
    recover: bool = False
    apply: bool = False
    today: date | None = None
    savable: bool = False


WHOLE_PLAN = PlanRequest()


def open_session(workspace: Workspace, on_event: OnEvent = ignore_event) -> Session:
    """Load the source map of a compiled folder and set Terraform up to run there, or in HCP.

    `EksgenError` for a folder whose workspace in HCP cannot be used.
    """
    trace = _trace(workspace)
    if workspace.cloud is None:
        return Session(workspace, _local(workspace, on_event), trace)
    from ..cloud.remote_terraform import open_remote  # its modules for HTTP take a while to load

    remote = open_remote(workspace, on_event)
    if remote is None:
        workspace = _with_program(workspace)
        return Session(workspace, _local(workspace, on_event), trace)
    program = TerraformBinary((), BinaryKind.REMOTE, remote.version)
    return Session(replace(workspace, program=program), remote, trace)


def remote_terraform(session: Session) -> RemoteTerraform | None:
    """Return the commands of a session whose runs are in HCP; None if Terraform runs here."""
    if not session.terraform.remote:
        return None
    from ..cloud.remote_terraform import RemoteTerraform

    assert isinstance(session.terraform, RemoteTerraform)
    return session.terraform


def open_local(workspace: Workspace, on_event: OnEvent = ignore_event) -> tuple[Session, StreamingTerraform]:
    """Set Terraform up to run in a folder, also if HCP keeps its state: for what needs no state."""
    workspace = _with_program(workspace) if workspace.cloud else workspace
    terraform = _local(workspace, on_event)
    return Session(workspace, terraform, _trace(workspace)), terraform


def _local(workspace: Workspace, on_event: OnEvent) -> StreamingTerraform:
    return StreamingTerraform(workspace.program.argv, workspace.folder, workspace.environment, on_event)


def _trace(workspace: Workspace) -> Trace:
    trace = load_trace(workspace.folder, workspace.interface, workspace.spec_folder)
    return replace(trace, sandbox=workspace.sandbox)


def _with_program(workspace: Workspace) -> Workspace:
    return replace(workspace, program=find_terraform(workspace.named_program, workspace.environment))
