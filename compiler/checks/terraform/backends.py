"""Rules for `terraform.backend`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....catalog.regions.regions import REGION_NAME, region, region_names
from ....catalog.terraform.hcp_terraform import WORKSPACE_LENGTH
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ....schemas.hcp_terraform import WORKSPACE_PATTERN, WORKSPACE_RULE
from ...diagnostics import Path, Severity
from ...resolve.state import PLACEHOLDERS, account_of, cloud_workspace, unknown_placeholders
from ..finding import Finding, closest, not_in_catalog

_BACKEND: Path = ("terraform", "backend")


def one_backend(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that only one backend is configured."""
    backend = spec.terraform.backend
    values = {"s3": backend.s3, "local": backend.local, "cloud": backend.cloud}
    first, *others = [name for name, value in values.items() if value] or [""]
    for name in others:
        yield Finding(
            "two-backends",
            (*_BACKEND, name),
            "the state can be stored in one backend only",
            "another backend",
            (((*_BACKEND, first), "first backend"),),
            help="delete one of the two",
        )


def placeholders_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check the placeholders in the key, path or workspace of a backend."""
    backend = spec.terraform.backend
    texts = [("s3", "key", backend.s3.key)] if backend.s3 else []
    texts += [("local", "path", backend.local.path)] if backend.local else []
    texts += [("cloud", "workspace", backend.cloud.workspace)] if backend.cloud else []
    for kind, field, text in texts:
        for name in unknown_placeholders(text):
            yield Finding(
                "unknown-placeholder",
                ("terraform", "backend", kind, field),
                f"`{{{name}}}` is not a placeholder",
                "not a placeholder",
                help=f"use {', '.join(f'`{{{known}}}`' for known in PLACEHOLDERS)}",
            )


def backend_region_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the bucket of the state is in a region that exists, or may exist."""
    s3 = spec.terraform.backend.s3
    if s3 is None or s3.region is None or region(s3.region) is not None:
        return
    path, near = ("terraform", "backend", "s3", "region"), closest(s3.region, region_names(), 0.9)
    if near or not REGION_NAME.fullmatch(s3.region):
        message = f"there is no region `{printable(s3.region)}`"
        help = f"write `{near}`" if near else ""
        yield Finding("unknown-region", path, message, "unknown region", help=help)
    else:
        note = "Terraform refuses regions that its version of the AWS provider does not know"
        yield not_in_catalog(path, f"eksgen does not know the region `{s3.region}`", note)


def workspace_named(spec: ClusterSpec) -> Iterator[Finding]:
    """Check the name of the workspace of HCP Terraform, once its placeholders are filled in."""
    cloud, workspace = spec.terraform.backend.cloud, cloud_workspace(spec)
    if cloud is None or workspace is None or unknown_placeholders(cloud.workspace):
        return
    name = workspace.workspace
    if not re.fullmatch(WORKSPACE_PATTERN, name):
        why = f"has {len(name)} characters" if len(name) > WORKSPACE_LENGTH else "is not one of a workspace"
        yield Finding(
            "invalid-name",
            (*_BACKEND, "cloud", "workspace"),
            f"the name `{printable(name)}` {why}",
            f"at most {WORKSPACE_LENGTH}" if len(name) > WORKSPACE_LENGTH else "not a name",
            note=WORKSPACE_RULE,
        )


def runs_have_own_credentials(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that nothing names credentials that a remote run does not have, or that its own contradict."""
    if spec.terraform.backend.cloud is None:
        return
    values = {
        "assumeRole": (spec.terraform.assume_role, "a run gets its role from the workspace"),
        "profile": (spec.terraform.profile, "a run has no AWS profiles"),
    }
    for field, (value, why) in values.items():
        if value is not None:
            yield Finding(
                "cloud-credentials",
                ("terraform", field),
                f"`{field}` cannot be set for remote runs: {why}",
                "not for remote runs",
                (((*_BACKEND, "cloud"), "runs are remote"),),
                note="the workspace gives each run temporary credentials: `TFC_AWS_PROVIDER_AUTH` and "
                "`TFC_AWS_RUN_ROLE_ARN`, as variables of the workspace or of a variable set",
                help=f"delete `{field}`, and let `TFC_AWS_RUN_ROLE_ARN` name the role",
            )


def runs_have_an_account(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about remote runs that no account binds: the credentials here say nothing about theirs."""
    if spec.terraform.backend.cloud is None or spec.metadata.account_id is not None:
        return
    account = account_of(spec)
    help = f'add the account of the cluster to `metadata`, such as `accountId: "{account}"`'
    yield Finding(
        "cloud-account",
        (*_BACKEND, "cloud"),
        "nothing binds remote runs to the AWS account of the cluster",
        "runs with credentials of its own",
        ((("metadata",), "no `accountId`"),),
        note="`accountId` becomes `allowed_account_ids`, the only guard against a role of another account",
        help=help,
        severity=Severity.WARNING,
    )
