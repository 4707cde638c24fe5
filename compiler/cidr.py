"""Compare CIDR blocks given as text. Text that is not a CIDR block counts as new."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

PRIVATE_RANGES = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""The private addresses of RFC 1918."""
SHARED_RANGE = IPv4Network("100.64.0.0/10")
"""The addresses of carriers, which are private too (RFC 6598)."""
_NEVER_PUBLIC = (
    *PRIVATE_RANGES,
    SHARED_RANGE,
    *map(IPv4Network, ("127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")),
)


def never_public(text: str) -> bool:
    """Return whether no address of a CIDR block is ever seen on the internet (private, shared, multicast)."""
    block = network(text)
    return isinstance(block, IPv4Network) and any(block.subnet_of(kept) for kept in _NEVER_PUBLIC)


def admitted_addresses(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """Return the CIDR blocks of `after` that contain an address outside all of `before`."""
    networks = [block for text in before if (block := network(text)) is not None]
    v4 = list(collapse_addresses(block for block in networks if isinstance(block, IPv4Network)))
    v6 = list(collapse_addresses(block for block in networks if isinstance(block, IPv6Network)))
    return tuple(text for text in after if not _inside(network(text), v4, v6))


def holds_everyone(blocks: Iterable[str]) -> bool:
    """Return whether CIDR blocks together hold every IPv4 or every IPv6 address."""
    networks = [block for text in blocks if (block := network(text)) is not None]
    v4 = collapse_addresses(block for block in networks if isinstance(block, IPv4Network))
    v6 = collapse_addresses(block for block in networks if isinstance(block, IPv6Network))
    return any(block.prefixlen == 0 for block in v4) or any(block.prefixlen == 0 for block in v6)


def network(text: str) -> IPv4Network | IPv6Network | None:
    """Parse a CIDR block; return None if the text is not one."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _inside(block: IPv4Network | IPv6Network | None, v4: list[IPv4Network], v6: list[IPv6Network]) -> bool:
    if isinstance(block, IPv4Network):
        return any(block.subnet_of(other) for other in v4)
    return isinstance(block, IPv6Network) and any(block.subnet_of(other) for other in v6)
