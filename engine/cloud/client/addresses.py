"""Refuse hosts that lead to this machine, to link-local addresses, or to a metadata service of a cloud.

Only the host that the user named may have such an address. Private addresses, such as those of 10.0.0.0/8,
are those of Terraform Enterprise. Metadata services outside the link-local range: Amazon EC2 and EKS Pod
Identity (fd00:ec2::/32), Google Cloud (fd20:ce::254), Azure (168.63.129.16), Alibaba Cloud (100.100.100.200),
Oracle Cloud (192.0.0.192), as each of them documents it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from contextlib import suppress
from typing import Final

from .refusals import no_api

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_THIS_MACHINE: Final = "this machine"
_LINK: Final = "a link-local address"
_METADATA: Final = "the metadata service of a cloud"
_METADATA_NETWORKS: Final = tuple(
    map(
        ipaddress.ip_network,
        ("fd00:ec2::/32", "fd20:ce::254/128", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32"),
    )
)
_METADATA_NAMES: Final = ("metadata.google.internal", "metadata.goog", "instance-data.ec2.internal")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def inner_place(host: str) -> str:
    """Return in words what a host (a name or an address) is if it is this machine or inside, else ""."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return _THIS_MACHINE
    if name in _METADATA_NAMES:
        return _METADATA
    address = _address(name)
    if address is None:
        return ""
    if address.is_loopback or address.is_unspecified:
        return _THIS_MACHINE
    if address.is_link_local or address.is_multicast:
        return _LINK
    return _METADATA if any(address in network for network in _METADATA_NETWORKS) else ""


def require_outer(host: str, place: str, own: Collection[str]) -> None:
    """Refuse to be led to a place inside, which is a host or one of its addresses. Hosts that are the user's
    `own` may be there, and then others of the same kind. `EksgenError` with the code cloud-host."""
    found = inner_place(place)
    if found and host not in own and found not in map(inner_place, own):
        raise no_api(next(iter(own), host), f"it leads to {found}: {host}")


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine by its name."""
    return host in ("localhost", "::1") or (
        host.startswith("127.") and host.replace(".", "").isdigit() and host.count(".") == 3
    )


def _address(name: str) -> _Address | None:
    """Return the address that a host is written as, also in the old ways of IPv4 (`127.1`, `0x7f000001`)."""
    with suppress(ValueError):
        return _without_wrapping(ipaddress.ip_address(name.split("%")[0]))
    with suppress(OSError):
        return ipaddress.IPv4Address(socket.inet_aton(name))
    return None


def _without_wrapping(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    wrapped = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return wrapped or address
