"""The errors of this package, each with a code and what to do."""

from __future__ import annotations

import shlex

from ...compiler.errors import EksgenError
from ..errors.run_failed import RunFailed, StateLocked
from ..workdir.cloud_block import CloudTarget
from ..workdir.state_lock import StateLock


class ApiError(EksgenError):
    """HCP refused a request with this HTTP status. `reasons` are its words, made printable."""

    def __init__(self, host: str, status: int, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"{host} refused a request with status {status}", code="cloud-api", notes=reasons[:5]
        )
        self.status = status
        self.reasons = reasons


class RunLeft(RunFailed):
    """The user left a run that goes on."""

    exit_code = 130


def no_token(host: str, variable: str) -> EksgenError:
    """Return the error for a host without a token."""
    return EksgenError(
        f"there is no token for {host}",
        code="cloud-token",
        notes=("looked in the environment, the CLI configuration of Terraform and its credentials helper",),
        helps=(f"log in: terraform login {host}", f"or set {variable}"),
    )


def token_refused(host: str, source: str) -> EksgenError:
    """Return the error for a token that the host does not accept."""
    return EksgenError(
        f"{host} refuses the token from {source}",
        code="cloud-token",
        notes=("it has expired, was deleted, or is of another host",),
        helps=(f"log in again: terraform login {host}",),
    )


def no_api(host: str, why: str) -> EksgenError:
    """Return the error for a host that offers no API of HCP Terraform."""
    return EksgenError(
        f"{host} offers no Terraform API",
        code="cloud-host",
        notes=(why,),
        helps=("correct `terraform.backend.cloud.hostname`",),
    )


def untrusted(host: str, why: str) -> EksgenError:
    """Return the error for a host whose certificate is not trusted."""
    return EksgenError(
        f"the certificate of {host} is not trusted",
        code="cloud-host",
        notes=(why,),
        helps=("name a bundle with the CA of the host, and all others that are needed, in SSL_CERT_FILE",),
    )


def unreachable(host: str, why: str) -> EksgenError:
    """Return the error for a host that does not answer as it should."""
    return EksgenError(
        f"{host} cannot be reached",
        code="cloud-host",
        notes=(why,),
        helps=("check the network, HTTPS_PROXY and NO_PROXY, then run it again",),
    )


def wrong_host(host: str, why: str) -> EksgenError:
    """Return the error for a host that cannot be reached when it is asked for the first time."""
    return EksgenError(
        f"{host} cannot be reached",
        code="cloud-host",
        notes=(why,),
        helps=(
            "correct `terraform.backend.cloud.hostname`; the host of HCP Terraform is app.terraform.io",
            f"or look what is in the way: curl https://{host}/.well-known/terraform.json",
            "behind a proxy, set HTTPS_PROXY",
        ),
    )


def no_workspace(target: CloudTarget) -> EksgenError:
    """Return the error for a workspace that does not exist, or that the token may not see."""
    return EksgenError(
        f"there is no workspace {target} on {target.hostname} that this token can see",
        code="cloud-workspace",
        notes=("the answer is the same if the token has no right to see it; nothing was created",),
        helps=("correct `terraform.backend.cloud`, or create it: eksgen cloud setup SPEC",),
    )


def no_right(target: CloudTarget, what: str) -> EksgenError:
    """Return the error for a right that the token does not have, such as `plan but not apply`."""
    return EksgenError(
        f"this token may {what} in {target}",
        code="cloud-rights",
        helps=("use a token of a user or a team with that right on the workspace",),
    )


def applied_from_vcs(target: CloudTarget, repository: str) -> EksgenError:
    """Return the error for an apply in a workspace that is connected to a repository."""
    return EksgenError(
        f"{target} applies what is merged to {repository}",
        code="cloud-vcs",
        notes=("HCP refuses any other apply there; only plan and drift run from here",),
        helps=("commit the compiled folder, and merge it",),
    )


def other_version(target: CloudTarget, version: str, asked: str) -> EksgenError:
    """Return the error for a workspace whose Terraform is not one that the spec accepts."""
    return EksgenError(
        f"{target} runs Terraform {version}, the spec asks for {asked}",
        code="cloud-version",
        helps=("change the version in the settings of the workspace, or `terraform.version` of the spec",),
    )


def foreign_lock_file(provider: str) -> EksgenError:
    """Return the error for a provider lock file that a remote run could not use."""
    return EksgenError(
        "the provider lock file has no hash for linux_amd64, where remote runs take place",
        code="cloud-lock-file",
        notes=(f"{provider} was installed from a mirror, which gives only the hash of this platform",),
        helps=(
            "pin the provider in the lock file of the spec: eksgen update SPEC",
            "or add the hash in the compiled folder: terraform providers lock -platform=linux_amd64",
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
        helps=("fix what the policy names, and run it again", "or have it overridden there by who may do so"),
    )


def locked_workspace(target: CloudTarget, lock: StateLock, *, waited: bool, own_run: str = "") -> StateLocked:
    """Return the error for a workspace that somebody else has locked."""
    cancelled = (f"the run that waited for it was cancelled: {own_run}",) if own_run else ()
    return StateLocked(
        f"{target} is locked",
        code="state-locked",
        notes=(lock.sentence, lock.why, *cancelled),
        helps=(
            "wait until it is free" + ("" if waited else ", or pass `--lock-timeout SECONDS`"),
            f"or look who holds it, and end that run: eksgen unlock SPEC {shlex.quote(lock.id)}",
        ),
    )


def run_left(url: str) -> RunLeft:
    """Return the error of a user who left a run that goes on."""
    return RunLeft(
        "the run goes on without eksgen",
        code="run-left",
        notes=(f"run {url}",),
        helps=("follow or stop it there, or stop it from here: eksgen unlock SPEC",),
    )


def not_supported(what: str, why: str, *helps: str) -> EksgenError:
    """Return the error for something that only a local Terraform can do."""
    return EksgenError(f"{what} is not possible in a remote run", code="cloud-api", notes=(why,), helps=helps)
