"""Follow a run through its plan or apply, or confirm it: what came of it, or why it does not go on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ....compiler.errors import EksgenError
from ...errors.exceptions import StalePlan
from ...terraform.events import Completed, Finished, OnEvent, Started, TerraformDiagnostic, Waiting
from ...workdir.cloud_block import CloudTarget
from ...workdir.state_lock import StateLock
from ..client.api import Api
from ..client.refusals import ApiError
from ..documents import ASKS_FOR_OVERRIDE, Run
from ..refusals import locked_workspace, no_right, policy_failed
from ..workspaces import find_workspace
from .actions import confirm_run, read_run, stop_run
from .following import Follower, Patience
from .locks import lock_of
from .logs import RunLog
from .pace import Pace
from .policies import failed_policies

_CONFIRMATIONS = 5
"""How often HCP is asked to confirm a run although it refuses, in a workspace that is not locked."""


@dataclass(frozen=True, slots=True)
class Phases:
    """The plans and applies of runs in one workspace."""

    api: Api
    target: CloudTarget
    on_event: OnEvent
    pace: Pace

    def lock(self) -> StateLock | None:
        """Return the lock of the workspace with its true holder; None if it is not locked."""
        return lock_of(self.api, self.target, find_workspace(self.api, self.target))

    def follow(
        self, command: str, run: Run, patience: Patience, started: float, deadline: float | None = None
    ) -> tuple[Completed, Run]:
        """Follow a run through its plan or apply; return what came of it."""
        url, log = self.target.run_url(run.id), RunLog(self.on_event)
        follower = Follower(self.api, self.target, self.on_event, patience, self.pace, log)
        if deadline is not None:
            follower.before_start = lambda waiting: self._stop_behind_lock(waiting, deadline)
        with self._shown(command) as codes, _naming_run(url):
            run = follower.follow(run, "applies" if command == "apply" else "plans")
            codes.append(code := 0 if _succeeded(command, run) else 1)
            if code and not patience.count:
                self._refuse_policies(run, log, url)
                if command == "apply" and run.status == "discarded":
                    raise self._stale(run)
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

    def confirm(self, id: str, lock_timeout: int, patience: Patience) -> Run | None:
        """Confirm a run once the workspace is not locked; None if the user interrupted before.

        `StalePlan` if it cannot be applied any more, `StateLocked` after `lock_timeout` seconds.
        """
        deadline, attempt, said = time.monotonic() + lock_timeout, 0, False
        while not patience.count:
            attempt += 1
            run = read_run(self.api, id)
            if run.status == "planned_and_finished" and not run.plan_only:
                return run
            lock = None if run.over else self.lock()
            if lock is None:
                self._require_confirmable(run)
                last = attempt >= _CONFIRMATIONS and time.monotonic() >= deadline
                if not patience.count and self._confirm(run, last=last):
                    return read_run(self.api, id)
            elif time.monotonic() >= deadline:
                raise locked_workspace(self.target, lock, waited=bool(lock_timeout))
            elif not said:
                said = True
                self.on_event(Waiting(f"{self.target} is locked, {lock.sentence}"))
            patience.wait(self.pace.now())
        return None

    def _refuse_policies(self, run: Run, log: RunLog, url: str) -> None:
        """Raise `RunFailed` if a policy is the reason why a run does not go on."""
        waits = run.status in ASKS_FOR_OVERRIDE
        if waits or run.status == "policy_soft_failed":
            raise policy_failed(
                url, failed_policies(self.api, run), overridable=waits, planned_only=run.plan_only
            )
        explained = any(d.severity == "error" for d in log.diagnostics)
        if run.status == "errored" and not explained and (names := failed_policies(self.api, run)):
            raise policy_failed(url, names, overridable=False)

    def _confirm(self, run: Run, *, last: bool) -> bool:
        """Return whether HCP took the confirmation; unless it is the `last` try, it may refuse it for now."""
        with _naming_run(self.target.run_url(run.id)):
            try:
                confirm_run(self.api, run.id, "confirmed with eksgen")
            except ApiError as error:
                if error.status == 404:
                    raise no_right(self.target, "plan but not apply") from None
                if error.status == 409 and not last:
                    return False
                if error.status < 500 or not self._goes_on(run):
                    raise
            except EksgenError:  # the answer was lost, not always the question
                if not self._goes_on(run):
                    raise
        return True

    def _goes_on(self, run: Run) -> bool:
        """Return whether a run that was to be confirmed has been."""
        now = read_run(self.api, run.id)
        return not now.confirmable and now.status != "discarded"

    def _require_confirmable(self, run: Run) -> None:
        if run.status in ASKS_FOR_OVERRIDE:
            url = self.target.run_url(run.id)
            raise policy_failed(url, failed_policies(self.api, run), overridable=True)
        if run.plan_only or not run.confirmable:
            raise self._stale(run)

    def _stale(self, run: Run) -> StalePlan:
        others = "HCP discards a saved plan as soon as another run changes the state"
        return StalePlan(
            f"the run of this plan is {run.status_words}",
            code="stale-plan",
            notes=(
                *((others,) if run.status == "discarded" else ()),
                f"run {self.target.run_url(run.id)}",
            ),
            helps=("plan again, and look at what changed",),
        )

    def _stop_behind_lock(self, run: Run, deadline: float) -> None:
        """Cancel an apply that waits for a lock of somebody else for too long. `StateLocked` then."""
        if time.monotonic() < deadline:
            return
        lock, why = self.lock(), "it waited too long for the lock of the workspace"
        if lock is not None and lock.id != run.id and stop_run(self.api, run, why):
            raise locked_workspace(self.target, lock, waited=True, own_run=self.target.run_url(run.id))

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
