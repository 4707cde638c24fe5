"""Rules for the addresses of NAT gateways."""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ...resolve.network import nat_zones, zones_of
from ...resolve.vpc.nat import nat_addresses, nat_of
from ..finding import Finding

_ADDRESSES = ("network", "nat", "addresses")


def addresses_used(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each address is that of a zone with a gateway, and of one only."""
    zones = zones_of(spec) if nat_of(spec.network) == "regional" else nat_zones(spec)
    first: dict[str, str] = {}
    for zone, address in nat_addresses(spec.network).items():
        path = (*_ADDRESSES, zone)
        if zone not in zones:
            message = f"no NAT gateway in {zone} takes this address"
            note = f"zones with a gateway: {', '.join(zones)}"
            yield Finding("unused-address", path, message, "not used", note=note)
        elif address in first:
            other = (((*_ADDRESSES, first[address]), "first used here"),)
            message = f"{address} is the address of two NAT gateways"
            yield Finding("unused-address", path, message, "used twice", other)
        first.setdefault(address, zone)


def addresses_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a regional gateway has an address in every zone, or in none."""
    given = nat_addresses(spec.network)
    missing = [zone for zone in zones_of(spec) if zone not in given]
    if nat_of(spec.network) == "regional" and given and missing:
        yield Finding(
            "missing-address",
            _ADDRESSES,
            f"the regional NAT gateway has no address in {', '.join(missing)}",
            "not all zones",
            note="with addresses of its own, a regional NAT gateway serves the zones that have one",
            help="add an address for each zone, or write `nat: regional` and let AWS choose all",
        )
