"""The commands of Terraform, run in HCP through its API (see `terraform/commands.py`).

A plan that is to be applied or saved is a run whose plan HCP saves; any other run cannot be applied. The plan
file is a bookmark of the run. Only an apply waits for a lock.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from ...compiler.errors import EksgenError
from ...compiler.files.reading import read_below
from ...compiler.files.writing import write_file
from ..source_map.reading import read_map
from ..terraform.events import Completed, OnEvent, RunStarted, TerraformDiagnostic, Waiting, ignore_event
from ..terraform.interrupts import raise_if_interrupted
from ..terraform.providers import this_platform
from ..terraform.unsaved_state import MAX_STATE_BYTES, recording_help
from ..workdir import workspace as local
from ..workdir.cloud_block import CloudTarget
from ..workdir.lock_holder import ci_job
from ..workdir.state_lock import StateLock
from .archive import Archive, pack_folder
from .client.api import Api
from .client.host import connect
from .client.http import Waiter
from .documents import Run, Workspace
from .refusals import applied_from_vcs, no_right, not_supported
from .runs.actions import RunRequest, discard_run, read_run, start_run
from .runs.bookmark import bookmark, read_bookmark
from .runs.following import Patience, Waits
from .runs.locks import lock_of_wanted_run, stop_holder
from .runs.pace import Pace
from .runs.phases import Phases
from .runs.plan_json import plan_json
from .states.current import current_outputs, current_state
from .states.errored import is_recorded, keep_errored_state, require_saved_state
from .upload import upload_configuration
from .workspaces import find_workspace, require_plans, spec_of

LOCAL_MODE: Final = "local"
"""The execution mode of a workspace that keeps only the state."""
PACE = Pace()
_HIDDEN = TerraformDiagnostic(
    severity="warning",
    summary="only the redacted plan may be read with this token; secret values are not compared"
    " (plan-values-hidden)",
)


def open_remote(
    workspace: local.Workspace, on_event: OnEvent = ignore_event, pace: Pace | None = None
) -> RemoteTerraform | None:
    """Return the commands for the workspace of HCP that a compiled folder names; None if its runs are local.

    Discovery, ping and look-up of the workspace, which is never created. `EksgenError` with a code of
    compiler/codes/runs/hcp_terraform.py if one of them fails.
    """
    assert workspace.cloud is not None
    target = replace(workspace.cloud, spec=spec_of(workspace.folder, workspace.spec_folder))
    waiter = Waiter(lambda text: on_event(Waiting(text)))
    api = Api(connect(target.hostname, workspace.environment, waiter), waiter)
    found = find_workspace(api, target)
    if found.mode == LOCAL_MODE:
        return None
    url = ci_job(workspace.environment)
    return RemoteTerraform(api, target, found, workspace.folder, on_event, pace or PACE, url)


class RemoteTerraform:
    """Runs in one workspace of HCP. `origin` is the URL of the CI job, which goes into messages of runs."""

    remote = True

    def __init__(
        self,
        api: Api,
        target: CloudTarget,
        workspace: Workspace,
        folder: Path,
        on_event: OnEvent = ignore_event,
        pace: Pace = PACE,
        origin: str = "",
    ) -> None:
        self._waits = Waits()
        self.api = replace(api, waiter=replace(api.waiter, pause=self._waits.pause))
        self.target = target
        self.workspace = workspace
        self.folder = folder
        self.on_event = on_event
        self.pace = pace
        self._phases = Phases(self.api, target, on_event, pace)
        self._origin = origin
        self._unused: dict[Path, str] = {}
        self._uploaded: dict[str, str] = {}
        """The configuration of each archive, by its digest."""

    @property
    def version(self) -> str:
        """The version of Terraform that the workspace runs."""
        return self.workspace.version

    def init(
        self, plugin_dir: Path | None = None, backend: bool = True, *, keep_lock: bool = False
    ) -> Completed:
        """Check that runs are possible: the version of Terraform, and the right to plan."""
        require_plans(self.target, self.workspace, self.folder)
        return Completed("init", 0)

    def require_apply(self, *, destroy: bool = False) -> None:
        """Refuse a workspace that applies from VCS, or a token without the right to apply."""
        if self.workspace.repository:
            raise applied_from_vcs(self.target, self.workspace)
        if not self.workspace.may("queue-apply") or (destroy and not self.workspace.may("queue-destroy")):
            raise no_right(self.target, "plan but not destroy" if destroy else "plan but not apply")
        require_saved_state(self.api, self.target, self.workspace, self.folder)

    def plan(
        self,
        out: Path,
        destroy: bool = False,
        lock_timeout: int = 0,
        targets: Sequence[str] = (),
        *,
        savable: bool = False,
    ) -> Completed:
        """Upload the folder, plan there, and write a bookmark of the run into the file `out`.

        A run that only plans waits for no lock, so `lock_timeout` has no meaning.
        """
        raise_if_interrupted()
        if savable and self.workspace.repository:
            raise applied_from_vcs(self.target, self.workspace)
        self.discard(out, "it was planned again")
        archive = pack_folder(self.folder, self.workspace.working_directory, this_platform(), self.target)
        with self._waits.counting() as patience:
            started = time.monotonic()
            configuration = self._upload(archive, patience, savable=savable)
            if patience.count:
                return Completed("plan", 1, interrupts=patience.count)
            request = RunRequest(
                self.workspace.id, configuration, self._message(archive), savable, destroy, tuple(targets)
            )
            run = start_run(self.api, request)
            write_file(out.parent, out, bookmark(run.id, self.target.hostname))
            self.on_event(RunStarted(self.target.run_url(run.id)))
            done, run = self._phases.follow("plan", run, patience, started)
            if savable and not run.over:
                self._unused[out] = run.id
        return done

    def show(self, plan: Path) -> Completed:
        """Return the JSON of the plan of a run; redacted, with a warning, if the token may read no more."""
        return self.show_run(self.run_of(plan))

    def show_run(self, run: Run) -> Completed:
        """Return the JSON of the plan of a run, as `show` does."""
        patience = Patience()
        found = plan_json(self.api, run.plan, patience.wait)
        warnings = (_HIDDEN,) if found.redacted else ()
        return Completed("show", 0, found.text, warnings, run=self.target.run_url(run.id))

    def run_of(self, plan: Path) -> Run:
        """Return the run of a plan as it is now."""
        return read_run(self.api, self._run_of(plan))

    def archive_of(self, configuration: str) -> str:
        """Return the digest of what was uploaded as a configuration, "" if that was not done here."""
        return next((digest for digest, id in self._uploaded.items() if id == configuration), "")

    def reuse(self, archive: str, configuration: str) -> None:
        """Let plans that only show what these files would do use a configuration that has them already."""
        self._uploaded.setdefault(archive, configuration)

    def apply(self, plan: Path, lock_timeout: int = 0) -> Completed:
        """Confirm the run of a plan, once nobody else holds the workspace, and follow it to its end.

        `StalePlan` if HCP discarded the plan, `StateLocked` after `lock_timeout` seconds.
        """
        raise_if_interrupted()
        self.require_apply()
        with self._waits.counting() as patience:
            started = time.monotonic()
            run = self._phases.confirm(self._run_of(plan), lock_timeout, patience)
            self._unused.pop(plan, None)
            if run is None:
                return Completed("apply", 1, interrupts=patience.count)
            if run.status == "planned_and_finished":
                return Completed("apply", 0)
            self.on_event(RunStarted(self.target.run_url(run.id)))
            done, run = self._phases.follow("apply", run, patience, started, started + lock_timeout)
            unsaved = keep_errored_state(self.api, run, self.folder) if done.code else ""
        return replace(done, unsaved=unsaved)

    def keep(self, plan: Path) -> None:
        """Let the run of a plan wait to be confirmed later."""
        self._unused.pop(plan, None)

    def discard(self, plan: Path, reason: str) -> None:
        """Discard the run of a plan that still waits to be confirmed; a failure is shown, not raised."""
        run = self._unused.pop(plan, None)
        if run is None:
            with suppress(EksgenError, OSError):
                run = self._run_of(plan) if plan.exists() else None
        if run is not None:
            self._discard(run, reason)

    def discard_unused(self, reason: str) -> None:
        """Discard the runs of all savable plans that were neither applied nor kept."""
        for plan in tuple(self._unused):
            self._discard(self._unused.pop(plan), reason)

    def state_lock(self, wanted: str = "") -> StateLock | None:
        """Return the lock of the workspace with its true holder; None if it is not locked.

        The `wanted` run is returned while it goes on, also if it only plans and holds no lock.
        """
        going_on = lock_of_wanted_run(self.api, self.target, self.workspace, wanted)
        return going_on or self._phases.lock()

    def locked(self) -> Completed:
        """Succeed if the workspace is not locked."""
        lock = self.state_lock()
        return Completed("state rm", 1 if lock else 0, stderr=lock.sentence if lock else "")

    def force_unlock(self, lock_id: str) -> Completed:
        """Cancel or discard the run that holds the workspace; HCP then unlocks it. A lock is never forced."""
        lock = self.state_lock(lock_id)
        if lock is None or lock.id != lock_id:
            return Completed("force-unlock", 1, stderr="the workspace is not locked by that run any more")
        stop_holder(self.api, self.target, lock)
        return Completed("force-unlock", 0, run=self.target.run_url(lock_id))

    def state_pull(self) -> Completed:
        """Return the whole state in `document`, "" if there is none yet, with secrets in plain text."""
        return Completed("state pull", 0, current_state(self.api, self.target, self.workspace))

    def output(self) -> Completed:
        """Return all outputs as one JSON document; secret ones have no value."""
        return Completed("output", 0, current_outputs(self.api, self.workspace.id))

    def push(self, state: Path) -> Completed:
        """Succeed if HCP has the state, else refuse: only a Terraform that is logged in can write a state."""
        left = (read_below(state.parent, state, MAX_STATE_BYTES) or b"").decode("utf-8", "replace")
        if is_recorded(left, self.state_pull().document):
            return Completed("state push", 0)
        raise not_supported(
            "recording a state",
            f"{state} holds a state that an earlier run here could not save",
            recording_help(state),
            "or move the file away if HCP has a newer one",
        )

    def untaint(self, address: str, lock_timeout: int = 0) -> Completed:
        """Refuse: only a Terraform that is logged in can do it."""
        raise not_supported(
            "keeping an object that was created in part",
            f"the state records {address} as created in part, and an apply would replace it",
            f"mark it as complete, in the compiled folder: terraform init && terraform untaint '{address}'",
        )

    def _upload(self, archive: Archive, patience: Patience, *, savable: bool) -> str:
        """Return a configuration with these files; one that was uploaded before is used for other plans."""
        if not savable and archive.digest in self._uploaded:
            return self._uploaded[archive.digest]
        configuration = upload_configuration(
            self.api, self.workspace.id, archive, patience.wait, speculative=not savable
        )
        self._uploaded[archive.digest] = configuration
        return configuration

    def _message(self, archive: Archive) -> str:
        spec = read_map(self.folder).get("spec")
        words = (
            f"eksgen, {spec}" if isinstance(spec, str) else "eksgen",
            f"files {archive.digest[:16]}",
            self._origin,
        )
        return ", ".join(filter(None, words))

    def _run_of(self, plan: Path) -> str:
        return read_bookmark(read_below(plan.parent, plan) or b"", self.target)

    def _discard(self, id: str, reason: str) -> None:
        try:
            run = read_run(self.api, id)
            if run.discardable and not run.over:
                discard_run(self.api, id, f"eksgen: {reason}")
        except EksgenError as error:
            self.on_event(Waiting(f"could not discard the run {self.target.run_url(id)}: {error.message}"))
