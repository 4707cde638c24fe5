"""Rules for `network` and the service CIDR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import combinations

from ....catalog.limits import SERVICE_CIDR_PREFIXES, SUBNET_PREFIXES, VPC_REFUSED
from ....catalog.regions.regions import (
    BY_ACCOUNT,
    REFUSED_ZONE_IDS,
    Region,
    region,
    usable_zones,
    zone_slots,
)
from ....schemas.cluster import ClusterSpec
from ...cidr import PRIVATE_RANGES
from ...diagnostics import Path, Severity
from ...resolve.compute.kinds import has_auto_node_pools
from ...resolve.network import (
    SERVICE_CIDRS,
    TIERS,
    control_plane_subnets,
    planned_subnets,
    prefixes_of,
    service_cidr,
    smallest_network,
    subnets_of,
    zones_of,
    zones_of_tier,
)
from ...resolve.vpc.existing import PATH as EXISTING
from ...resolve.vpc.existing import gateways_of, given_zones, has_given_subnets
from ...resolve.vpc.ranges import primary_range, vpc_ranges
from ..finding import Finding, not_in_catalog


def network_size(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the VPC is a /16 to /28 (EC2 CreateVpc)."""
    least, most = SUBNET_PREFIXES
    path, block = primary_range(spec.network)
    size = IPv4Network(block).prefixlen
    if not _accepted_size(spec):
        yield Finding("network-size", path, f"a VPC cannot be a /{size}", f"must be /{least} to /{most}")


