"""Rules for `network.routes`: destinations that AWS takes, once in each table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv4Network

from ....catalog.limits.vpc import INSIDE_TARGETS, ROUTES_PER_TABLE, SERVICES_OF_AWS
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Severity
from ...resolve.network import subnets_of
from ...resolve.vpc.nat import has_nat, has_public_tier
from ...resolve.vpc.ranges import vpc_ranges
from ...resolve.vpc.routes import TierRoute, routes_of
from ..finding import Finding

_DEFAULT = "0.0.0.0/0"
_INSIDE = ", ".join(f"{kind}-…" for kind in INSIDE_TARGETS)


def routes_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a tier has one route to a destination, its own default route included."""
    first: dict[tuple[str, str], TierRoute] = {}
    for route in routes_of(spec.network):
        before = first.setdefault((route.tier, route.to), route)
        if before is not route:
            message = f"the {route.tier} subnets have two routes to {route.to}"
            others = ((before.path, "the first route"),) if before.path != route.path else ()
            yield Finding("duplicate-route", route.path, message, "duplicate", others)
        elif route.to == _DEFAULT and (owner := _default_route(spec, route.tier)):
            path, what = owner
            message = f"the {route.tier} subnets already have a route to {_DEFAULT}: {what}"
            help = (
                "write `nat: none` to replace it"
                if route.tier == "private"
                else "remove the tier from `tiers`"
            )
            yield Finding("duplicate-route", route.path, message, "duplicate", ((path, what),), help=help)


def _default_route(spec: ClusterSpec, tier: str) -> tuple[tuple[str, ...], str] | None:
    """Return where the default route of a tier comes from."""
    if tier == "private" and has_nat(spec.network):
        return ("network", "nat"), "the NAT gateway"
    return (("network", "subnets", "public"), "the internet gateway") if tier == "public" else None


def routes_lead_out(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no route fights the local one, or leads to addresses that AWS keeps."""
    for route in routes_of(spec.network):
        if route.to.startswith("pl-"):
            continue
        to = IPv4Network(route.to)
        if to.overlaps(SERVICES_OF_AWS) and to.subnet_of(IPv4Network("169.254.0.0/16")):
            note = f"{SERVICES_OF_AWS} is kept for services such as the metadata of instances"
            yield Finding(
                "refused-route", route.path, f"no route can lead to {to}", "refused by AWS", note=note
            )
        for path, block in vpc_ranges(spec.network):
            if to.subnet_of(IPv4Network(block)) and not _into_a_subnet(spec, route):
                yield Finding(
                    "refused-route",
                    route.path,
                    f"{to} is inside the VPC, whose local route leads there",
                    "refused by AWS",
                    ((path, "the range of the VPC"),),
                    note=f"such a route leads to {_INSIDE} only, from the whole range of a subnet",
                )


def _into_a_subnet(spec: ClusterSpec, route: TierRoute) -> bool:
    subnets = {at.value for zones in subnets_of(spec).values() for at in zones.values()}
    return route.to in subnets and route.via.partition("-")[0] in INSIDE_TARGETS


def tiers_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the tiers of a route are in the network."""
    for route in routes_of(spec.network):
        if getattr(spec.network.subnets, route.tier) == "none" or _no_public_tier(spec, route.tier):
            others = ((("network", "subnets", route.tier), "left out here"),)
            message = f"the network has no {route.tier} subnets for this route"
            yield Finding("refused-route", route.path, message, "has no effect", others)


def _no_public_tier(spec: ClusterSpec, tier: str) -> bool:
    return tier == "public" and not has_public_tier(spec.network)


def routes_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if a table gets more routes than AWS allows without a higher quota."""
    for tier, count in Counter(route.tier for route in routes_of(spec.network)).items():
        if count > ROUTES_PER_TABLE:
            yield Finding(
                "over-quota",
                ("network", "routes"),
                f"each {tier} route table gets {count} routes, and AWS allows {ROUTES_PER_TABLE} at first",
                "too many routes",
                help="ask AWS for a higher quota (Routes per route table), or join destinations",
                severity=Severity.WARNING,
            )
