"""Rules for the region, the Kubernetes version, and the partition and region of ARNs."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ...catalog.kubernetes import ended, kubernetes_version, may_be_released, version_names
from ...catalog.regions.partitions import partition_of_region
from ...catalog.regions.regions import region, region_names
from ...schemas.base import ARN, printable
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from ..resolve.roles import roles_of
from .finding import Finding, not_in_catalog
from .nodes import groups_and_pools


def region_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS is available in the region."""
    name = spec.metadata.region
    if region(name) is None:
        near = get_close_matches(name, region_names(), 1, 0.6)
        help = f"write `{near[0]}`" if near else ""
        yield Finding(
            "unknown-region",
            ("metadata", "region"),
            f"EKS is not available in region `{name}`",
            "unknown region",
            help=help,
        )


def version_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS offers the Kubernetes version, or may offer it since the catalog was made."""
    name, path, known = spec.kubernetes.version, ("kubernetes", "version"), version_names()
    if kubernetes_version(name) is not None:
        return
    if may_be_released(name):
        note = f"the newest version it knows is {known[-1]}; support dates are unknown"
        yield not_in_catalog(path, f"Kubernetes {name} is newer than this version of eksgen", note)
    elif ended(name):
        yield Finding(
            "version-ended",
            path,
            f"support for Kubernetes {name} has ended",
            "no longer supported",
            note=f"known versions: {', '.join(known)}",
            help=f'write the version that the cluster has now, or `"{known[-1]}"` for a new one',
        )
    else:
        near = get_close_matches(name, known, 1, 0.5) or [known[-1]]
        yield Finding(
            "unknown-version",
            path,
            f"EKS does not offer Kubernetes `{printable(name)}`",
            "unknown version",
            note=f"known versions: {', '.join(known)}",
            help=f'write `"{near[0]}"`',
        )


def arns_in_partition(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that every ARN belongs to the partition of the region."""
    if region(spec.metadata.region) is None:
        return
    wanted = partition_of_region(spec.metadata.region).name
    for path, value in _arns(spec):
        match = ARN.fullmatch(value)
        if match and match[1] != wanted:
            yield Finding(
                "wrong-partition",
                path,
                f"the ARN is in partition `{match[1]}`, but the region is in `{wanted}`",
                "wrong partition",
                ((("metadata", "region"), f"partition `{wanted}`"),),
                help=f"if the same resource exists there, start the ARN with `arn:{wanted}:`",
            )


def keys_in_region(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that KMS keys and ACM certificates are in the region of the cluster."""
    wanted = spec.metadata.region
    for path, value in _arns(spec):
        match = ARN.fullmatch(value)
        if match and match[2] in ("kms", "acm") and match[3] != wanted:
            what = "key" if match[2] == "kms" else "certificate"
            yield Finding(
                "wrong-region",
                path,
                f"the {what} is in `{match[3]}`, but the cluster is in `{wanted}`",
                "wrong region",
                ((("metadata", "region"), "region of the cluster"),),
            )


def _arns(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    """Yield every ARN in the spec with its path."""
    for index, admin in enumerate(spec.access.admins):
        yield ("access", "admins", index), admin
    yield from _if_arn(("logs", "kmsKey"), spec.logs.kms_key)
    yield from _if_arn(("controlPlane", "logs", "kmsKey"), spec.control_plane.logs.kms_key)
    yield from _if_arn(("controlPlane", "secretsEncryption"), spec.control_plane.secrets_encryption)
    if spec.network.flow_logs != "none":
        yield from _if_arn(("network", "flowLogs", "kmsKey"), spec.network.flow_logs.kms_key)
    yield from _if_arn(("iamDefaults", "permissionsBoundary"), spec.iam_defaults.permissions_boundary)
    for path, iam in roles_of(spec):
        yield from _if_arn((*path, "role"), iam.role)
        yield from _if_arn((*path, "permissionsBoundary"), iam.permissions_boundary)
        for index, policy in enumerate(iam.policies):
            yield from _if_arn((*path, "policies", index), policy)
    for path, group in groups_and_pools(spec):
        yield from _if_arn((*path, "disk", "kmsKey"), group.disk.kms_key)
    for name, balancer in spec.load_balancers.items():
        for index, listener in enumerate(balancer.listeners):
            yield from _if_arn(
                ("loadBalancers", name, "listeners", index, "certificate"), listener.certificate
            )


def _if_arn(path: Path, value: str | None) -> Iterator[tuple[Path, str]]:
    if value is not None and value.startswith("arn:"):
        yield path, value
