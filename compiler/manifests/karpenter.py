"""The NodePools and EC2NodeClasses of Karpenter, one of each for a node pool of the spec.

Source: Karpenter, "NodePools" and "NodeClasses" of v1 (read 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...catalog.compute.ami import OS_FAMILIES
from ...catalog.compute.karpenter import DISCOVERY_TAG
from ..resolve.compute.disks import disk_iops, disk_size
from ..resolve.model import Cluster, ResolvedNodePool
from ..resolve.vpc.existing import named_subnets
from ..values import At, Manifest, Value, values_by_key

_NODE_CLASS = "EC2NodeClass"
_NODE_CLASS_GROUP = "karpenter.k8s.aws"


def karpenter(cluster: Cluster) -> Iterator[Manifest]:
    """Yield the manifest of the node pools; none without a pool."""
    pools = cluster.karpenter.node_pools if cluster.karpenter else ()
    if pools:
        objects = [item for pool in pools for item in (_node_class(cluster, pool), _node_pool(pool))]
        yield Manifest("karpenter", tuple(objects))


def _node_class(cluster: Cluster, pool: ResolvedNodePool) -> dict[str, Value]:
    found_by_tag = ({"tags": {DISCOVERY_TAG: At(cluster.name, ("metadata", "name"))}},)
    spec: dict[str, Value] = {
        "amiSelectorTerms": ({"alias": "al2023@latest"},),
        "role": At(cluster.karpenter.node_role_name if cluster.karpenter else "", ("karpenter", "nodeRole")),
        "subnetSelectorTerms": _named_subnets(cluster) or found_by_tag,
        "securityGroupSelectorTerms": found_by_tag,
        "blockDeviceMappings": ({"deviceName": OS_FAMILIES["al2023"].disk_device, "ebs": _disk(pool)},),
        "metadataOptions": {
            "httpEndpoint": "enabled",
            "httpProtocolIPv6": "disabled",
            "httpPutResponseHopLimit": 1,
            "httpTokens": "required",
        },
    }
    if cluster.tags:
        spec["tags"] = At(values_by_key(cluster.tags, ("metadata", "tags")), ("metadata", "tags"))
    return _object(f"{_NODE_CLASS_GROUP}/v1", _NODE_CLASS, pool, spec)


def _named_subnets(cluster: Cluster) -> tuple[Value, ...]:
    """Return the private subnets that exist, which have no tag of ours; none if eksgen makes them."""
    subnets = named_subnets(cluster.spec.network)
    return tuple({"id": At(subnet.id, subnet.path)} for subnet in subnets if subnet.tier == "private")


def _disk(pool: ResolvedNodePool) -> Value:
    disk, path = pool.spec.disk, (*pool.path, "disk")
    written: dict[str, Value] = {
        "volumeSize": At(f"{disk_size(disk)}Gi", (*path, "size")),
        "volumeType": At(disk.type, (*path, "type")),
        "iops": At(disk_iops(disk), (*path, "iops")),
        "throughput": At(disk.throughput, (*path, "throughput")),
        "encrypted": At(disk.encrypted, (*path, "encrypted")),
        "kmsKeyID": At(pool.disk_key, (*path, "kmsKey")),
        "deleteOnTermination": True,
    }
    return At(_without_none(written), path)


def _without_none(values: Mapping[str, Value]) -> dict[str, Value]:
    return {key: item for key, item in values.items() if not (isinstance(item, At) and item.value is None)}


def _node_pool(pool: ResolvedNodePool) -> dict[str, Value]:
    path = pool.path
    template: dict[str, Value] = {"spec": _template(pool)}
    if pool.spec.labels:
        labels = At(values_by_key(pool.spec.labels, (*path, "labels")), (*path, "labels"))
        template = {"metadata": {"labels": labels}, **template}
    spec: dict[str, Value] = {"template": template}
    if pool.spec.limits:
        limits = {name: str(limit) for name, limit in pool.spec.limits.items()}
        spec["limits"] = At(values_by_key(limits, (*path, "limits")), (*path, "limits"))
    return _object("karpenter.sh/v1", "NodePool", pool, spec)


def _template(pool: ResolvedNodePool) -> dict[str, Value]:
    requirements = tuple(
        At({"key": item.key, "operator": item.operator, "values": item.values}, item.path)
        for item in pool.requirements
    )
    template: dict[str, Value] = {
        "nodeClassRef": {"group": _NODE_CLASS_GROUP, "kind": _NODE_CLASS, "name": pool.name},
        "requirements": requirements,
    }
    if pool.spec.taints:
        template["taints"] = At(_taints(pool), (*pool.path, "taints"))
    return template


def _taints(pool: ResolvedNodePool) -> tuple[Value, ...]:
    """Return the taints by key and effect, since Kubernetes keeps them as a set."""
    taints = sorted(enumerate(pool.spec.taints), key=lambda item: (item[1].key, item[1].effect))
    return tuple(
        At(
            {"key": taint.key, **({"value": taint.value} if taint.value else {}), "effect": taint.effect},
            (*pool.path, "taints", index),
        )
        for index, taint in taints
    )


def _object(
    api_version: str, kind: str, pool: ResolvedNodePool, spec: Mapping[str, Value]
) -> dict[str, Value]:
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": At(pool.name, pool.path)},
        "spec": spec,
    }
