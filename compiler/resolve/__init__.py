"""Stage 4: resolve a spec. In: a checked spec. Out: the cluster model, with every default decided."""

from __future__ import annotations

from ...catalog.regions.partitions import partition_of_region
from ...schemas.cluster import ClusterSpec
from .addons import resolve_addons
from .audit import resolve_trail
from .compute.fargate import resolve_fargate
from .compute.karpenter import resolve_karpenter
from .identity import resolve_identity
from .load_balancers import resolve_load_balancers
from .logs import resolve_logs, resolve_subscriptions
from .model import Cluster
from .network import resolve_network
from .nodes import resolve_nodes
from .registries import resolve_registries
from .state import account_of


def resolve(spec: ClusterSpec) -> Cluster:
    """Return the cluster that a spec without errors describes."""
    partition = partition_of_region(spec.metadata.region).name
    return Cluster(
        spec=spec,
        name=spec.metadata.name,
        region=spec.metadata.region,
        partition=partition,
        account_id=account_of(spec),
        tags=spec.metadata.tags,
        network=resolve_network(spec),
        log_groups=resolve_logs(spec),
        identity=resolve_identity(spec),
        subscriptions=resolve_subscriptions(spec),
        trail=resolve_trail(spec),
        registries=resolve_registries(spec, partition),
        addons=resolve_addons(spec, partition),
        node_groups=resolve_nodes(spec),
        fargate_profiles=resolve_fargate(spec),
        karpenter=resolve_karpenter(spec, partition),
        load_balancers=resolve_load_balancers(spec),
    )
