"""What the picture of a cluster shows: its parts, from the outside inwards, and who reaches what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...compiler.diagnostics import Path
from ...compiler.plural import plural
from ...compiler.resolve.model import Cluster, ResolvedFargateProfile, ResolvedNodeGroup
from ...compiler.values import At, Ref
from ...engine.truncate import join_some
from ...schemas.listeners import RuleTarget
from ...schemas.load_balancers import LoadBalancer, Targets

API = "api"
"""The id of the Kubernetes API."""
_SOME = 2
"""How many names or addresses a line of a part lists."""
_TIERS = ("public", "private", "intra", "pods")


@dataclass(frozen=True, slots=True)
class GraphPart:
    """A box: a title, lines below it, and the path in the spec, () for what no path describes."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """Who reaches what: ids of two parts, and the ports."""

    source: str
    target: str
    text: str
    path: Path


@dataclass(frozen=True, slots=True)
class ClusterGraph:
    """The picture. `balancers`, `compute`, `zones` and `exits` are in the VPC, the others beside it."""

    title: str
    vpc: str
    outside: tuple[GraphPart, ...]
    api: GraphPart
    beside: tuple[GraphPart, ...]
    balancers: tuple[GraphPart, ...]
    compute: tuple[GraphPart, ...]
    zones: tuple[GraphPart, ...]
    exits: tuple[GraphPart, ...]
    connections: tuple[Connection, ...]

    @property
    def parts(self) -> Mapping[str, GraphPart]:
        """Every part by its id."""
        rows = (self.outside, (self.api,), self.beside, self.balancers, self.compute, self.zones, self.exits)
        return {part.id: part for row in rows for part in row}


def cluster_graph(cluster: Cluster) -> ClusterGraph:
    """Return the picture of a cluster."""
    connections = tuple(_connections(cluster))
    sources = dict.fromkeys(one.source for one in connections if one.source.startswith("from "))
    return ClusterGraph(
        f"Cluster {cluster.name} in {cluster.region}",
        _vpc(cluster),
        tuple(GraphPart(source, source.removeprefix("from ")) for source in sources),
        _api(cluster),
        tuple(_beside(cluster)),
        tuple(_balancer(name, one) for name, one in sorted(cluster.spec.load_balancers.items())),
        _connected_first(tuple(_compute(cluster)), connections),
        tuple(_zones(cluster)),
        tuple(_exits(cluster)),
        connections,
    )


def _vpc(cluster: Cluster) -> str:
    existing = cluster.spec.network.existing
    ranges = (cluster.network.cidr, *cluster.network.secondary_cidrs)
    texts = [text for text in map(_text, ranges) if text]
    return " ".join(("VPC", *([existing.vpc_id] if existing else []), ", ".join(texts))).strip()


def _text(value: At) -> str:
    """Return a value that the spec decides; "" for one that only AWS knows."""
    return "" if isinstance(value.value, Ref) or value.value is None else str(value.value)


def _api(cluster: Cluster) -> GraphPart:
    endpoint = cluster.spec.control_plane.endpoint
    access = (
        "private and public"
        if endpoint.private and endpoint.public
        else "private"
        if endpoint.private
        else "public"
    )
    return GraphPart(
        API,
        "Kubernetes API",
        (f"EKS {cluster.spec.kubernetes.version}", f"{access} endpoint"),
        ("controlPlane", "endpoint"),
    )


def _beside(cluster: Cluster) -> Iterator[GraphPart]:
    """Yield what belongs to the cluster and is in no VPC."""
    if cluster.log_groups:
        yield GraphPart("logs", "CloudWatch logs", (plural(len(cluster.log_groups), "log group"),), ("logs",))
    if cluster.registries:
        names = [registry.name for registry in cluster.registries]
        yield GraphPart("registries", "Amazon ECR", (join_some(names, _SOME),), ("registries",))
    if cluster.trail:
        yield GraphPart("trail", "CloudTrail", (cluster.trail.name,), cluster.trail.path)


def _balancer(name: str, balancer: LoadBalancer) -> GraphPart:
    ports = [f"{listener.protocol} {listener.port}" for listener in balancer.listeners]
    lines = (f"{balancer.type}, {balancer.scheme}", join_some(ports, 3))
    return GraphPart(f"loadBalancers.{name}", f"load balancer {name}", lines, ("loadBalancers", name))


def _connected_first(
    parts: tuple[GraphPart, ...], connections: tuple[Connection, ...]
) -> tuple[GraphPart, ...]:
    """Put what load balancers reach first, so that no arrow passes behind another part."""
    targets = {one.target for one in connections}
    return tuple(sorted(parts, key=lambda part: part.id not in targets))


def _compute(cluster: Cluster) -> Iterator[GraphPart]:
    yield from map(_node_group, cluster.node_groups)
    for profile in cluster.fargate_profiles:
        yield _fargate(profile)
    for pool in cluster.karpenter.node_pools if cluster.karpenter else ():
        types = join_some(pool.spec.instance_types, _SOME) or "classes c, m and r"
        lines = (types, " or ".join(pool.spec.capacity))
        yield GraphPart(f"karpenter.{pool.name}", f"Karpenter pool {pool.name}", lines, pool.path)
    yield from _services(cluster)
    auto = cluster.spec.control_plane.auto_mode
    if auto is not None:
        yield GraphPart("auto", "EKS Auto Mode", ("nodes of EKS",), ("controlPlane", "autoMode"))


def _services(cluster: Cluster) -> Iterator[GraphPart]:
    """Yield the Services whose pods are behind a load balancer."""
    services = {name for one in cluster.spec.load_balancers.values() for name in _services_behind(one)}
    for name in sorted(services):
        yield GraphPart(f"service.{name}", f"Service {name}", ("pods",))


def _node_group(group: ResolvedNodeGroup) -> GraphPart:
    count = str(group.min) if group.min == group.max else f"{group.min} to {group.max}"
    tier = "public" if group.public else "private"
    lines = (
        f"{count} {group.spec.capacity} {join_some(group.spec.instance_types, _SOME)}",
        f"{group.spec.os}, {tier}, {plural(len(group.zones), 'zone')}",
    )
    return GraphPart(f"nodeGroups.{group.name}", f"node group {group.name}", lines, group.path)


def _fargate(profile: ResolvedFargateProfile) -> GraphPart:
    spaces = [selector.namespace for selector in profile.spec.selectors]
    lines = (f"pods of {join_some(spaces, _SOME)}",)
    return GraphPart(f"fargate.{profile.name}", f"Fargate profile {profile.name}", lines, profile.path)


def _zones(cluster: Cluster) -> Iterator[GraphPart]:
    network = cluster.network
    tiers: dict[str, Mapping[str, At]] = {
        "public": network.public, "private": network.private, "intra": network.intra, "pods": network.pods,
    }  # fmt: skip
    for zone in network.zones:
        lines = [f"{tier} {_text(tiers[tier][zone])}".strip() for tier in _TIERS if zone in tiers[tier]]
        for tier, given in sorted((network.given or {}).items()):
            lines += [f"{tier} {subnet}" for subnet in given.get(zone, ())]
        yield GraphPart(f"zone.{zone}", zone, tuple(lines), network.path)


def _exits(cluster: Cluster) -> Iterator[GraphPart]:
    """Yield the ways out of the VPC."""
    network = cluster.network
    if network.nat_zones or "regional" in network.nat_routes.values():
        where = join_some(network.nat_zones, 3) or "regional"
        yield GraphPart("nat", "NAT gateway to the internet", (where,), ("network", "nat"))
    names = sorted((*network.gateway_endpoints, *network.interface_endpoints))
    if names:
        title = "VPC endpoints to AWS services"
        yield GraphPart("endpoints", title, (join_some(names, 4),), ("network", "endpoints"))


def _connections(cluster: Cluster) -> Iterator[Connection]:
    endpoint, path = cluster.spec.control_plane.endpoint, ("controlPlane", "endpoint")
    public = ("the internet",) if endpoint.public is True else tuple(endpoint.public or ())
    for sources, field in ((public, "public"), (endpoint.sources, "from")):
        if sources:
            yield Connection(f"from {_sources(sources)}", API, "https 443", (*path, field))
    for name, balancer in sorted(cluster.spec.load_balancers.items()):
        yield from _through(cluster, name, balancer)


def _through(cluster: Cluster, name: str, balancer: LoadBalancer) -> Iterator[Connection]:
    """Yield who reaches a load balancer, and what it reaches."""
    path: Path = ("loadBalancers", name)
    written = balancer.security_groups.sources
    default = "the internet" if balancer.scheme == "internet-facing" else "the VPC"
    ports = join_some([f"{one.protocol} {one.port}" for one in balancer.listeners], 3)
    source = _sources(written) if written else default
    yield Connection(f"from {source}", f"loadBalancers.{name}", ports, path)
    groups = {group for target in _targets(balancer) for group in target.node_groups or ()}
    inner = sorted({one.target_port for one in balancer.listeners if one.target_port is not None})
    for group in cluster.node_groups:
        if group.name in groups:
            text = f"port {join_some([str(port) for port in inner], 3)}" if inner else "node ports"
            yield Connection(f"loadBalancers.{name}", f"nodeGroups.{group.name}", text, (*path, "targets"))
    for service in _services_behind(balancer):
        yield Connection(
            f"loadBalancers.{name}", f"service.{service}", "ports of its pods", (*path, "targets")
        )


def _targets(balancer: LoadBalancer) -> Iterator[Targets | RuleTarget]:
    yield balancer.targets
    for listener in balancer.listeners:
        for rule in listener.rules:
            yield from rule.targets


def _services_behind(balancer: LoadBalancer) -> list[str]:
    """Return the Services that a load balancer reaches, as NAMESPACE/NAME."""
    services = {target.service for target in _targets(balancer) if target.service}
    own = balancer.service
    return sorted({*services, *([f"{own.namespace}/{own.name}"] if own else [])})


def _sources(sources: tuple[str, ...]) -> str:
    if {"0.0.0.0/0", "::/0"} & set(sources):
        return "the internet"
    return join_some(sorted(set(sources)), _SOME)
