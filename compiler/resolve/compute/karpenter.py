"""Resolve `karpenter`: names, and what the nodes of each pool must be."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.compute.karpenter import DEFAULT_CATEGORIES, OLDEST_GENERATION
from ....catalog.compute.type_names import architecture_of
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.karpenter import NodePool
from ....schemas.iam import Iam
from ...diagnostics import Path
from ..model import Requirement, ResolvedKarpenter, ResolvedNodePool
from ..names import karpenter_name, key_alias, role_name
from ..state import account_of

_ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}


def resolve_karpenter(spec: ClusterSpec, partition: str) -> ResolvedKarpenter | None:
    """Return Karpenter with its node pools, sorted by name; None if the spec does not have it."""
    if spec.karpenter is None:
        return None
    pools = sorted(spec.karpenter.node_pools.items())
    return ResolvedKarpenter(
        path=("karpenter",),
        name=karpenter_name(spec),
        namespace=spec.karpenter.namespace,
        node_role=spec.karpenter.node_role,
        node_role_name=_name_of(spec.karpenter.node_role) or role_name(spec, "karpenter-node"),
        node_pools=tuple(_pool(spec, partition, name, pool) for name, pool in pools),
    )


def _name_of(role: Iam) -> str | None:
    return role.role.rpartition("/")[2] if role.role else role.role_name


def _pool(spec: ClusterSpec, partition: str, name: str, pool: NodePool) -> ResolvedNodePool:
    path = ("karpenter", "nodePools", name)
    keys = {"aws": None, "managed": _managed_key(spec, partition)}
    key = keys.get(pool.disk.kms_key, pool.disk.kms_key)
    return ResolvedNodePool(name, path, pool, tuple(_requirements(pool, path)), key)


def _managed_key(spec: ClusterSpec, partition: str) -> str:
    """Return the ARN of the alias of the key for disks, which is known before the key exists."""
    alias = key_alias(spec.metadata.name, "disks")
    return f"arn:{partition}:kms:{spec.metadata.region}:{account_of(spec)}:alias/{alias}"


def _requirements(pool: NodePool, path: Path) -> Iterator[Requirement]:
    types = (*path, "instanceTypes")
    yield Requirement("karpenter.sh/capacity-type", "In", tuple(sorted(pool.capacity)), (*path, "capacity"))
    yield Requirement("kubernetes.io/arch", "In", architectures(pool), types)
    yield Requirement("kubernetes.io/os", "In", ("linux",), path)
    if pool.instance_types:
        names = tuple(sorted(pool.instance_types))
        yield Requirement("node.kubernetes.io/instance-type", "In", names, types)
    else:
        older = str(OLDEST_GENERATION - 1)
        yield Requirement("karpenter.k8s.aws/instance-category", "In", DEFAULT_CATEGORIES, types)
        yield Requirement("karpenter.k8s.aws/instance-generation", "Gt", (older,), types)


def architectures(pool: NodePool) -> tuple[str, ...]:
    """Return the architectures of the instance types as Kubernetes names them, sorted."""
    names = {_ARCHITECTURES[architecture_of(name)] for name in pool.instance_types}
    return tuple(sorted(names)) or ("amd64",)
