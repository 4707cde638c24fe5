"""Rules for `network` and the service CIDR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from ipaddress import IPv4Network
from itertools import combinations

from ...catalog.limits import SERVICE_CIDR_PREFIXES, SUBNET_PREFIXES
from ...catalog.regions.endpoints import ENDPOINT_NAME, PRESETS, endpoint_names
from ...catalog.regions.regions import Region, region, usable_zones
from ...schemas.base import printable
from ...schemas.cluster import ClusterSpec
from ..cidr import PRIVATE_RANGES
from ..diagnostics import Path
from ..resolve.network import (
    SERVICE_CIDRS,
    TIERS,
    explicit_ranges,
    nat_of,
    prefixes_of,
    service_cidr,
    subnets_of,
    zones_of_tier,
)
from ..resolve.subnets import allocate_subnets
from .finding import Finding, closest, not_in_catalog

_CIDR: Path = ("network", "cidr")


def network_size(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the VPC is a /16 to /28 (EC2 CreateVpc)."""
    least, most = SUBNET_PREFIXES
    size = IPv4Network(spec.network.cidr).prefixlen
    if not least <= size <= most:
        yield Finding("network-size", _CIDR, f"a VPC cannot be a /{size}", f"must be /{least} to /{most}")


def service_range(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the service CIDR is a private /12 to /24 (EKS CreateCluster) outside the network."""
    path: Path = ("kubernetes", "serviceCidr")
    service, network = IPv4Network(service_cidr(spec)), IPv4Network(spec.network.cidr)
    least, most = SERVICE_CIDR_PREFIXES
    if not least <= service.prefixlen <= most or not any(
        service.subnet_of(private) for private in PRIVATE_RANGES
    ):
        message = f"EKS does not accept the service CIDR {service}"
        note = f"it accepts /{least} to /{most} inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"
        yield Finding("service-range", path, message, "not accepted by EKS", note=note)
    if service.overlaps(network):
        free = [name for name in SERVICE_CIDRS if not IPv4Network(name).overlaps(network)]
        yield Finding(
            "range-overlap",
            path,
            "the service CIDR overlaps the network",
            f"overlaps {network}",
            ((_CIDR, "the network"),),
            help=f"choose a range outside the network, such as {free[0]}" if free else "",
        )


def zones_usable(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that zones are in the region, supported by EKS and listed once, and that there are enough."""
    path: Path = ("network", "zones")
    known = region(spec.metadata.region)
    if known is None:
        return
    usable = usable_zones(known.name)
    zones = spec.network.zones
    yield from _listed_zones(spec.control_plane.zones or (), known, ("controlPlane", "zones"))
    if zones is None:
        return
    if isinstance(zones, int):
        if zones > len(usable):
            yield Finding(
                "too-many-zones",
                path,
                f"{known.name} has {len(usable)} zones that EKS can use, not {zones}",
                note=", ".join(usable),
            )
        return
    yield from _listed_zones(zones, known, path)


def _listed_zones(zones: Sequence[str], known: Region, path: Path) -> Iterator[Finding]:
    usable = usable_zones(known.name)
    for index, zone in enumerate(zones):
        if zone in zones[:index]:
            yield Finding("duplicate-zone", (*path, index), f"zone `{zone}` is listed twice", "duplicate")
        elif zone not in usable:
            why = "not supported by EKS" if zone in known.zones else f"not in {known.name}"
            yield Finding(
                "unknown-zone",
                (*path, index),
                f"zone `{zone}` cannot be used",
                why,
                note=f"available zones: {', '.join(usable)}",
            )


def subnets_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the subnets of all tiers fit into the network, with space for six zones."""
    prefixes = prefixes_of(spec.network)
    if prefixes and allocate_subnets(spec.network.cidr, prefixes, explicit_ranges(spec.network)) is None:
        sizes = ", ".join(
            f"{tier} /{prefix}" for tier, prefix in sorted(prefixes.items(), key=lambda item: item[1])
        )
        yield Finding(
            "subnets-do-not-fit",
            _CIDR,
            "the subnets do not fit into the network",
            f"too small for {sizes}",
            note="every tier reserves space for six zones, so that adding a zone never moves a subnet",
            help="make the network larger, or the subnets smaller (a longer prefix)",
        )


def subnets_inside(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that explicit subnets are in the network, have a size that AWS accepts, and cover every zone."""
    network = IPv4Network(spec.network.cidr)
    for tier in TIERS:
        explicit = getattr(spec.network.subnets, tier)
        if not isinstance(explicit, dict):
            continue
        path: Path = ("network", "subnets", tier)
        for zone, cidr in explicit.items():
            yield from _one_subnet(zones_of_tier(spec, tier), network, (*path, zone), zone, cidr)
        missing = [zone for zone in zones_of_tier(spec, tier) if zone not in explicit]
        if missing:
            yield Finding(
                "missing-subnet",
                path,
                f"no {tier} subnet for {', '.join(missing)}",
                "every zone of the network needs a CIDR block",
            )


def _one_subnet(
    zones: Sequence[str], network: IPv4Network, path: Path, zone: str, cidr: str
) -> Iterator[Finding]:
    least, most = SUBNET_PREFIXES
    subnet = IPv4Network(cidr)
    if zone not in zones:
        yield Finding(
            "unknown-zone",
            path,
            f"`{zone}` is not a zone of the network",
            "unknown zone",
            note=f"zones of the network: {', '.join(zones)}",
        )
    if not subnet.subnet_of(network):
        yield Finding(
            "subnet-outside-network",
            path,
            "the subnet is outside the network",
            f"not in {network}",
            ((_CIDR, "the network"),),
        )
    if not least <= subnet.prefixlen <= most:
        yield Finding(
            "subnet-size", path, f"a subnet cannot be a /{subnet.prefixlen}", f"must be /{least} to /{most}"
        )


def subnets_apart(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two subnets overlap."""
    if not any(isinstance(getattr(spec.network.subnets, tier), dict) for tier in TIERS):
        return
    subnets = [(tier, zone, at) for tier, zones in subnets_of(spec).items() for zone, at in zones.items()]
    for (tier, zone, first), (other_tier, other_zone, second) in combinations(subnets, 2):
        if IPv4Network(str(first.value)).overlaps(IPv4Network(str(second.value))):
            message = f"subnets {tier}/{zone} and {other_tier}/{other_zone} overlap"
            yield Finding(
                "range-overlap", second.path, message, f"{second.value}", ((first.path, f"{first.value}"),)
            )


def way_out(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that private nodes can reach AWS, through NAT or VPC endpoints."""
    groups = [name for name, group in spec.node_groups.items() if group.subnets != "public"]
    groups += spec.karpenter.node_pools if spec.karpenter else ()
    missing = set(PRESETS["private-cluster"]) - set(spec.network.endpoints)
    if (
        nat_of(spec.network) != "none"
        or not groups
        or "private-cluster" in spec.network.endpoints
        or not missing
    ):
        return
    without_public = spec.network.nat is None
    yield Finding(
        "no-way-out",
        ("network", "subnets", "public") if without_public else ("network", "nat"),
        "nodes in private subnets cannot reach AWS",
        "no NAT gateway",
        note=f"without NAT they need VPC endpoints: {', '.join(sorted(missing))}",
        help="add `endpoints: [private-cluster]` to `network`",
    )


def endpoints_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the names of VPC endpoints are known, or can be those of services that AWS has added."""
    for index, name in enumerate(spec.network.endpoints):
        path: Path = ("network", "endpoints", index)
        near = _similar_endpoint(name)
        if name in (*PRESETS, *endpoint_names()):
            continue
        if near or not ENDPOINT_NAME.fullmatch(name):
            message = f"unknown VPC endpoint `{printable(name)}`"
            help = f"write `{near}`" if near else "write the end of its service name, such as `ecr.api`"
            yield Finding("unknown-endpoint", path, message, "no such endpoint", help=help)
        else:
            note = f"it would create an interface endpoint to the service whose name ends in `.{name}`"
            yield not_in_catalog(path, f"eksgen does not know the VPC endpoint `{name}`", note)


@cache
def _similar_endpoint(name: str) -> str:
    """Return the endpoint that a name is a misspelling of, or ""."""
    known = (*PRESETS, *endpoint_names())
    begun = next((word for word in known if word.startswith(f"{name}.")), "")
    # A known name with another word is another service, such as autoscaling-plans.
    longer = any(name.startswith((f"{word}-", f"{word}.")) for word in known)
    return begun or closest(name, known, 0.9 if longer else 0.8)
