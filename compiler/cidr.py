"""Address ranges as texts: which let in what others did not. A text that is no range counts as new."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network


def admitted_addresses(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """The ranges of `after` that hold an address which is in none of `before`."""
    known = [one for text in before if (one := network(text)) is not None]
    v4 = list(collapse_addresses(n for n in known if isinstance(n, IPv4Network)))
    v6 = list(collapse_addresses(n for n in known if isinstance(n, IPv6Network)))
    return tuple(text for text in after if not _inside(network(text), v4, v6))


def network(text: str) -> IPv4Network | IPv6Network | None:
    """A range, or None if the text is none."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _inside(one: IPv4Network | IPv6Network | None, v4: list[IPv4Network], v6: list[IPv6Network]) -> bool:
    if isinstance(one, IPv4Network):
        return any(one.subnet_of(known) for known in v4)
    return isinstance(one, IPv6Network) and any(one.subnet_of(known) for known in v6)
