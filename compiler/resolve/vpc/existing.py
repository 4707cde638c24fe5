"""A VPC that exists: its ranges, and the subnets of it that the spec names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from ....schemas.network import Network
from ....schemas.vpc.existing import ExistingVpc, GivenSubnet
from ...diagnostics import Path

PATH: Path = ("network", "existing")
TIERS = ("private", "public", "intra")


@dataclass(frozen=True, slots=True)
class NamedSubnet:
    """A subnet that the spec names. `cidr` is None if the spec does not say it."""

    id: str
    tier: str
    zone: str
    cidr: str | None
    path: Path


def has_given_subnets(network: Network) -> bool:
    """Return whether all subnets exist already, so that eksgen makes none."""
    return network.existing is not None and network.existing.subnets is not None


def named_subnets(network: Network) -> Iterator[NamedSubnet]:
    """Yield the subnets that the spec names, by tier and zone, with the place of each."""
    tiers = network.existing.subnets if network.existing else None
    for tier in TIERS if tiers else ():
        for zone, given in sorted(getattr(tiers, tier).items()):
            path = (*PATH, "subnets", tier, zone)
            if isinstance(given, GivenSubnet):
                yield NamedSubnet(given.id, tier, zone, given.cidr, path)
            elif isinstance(given, str):
                yield NamedSubnet(given, tier, zone, None, path)
            else:
                for index, subnet in sorted(enumerate(given), key=lambda item: item[1]):
                    yield NamedSubnet(subnet, tier, zone, None, (*path, index))


def given_ids(network: Network) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the IDs of the subnets that exist by tier and zone."""
    ids: dict[str, dict[str, tuple[str, ...]]] = {tier: {} for tier in TIERS}
    for subnet in named_subnets(network):
        ids[subnet.tier][subnet.zone] = (*ids[subnet.tier].get(subnet.zone, ()), subnet.id)
    return ids


def ids_in(
    tier: Mapping[str, tuple[str, ...]], zones: Iterable[str], only: Collection[str] | None
) -> tuple[str, ...]:
    """Return the IDs of a tier in these zones, or those of them that are named."""
    ids = [name for zone in zones for name in tier.get(zone, ())]
    return tuple(ids if only is None else [name for name in ids if name in only])


def given_zones(network: Network, tier: str) -> tuple[str, ...]:
    """Return the zones of a tier in which subnets exist, sorted."""
    return tuple(sorted(given_ids(network)[tier]))


def existing_ranges(existing: ExistingVpc, pod_cidr: str | None) -> Iterator[tuple[Path, str]]:
    """Yield the place and CIDR block of each range of the VPC, the largest that is not for pods first."""
    path = (*PATH, "cidr")
    if isinstance(existing.cidr, str):
        yield path, existing.cidr
        return
    ranges = [((*path, index), block) for index, block in enumerate(existing.cidr)]
    yield from sorted(ranges, key=lambda item: _order(item[1], pod_cidr))


def _order(block: str, pod_cidr: str | None) -> tuple[bool, int, int]:
    network = IPv4Network(block)
    return (block == pod_cidr, network.prefixlen, int(network.network_address))


def gateways_of(network: Network) -> Mapping[str, str]:
    """Return the NAT gateways that exist, by zone."""
    return network.existing.nat_gateways if network.existing else {}
