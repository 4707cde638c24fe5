"""The address plan. In: a network, the sizes of subnets and the ranges of the spec. Out: CIDR blocks.

Every tier has a block for each of six zones, whatever zones are in use, and the place of a tier does not
depend on whether the others exist: `private` is at the start of the network, `public` follows it, `intra` is
at the end. Where a range of the spec is in the way of a block, that block is placed elsewhere, and no other.
So a zone, a tier or a range for pods that is added moves no subnet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network
from itertools import combinations

SLOTS = 6
SMALLEST = 28
"""AWS accepts subnets of /16 to /28 (EC2 CreateSubnet)."""

Run = tuple[range, ...]
"""The blocks of a tier, one for each slot, as numbers of addresses."""


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


def pod_blocks(cidr: str) -> tuple[str, ...]:
    """Return a CIDR block of a range for pods for each slot: six of its eighths."""
    blocks = IPv4Network(cidr).subnets(new_prefix=min(IPv4Network(cidr).prefixlen + 3, 32))
    return tuple(str(block) for block, _ in zip(blocks, range(SLOTS), strict=False))


def allocate_subnets(
    cidr: str, prefixes: Mapping[str, int], taken: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[str | None, ...]] | None:
    """Return the six CIDR blocks of each tier, or None if the tiers do not fit into the network.

    `prefixes` are the sizes of the planned tiers, `taken` the ranges of the spec by tier. A block that has no
    place beside them is None.
    """
    ranges = tuple((tier, tuple(blocks)) for tier, blocks in sorted((taken or {}).items()))
    blocks = _plan(cidr, tuple(sorted(prefixes.items())), ranges)
    return None if blocks is None else dict(blocks)


@lru_cache(maxsize=64)  # every node group asks for the plan of its cluster
def _plan(
    cidr: str, sizes: tuple[tuple[str, int], ...], taken: tuple[tuple[str, tuple[str, ...]], ...]
) -> dict[str, tuple[str | None, ...]] | None:
    network, prefixes = _addresses(cidr), dict(sizes)
    runs = _runs(network, default_prefixes(cidr) | prefixes, private="private" in prefixes)
    planned = {tier: run for tier, run in runs.items() if tier in prefixes}
    if not _fit(network, planned):
        return None
    # A tier that the spec leaves out can be added later, so blocks keep off its place if they can.
    later = [block for tier, run in runs.items() if tier not in dict(taken) for block in run]
    in_use = [_addresses(block) for _, blocks in taken for block in blocks]
    return {tier: _blocks(network, tier, planned, in_use, later) for tier in planned}


def _runs(network: range, prefixes: Mapping[str, int], *, private: bool) -> dict[str, Run]:
    """Return where each tier belongs. `public` follows `private`, which has its default size if written."""
    first = _run(network.start, prefixes["private"])
    second = _run(first[-1].stop, prefixes["public"])
    if not private and second[-1].stop > network.stop:
        second = _run(network.start, prefixes["public"])
    last = _run(network.stop - SLOTS * (1 << (32 - prefixes["intra"])), prefixes["intra"])
    return {"private": first, "public": second, "intra": last}


def _run(position: int, prefix: int) -> Run:
    """Return six adjacent blocks of a size at or after a position."""
    size = 1 << (32 - prefix)
    start = -(-position // size) * size
    return tuple(range(start + slot * size, start + (slot + 1) * size) for slot in range(SLOTS))


def _fit(network: range, runs: Mapping[str, Run]) -> bool:
    whole = [range(run[0].start, run[-1].stop) for run in runs.values()]
    inside = all(network.start <= run.start and run.stop <= network.stop for run in whole)
    return inside and all(_free(first, [second]) for first, second in combinations(whole, 2))


def _blocks(
    network: range, tier: str, planned: Mapping[str, Run], in_use: list[range], later: Iterable[range]
) -> tuple[str | None, ...]:
    """Return the blocks of a tier, and add those that are not where they belong to the ranges in use."""
    others = [block for other, run in planned.items() if other != tier for block in run]
    kept_free = [block for block in later if block not in planned[tier]]
    blocks: list[str | None] = []
    for slot, block in enumerate(planned[tier]):
        place: range | None = block
        if not _free(block, in_use):
            own, foreign = _elsewhere(network, planned[tier], slot)
            choices = (place for places in (own, foreign) for place in _kept_last(places, kept_free))
            place = next((place for place in choices if _free(place, [*in_use, *others])), None)
            in_use += [place] if place else []
        blocks.append(None if place is None else _cidr(place))
    return tuple(blocks)


def _elsewhere(network: range, run: Run, slot: int) -> tuple[list[range], list[range]]:
    """Return the places outside the run of a tier: those where this slot looks first, and the others.

    Each slot has places of its own, so a block in the way of a range rarely moves another.
    """
    size = len(run[0])
    places = [range(start, start + size) for start in range(network.start, network.stop, size)]
    outside = [place for place in places if not run[0].start <= place.start < run[-1].stop]
    by_slot = [(place, (place.start - run[slot].start) // size % SLOTS == 0) for place in outside]
    return [place for place, own in by_slot if own], [place for place, own in by_slot if not own]


def _kept_last(places: list[range], kept_free: list[range]) -> list[range]:
    """Return the places, those that a tier added later would take at the end."""
    return sorted(places, key=lambda place: not _free(place, kept_free))


def _free(block: range, in_use: Iterable[range]) -> bool:
    return all(block.stop <= other.start or other.stop <= block.start for other in in_use)


def _addresses(cidr: str) -> range:
    network = IPv4Network(cidr)
    return range(int(network.network_address), int(network.broadcast_address) + 1)


def _cidr(block: range) -> str:
    return f"{IPv4Address(block.start)}/{33 - len(block).bit_length()}"


def slot_of(zone: str) -> int:
    """Return the slot of a zone, its letter: a region that gets a zone moves no subnet of another."""
    return ord(zone[-1]) - ord("a")
