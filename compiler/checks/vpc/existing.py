"""Rules for `network.existing`: what can be found out without asking AWS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import combinations

from ....catalog.limits import SUBNET_PREFIXES
from ....schemas.cluster import ClusterSpec
from ....schemas.network import Network, Subnets
from ...diagnostics import Path
from ...resolve.compute.kinds import has_auto_node_pools
from ...resolve.network import control_plane_subnets, zones_path
from ...resolve.nodes import tier_of_group
from ...resolve.vpc.existing import PATH, given_zones, has_given_subnets, named_subnets
from ...resolve.vpc.nat import has_public_tier, nat_of
from ...resolve.vpc.ranges import vpc_ranges
from ..finding import Finding

_SUBNETS: Path = (*PATH, "subnets")
_ALWAYS = {
    "cidr": "its range is that of `existing.cidr`",
    "secondary_cidrs": "its ranges are those of `existing.cidr`",
}
_ROUTES = "subnets that exist have routes of their own"
_OFF = (None, (), "none", Subnets())
_WITH_SUBNETS = {
    "zones": "the zones are those of `existing.subnets`",
    "subnets": "all subnets are those of `existing.subnets`",
    "nat": _ROUTES,
    "routes": _ROUTES,
    "pod_cidr": "no subnets for pods are made beside those of `existing.subnets`",
}
_NAMES = {"secondary_cidrs": "secondaryCidrs", "pod_cidr": "podCidr"}


def fields_used(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no field is written that has no effect in a VPC that exists."""
    network = spec.network
    if network.existing is None:
        return
    given = has_given_subnets(network)
    for field, why in (_ALWAYS | (_WITH_SUBNETS if given else {})).items():
        if field in network.model_fields_set and getattr(network, field) not in _OFF:
            name = _NAMES.get(field, field)
            others = ((_SUBNETS if given and field in _WITH_SUBNETS else PATH, "exists already"),)
            message = f"`network.{name}` has no effect with `network.existing`"
            yield _unused(("network", name), message, others, why)
    for field, value in _gateways(network) if given else ():
        message = f"`{field}` is for subnets that eksgen makes"
        if value:
            yield _unused((*PATH, field), message, ((_SUBNETS, "the subnets exist"),), _ROUTES)


def _unused(path: Path, message: str, others: tuple[tuple[Path, str], ...], note: str) -> Finding:
    help = f"remove `{path[-1]}`"
    return Finding("existing-field", path, message, "has no effect", others, note=note, help=help)


def _gateways(network: Network) -> Iterator[tuple[str, object]]:
    if network.existing is not None:
        yield "internetGateway", network.existing.internet_gateway
        yield "natGateways", network.existing.nat_gateways


