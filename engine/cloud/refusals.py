"""The errors of workspaces and their runs, each with a code and what to do."""

from __future__ import annotations

from ...compiler.diagnostics import Diagnostic, Label, Severity
from ...compiler.errors import EksgenError
from ..errors.exceptions import RunFailed, StateLocked
from ..source_map.place import SpecPlace
from ..workdir.cloud_block import CloudTarget
from ..workdir.state_lock import StateLock
from .documents import Workspace


class RunLeft(RunFailed):
    """The user left a run that goes on."""

    exit_code = 130


def no_workspace(target: CloudTarget) -> EksgenError:
    """Return the error for a workspace that does not exist, or that the token may not see."""
    return EksgenError(
        f"there is no workspace {target}",
        code="cloud-workspace",
        notes=(
            f"{target.hostname} says the same of one that this token may not see",
            "nothing was created: a plan of an empty state would make everything a second time",
        ),
        helps=(
            "correct `terraform.backend.cloud` if a name is wrong",
            f"or create the workspace: {target.typed('cloud setup')}",
        ),
    )


def no_right(target: CloudTarget, what: str) -> EksgenError:
    """Return the error for a right that the token does not have, such as `plan but not apply`."""
    return EksgenError(
        f"this token may {what} in {target}",
        code="cloud-rights",
        helps=(
            f"use a token of a user or a team with that right: terraform login {target.hostname}",
            f"or have the right given to you: {target.page}",
        ),
    )


def applied_from_vcs(target: CloudTarget, workspace: Workspace) -> EksgenError:
    """Return the error for an apply in a workspace that is connected to a repository."""
    compiled = target.typed("compile", "-o", workspace.working_directory or "FOLDER")
    return EksgenError(
        f"{target} applies what is merged to {workspace.repository}",
        code="cloud-vcs",
        notes=("HCP refuses any other apply there; only plan and drift run from here",),
        helps=(f"compile, commit the folder, and merge it: {compiled}",),
    )


def other_version(target: CloudTarget, version: str, asked: str, place: SpecPlace | None = None) -> RunFailed:
    """Return the error for a workspace with a Terraform that the spec does not accept, at its line."""
    helps = (
        f"let the workspace run another one: {target.typed('cloud setup')}",
        "or change `terraform.version` of the spec",
    )
    if place is None:
        what = f"{target} runs Terraform {version}, the spec asks for {asked}"
        return RunFailed(what, code="cloud-version", helps=helps)
    default = "" if place.written else ", the default of `terraform.version`"
    finding = Diagnostic(
        "cloud-version",
        Severity.ERROR,
        f"{target} runs Terraform {version}",
        Label(place.span, f"the spec asks for {asked}{default}"),
        helps=helps,
    )
    return RunFailed(finding.message, code="cloud-version", diagnostics=(finding,))


def foreign_lock_file(target: CloudTarget, provider: str) -> EksgenError:
    """Return the error for a provider lock file that a remote run could not use."""
    return EksgenError(
        "the provider lock file has no hash for linux_amd64",
        code="cloud-lock-file",
        notes=(
            "remote runs take place there, and would refuse the provider; nothing was uploaded",
            f"{provider} was installed from a mirror, which gives only the hash of this platform",
        ),
        helps=(
            f"pin the provider: {target.typed('update')}",
            "or add the hash, in the compiled folder: terraform providers lock -platform=linux_amd64",
        ),
    )


def policy_failed(
    url: str, policies: tuple[str, ...], *, overridable: bool, planned_only: bool = False
) -> RunFailed:
    """Return the error for a run that a policy stopped."""
    names = policies or ("HCP does not say which policy",)
    waits = overridable and not planned_only
    return RunFailed(
        "the run waits for somebody to override a policy" if waits else "a policy of HCP stopped the run",
        code="run-policy",
        notes=(*names, f"run {url}"),
        helps=(
            "fix what the policy names, and run it again",
            *(("or have it overridden on that page, by somebody who may",) if overridable else ()),
        ),
    )


def locked_workspace(target: CloudTarget, lock: StateLock, *, waited: bool, own_run: str = "") -> StateLocked:
    """Return the error for a workspace that somebody else has locked."""
    cancelled = (f"nothing was changed; the run that waited for it was cancelled: {own_run}",)
    wait = "wait until it is free" + ("" if waited else ", or pass `--lock-timeout SECONDS`")
    end = lock.help or f"stop that run: {target.typed('unlock', lock.id)}"
    return StateLocked(
        f"{target} is locked",
        code="state-locked",
        notes=(lock.sentence, lock.why, *(cancelled if own_run else ("nothing was changed",))),
        helps=(wait, f"or {end}"),
    )


def run_left(target: CloudTarget, run: str) -> RunLeft:
    """Return the error of a user who left a run that goes on."""
    return RunLeft(
        "the run goes on without eksgen",
        code="run-left",
        notes=(f"run {target.run_url(run)}", "it was asked to stop, and may change things until it does"),
        helps=(f"follow it there, or stop it from here: {target.typed('unlock', run)}",),
    )


def not_supported(what: str, why: str, *helps: str) -> EksgenError:
    """Return the error for something that only a local Terraform can do."""
    return EksgenError(f"{what} is not possible in a remote run", code="cloud-api", notes=(why,), helps=helps)