def network_range(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the VPC has addresses that EC2 accepts."""
    path, block = primary_range(spec.network)
    network = IPv4Network(block)
    kept = next((block for block in VPC_REFUSED if network.overlaps(IPv4Network(block))), None)
    if kept and _accepted_size(spec):
        yield Finding(
            "network-range",
            path,
            f"a VPC cannot have addresses of {kept}",
            "refused by EC2",
            help="use a private range, such as 10.20.0.0/16",
        )


def _accepted_size(spec: ClusterSpec) -> bool:
    least, most = SUBNET_PREFIXES
    return least <= IPv4Network(primary_range(spec.network)[1]).prefixlen <= most


def service_range(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the service CIDR is a private /12 to /24 (EKS CreateCluster) outside the network."""
    path: Path = ("kubernetes", "serviceCidr")
    if (block := service_cidr(spec)) is None:
        return
    service = IPv4Network(block)
    ranges = [(place, IPv4Network(block)) for place, block in vpc_ranges(spec.network)]
    least, most = SERVICE_CIDR_PREFIXES
    if not least <= service.prefixlen <= most or not any(
        service.subnet_of(private) for private in PRIVATE_RANGES
    ):
        message = f"EKS does not accept the service CIDR {service}"
        note = f"it accepts /{least} to /{most} inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16"
        yield Finding("service-range", path, message, "not accepted by EKS", note=note)
    for place, network in ranges if _accepted_size(spec) else ():
        if not service.overlaps(network):
            continue
        usual = map(IPv4Network, SERVICE_CIDRS)
        free = [block for block in usual if not any(block.overlaps(other) for _, other in ranges)]
        yield Finding(
            "range-overlap",
            path,
            "the service CIDR overlaps the network",
            f"overlaps {network}",
            ((place, "the network"),),
            help=f"choose a range outside the network, such as {free[0]}" if free else "",
        )


def zones_usable(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that zones are in the region, supported by EKS and listed once, and that there are enough."""
    known = region(spec.metadata.region)
    if known is None:
        return
    yield from _listed_zones(spec.control_plane.zones or (), known, ("controlPlane", "zones"))
    yield from _existing_zones(spec, known)
    if not has_given_subnets(spec.network):
        yield from _network_zones(spec, known)


def _existing_zones(spec: ClusterSpec, known: Region) -> Iterator[Finding]:
    """Check the zones of what exists already."""
    for tier in TIERS:
        path = (*EXISTING, "subnets", tier)
        yield from _listed_zones(given_zones(spec.network, tier), known, path, keyed=True)
    gateways = tuple(gateways_of(spec.network))
    yield from _listed_zones(gateways, known, (*EXISTING, "natGateways"), keyed=True)


def _network_zones(spec: ClusterSpec, known: Region) -> Iterator[Finding]:
    path: Path = ("network", "zones")
    usable, zones = usable_zones(known.name), spec.network.zones
    if not isinstance(zones, tuple) and known.name in BY_ACCOUNT and zones_of(spec) == usable[: zones or 3]:
        yield _by_account(
            ("metadata", "region"),
            f"accounts have different zones in {known.name}",
            "its zones are not named",
        )
    if zones is None:
        for tier in TIERS:
            written = getattr(spec.network.subnets, tier)
            if isinstance(written, dict):
                place = ("network", "subnets", tier)
                yield from _listed_zones(tuple(written), known, place, keyed=True)
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


def _listed_zones(
    zones: Sequence[str], known: Region, path: Path, *, keyed: bool = False
) -> Iterator[Finding]:
    """Check zones in a list, or that are the keys of a tier."""
    for index, zone in enumerate(zones):
        place = (*path, zone if keyed else index)
        if zone in zones[:index]:
            yield Finding("duplicate-zone", place, f"zone `{zone}` is listed twice", "duplicate")
        elif zone not in known.usable_zones:
            yield _unusual_zone(zone, known, place)


def _unusual_zone(zone: str, known: Region, path: Path) -> Finding:
    """Return the finding for a zone that EKS does not support in every account, or that does not exist."""
    if zone in REFUSED_ZONE_IDS:
        message = f"EKS refuses zone `{zone}` in most accounts"
        return _by_account(path, message, f"most often zone id {REFUSED_ZONE_IDS[zone]}, which EKS refuses")
    if zone in zone_slots(known.name):
        note = f"zones that it knows: {', '.join(known.usable_zones)}"
        return not_in_catalog(path, f"eksgen does not know zone `{zone}`", note)
    note = f"available zones: {', '.join(known.usable_zones)}"
    return Finding("unknown-zone", path, f"zone `{zone}` cannot be used", f"not in {known.name}", note=note)


def _by_account(path: Path, message: str, label: str) -> Finding:
    return Finding(
        "account-zones",
        path,
        message,
        label,
        note="`aws ec2 describe-availability-zones` shows the names and ids of the zones of your account",
        help="name zones of your account in `network.zones`, or add "
        "`# eksgen: allow(account-zones) because REASON` to the line",
        severity=Severity.WARNING,
    )


def subnets_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the subnets of all tiers fit into the network, with space for six zones."""
    if not _accepted_size(spec):
        return
    if planned_subnets(spec.network) is None:
        yield _no_space(spec)
        return
    subnets, usable = subnets_of(spec), usable_zones(spec.metadata.region)
    for tier, prefix in prefixes_of(spec.network).items():
        missing = [zone for zone in zones_of_tier(spec, tier) if zone not in subnets[tier]]
        if missing and all(zone in usable for zone in missing):
            yield Finding(
                "subnets-do-not-fit",
                ("network", "subnets", tier),
                f"no space for a /{prefix} of the {tier} tier in {', '.join(missing)}",
                "no space beside the ranges of the spec",
                note=f"the network is {primary_range(spec.network)[1]}",
                help="make the subnets smaller (a longer prefix), or move the ranges of the other tiers",
            )


def _no_space(spec: ClusterSpec) -> Finding:
    sizes = sorted(prefixes_of(spec.network).items(), key=lambda item: item[1])
    larger = smallest_network(spec.network)
    return Finding(
        "subnets-do-not-fit",
        primary_range(spec.network)[0],
        "the subnets do not fit into the network",
        f"too small for {', '.join(f'{tier} /{prefix}' for tier, prefix in sizes)}",
        note="every tier reserves space for six zones, so that adding a zone never moves a subnet",
        help=f"write `{larger}` or larger, or make the subnets smaller (a longer prefix)"
        if larger
        else "make the subnets smaller (a longer prefix)",
    )


def subnets_inside(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that explicit subnets are in the network, have a size that AWS accepts, and cover every zone."""
    pods = spec.network.pod_cidr
    network = [IPv4Network(block) for _, block in vpc_ranges(spec.network) if block != pods]
    for tier in () if has_given_subnets(spec.network) else TIERS:
        explicit = getattr(spec.network.subnets, tier)
        if not isinstance(explicit, dict):
            continue
        path: Path = ("network", "subnets", tier)
        for zone, cidr in explicit.items():
            yield from _one_subnet(spec, zones_of_tier(spec, tier), network, (*path, zone), zone, cidr)
        missing = [zone for zone in zones_of_tier(spec, tier) if zone not in explicit]
        if missing:
            yield Finding(
                "missing-subnet",
                path,
                f"no {tier} subnet for {', '.join(missing)}",
                "every zone of the network needs a CIDR block",
            )


def control_plane_placed(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that without a tier of its own the control plane is in zones that have private subnets."""
    tier, zones = control_plane_subnets(spec)
    missing = [zone for zone in zones if zone not in zones_of(spec)]
    if has_given_subnets(spec.network):
        return
    if tier == "private" and missing and not has_auto_node_pools(spec):
        yield Finding(
            "missing-subnet",
            ("controlPlane", "zones"),
            f"no private subnet for the control plane in {', '.join(missing)}",
            "not in the zones of the network",
            ((("network", "subnets", "intra"), "no subnets of its own"),),
            note=f"zones of the network: {', '.join(zones_of(spec))}",
        )


def _one_subnet(
    spec: ClusterSpec, zones: Sequence[str], network: Sequence[IPv4Network], path: Path, zone: str, cidr: str
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
    if not any(subnet.subnet_of(block) for block in network):
        yield Finding(
            "subnet-outside-network",
            path,
            "the subnet is outside the network",
            f"not in {' or '.join(map(str, network))}",
            ((primary_range(spec.network)[0], "the network"),),
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
