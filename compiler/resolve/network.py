"""Resolve `network`: zones, subnets, NAT routes and VPC endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network

from ...catalog.limits import SUBNET_PREFIXES
from ...catalog.regions.endpoints import expand, is_gateway, service_name
from ...catalog.regions.regions import usable_zones, zone_slots
from ...schemas.cluster import ClusterSpec
from ...schemas.network import Network as NetworkSpec
from ...schemas.network import SubnetSize
from ..diagnostics import Path
from ..values import At
from .model import ResolvedNetwork
from .subnets import allocate_subnets, default_prefixes, slot_of

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
    if isinstance(zones, tuple):
        return tuple(sorted(zones))
    written = {zone for tier in _explicit_tiers(spec.network).values() for zone in tier}
    if zones is None and len(written) > 1:
        return tuple(sorted(written))
    return usable_zones(spec.metadata.region)[: zones or _USUAL_ZONES]


def zones_of_tier(spec: ClusterSpec, tier: str) -> tuple[str, ...]:
    """Return the zones of a tier: those of the network, or for `intra` those of the control plane."""
    own = spec.control_plane.zones if tier == "intra" else None
    return zones_of(spec) if own is None else tuple(sorted(own))


def nat_of(network: NetworkSpec) -> str:
    """Return the NAT mode: as written, else one gateway if it has a public subnet to be in."""
    return network.nat or ("none" if network.subnets.public == "none" else "single")


def zones_path(spec: ClusterSpec) -> Path:
    """Return the field that decides the zones of the control plane."""
    return (*_PATH, "zones") if spec.control_plane.zones is None else ("controlPlane", "zones")


def prefixes_of(network: NetworkSpec, *, spare: bool = False) -> dict[str, int]:
    """Return the prefix length of each tier whose subnets eksgen places; `spare`: also that of a tier which
    is left out and could get subnets later."""
    defaults = default_prefixes(network.cidr)
    tiers = {tier: getattr(network.subnets, tier) for tier in TIERS}
    sized = {tier: size.prefix for tier, size in tiers.items() if isinstance(size, SubnetSize)}
    by_default = (None, "none") if spare else (None,)
    return sized | {tier: defaults[tier] for tier, size in tiers.items() if size in by_default}


def placed_subnets(network: NetworkSpec) -> dict[str, tuple[str, ...]] | None:
    """Return six CIDR blocks for each tier that eksgen places, or None if they do not fit.

    A tier that is left out keeps its space, so that it can come back and move no subnet, unless the others
    fit only without it.
    """
    taken = explicit_ranges(network)
    plan = allocate_subnets(network.cidr, prefixes_of(network, spare=True), taken)
    return plan if plan is not None else allocate_subnets(network.cidr, prefixes_of(network), taken)


def smallest_network(network: NetworkSpec) -> str | None:
    """Return the smallest network around this one into which its subnets fit; None if there is none."""
    cidr = IPv4Network(network.cidr)
    larger = (str(cidr.supernet(new_prefix=size)) for size in range(cidr.prefixlen, LARGEST - 1, -1))
    return next((one for one in larger if placed_subnets(network.model_copy(update={"cidr": one}))), None)


def _explicit_tiers(network: NetworkSpec) -> dict[str, dict[str, str]]:
    """Return the tiers whose CIDR blocks are written."""
    tiers = {tier: getattr(network.subnets, tier) for tier in TIERS}
    return {tier: ranges for tier, ranges in tiers.items() if isinstance(ranges, dict)}


def explicit_ranges(network: NetworkSpec) -> list[str]:
    """Return the CIDR blocks written in the spec."""
    return [cidr for tier in _explicit_tiers(network).values() for cidr in tier.values()]


def subnets_of(spec: ClusterSpec) -> dict[str, dict[str, At]]:
    """Return the CIDR block of each tier in each zone; a tier that does not fit is empty."""
    network = spec.network
    placed, order = placed_subnets(network) or {}, zone_slots(spec.metadata.region)
    tiers: dict[str, dict[str, At]] = {}
    for tier in TIERS:
        path, zones = (*_PATH, "subnets", tier), zones_of_tier(spec, tier)
        explicit = getattr(network.subnets, tier)
        if isinstance(explicit, dict):
            tiers[tier] = {zone: At(explicit[zone], (*path, zone)) for zone in zones if zone in explicit}
        elif explicit == "none":
            tiers[tier] = {}
        else:
            slots = placed.get(tier, ())
            tiers[tier] = {
                zone: At(slots[slot_of(zone, order)], path) for zone in zones if slots and zone in order
            }
    return tiers


def resolve_network(spec: ClusterSpec) -> ResolvedNetwork:
    """Return the VPC of a checked spec."""
    tiers = subnets_of(spec)
    names = expand(spec.network.endpoints)
    services = {name: service_name(name, spec.metadata.region) for name in sorted(names)}
    return ResolvedNetwork(
        path=_PATH,
        cidr=spec.network.cidr,
        zones=zones_of(spec),
        private=tiers["private"],
        public=tiers["public"],
        intra=tiers["intra"],
        nat_zones=nat_zones(spec),
        nat_routes=_nat_routes(spec, tiers["private"]),
        interface_endpoints={name: service for name, service in services.items() if not is_gateway(name)},
        gateway_endpoints={name: service for name, service in services.items() if is_gateway(name)},
    )


def service_cidr(spec: ClusterSpec) -> str:
    """Return the CIDR block of Services; the default is the first usual one outside the network."""
    network = IPv4Network(spec.network.cidr)
    free = (block for block in SERVICE_CIDRS if not IPv4Network(block).overlaps(network))
    return spec.kubernetes.service_cidr or next(free, SERVICE_CIDRS[0])


def nat_zones(spec: ClusterSpec) -> tuple[str, ...]:
    """Return the zones with a NAT gateway; a single one is in the first zone.

    No function of the set of zones keeps a single gateway where it is through every change of the set, so
    its place can change when the zones do; plans and `eksgen diff` say so.
    """
    zones = zones_of(spec)
    return {"none": (), "single": zones[:1]}.get(nat_of(spec.network), zones)


def _nat_routes(spec: ClusterSpec, private: Mapping[str, At]) -> dict[str, str]:
    gateways = nat_zones(spec)
    if not gateways:
        return {}
    return {zone: zone if zone in gateways else gateways[0] for zone in private}
