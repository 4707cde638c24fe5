"""The commands of Terraform, run in HCP through its API (see `terraform/commands.py`).

A plan is a run that cannot be applied, or, if it is to be applied or saved, a run whose plan HCP saves; its
plan file is a bookmark of the run. Nothing waits for a lock but an apply.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Final

from ...compiler.errors import EksgenError
from ...compiler.files.reading import read_below
from ...compiler.files.writing import write_file
from ...compiler.versions import meets_constraint
from ..errors.run_failed import StalePlan
from ..source_map.reading import read_map
from ..terraform.events import (
    Completed,
    Finished,
    OnEvent,
    RunStarted,
    Started,
    TerraformDiagnostic,
    Waiting,
    ignore_event,
)
from ..terraform.interrupts import raise_if_interrupted
from ..terraform.providers import this_platform
from ..workdir import workspace as local
from ..workdir.cloud_block import CloudTarget
from ..workdir.lock_holder import ci_job
from ..workdir.state_lock import StateLock
from .api import Api
from .archive import Archive, pack_folder
from .documents import ASKS_FOR_OVERRIDE, Run, Workspace
from .following import Follower, Pace, Patience, counting_interrupts
from .host import connect
from .locks import lock_of
from .logs import RunLog
from .policies import failed_policies
from .refusals import (
    ApiError,
    applied_from_vcs,
    locked_workspace,
    no_right,
    not_supported,
    other_version,
    policy_failed,
)
from .runs import (
    RunRequest,
    bookmark,
    confirm_run,
    current_outputs,
    current_state,
    discard_run,
    find_workspace,
    plan_json,
    read_bookmark,
    read_run,
    start_run,
    stop_run,
    upload_configuration,
)

LOCAL_MODE: Final = "local"
"""The execution mode of a workspace that keeps only the state."""
PACE = Pace()
_REQUIRED = re.compile(r'^\s*required_version\s*=\s*"([^"]*)"', re.MULTILINE)
_CONFIRMATIONS = 5
"""How often HCP is asked to confirm a run although it refuses, in a workspace that is not locked."""
_EXACT = re.compile(r"\d+\.\d+\.\d+")
_HIDDEN = TerraformDiagnostic(
    severity="warning",
    summary="only the redacted plan may be read with this token; secret values are not compared",
)


def open_remote(
    workspace: local.Workspace, on_event: OnEvent = ignore_event, pace: Pace | None = None
) -> RemoteTerraform | None:
    """Return the commands for the workspace of HCP that a compiled folder names; None if its runs are local.

    Discovery, ping and look-up of the workspace, which is never created. `EksgenError` with a code of
    compiler/codes/cloud.py if one of them fails.
    """
    target = workspace.cloud
    assert target is not None
    api = Api(connect(target.hostname, workspace.environment))
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
        self.api = api
        self.target = target
        self.workspace = workspace
        self.folder = folder
        self.on_event = on_event
        self.pace = pace
        self._origin = origin
        self._unused: dict[Path, str] = {}
        self._uploaded: dict[str, str] = {}

    @property
    def version(self) -> str:
        """The version of Terraform that the workspace runs."""
        return self.workspace.version

    def init(
        self, plugin_dir: Path | None = None, backend: bool = True, *, keep_lock: bool = False
    ) -> Completed:
        """Check that runs are possible: the version of Terraform, and the right to plan."""
        required = _REQUIRED.search((read_below(self.folder, self.folder / "versions.tf") or b"").decode())
        version = self.workspace.version
        if required and _EXACT.fullmatch(version) and not meets_constraint(version, required[1]):
            raise other_version(self.target, version, required[1])
        if not self.workspace.may("queue-run"):
            raise no_right(self.target, "see but not plan")
        return Completed("init", 0)

    def require_apply(self, *, destroy: bool = False) -> None:
        """Refuse a workspace that applies from VCS, or a token without the right to apply."""
        if self.workspace.repository:
            raise applied_from_vcs(self.target, self.workspace.repository)
        if not self.workspace.may("queue-apply") or (destroy and not self.workspace.may("queue-destroy")):
            raise no_right(self.target, "plan but not destroy" if destroy else "plan but not apply")

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
            raise applied_from_vcs(self.target, self.workspace.repository)
        self.discard(out, "it was planned again")
        archive = pack_folder(self.folder, self.workspace.working_directory, this_platform())
        with counting_interrupts() as patience:
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
            done, run = self._followed("plan", run, patience, started)
            if savable and not run.over:
                self._unused[out] = run.id
        return done

    def show(self, plan: Path) -> Completed:
        """Return the JSON of the plan of a run; the redacted one, with a warning, if that is all one may
        read."""
        return self.show_run(read_run(self.api, self._run_of(plan)))

    def show_run(self, run: Run) -> Completed:
        """Return the JSON of the plan of a run, as `show` does."""
        patience = Patience()
        found = plan_json(self.api, run.plan, patience.wait)
        warnings = (_HIDDEN,) if found.redacted else ()
        return Completed("show", 0, found.text, warnings, run=self.target.run_url(run.id))

    def apply(self, plan: Path, lock_timeout: int = 0) -> Completed:
        """Confirm the run of a plan, once nobody else holds the workspace, and follow it to its end.

        `StalePlan` if HCP discarded the plan, `StateLocked` after `lock_timeout` seconds.
        """
        raise_if_interrupted()
        self.require_apply()
        with counting_interrupts() as patience:
            started = time.monotonic()
            run = self._confirmed(self._run_of(plan), lock_timeout, patience)
            self._unused.pop(plan, None)
            if run is None:
                return Completed("apply", 1, interrupts=patience.count)
            if run.status == "planned_and_finished":
                return Completed("apply", 0)
            self.on_event(RunStarted(self.target.run_url(run.id)))
            done, _ = self._followed("apply", run, patience, started, started + lock_timeout)
        return done

    def keep(self, plan: Path) -> None:
        """Let the run of a plan wait to be confirmed later."""
        self._unused.pop(plan, None)

    def discard(self, plan: Path, reason: str) -> None:
        """Discard the run of a plan, if it still waits to be confirmed. Says so if that fails, and goes
        on."""
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

    def state_lock(self) -> StateLock | None:
        """Return the lock of the workspace with its true holder; None if it is not locked."""
        return lock_of(self.api, self.target, find_workspace(self.api, self.target))

    def locked(self) -> Completed:
        """Succeed if the workspace is not locked."""
        lock = self.state_lock()
        return Completed("state rm", 1 if lock else 0, stderr=lock.sentence if lock else "")

    def force_unlock(self, lock_id: str) -> Completed:
        """Cancel or discard the run that holds the workspace; HCP then unlocks it. A lock is never forced."""
        lock = self.state_lock()
        if lock is None or lock.id != lock_id:
            return Completed("force-unlock", 1, stderr="the workspace is not locked by that run any more")
        if not lock_id.startswith("run-"):
            raise locked_workspace(self.target, lock, waited=False)
        run = read_run(self.api, lock_id)
        if not stop_run(self.api, run, "stopped with eksgen unlock"):
            url = self.target.run_url(run.id)
            raise not_supported(
                "stopping this run", f"it is {run.status_words}", f"look at it there, and stop it: {url}"
            )
        return Completed("force-unlock", 0, run=self.target.run_url(run.id))

    def state_pull(self) -> Completed:
        """Return the whole state in `document`, "" if there is none yet, with secrets in plain text."""
        return Completed("state pull", 0, current_state(self.api, self.target, self.workspace))

    def output(self) -> Completed:
        """Return all outputs as one JSON document; secret ones have no value."""
        return Completed("output", 0, current_outputs(self.api, self.workspace.id))

    def push(self, state: Path) -> Completed:
        """Refuse: only a Terraform that is logged in can write a state."""
        raise not_supported(
            "recording a state",
            f"{state} holds a state that an earlier run here could not save",
            f"record it with Terraform, in the compiled folder: terraform state push {state}",
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
        return read_bookmark(read_below(plan.parent, plan) or b"", self.target.hostname)

    def _followed(
        self, command: str, run: Run, patience: Patience, started: float, deadline: float | None = None
    ) -> tuple[Completed, Run]:
        """Follow a run through its plan or apply; return what came of it."""
        url, log = self.target.run_url(run.id), RunLog(self.on_event)
        follower = Follower(self.api, url, self.on_event, patience, self.pace, log)
        if deadline is not None:
            follower.before_start = lambda waiting: self._stop_behind_lock(waiting, deadline)
        with self._shown(command) as codes, _naming_run(url):
            run = follower.follow(run, "applies" if command == "apply" else "plans")
            codes.append(code := 0 if _succeeded(command, run) else 1)
            if code and not patience.count:
                self._refuse_policies(run, log, url)
        done = Completed(
            command,
            code,
            diagnostics=(*log.diagnostics, *_explanation(run, log, code)),
            stderr="\n".join(log.tail),
            interrupts=patience.count,
            seconds=time.monotonic() - started,
            no_changes=not code and log.structured and log.stream.no_changes and not run.has_changes,
            no_drift=not code and log.structured and log.stream.no_drift and not run.has_changes,
            run=url,
        )
        return done, run

    def _refuse_policies(self, run: Run, log: RunLog, url: str) -> None:
        """Raise `RunFailed` if a policy is the reason why a run does not go on."""
        waits = run.status in ASKS_FOR_OVERRIDE
        if waits or run.status == "policy_soft_failed":
            raise policy_failed(
                url, failed_policies(self.api, run), overridable=waits, planned_only=run.plan_only
            )
        told = any(d.severity == "error" for d in log.diagnostics)
        if run.status == "errored" and not told and (names := failed_policies(self.api, run)):
            raise policy_failed(url, names, overridable=False)

    def _confirmed(self, id: str, lock_timeout: int, patience: Patience) -> Run | None:
        """Confirm a run once the workspace is not locked; None if the user interrupted before.

        `StalePlan` if it cannot be applied any more, `StateLocked` after `lock_timeout` seconds.
        """
        deadline, said = time.monotonic() + lock_timeout, False
        for attempt in count(1):
            run = read_run(self.api, id)
            if run.status == "planned_and_finished" and not run.plan_only:
                return run
            lock = None if run.over else self.state_lock()
            if lock is None:
                self._require_confirmable(run)
                if self._confirm(run, last=attempt >= _CONFIRMATIONS and time.monotonic() >= deadline):
                    return read_run(self.api, id)
            elif time.monotonic() >= deadline:
                raise locked_workspace(self.target, lock, waited=bool(lock_timeout))
            elif not said:
                said = True
                self.on_event(Waiting(f"{self.target} is locked, {lock.sentence}"))
            patience.wait(self.pace.first)
            if patience.count:
                break
        return None

    def _confirm(self, run: Run, *, last: bool) -> bool:
        """Return whether HCP took the confirmation; unless it is the `last` try, it may refuse it for now."""
        try:
            confirm_run(self.api, run.id, "confirmed with eksgen")
        except ApiError as error:
            if error.status == 404:
                raise no_right(self.target, "plan but not apply") from None
            if error.status != 409 or last:
                raise
            return False
        return True

    def _require_confirmable(self, run: Run) -> None:
        url = self.target.run_url(run.id)
        if run.status in ASKS_FOR_OVERRIDE:
            raise policy_failed(url, failed_policies(self.api, run), overridable=True)
        if run.plan_only or not run.confirmable:
            others = "HCP discards a saved plan as soon as another run changes the state"
            raise StalePlan(
                f"the run of this plan is {run.status_words}",
                code="stale-plan",
                notes=(*((others,) if run.status == "discarded" else ()), f"run {url}"),
                helps=("plan again, and look at what changed",),
            )

    def _stop_behind_lock(self, run: Run, deadline: float) -> None:
        """Cancel an apply that waits for a lock of somebody else for too long. `StateLocked` then."""
        if time.monotonic() < deadline:
            return
        lock = self.state_lock()
        if lock is not None and lock.id != run.id:
            stop_run(self.api, run, "it waited too long for the lock of the workspace")
            raise locked_workspace(self.target, lock, waited=True, own_run=self.target.run_url(run.id))

    def _discard(self, id: str, reason: str) -> None:
        try:
            run = read_run(self.api, id)
            if run.discardable and not run.over:
                discard_run(self.api, id, f"eksgen: {reason}")
        except EksgenError as error:
            self.on_event(Waiting(f"could not discard the run {self.target.run_url(id)}: {error.message}"))

    @contextmanager
    def _shown(self, command: str) -> Iterator[list[int]]:
        """Report that a command starts, and that it ends with the code that the block appends."""
        started, codes = time.monotonic(), [1]
        self.on_event(Started(command))
        try:
            yield codes
        finally:
            self.on_event(Finished(command, codes[-1], time.monotonic() - started))


@contextmanager
def _naming_run(url: str) -> Iterator[None]:
    """Add the page of a run to an error, which may be all that is left to go on with."""
    try:
        yield
    except EksgenError as error:
        if not any(url in note for note in error.notes):
            error.notes = (*error.notes, f"run {url}")
        raise


def _succeeded(command: str, run: Run) -> bool:
    if command == "apply":
        return run.status == "applied"
    return run.status in ("planned_and_finished", "planned_and_saved") or (run.confirmable and not run.over)


def _explanation(run: Run, log: RunLog, code: int) -> tuple[TerraformDiagnostic, ...]:
    """Return a diagnostic for a run that somebody else stopped, which its log does not say."""
    if not code or run.status not in ("canceled", "force_canceled", "discarded"):
        return ()
    return (TerraformDiagnostic("error", f"the run is {run.status_words}: somebody stopped it in HCP"),)
