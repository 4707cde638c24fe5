"""The IPv6 address plan. In: the zones of each tier. Out: the number of each subnet's /64.

Amazon chooses the /56 of a VPC, and the subnets have the 256 blocks of /64 in it (VPC user guide, "VPC CIDR
blocks", read 2026-11-29). Each tier has 16 of them, one for each letter that a zone can have and more, so
that a zone or a tier that is added moves no subnet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .subnets import slot_of

_BLOCKS_OF_TIER = 16
_TIERS = ("private", "public", "intra")
"""The order is part of the plan: another one would move the subnets of clusters that exist."""


def ipv6_subnets(zones: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], int]:
    """Return the number of the /64 of each subnet, by tier and zone."""
    return {
        (tier, zone): _TIERS.index(tier) * _BLOCKS_OF_TIER + slot_of(zone)
        for tier in _TIERS
        for zone in zones.get(tier, ())
    }
