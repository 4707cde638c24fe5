"""NAT gateways: their mode, zones and addresses, and which of them a zone uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....schemas.network import NatGateways, Network
from .existing import gateways_of

REGIONAL = "regional"


def nat_of(network: Network) -> str:
    """Return the NAT mode: as written, else one gateway if it has a public subnet to be in."""
    if isinstance(network.nat, NatGateways):
        return network.nat.mode
    return network.nat or ("single" if has_public_tier(network) and not gateways_of(network) else "none")


def has_public_tier(network: Network) -> bool:
    """Return whether eksgen makes public subnets.

    In a VPC that exists it does so if its internet gateway is named, or if the spec asks for them.
    """
    existing = network.existing
    if network.subnets.public is None and existing is not None:
        return existing.internet_gateway is not None and existing.subnets is None
    return network.subnets.public != "none"


def has_nat(network: Network) -> bool:
    """Return whether private subnets have a default route to a NAT gateway, made or existing."""
    return nat_of(network) != "none" or bool(gateways_of(network))


def nat_addresses(network: Network) -> Mapping[str, str]:
    """Return the allocation IDs of the spec by zone."""
    return network.nat.addresses if isinstance(network.nat, NatGateways) else {}


def gateway_zones(network: Network, zones: tuple[str, ...]) -> tuple[str, ...]:
    """Return the zones with a gateway of their own; a single one is where its address is, or in the first."""
    if nat_of(network) == "single":
        return tuple(zone for zone in nat_addresses(network) if zone in zones)[:1] or zones[:1]
    return zones if nat_of(network) == "per-zone" else ()


def nat_routes(network: Network, zones: tuple[str, ...], private: Iterable[str]) -> dict[str, str]:
    """Return the gateway of each private zone: the zone it is in, or `regional`."""
    if nat_of(network) == REGIONAL:
        return dict.fromkeys(private, REGIONAL)
    gateways = tuple(sorted(gateways_of(network))) or gateway_zones(network, zones)
    return {zone: zone if zone in gateways else gateways[0] for zone in private} if gateways else {}
