"""The routes of the spec in the tables of each tier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ....schemas.network import Network
from ...diagnostics import Path


@dataclass(frozen=True, slots=True)
class TierRoute:
    """A route in the tables of a tier, with the place of its entry in the spec."""

    tier: str
    to: str
    via: str
    path: Path


def routes_of(network: Network) -> Iterator[TierRoute]:
    """Yield each route once for each of its tiers."""
    for index, route in enumerate(network.routes):
        for tier in route.tiers:
            yield TierRoute(tier, route.to, route.via, ("network", "routes", index))


def has_default_route(network: Network) -> bool:
    """Return whether a route of the spec takes private subnets to everywhere."""
    return any(route.tier == "private" and route.to == "0.0.0.0/0" for route in routes_of(network))
