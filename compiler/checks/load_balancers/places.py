"""Rules for where load balancers stand and what leads to them: zones and DNS records."""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path
from ...resolve.load_balancers import balancer_zones
from ...resolve.network import zones_of_tier
from ..finding import Finding
from .walk import balancers

_ZONES_OF_APPLICATION = 2
"""Fewest zones of an application load balancer (elbv2 API reference, CreateLoadBalancer)."""


def zones_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that load balancers stand in zones that have subnets of their tier, each listed once."""
    for path, balancer in balancers(spec):
        place, known = (*path, "subnets", "zones"), zones_of_tier(spec, _tier(balancer))
        zones = () if balancer.subnets is None else balancer.subnets.zones
        seen: set[str] = set()
        for index, zone in enumerate(zones):
            if known and zone not in known:
                yield Finding(
                    "unknown-zone",
                    (*place, index),
                    f"the network has no {_tier(balancer)} subnet in zone `{zone}`",
                    "no subnet",
                    note=f"zones: {', '.join(known)}",
                )
            elif zone in seen:
                yield Finding("unknown-zone", (*place, index), f"zone `{zone}` is listed twice", "duplicate")
            seen.add(zone)


def zones_enough(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that application load balancers stand in two zones."""
    for path, balancer in balancers(spec):
        zones = set(balancer_zones(spec, balancer))
        if balancer.subnets and balancer.type == "application" and len(zones) < _ZONES_OF_APPLICATION:
            yield Finding(
                "too-few-zones",
                (*path, "subnets", "zones"),
                "application load balancers stand in two zones or more",
                "one zone",
                (((*path, "type"), "type of the load balancer"),),
                help="add a zone, or write `type: network`",
            )


def _tier(balancer: LoadBalancer) -> str:
    return "private" if balancer.scheme == "internal" else "public"


def records_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two load balancers have one DNS record."""
    seen: dict[tuple[str, str], Path] = {}
    for path, balancer in balancers(spec):
        if balancer.dns is not None:
            place = (*path, "dns", "name")
            first = seen.setdefault((balancer.dns.zone, balancer.dns.name), place)
            if first != place:
                yield Finding(
                    "duplicate-record",
                    place,
                    f"two load balancers have the record {balancer.dns.name}",
                    "second load balancer",
                    ((first, "first load balancer"),),
                )
