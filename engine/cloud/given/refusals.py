"""The errors about runs and assessments that eksgen did not make, each with what to do."""

from __future__ import annotations

from ....compiler.errors import EksgenError
from ...workdir.cloud_block import CloudTarget


def no_such_run(what: str, target: CloudTarget, *notes: str) -> EksgenError:
    """Return the error for a run that cannot be found."""
    return EksgenError(
        what,
        code="cloud-run",
        notes=notes,
        helps=(
            f"pass the id of a run (run-…), the address of its page, or a commit that {target} has planned",
        ),
    )


def run_of_another_workspace(run: str, target: CloudTarget) -> EksgenError:
    """Return the error for a run whose workspace is not that of the spec."""
    return EksgenError(
        f"{run} is not a run of {target}",
        code="cloud-run",
        notes=("its changes have no lines in this spec",),
        helps=("pass the spec of the workspace that the run is in",),
    )


def no_plan(target: CloudTarget, run: str, status: str) -> EksgenError:
    """Return the error for a run that ended before it had a plan."""
    return EksgenError(
        f"{run} has no plan: it is {status}",
        code="cloud-run",
        notes=(f"run {target.run_url(run)}",),
        helps=(f"start another one, or plan from here: {target.typed('plan')}",),
    )


def no_assessment(target: CloudTarget, why: str, *helps: str) -> EksgenError:
    """Return the error for a workspace without a health assessment that can be read."""
    return EksgenError(
        f"{target} has no health assessment to read",
        code="cloud-assessment",
        notes=(why,),
        helps=(*helps, f"without one, ask for a run: {target.typed('drift')}"),
    )


def not_started(target: CloudTarget, why: str, *helps: str) -> EksgenError:
    """Return the error for an assessment that HCP does not start."""
    return EksgenError(
        f"HCP does not start a health assessment of {target}",
        code="cloud-assessment",
        notes=(why,),
        helps=(*helps, f"or ask for a run: {target.typed('drift')}"),
    )


def not_in_hcp(option: str, where: str = "") -> EksgenError:
    """Return the error for a spec whose runs are not in HCP; `where` is its workspace if it keeps states.

    `option` is "" for a verb that is about nothing else.
    """
    note = (
        f"the execution mode of {where} is local: Terraform runs here, and HCP only keeps the state"
        if where
        else "the spec has no `terraform.backend.cloud`"
    )
    return EksgenError(
        f"{option or 'this'} is about runs in HCP, and this spec has none",
        code="cloud-backend",
        notes=(note,),
        helps=(f"run it without {option}",)
        if option
        else ("name the workspace: `terraform: {backend: {cloud: {organization: NAME}}}`",),
    )
