"""Prove that a plan saved in HCP is what was reviewed, made of these files and of this state."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...compiler.errors import EksgenError
from ..errors.exceptions import StalePlan
from ..saved_plan.cloud_proof import CloudProof, cloud_mismatches
from ..saved_plan.envelope import Envelope
from ..terraform.events import OnEvent, Waiting
from ..workdir.workspace import Workspace
from .session import Session, remote_terraform

if TYPE_CHECKING:
    from ..cloud.remote_terraform import RemoteTerraform

_STATE_NOT_NAMED = (
    "HCP does not say which state this run started from: the one that was current before and after the plan"
    " is taken for it"
)
_FILES_NOT_SHOWN = (
    "the files of the run are not compared: HCP no longer has them, or does not show them to this token"
)


def prove_run(session: Session, plan: Path) -> CloudProof | None:
    """Return the proof of a plan that was just made in HCP; None for a plan that was made here.

    `StalePlan` if the state was written while it was made, and HCP does not say which one it is of.
    """
    terraform = remote_terraform(session)
    if terraform is None:
        return None
    from ..cloud.saved_runs import input_state

    run = terraform.run_of(plan)
    state = input_state(terraform, run)
    if not state.known:
        raise StalePlan(
            "the state was written while this plan was made",
            code="stale-plan",
            notes=("HCP does not say whether the plan is of the state before or after that",),
            helps=("plan again",),
        )
    if not state.named:
        session.on_event(Waiting(_STATE_NOT_NAMED))
    return CloudProof(
        hostname=terraform.target.hostname,
        organization=terraform.target.organization,
        workspace=run.workspace or terraform.workspace.id,
        run=run.id,
        configuration=run.configuration,
        archive=terraform.archive_of(run.configuration),
        state=state.record.id if state.record else "",
        serial=state.record.serial if state.record else 0,
    )


def run_mismatches(session: Session, envelope: Envelope) -> tuple[str, ...]:
    """Return why a saved plan does not fit this workspace as it is now, with its present files and state."""
    terraform, then = remote_terraform(session), envelope.cloud
    if terraform is None:
        return ("made by a run in HCP; the workspace runs Terraform here now",) if then else ()
    if then is None:
        return ("made by a Terraform here; the workspace runs it in HCP now",)
    from ..cloud.runs.bookmark import read_bookmark
    from ..cloud.saved_runs import planned_files

    host = replace(then, hostname=terraform.target.hostname, organization=terraform.target.organization)
    if reasons := tuple(cloud_mismatches(then, host)):
        return reasons  # the run cannot be read there
    if (named := read_bookmark(envelope.plan, terraform.target)) != then.run:
        return (f"made by {then.run}, but its plan is that of {named}",)
    planned = planned_files(terraform, session.workspace.folder)
    now = _proof_now(terraform, then, planned)
    if now is None:
        return (f"{then.run} does not exist any more, or not for this token",)
    if reasons := tuple(cloud_mismatches(then, now)):
        return reasons
    if other := _other_files(session, terraform, then, planned[then.archive]):
        return (f"{then.run} has other files than the plan says: {other}",)
    return ()


def _proof_now(
    terraform: RemoteTerraform, then: CloudProof, planned: Mapping[str, Mapping[str, bytes]]
) -> CloudProof | None:
    """Return what the proof would be now, with one of the `planned` archives; None without the run."""
    from ..cloud.client.refusals import ApiError
    from ..cloud.runs.actions import read_run
    from ..cloud.states.current import current_state_record

    try:
        run = read_run(terraform.api, then.run)
    except ApiError as error:
        if error.status != 404:
            raise
        return None
    current = current_state_record(terraform.api, terraform.target, terraform.workspace)
    return replace(
        then,
        workspace=terraform.workspace.id,
        run=run.id,
        configuration=run.configuration,
        archive=then.archive if then.archive in planned else next(iter(planned)),
        state=current.id if current else "",
        serial=current.serial if current else 0,
    )


def _other_files(
    session: Session, terraform: RemoteTerraform, then: CloudProof, files: Mapping[str, bytes]
) -> str:
    """Return how the files of the run differ from these, "" if they do not; then other plans use them, too.

    Files that HCP does not show are not compared, and not used again: they may be gone.
    """
    from ..cloud.given.configuration import difference, read_configuration

    data = read_configuration(terraform.api, then.configuration)
    if data is None:
        session.on_event(Waiting(_FILES_NOT_SHOWN))
        return ""
    other = difference(data, terraform.workspace.folder, files, exact=True)
    if not other:
        terraform.reuse(then.archive, then.configuration)
    return other


def discard_saved(
    workspace: Workspace | None, envelope: Envelope, error: StalePlan, on_event: OnEvent, reason: str = ""
) -> None:
    """Discard the run of a stale plan, and add to the error what came of that.

    The comment of the run is the `reason`, else the error with its notes. The `workspace` is None if the spec
    cannot be compiled: then only the file names the host, and no credentials helper is asked for a token.
    """
    then = envelope.cloud
    if then is None or (workspace is not None and workspace.sandbox):
        return
    from ..cloud.client.api import Api
    from ..cloud.client.host import connect
    from ..cloud.client.http import Waiter
    from ..cloud.saved_runs import discard_saved_run

    comment = reason or ": ".join((error.message, "; ".join(error.notes)))
    own = workspace is not None and workspace.cloud is not None and workspace.cloud.hostname == then.hostname
    environ = workspace.environment if workspace else os.environ
    waiter = Waiter(lambda text: on_event(Waiting(text)))
    try:
        api = Api(connect(then.hostname, environ, waiter, helper=own), waiter)
        said = discard_saved_run(api, then.organization, then.workspace, then.run, comment)
    except (EksgenError, OSError) as problem:
        why = problem.message if isinstance(problem, EksgenError) else type(problem).__name__
        said = f"its run {then.run} could not be discarded, and waits to be confirmed: {why}"
    if said:
        error.notes = (*error.notes, said)
