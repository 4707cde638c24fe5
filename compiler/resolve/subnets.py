"""The address plan. In: a network, subnet sizes and ranges already in use. Out: CIDR blocks for the subnets.

Every tier gets one slot for each of six zones, the tier with the largest subnets first, so that adding a
zone never moves a subnet. The slot of a zone is its index in the region, whatever zones are in use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Network

SLOTS = 6
SMALLEST = 28
"""AWS accepts subnets of /16 to /28 (EC2 CreateSubnet)."""


def default_prefixes(cidr: str) -> dict[str, int]:
    """Return the prefix length of each tier's subnets in a network of this size; for a /16: 19, 22, 26.

    In networks smaller than a /22, whose other tiers have the smallest subnets already, the private subnets
    are half as large.
    """
    size = IPv4Network(cidr).prefixlen
    return {
        "private": min(size + (3 if size <= 22 else 4), SMALLEST),
        "public": min(size + 6, SMALLEST),
        "intra": min(size + 10, SMALLEST),
    }


def allocate_subnets(
    cidr: str, prefixes: Mapping[str, int], taken: Sequence[str] = ()
) -> dict[str, tuple[str, ...]] | None:
    """Return six CIDR blocks per tier outside the ranges in use, or None if they do not fit."""
    slots = _plan(cidr, tuple(sorted(prefixes.items(), key=lambda item: item[1])), tuple(taken))
    return dict(slots) if slots is not None else None


@lru_cache(maxsize=64)  # every node group asks for the plan of its cluster
def _plan(
    cidr: str, prefixes: tuple[tuple[str, int], ...], taken: tuple[str, ...]
) -> dict[str, tuple[str, ...]] | None:
    """Plan the tiers in order; the largest subnets come first in `prefixes`."""
    network = IPv4Network(cidr)
    in_use = [IPv4Network(block) for block in taken]
    position = int(network.network_address)
    slots: dict[str, tuple[str, ...]] = {}
    for tier, prefix in prefixes:
        blocks = _free_run(position, prefix, in_use)
        slots[tier] = tuple(map(str, blocks))
        position = int(blocks[-1].broadcast_address) + 1
        if position - 1 > int(network.broadcast_address):
            return None
    return slots


def _free_run(position: int, prefix: int, in_use: Sequence[IPv4Network]) -> list[IPv4Network]:
    """Return the first six adjacent blocks of a size at or after a position that are not in use."""
    size = 1 << (32 - prefix)
    start = -(-position // size) * size
    while True:
        run = [IPv4Network(((start + index * size) % (1 << 32), prefix)) for index in range(SLOTS)]
        overlapping = [block for block in in_use if any(block.overlaps(slot) for slot in run)]
        if not overlapping:
            return run
        after = max(int(block.broadcast_address) for block in overlapping) + 1
        start = -(-after // size) * size


def slot_of(zone: str, region_zones: Sequence[str]) -> int:
    """Return the slot of a zone: its index among the zones of the region."""
    return region_zones.index(zone)
