"""The address plan: where each subnet lies in the network.

Every tier gets one slot for each of six zones, the tier with the largest subnets first, so that adding a
zone later never moves a subnet. A zone's slot is its place in the region, whatever zones are in use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Network

SLOTS = 6
SMALLEST = 28
"""AWS accepts subnets of /16 to /28 (EC2 CreateSubnet)."""


def default_prefixes(cidr: str) -> dict[str, int]:
    """Prefix length of each tier's subnets in a network of this size; for a /16: 19, 22 and 26."""
    size = IPv4Network(cidr).prefixlen
    return {
        "private": min(size + 3, SMALLEST),
        "public": min(size + 6, SMALLEST),
        "intra": min(size + 10, SMALLEST),
    }


def plan_subnets(
    cidr: str, prefixes: Mapping[str, int], taken: Sequence[str] = ()
) -> dict[str, tuple[str, ...]] | None:
    """Six ranges a tier beside the ranges already taken, or None when they do not fit into the network."""
    slots = _plan(cidr, tuple(sorted(prefixes.items(), key=lambda item: item[1])), tuple(taken))
    return dict(slots) if slots is not None else None


@lru_cache(maxsize=64)  # every node group asks for the plan of its cluster
def _plan(
    cidr: str, prefixes: tuple[tuple[str, int], ...], taken: tuple[str, ...]
) -> dict[str, tuple[str, ...]] | None:
    """The same; `prefixes` are the largest subnets first."""
    network = IPv4Network(cidr)
    kept = [IPv4Network(range_) for range_ in taken]
    position = int(network.network_address)
    slots: dict[str, tuple[str, ...]] = {}
    for tier, prefix in prefixes:
        found = _run(position, prefix, kept)
        slots[tier] = tuple(map(str, found))
        position = int(found[-1].broadcast_address) + 1
        if position - 1 > int(network.broadcast_address):
            return None
    return slots


def _run(position: int, prefix: int, kept: Sequence[IPv4Network]) -> list[IPv4Network]:
    """The first six neighbouring ranges of a size, from a position on, that touch nothing kept."""
    size = 1 << (32 - prefix)
    start = -(-position // size) * size
    while True:
        run = [IPv4Network(((start + index * size) % (1 << 32), prefix)) for index in range(SLOTS)]
        in_the_way = [one for one in kept if any(one.overlaps(slot) for slot in run)]
        if not in_the_way:
            return run
        after = max(int(one.broadcast_address) for one in in_the_way) + 1
        start = -(-after // size) * size


def slot_of(zone: str, region_zones: Sequence[str]) -> int:
    """The slot of a zone: its place among the region's zones."""
    return region_zones.index(zone)
