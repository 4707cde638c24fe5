"""The call of module `existing_vpc`, what module `vpc` takes from it, and references to subnets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...catalog.regions.endpoints import expand
from ..resolve.model import Cluster, ResolvedNodeGroup
from ..resolve.network import control_plane_subnets, has_ipv6
from ..resolve.nodes import is_self_managed, subnet_ids_of
from ..resolve.vpc.existing import PATH, ids_in, named_subnets
from ..resolve.vpc.ranges import vpc_ranges
from ..values import At, ModuleCall, Ref, Value, values_by_key
from .control_plane import GROUPS, group_ids
from .ip_family import ip_family

NAME = "existing_vpc"


def existing_vpc(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call that reads and checks a VPC that exists, if the spec names one."""
    existing = cluster.spec.network.existing
    if existing is None:
        return
    managed = [group for group in cluster.node_groups if not is_self_managed(group.spec)]
    ranges = tuple(At(block, path) for path, block in vpc_ranges(cluster.spec.network))
    gateway = existing.internet_gateway
    yield ModuleCall(
        NAME,
        NAME,
        PATH,
        {
            "region": At(cluster.region, ("metadata", "region")),
            "vpc_id": At(existing.vpc_id, (*PATH, "vpcId")),
            "account_id": cluster.account_id,
            "owner_only": At(_owner_only(cluster), (*PATH, "vpcId")),
            "cidrs": At(ranges, (*PATH, "cidr")),
            "subnets": At(_subnets(cluster), (*PATH, "subnets")),
            "control_plane_subnet_ids": At(_control_plane(cluster), (*PATH, "subnets")),
            "node_subnet_ids": At(_of_groups(cluster, cluster.node_groups), ("nodeGroups",)),
            "managed_node_subnet_ids": At(_of_groups(cluster, managed), ("nodeGroups",)),
            "has_endpoints": At(_has_endpoints(cluster), ("network", "endpoints")),
            "internet_gateway_ids": At((gateway,) if gateway else (), (*PATH, "internetGateway")),
            "nat_gateway_ids": _nat_gateways(cluster),
            "new_subnets": At(_new_subnets(cluster), ("network", "subnets")),
            "ip_family": ip_family(cluster),
            "security_group_ids": At(group_ids(cluster), GROUPS),
        },
    )


def existing_argument(cluster: Cluster) -> At:
    """Return what module `vpc` needs of a VPC that exists; null without one."""
    existing, given = cluster.spec.network.existing, cluster.network.given
    if existing is None:
        return At(None, PATH)
    values: dict[str, Value] = {
        "vpc_id": Ref(NAME, "vpc_id"),
        "account_id": cluster.account_id,
        "internet_gateway_id": At(existing.internet_gateway, (*PATH, "internetGateway")),
        "nat_gateway_ids": _nat_gateways(cluster),
    }
    for tier in ("private", "public", "intra"):
        ids = tuple(sorted(id for zone in (given or {}).get(tier, {}).values() for id in zone))
        values[f"{tier}_subnet_ids"] = At(ids, (*PATH, "subnets", tier))
    ends = tuple(zone[0] for _, zone in sorted((given or {}).get("private", {}).items()))
    path = (*PATH, "subnets", "private")
    values["endpoint_subnet_ids"] = At(ends if cluster.network.interface_endpoints else (), path)
    tables = given is not None and cluster.network.gateway_endpoints
    if has_ipv6(cluster.spec):
        values["ipv6_cidr"] = Ref(NAME, "ipv6_cidr")
    values["route_table_ids"] = At(Ref(NAME, "route_table_ids") if tables else (), ("network", "endpoints"))
    return At(values, PATH)


def subnet_refs(
    cluster: Cluster,
    tier: str,
    zones: Iterable[str],
    *,
    one_a_zone: bool = False,
    only: Collection[str] | None = None,
) -> tuple[Ref, ...]:
    """Return the subnets of a tier in these zones: new ones by zone, those that exist by ID."""
    given = cluster.network.given
    if given is None:
        return tuple(Ref("vpc", f"{tier}_subnet_ids", (zone,)) for zone in zones)
    first = {zone: ids[:1] for zone, ids in given[tier].items()} if one_a_zone else given[tier]
    return tuple(Ref("vpc", f"{tier}_subnet_ids", (id,)) for id in ids_in(first, zones, only))


def _subnets(cluster: Cluster) -> dict[str, Value]:
    subnets: dict[str, Value] = {}
    for subnet in named_subnets(cluster.spec.network):
        value: dict[str, Value] = {"tier": subnet.tier, "zone": subnet.zone}
        if subnet.cidr is not None:
            value["cidr"] = At(subnet.cidr, (*subnet.path, "cidr"))
        subnets.setdefault(subnet.id, At(value, subnet.path))
    return dict(sorted(subnets.items()))


def _control_plane(cluster: Cluster) -> tuple[Value, ...]:
    tier, zones = control_plane_subnets(cluster.spec)
    given = (cluster.network.given or {}).get(tier, {})
    return tuple(sorted(id for zone in zones for id in given.get(zone, ())))


def _of_groups(cluster: Cluster, groups: Iterable[ResolvedNodeGroup]) -> tuple[Value, ...]:
    given = cluster.network.given or {}
    placed = [
        ids_in(given.get("public" if group.public else "private", {}), group.zones, subnet_ids_of(group.spec))
        for group in groups
    ]
    return tuple(sorted({id for ids in placed for id in ids}))


def _has_endpoints(cluster: Cluster) -> bool:
    return set(expand(("private-cluster",), cluster.region)) <= {
        *cluster.network.interface_endpoints,
        *cluster.network.gateway_endpoints,
    }


def _owner_only(cluster: Cluster) -> tuple[Value, ...]:
    """Return what module `vpc` makes that an account cannot make in a VPC that is shared with it.

    Source: VPC user guide, "Responsibilities and permissions for owners and participants" (read 2026-11-30).
    """
    network = cluster.network
    made = {
        "VPC endpoints": bool(network.interface_endpoints or network.gateway_endpoints),
        "flow logs": cluster.spec.network.flow_logs != "none",
        "subnets": network.given is None,
    }
    return tuple(name for name, wanted in made.items() if wanted)


def _nat_gateways(cluster: Cluster) -> At:
    existing, path = cluster.spec.network.existing, (*PATH, "natGateways")
    return At(values_by_key(existing.nat_gateways if existing else {}, path), path)


def _new_subnets(cluster: Cluster) -> dict[str, Value]:
    """Return the range of each subnet that module `vpc` makes, by its tag `Name`."""
    network = cluster.network
    tiers = {
        "intra": network.intra,
        "pods": network.pods,
        "private": network.private,
        "public": network.public,
    }
    return {f"{cluster.name}-{tier}-{zone}": at for tier, made in tiers.items() for zone, at in made.items()}
