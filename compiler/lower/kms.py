"""The calls of module `kms`: the key of Kubernetes secrets and the key of the logs."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.regions.partitions import account_root_arn, service_principal
from ..diagnostics import Path
from ..resolve.model import Cluster
from ..values import At, ModuleCall, Value
from .tags import tags


def keys(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for each key that eksgen creates."""
    if cluster.spec.control_plane.secrets_encryption.kms_key == "managed":
        path: Path = ("controlPlane", "secretsEncryption", "kmsKey")
        yield _key(cluster, "secrets", path, f"Kubernetes secrets of the EKS cluster {cluster.name}", {})
    if any(group.kms_key.value == "managed" for group in cluster.log_groups):
        yield _key(
            cluster,
            "logs",
            ("logs", "kmsKey"),
            f"Logs of the EKS cluster {cluster.name}",
            _logs_service(cluster),
        )


def _logs_service(cluster: Cluster) -> dict[str, Value]:
    """Allow the log groups of this account (CloudWatch Logs user guide, "Encrypt log data using KMS")."""
    groups = f"arn:{cluster.partition}:logs:{cluster.region}:{cluster.account_id}:log-group:*"
    principal = service_principal("logs", cluster.region)
    return {"logs": {"principal": principal, "encryption_context": {"aws:logs:arn": groups}}}


def _key(cluster: Cluster, use: str, path: Path, description: str, services: dict[str, Value]) -> ModuleCall:
    return ModuleCall(
        f"{use}_key",
        "kms",
        path,
        {
            "alias": f"eks/{cluster.name}/{use}",
            "description": description,
            "account_arn": account_root_arn(cluster.partition, cluster.account_id),
            "administrators": At(tuple(sorted(cluster.spec.access.admins)), ("access", "admins")),
            "services": services,
            "deletion_window_days": 30,
            "tags": tags(cluster),
        },
        variant=("prevent_destroy",) if cluster.spec.terraform.prevent_destroy else (),
    )
