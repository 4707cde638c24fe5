"""Resolve `network`: zones, subnets, NAT routes and VPC endpoints."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from ipaddress import IPv4Network

from ...catalog.limits import SUBNET_PREFIXES
from ...catalog.regions.endpoints import expand, is_gateway, service_name
from ...catalog.regions.regions import usable_zones
from ...schemas.cluster import ClusterSpec
from ...schemas.network import Network as NetworkSpec
from ...schemas.network import SubnetSize
from ..diagnostics import Path
from ..values import At
from .compute.kinds import has_auto_node_pools
from .model import ResolvedNetwork
from .vpc.existing import PATH as EXISTING
from .vpc.existing import gateways_of, given_ids, given_zones, has_given_subnets, ids_in, named_subnets
from .vpc.ipv6 import ipv6_subnets
from .vpc.nat import gateway_zones, has_public_tier, nat_routes
from .vpc.ranges import pod_subnets_of, primary_range, secondary_ranges, vpc_ranges
from .vpc.subnets import allocate_subnets, default_prefixes, slot_of

TIERS = ("private", "public", "intra")
_PATH: Path = ("network",)
_USUAL_ZONES = 3
LARGEST = SUBNET_PREFIXES[0]
"""Prefix length of the largest VPC."""
SERVICE_CIDRS = ("172.20.0.0/16", "10.100.0.0/16")
"""What EKS chooses from (API reference, KubernetesNetworkConfigRequest, read 2026-11-29)."""


def zones_of(spec: ClusterSpec) -> tuple[str, ...]:
    """Return the zones of the cluster, sorted: those listed, those of the subnets that are written, or the
    first of the region that EKS supports."""
    zones = spec.network.zones
    if has_given_subnets(spec.network):
        return tuple(sorted({subnet.zone for subnet in named_subnets(spec.network)}))
    if isinstance(zones, tuple):
        return tuple(sorted(zones))
    written = {zone for tier in _explicit_tiers(spec.network).values() for zone in tier}
    if zones is None and len(written) > 1:
        return tuple(sorted(written))
    return usable_zones(spec.metadata.region)[: zones or _USUAL_ZONES]


def zones_of_tier(spec: ClusterSpec, tier: str) -> tuple[str, ...]:
    """Return the zones of a tier: those of the network, or for `intra` those of the control plane."""
    if has_given_subnets(spec.network):
        return given_zones(spec.network, tier)
    own = spec.control_plane.zones if tier == "intra" else None
    return zones_of(spec) if own is None else tuple(sorted(own))


def control_plane_subnets(spec: ClusterSpec) -> tuple[str, tuple[str, ...]]:
    """Return the tier of the interfaces of the control plane, and their zones.

    In the same subnets the node pools of Auto Mode start nodes.
    """
    if has_given_subnets(spec.network):
        return _given_control_plane(spec)
    private = spec.network.subnets.intra == "none" or has_auto_node_pools(spec)
    tier = "private" if private else "intra"
    return tier, zones_of_tier(spec, "intra")


def _given_control_plane(spec: ClusterSpec) -> tuple[str, tuple[str, ...]]:
    """Return the first tier with subnets that exist, and zones; Auto Mode starts nodes in no `intra` ones."""
    tiers = TIERS[:2] if has_auto_node_pools(spec) else ("intra", *TIERS[:2])
    tier = next((tier for tier in tiers if given_zones(spec.network, tier)), "private")
    return tier, tuple(sorted(spec.control_plane.zones or given_zones(spec.network, tier)))


def zones_path(spec: ClusterSpec) -> Path:
    """Return the field that decides the zones of the control plane."""
    if spec.control_plane.zones is not None:
        return ("controlPlane", "zones")
    if has_given_subnets(spec.network):
        return (*EXISTING, "subnets", control_plane_subnets(spec)[0])
    return (*_PATH, "zones")


def prefixes_of(network: NetworkSpec) -> dict[str, int]:
    """Return the prefix length of each tier whose subnets eksgen places."""
    defaults = default_prefixes(primary_range(network)[1])
    tiers = _tiers(network)
    sized = {tier: size.prefix for tier, size in tiers.items() if isinstance(size, SubnetSize)}
    return sized | {tier: defaults[tier] for tier, size in tiers.items() if size is None}


def _tiers(network: NetworkSpec) -> dict[str, SubnetSize | dict[str, str] | str | None]:
    """Return what the spec says of each tier that eksgen makes."""
    if has_given_subnets(network):
        return {}
    tiers = {tier: getattr(network.subnets, tier) for tier in TIERS}
    return tiers if has_public_tier(network) else tiers | {"public": "none"}


def smallest_network(network: NetworkSpec) -> str | None:
    """Return the smallest network around this one into which its subnets fit; None if there is none."""
    if network.existing is not None:
        return None
    cidr = IPv4Network(network.cidr)
    larger = (str(cidr.supernet(new_prefix=size)) for size in range(cidr.prefixlen, LARGEST - 1, -1))
    return next((one for one in larger if planned_subnets(network.model_copy(update={"cidr": one}))), None)


def _explicit_tiers(network: NetworkSpec) -> dict[str, dict[str, str]]:
    """Return the tiers whose CIDR blocks are written."""
    return {tier: ranges for tier, ranges in _tiers(network).items() if isinstance(ranges, dict)}


def planned_subnets(network: NetworkSpec) -> dict[str, tuple[str | None, ...]] | None:
    """Return the CIDR block of each slot of the tiers that eksgen places, or None if they do not fit."""
    written = {tier: list(zones.values()) for tier, zones in _explicit_tiers(network).items()}
    return allocate_subnets(primary_range(network)[1], prefixes_of(network), written)


def subnets_of(spec: ClusterSpec) -> dict[str, dict[str, At]]:
    """Return the CIDR block of each subnet that eksgen makes, by tier and zone; one that does not fit is left
    out."""
    if has_given_subnets(spec.network):
        return {tier: {} for tier in TIERS}
    placed = planned_subnets(spec.network) or {}
    return {tier: dict(_tier(spec, tier, placed.get(tier, ()))) for tier in TIERS}


def _tier(spec: ClusterSpec, tier: str, slots: Sequence[str | None]) -> Iterator[tuple[str, At]]:
    """Yield zone and CIDR block of each subnet of a tier."""
    explicit, path = _tiers(spec.network)[tier], (*_PATH, "subnets", tier)
    for zone in zones_of_tier(spec, tier):
        if isinstance(explicit, dict) and zone in explicit:
            yield zone, At(explicit[zone], (*path, zone))
        elif slot_of(zone) < len(slots) and (block := slots[slot_of(zone)]):
            yield zone, At(block, path)


def resolve_network(spec: ClusterSpec) -> ResolvedNetwork:
    """Return the VPC of a checked spec."""
    tiers, (place, block) = subnets_of(spec), primary_range(spec.network)
    names = expand(endpoints_of(spec.network), spec.metadata.region)
    services = {name: service_name(name, spec.metadata.region) for name in sorted(names)}
    return ResolvedNetwork(
        path=_PATH,
        cidr=At(block, place),
        zones=zones_of(spec),
        private=tiers["private"],
        public=tiers["public"],
        intra=tiers["intra"],
        pods=pod_subnets_of(spec, zones_of(spec)),
        secondary_cidrs=secondary_ranges(spec.network),
        given=given_ids(spec.network) if has_given_subnets(spec.network) else None,
        nat_zones=nat_zones(spec),
        nat_routes=nat_routes(spec.network, zones_of(spec), tiers["private"]),
        interface_endpoints={name: service for name, service in services.items() if not is_gateway(name)},
        gateway_endpoints={name: service for name, service in services.items() if is_gateway(name)},
        ipv6_subnets=ipv6_subnets(tiers) if has_ipv6(spec) else {},
    )


def has_ipv6(spec: ClusterSpec) -> bool:
    """Return whether pods and Services have IPv6 addresses, and the VPC both kinds."""
    return spec.kubernetes.ip_family == "ipv6"


def endpoints_of(network: NetworkSpec) -> tuple[str, ...]:
    """Return the endpoints of the network, by default that of S3.

    Route tables that exist most often lead to an endpoint of S3 already, and AWS refuses a second.
    """
    if network.endpoints is not None:
        return network.endpoints
    return () if has_given_subnets(network) else ("s3",)


def placement_of(
    spec: ClusterSpec, tier: str, zones: tuple[str, ...], only: Collection[str] | None = None
) -> tuple[str, ...]:
    """Return what identifies the subnets of a tier in these zones: another value is another subnet.

    Of subnets that exist, `only` are those with these IDs.
    """
    if has_given_subnets(spec.network):
        return ids_in(given_ids(spec.network)[tier], zones, only)
    return tuple(str(at.value) for zone, at in subnets_of(spec)[tier].items() if zone in zones)


def service_cidr(spec: ClusterSpec) -> str | None:
    """Return the CIDR block of Services; the default is the first usual one outside the VPC.

    None with IPv6, where EKS chooses it (EKS API reference, KubernetesNetworkConfigRequest).
    """
    if has_ipv6(spec):
        return None
    ranges = [IPv4Network(block) for _, block in vpc_ranges(spec.network)]
    free = (block for block in SERVICE_CIDRS if not any(IPv4Network(block).overlaps(one) for one in ranges))
    return spec.kubernetes.service_cidr or next(free, SERVICE_CIDRS[0])


def nat_zones(spec: ClusterSpec) -> tuple[str, ...]:
    """Return the zones with a NAT gateway of their own.

    No function of the set of zones keeps a single gateway where it is through every change of the set, so
    its place can change when the zones do, unless its address is written; plans and `eksgen diff` say so.
    """
    return () if gateways_of(spec.network) else gateway_zones(spec.network, zones_of(spec))
