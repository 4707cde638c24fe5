"""Prove that a plan saved in HCP is what was reviewed, made of these files and of this state."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.writing import write_file
from ..errors.exceptions import StalePlan
from ..saved_plan.cloud_proof import CloudProof, cloud_mismatches
from ..saved_plan.envelope import Envelope
from ..terraform.events import Waiting
from ..workdir.lifecycle import relaxed_lifecycle
from ..workdir.private_folder import private_folder
from ..workdir.workspace import Workspace
from .session import Session, open_session, remote_terraform

_STATE_NOT_NAMED = (
    "HCP does not say which state this run started from: the one that was current before and after the plan"
    " is taken for it"
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


def run_mismatches(session: Session, then: CloudProof | None) -> tuple[str, ...]:
    """Return why a saved plan does not fit this workspace as it is now, with its present files and state."""
    from ..cloud.client.refusals import ApiError
    from ..cloud.runs.actions import read_run
    from ..cloud.saved_runs import archive_digest
    from ..cloud.states.current import current_state_record

    terraform = remote_terraform(session)
    if terraform is None:
        return ("made by a run in HCP; the workspace runs Terraform here now",) if then else ()
    if then is None:
        return ("made by a Terraform here; the workspace runs it in HCP now",)
    target = terraform.target
    host = replace(then, hostname=target.hostname, organization=target.organization)
    if reasons := tuple(cloud_mismatches(then, host)):
        return reasons  # the run cannot be read there
    try:
        run = read_run(terraform.api, then.run)
    except ApiError as error:
        if error.status != 404:
            raise
        return (f"{then.run} does not exist any more, or not for this token",)
    current = current_state_record(terraform.api, target, terraform.workspace)
    archives = []
    for delete_first in (False, True):
        with relaxed_lifecycle(session.workdir, delete_first=delete_first):
            archives.append(archive_digest(terraform, session.workspace.folder))
    now = replace(
        then,
        workspace=terraform.workspace.id,
        run=run.id,
        configuration=run.configuration,
        archive=then.archive if then.archive in archives else archives[0],
        state=current.id if current else "",
        serial=current.serial if current else 0,
    )
    if reasons := tuple(cloud_mismatches(then, now)):
        return reasons
    terraform.reuse(then.archive, then.configuration)
    return ()


def discard_saved(workspace: Workspace, envelope: Envelope, error: EksgenError) -> None:
    """Discard the run of a saved plan that is stale, with the reasons, where that is possible."""
    if envelope.cloud is None:
        return
    with suppress(EksgenError, OSError), private_folder(workspace.workdir) as folder:
        file = folder / "plan"
        write_file(workspace.workdir.root, file, envelope.plan)
        if terraform := remote_terraform(open_session(workspace)):
            run = terraform.run_of(file)
            if run.save_plan and run.workspace == envelope.cloud.workspace:
                terraform.discard(file, ": ".join((error.message, "; ".join(error.notes))))
