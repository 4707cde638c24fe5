"""The blocks around the module calls: required versions, provider, backend, outputs."""

from __future__ import annotations

from collections.abc import Mapping

from ...catalog.kubernetes.tags import IGNORED_TAG_PREFIXES
from ..diagnostics import Path
from ..lower import root_outputs
from ..resolve.model import Cluster
from ..resolve.provider import provider_constraint
from ..resolve.state import CloudWorkspace, cloud_workspace, fill_in
from ..values import At, Expression, Ref, Value
from .hcl import HclBlock, quote, scalar


def versions(cluster: Cluster) -> tuple[HclBlock, ...]:
    """Return the required versions of Terraform and of the AWS provider."""
    spec = cluster.spec.terraform
    aws: dict[str, Value] = {
        "source": "hashicorp/aws",
        "version": At(provider_constraint(cluster.spec), ("terraform", "awsProvider")),
    }
    required = At(spec.version, ("terraform", "version"))
    return (
        HclBlock(
            ("terraform",), {"required_version": required}, (HclBlock(("required_providers",), {"aws": aws}),)
        ),
    )


def provider(cluster: Cluster) -> tuple[HclBlock, ...]:
    """Return the configuration of the AWS provider, limited to the account if the spec sets one.

    It does not see the tags that others set, so no plan removes them.
    """
    arguments: dict[str, Value] = {"region": At(cluster.region, ("metadata", "region"))}
    if cluster.spec.metadata.account_id:
        arguments["allowed_account_ids"] = At((cluster.spec.metadata.account_id,), ("metadata", "accountId"))
    terraform, path = cluster.spec.terraform, ("terraform",)
    if terraform.profile:
        arguments["profile"] = At(terraform.profile, (*path, "profile"))
    ignored: dict[str, Value] = {"key_prefixes": IGNORED_TAG_PREFIXES}
    if keys := cluster.spec.network.ignore_tags:
        ignored["keys"] = At(tuple(sorted(set(keys))), ("network", "ignoreTags"))
    blocks = [HclBlock(("ignore_tags",), ignored)]
    if terraform.assume_role:
        assumed: dict[str, Value] = {"role_arn": At(terraform.assume_role, (*path, "assumeRole"))}
        blocks.insert(0, HclBlock(("assume_role",), assumed))
    return (HclBlock(("provider", "aws"), arguments, tuple(blocks), path=("metadata",)),)


def backend(cluster: Cluster) -> tuple[HclBlock, ...]:
    """Return the backend block; without one, Terraform keeps the state in a file in the folder."""
    chosen, path = cluster.spec.terraform.backend, ("terraform", "backend")
    if chosen.s3:
        s3 = chosen.s3
        arguments: dict[str, Value] = {
            "bucket": At(s3.bucket, (*path, "s3", "bucket")),
            "key": At(fill_in(s3.key, cluster.spec), (*path, "s3", "key")),
            "region": At(s3.region or cluster.region, (*path, "s3", "region")),
            "encrypt": True,
            "use_lockfile": At(s3.lockfile, (*path, "s3", "lockfile")),
        }
        if s3.kms_key:
            arguments["kms_key_id"] = At(s3.kms_key, (*path, "s3", "kmsKey"))
        if s3.profile:
            arguments["profile"] = At(s3.profile, (*path, "s3", "profile"))
        if s3.role:
            role: dict[str, Value] = {"role_arn": At(s3.role, (*path, "s3", "role"))}
            arguments["assume_role"] = role
        return _backend("s3", arguments, (*path, "s3"))
    if chosen.local:
        return _backend(
            "local",
            {"path": At(fill_in(chosen.local.path, cluster.spec), (*path, "local", "path"))},
            (*path, "local"),
        )
    workspace = cloud_workspace(cluster.spec)
    return (_cloud(workspace, (*path, "cloud")),) if workspace else ()


def _cloud(workspace: CloudWorkspace, path: Path) -> HclBlock:
    """Return the `cloud` block. It names the host even where that is the default: OpenTofu has none."""
    named: dict[str, Value] = {"name": At(workspace.workspace, (*path, "workspace"))}
    if workspace.project:
        named["project"] = At(workspace.project, (*path, "project"))
    arguments: dict[str, Value] = {
        "organization": At(workspace.organization, (*path, "organization")),
        "hostname": At(workspace.hostname, (*path, "hostname")),
    }
    workspaces = HclBlock(("workspaces",), named, path=path)
    return HclBlock(("terraform",), {}, (HclBlock(("cloud",), arguments, (workspaces,), path=path),))


def _backend(kind: str, arguments: dict[str, Value], path: Path) -> tuple[HclBlock, ...]:
    return (HclBlock(("terraform",), {}, (HclBlock(("backend", kind), arguments, path=path),)),)


def outputs(cluster: Cluster) -> tuple[HclBlock, ...]:
    """Return the outputs for people and other configurations."""
    return tuple(
        HclBlock(("output", output.name), {"description": output.description, "value": _inline(output.value)})
        for output in root_outputs(cluster)
    )


def _inline(value: Ref | Mapping[str, Ref]) -> Value:
    if isinstance(value, Ref):
        return value
    return Expression("{ " + ", ".join(f"{quote(key)} = {scalar(ref)}" for key, ref in value.items()) + " }")
