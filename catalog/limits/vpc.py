"""What a VPC takes: further CIDR blocks, routes, policies of endpoints.

Sources (read 2026-11-29): VPC user guide, "IPv4 CIDR block association restrictions", "Add a route" (routes
more specific than the local one, the range of AWS services) and "Amazon VPC quotas"; PrivateLink guide,
"Quotas". EKS user guide, "Custom networking".
"""

from __future__ import annotations

from ipaddress import IPv4Network

RANGES_PER_VPC = 5
"""CIDR blocks of a VPC, the primary one included; AWS raises the quota to 50 on request."""
ROUTES_PER_TABLE = 500
"""Routes of a route table that are not propagated; AWS raises the quota to 1,000 on request."""
POLICY_LENGTH = 20_480
"""Characters of the policy of a VPC endpoint, white space included."""
POD_PREFIXES = (16, 25)
"""Prefix lengths of a range for pods: a block of a VPC, whose eighths are subnets."""
SERVICES_OF_AWS = IPv4Network("169.254.168.0/22")
"""Addresses of services such as the metadata of instances; no route can lead there."""
INSIDE_TARGETS = ("nat", "eni", "vpce")
"""What a route that is more specific than the local one can lead to."""

_RFC_1918 = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_BENCHMARK = IPv4Network("198.19.0.0/16")
_LINK_LOCAL = IPv4Network("169.254.0.0/16")
_FIRST_OF_TEN = IPv4Network("10.0.0.0/16")
_START_OF_TEN = IPv4Network("10.0.0.0/15")
_DEFAULT_VPC = IPv4Network("172.31.0.0/16")


def refused_range(primary: IPv4Network, added: IPv4Network) -> str:
    """Return why AWS does not add a CIDR block to a VPC with a primary block, or ""."""
    home = next((block for block in _RFC_1918 if primary.subnet_of(block)), None)
    if added.overlaps(_LINK_LOCAL):
        return "169.254.0.0/16 is reserved for link-local addresses"
    if any(added.overlaps(block) for block in _RFC_1918 if block != home):
        return f"a VPC of {primary} takes no blocks of {_others(home)}"
    if added.overlaps(_BENCHMARK) and not primary.subnet_of(_BENCHMARK):
        return f"a VPC of {primary} takes no blocks of {_BENCHMARK}"
    if home == _RFC_1918[1] and added.overlaps(_DEFAULT_VPC):
        return f"a VPC of {primary} takes no blocks of {_DEFAULT_VPC}"
    if primary.overlaps(_START_OF_TEN) and added.overlaps(_FIRST_OF_TEN):
        return f"a VPC with a block of {_START_OF_TEN} takes no blocks of {_FIRST_OF_TEN}"
    return ""


def _others(home: IPv4Network | None) -> str:
    return " and ".join(str(block) for block in _RFC_1918 if block != home)
