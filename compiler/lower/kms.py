"""The calls of module `kms`, one for each key that eksgen makes, and the lowering of the type `KmsKey`."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.iam.service_linked_roles import AUTOSCALING_ROLE, SPOT_ROLE
from ...catalog.logs.trails import SERVICE as TRAIL_SERVICE
from ...catalog.logs.trails import trail_arn
from ...catalog.regions.partitions import account_root_arn, service_principal
from ..diagnostics import Path
from ..resolve.model import Cluster, ResolvedNodeGroup, ResolvedNodePool
from ..resolve.names import key_alias
from ..values import At, ModuleCall, Ref, Value
from .tags import tags

SECRETS_KEY: Path = ("controlPlane", "secretsEncryption")


def key_arn(choice: At, call: str) -> At:
    """Return the ARN that a choice stands for; `managed` is the key of module call `call`, `aws` is None."""
    words = {"managed": Ref(call, "arn"), "aws": None}
    return At(words.get(str(choice.value), choice.value), choice.path)


def keys(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for each key that eksgen makes."""
    if cluster.spec.control_plane.secrets_encryption == "managed":
        text = f"Kubernetes secrets of the EKS cluster {cluster.name}"
        yield _key(cluster, "secrets", SECRETS_KEY, text)
    if logs := list(_managed_logs(cluster)):
        text = f"Logs of the EKS cluster {cluster.name}"
        yield _key(cluster, "logs", min(logs, key=len), text, services=_log_services(cluster))
    if registries := [item.path for item in cluster.registries if item.spec.kms_key == "managed"]:
        text = f"Container images of the EKS cluster {cluster.name}"
        yield _key(cluster, "registries", (*registries[0], "kmsKey"), text)
    groups = [path for group in cluster.node_groups for path in _managed_disks(group)]
    pools = pools_with_managed_key(cluster)
    if groups or pools:
        text = f"Disks of the nodes of the EKS cluster {cluster.name}"
        roles = {**(_autoscaling_role(cluster) if groups else {}), **_spot_role(cluster, pools)}
        path = groups[0] if groups else (*pools[0].path, "disk", "kmsKey")
        yield _key(cluster, "disks", path, text, service_linked_roles=roles)


def _managed_disks(group: ResolvedNodeGroup) -> Iterator[Path]:
    """Yield the fields that choose the key of the disks."""
    disk, path = group.spec.disk, (*group.path, "disk")
    if disk.kms_key == "managed":
        yield (*path, "kmsKey")
    for index, extra in enumerate(disk.extra):
        if extra.kms_key == "managed":
            yield (*path, "extra", index, "kmsKey")


def pools_with_managed_key(cluster: Cluster) -> list[ResolvedNodePool]:
    """Return the node pools of Karpenter whose disks are encrypted with the key that eksgen makes."""
    pools = cluster.karpenter.node_pools if cluster.karpenter else ()
    return [pool for pool in pools if pool.spec.disk.kms_key == "managed"]


def _managed_logs(cluster: Cluster) -> Iterator[Path]:
    """Yield the fields that choose the key of logs."""
    keys = [group.kms_key for group in cluster.log_groups]
    for key in (*keys, *((cluster.trail.kms_key,) if cluster.trail else ())):
        if key.value == "managed":
            yield key.path


def _log_services(cluster: Cluster) -> dict[str, Value]:
    """Allow the log groups of this account (CloudWatch Logs user guide, "Encrypt log data using KMS"), and
    the trail of the cluster (`catalog/logs/trails.py`)."""
    groups = f"arn:{cluster.partition}:logs:{cluster.region}:{cluster.account_id}:log-group:*"
    principal = service_principal("logs", cluster.region)
    logs: dict[str, Value] = {
        "logs": {"principal": principal, "encryption_context": {"aws:logs:arn": groups}}
    }
    if cluster.trail is None or cluster.trail.kms_key.value != "managed":
        return logs
    trail = trail_arn(cluster.partition, cluster.region, cluster.account_id, cluster.trail.name)
    context: dict[str, Value] = {"aws:cloudtrail:arn": trail}
    return logs | {
        "cloudtrail": {"principal": TRAIL_SERVICE, "encryption_context": context, "source_arn": trail}
    }


def _autoscaling_role(cluster: Cluster) -> dict[str, Value]:
    """Allow the role with which Auto Scaling starts the nodes of managed node groups."""
    return {"autoscaling": f"arn:{cluster.partition}:iam::{cluster.account_id}:role/{AUTOSCALING_ROLE}"}


def _spot_role(cluster: Cluster, pools: list[ResolvedNodePool]) -> dict[str, Value]:
    """Allow the role with which EC2 starts spot instances; Karpenter itself starts the others."""
    if not any("spot" in pool.spec.capacity for pool in pools):
        return {}
    return {"spot": f"arn:{cluster.partition}:iam::{cluster.account_id}:role/{SPOT_ROLE}"}


def _key(
    cluster: Cluster,
    use: str,
    path: Path,
    description: str,
    services: dict[str, Value] | None = None,
    service_linked_roles: dict[str, Value] | None = None,
) -> ModuleCall:
    return ModuleCall(
        f"{use}_key",
        "kms",
        path,
        {
            "alias": key_alias(cluster.name, use),
            "description": description,
            "account_arn": account_root_arn(cluster.partition, cluster.account_id),
            "administrators": At(tuple(sorted(cluster.spec.access.admins)), ("access", "admins")),
            "services": services or {},
            "service_linked_roles": service_linked_roles or {},
            "deletion_window_days": 30,
            "tags": tags(cluster),
        },
        variant=("prevent_destroy",) if cluster.spec.terraform.prevent_destroy else (),
    )