def gateways_named(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that subnets that eksgen makes in a VPC have an internet gateway, and one kind of NAT."""
    network = spec.network
    if network.existing is None or has_given_subnets(network):
        return
    regional = not has_public_tier(network)
    used = not regional or nat_of(network) == "regional"
    if used and network.existing.internet_gateway is None:
        yield Finding(
            "existing-gateway",
            ("network", "nat") if regional else ("network", "subnets", "public"),
            f"{'NAT gateways' if regional else 'public subnets'} need the internet gateway of the VPC",
            "no way to the internet",
            ((PATH, "has no `internetGateway`"),),
            note="a VPC has one internet gateway at most, so eksgen makes none in a VPC that exists",
            help="write its ID in `network.existing.internetGateway`",
        )
    if network.existing.nat_gateways and network.nat not in (None, "none"):
        others = (((*PATH, "natGateways"), "gateways that exist"),)
        note = "eksgen makes none where some are named"
        yield _unused(("network", "nat"), "private subnets have NAT gateways already", others, note)


def pods_in_vpc(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the range for pods is one of a VPC that exists, because eksgen adds none to it."""
    pods, existing = spec.network.pod_cidr, spec.network.existing
    if existing is None or pods is None or has_given_subnets(spec.network):
        return
    ranges = [block for _, block in vpc_ranges(spec.network)]
    if pods not in ranges or len(ranges) < 2:
        yield Finding(
            "refused-range",
            ("network", "podCidr"),
            f"{pods} is not a further range of the VPC",
            "not in `existing.cidr`",
            (((*PATH, "cidr"), f"{', '.join(ranges)}"),),
            note="eksgen adds no range to a VPC that exists",
            help="add the range to the VPC, and to the list `network.existing.cidr`",
        )


def subnets_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each subnet is named once; those of the control plane may be those of nodes."""
    first: dict[tuple[str, bool], Path] = {}
    for subnet in named_subnets(spec.network):
        before = first.setdefault((subnet.id, subnet.tier == "intra"), subnet.path)
        if before != subnet.path:
            message = f"{subnet.id} is named twice"
            note = "a subnet is in one zone, and either private or public"
            others = ((before, "first here"),)
            yield Finding("duplicate-subnet", subnet.path, message, "duplicate", others, note=note)


def subnets_in_vpc(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that CIDR blocks of subnets that exist are in the VPC, have a size that AWS accepts, and do not
    overlap."""
    ranges = [(path, IPv4Network(block)) for path, block in vpc_ranges(spec.network)]
    known = [(subnet, IPv4Network(subnet.cidr)) for subnet in named_subnets(spec.network) if subnet.cidr]
    least, most = SUBNET_PREFIXES
    for subnet, block in known:
        place = (*subnet.path, "cidr")
        if not least <= block.prefixlen <= most:
            message = f"a subnet cannot be a /{block.prefixlen}"
            yield Finding("subnet-size", place, message, f"must be /{least} to /{most}")
        elif not any(block.subnet_of(network) for _, network in ranges):
            label = f"not in {' or '.join(str(network) for _, network in ranges)}"
            message = f"{subnet.id} is outside the VPC"
            yield Finding("subnet-outside-network", place, message, label, ((ranges[0][0], "the VPC"),))
    for (one, first), (other, second) in combinations(known, 2):
        if one.id != other.id and first.overlaps(second):
            message = f"the ranges of {one.id} and {other.id} overlap"
            others = (((*one.path, "cidr"), str(first)),)
            yield Finding("range-overlap", (*other.path, "cidr"), message, str(second), others)


def control_plane_zones(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the control plane has subnets in two zones (EKS CreateCluster), and in those of the spec."""
    if not has_given_subnets(spec.network):
        return
    tier, zones = control_plane_subnets(spec)
    has = given_zones(spec.network, tier)
    if missing := [zone for zone in zones if zone not in has]:
        yield _missing(zones_path(spec), tier, missing, has, "the control plane")
    elif len(zones) < 2:
        yield Finding(
            "one-zone",
            (*_SUBNETS, tier) if has else _SUBNETS,
            "EKS needs subnets of the control plane in two zones or more",
            f"only in {zones[0]}" if zones else "no subnets",
            help=f"add a subnet of another zone to `{tier}`",
        )


def tiers_hold_users(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a VPC that exists has private subnets for all that is in private ones."""
    if not has_given_subnets(spec.network) or given_zones(spec.network, "private"):
        return
    for path, what in _in_private_subnets(spec):
        yield _missing(path, "private", (), (), what)


def _in_private_subnets(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    for name, group in spec.node_groups.items():
        if tier_of_group(spec, group) == "private":
            yield ("nodeGroups", name, "subnets"), f"node group `{name}`"
    for name, balancer in spec.load_balancers.items():
        if balancer.scheme == "internal":
            yield ("loadBalancers", name, "scheme"), f"load balancer `{name}`"
    yield from _always_private(spec)


def _always_private(spec: ClusterSpec) -> Iterator[tuple[Path, str]]:
    for name in spec.fargate_profiles:
        yield ("fargateProfiles", name), f"Fargate profile `{name}`"
    if spec.karpenter is not None:
        yield ("karpenter",), "Karpenter"
    if has_auto_node_pools(spec):
        yield ("controlPlane", "autoMode"), "Auto Mode"
    if spec.network.endpoints:
        yield ("network", "endpoints"), "each VPC endpoint"


def _missing(path: Path, tier: str, zones: Sequence[str], has: tuple[str, ...], what: str) -> Finding:
    where = f" in {', '.join(zones)}" if zones else ""
    return Finding(
        "missing-subnet",
        path,
        f"no {tier} subnet for {what}{where}",
        f"needs {tier} subnets",
        ((_SUBNETS, "the subnets that exist"),),
        note=f"zones with {tier} subnets: {', '.join(has)}" if has else "",
        help=f"add the IDs of {tier} subnets to `network.existing.subnets.{tier}`",
    )
