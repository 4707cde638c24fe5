"""The call of module `karpenter`."""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve.model import Cluster, ResolvedKarpenter
from ..resolve.names import role_name
from ..values import At, ModuleCall, Ref, RootOutput, Value
from .iam import role, role_without_policies
from .identity import cni_policy
from .ip_family import ip_family
from .kms import key_arn
from .tags import tags


def karpenter(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call for Karpenter; none if the spec does not have it."""
    if (own := cluster.karpenter) is None:
        return
    yield ModuleCall("karpenter", "karpenter", own.path, _arguments(cluster, own))


def karpenter_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the outputs that the chart of Karpenter needs."""
    if cluster.karpenter is not None:
        yield RootOutput("karpenter_queue", "Queue of Karpenter.", Ref("karpenter", "queue_name"))


def _arguments(cluster: Cluster, own: ResolvedKarpenter) -> dict[str, Value]:
    path = (*own.path, "nodeRole")
    return {
        "name": own.name,
        "cluster_name": Ref("eks", "cluster_name"),
        "partition": cluster.partition,
        "region": At(cluster.region, ("metadata", "region")),
        "account_id": cluster.account_id,
        "namespace": At(own.namespace, (*own.path, "namespace")),
        "controller_role": _controller_role(cluster),
        "node_role": role(cluster, own.node_role, path, own.node_role_name),
        # Subnets that exist are not tagged: the EC2NodeClass names them.
        "subnet_ids": {zone: Ref("vpc", "private_subnet_ids", (zone,)) for zone in cluster.network.private},
        "security_group_id": Ref("eks", "node_security_group_id"),
        "disk_keys": _disk_keys(cluster, own),
        "cni_policy": cni_policy(cluster, own.node_role.policies),
        "ip_family": ip_family(cluster),
        "tags": tags(cluster),
    }


def _controller_role(cluster: Cluster) -> dict[str, Value]:
    """Return the role of the controller, which has no fields of its own."""
    name = role_name(cluster.spec, "karpenter")
    return role_without_policies(cluster, ("karpenter",), name)


def _disk_keys(cluster: Cluster, own: ResolvedKarpenter) -> dict[str, Value]:
    """Return the KMS keys that the controller needs to start nodes, each by a name that is known at plan."""
    keys: dict[str, Value] = {}
    for pool in own.node_pools:
        choice = pool.spec.disk.kms_key
        if choice != "aws":
            key = key_arn(At(choice, (*pool.path, "disk", "kmsKey")), "disks_key")
            keys.setdefault(choice, key)
    return dict(sorted(keys.items()))
