"""Apply a saved plan: check state and cloud, then apply the plan that was reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...compiler.files.writing import write_file
from ..errors.exceptions import RunFailed, StalePlan
from ..plan.fingerprint import plan_deviations, planned_steps
from ..plan.result import ApplyResult
from ..saved_plan.envelope import Envelope, plan_again_command, stale_plan
from ..saved_plan.provenance import read_state_version, state_mismatch
from ..terraform.events import OnEvent, ignore_event
from ..workdir.private_folder import private_folder
from ..workdir.workspace import Workspace
from .apply import DEFAULTS, ApplyOptions, apply_plan, checked_plan
from .cloud_proof import discard_saved, run_mismatches
from .init import initialise, record_unsaved_state
from .interrupted_apply import require_no_orphans, with_orphans
from .open_plan import reopen_plan
from .recheck import recheck
from .session import PlanRequest, Session, open_session
from .state import state_text


def apply_saved(
    workspace: Workspace,
    envelope: Envelope,
    name: str,
    on_event: OnEvent = ignore_event,
    *,
    options: ApplyOptions = DEFAULTS,
) -> ApplyResult:
    """Apply a saved plan, called `name`, whose other proofs hold.

    The `import` blocks that it was made with are in the folder already (`import_orphans.py`). `StalePlan` if
    the state or the cloud is not the planned one; a plan in HCP is discarded then.
    """
    session = open_session(workspace, on_event)
    session.terraform.require_apply(destroy=envelope.destroy)
    request = PlanRequest(
        envelope.destroy, options.lock_timeout, envelope.targets, recover=True, today=options.today
    )
    if reasons := _state_reasons(session, envelope):
        raise refused_plan(workspace, envelope, name, reasons, on_event)
    with private_folder(session.workdir) as folder:
        file = folder / "plan"
        write_file(session.workdir.root, file, envelope.plan)
        if options.recheck:
            with _discarding_stale(session, envelope):
                recheck(session, request, envelope.steps, name)
        opened = reopen_plan(session, request, file)
        if envelope.cloud and plan_deviations(envelope.steps, planned_steps(opened.document)):
            other = f"{envelope.cloud.run} plans other changes than the file says"
            raise refused_plan(workspace, envelope, name, (other,), on_event)
        planned = checked_plan(opened, options)
        planned = with_orphans(opened, planned, always=options.recheck)
        command = plan_again_command(name, envelope, "--import-orphans")
        require_no_orphans(planned, f"import them with a new plan, and apply that: {command}")
        if planned.empty:
            return ApplyResult(planned, applied=False)
        try:
            return apply_plan(opened, planned, options)
        except RunFailed as error:
            if error.partial_apply is not None:
                error.notes = (*error.notes, "the saved plan is used up: make a new plan for what is left")
            raise


def refused_plan(
    workspace: Workspace | None,
    envelope: Envelope,
    name: str,
    reasons: tuple[str, ...],
    on_event: OnEvent = ignore_event,
) -> StalePlan:
    """Return the error for a stale plan. A plan that is in HCP is discarded there, with the reasons.

    The `workspace` is None if the spec cannot be compiled any more.
    """
    error = stale_plan(name, envelope, reasons)
    discard_saved(workspace, envelope, error, on_event)
    return error


def _state_reasons(session: Session, envelope: Envelope) -> tuple[str, ...]:
    if session.terraform.remote or envelope.cloud:
        initialise(session)
        record_unsaved_state(session)
        return run_mismatches(session, envelope)
    return state_mismatch(envelope.state, read_state_version(state_text(session)))


@contextmanager
def _discarding_stale(session: Session, envelope: Envelope) -> Iterator[None]:
    """Discard a remote plan for good if the block finds that it is stale."""
    try:
        yield
    except StalePlan as error:
        discard_saved(session.workspace, envelope, error, session.on_event, reason=error.message)
        raise
