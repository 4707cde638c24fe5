"""The errors of setting a workspace up, each with what to do."""

from __future__ import annotations

from ....compiler.errors import EksgenError
from ...workdir.cloud_block import CloudTarget


def no_organization(target: CloudTarget) -> EksgenError:
    """Return the error for an organization that does not exist, or that the token may not see."""
    return EksgenError(
        f"there is no organization {target.organization} on {target.hostname} that this token can see",
        code="cloud-project",
        notes=("nothing was created",),
        helps=("correct `terraform.backend.cloud.organization`, or use a token of a member",),
    )


def no_project(target: CloudTarget) -> EksgenError:
    """Return the error for a project that does not exist, or that the token may not see."""
    page = f"https://{target.hostname}/app/{target.organization}/projects"
    return EksgenError(
        f"there is no project {target.project} in {target.organization} that this token can see",
        code="cloud-project",
        notes=("a project decides who may do what, so it is never created here; nothing was created",),
        helps=(f"create it: {page}", "or correct `terraform.backend.cloud.project`, or leave it out"),
    )


def may_not_set_up(target: CloudTarget, what: str, reasons: tuple[str, ...]) -> EksgenError:
    """Return the error for a token that may not create or change workspaces."""
    return EksgenError(
        f"HCP does not let this token {what} {target}",
        code="cloud-rights",
        notes=reasons,
        helps=("use a token of a user or a team that may manage the workspaces of the project",),
    )
