"""Compare rules of security groups, whichever of four forms they have. Pure.

A rule is a block inside a group, a resource of its own, a permission in a call, or an answer of
DescribeSecurityGroupRules. Source of the names: EC2 API reference, "IpPermission" and "SecurityGroupRule"
(read 2026-11).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from ...catalog.resources.noise import ADMINISTRATION_PORTS
from ...compiler.cidr import network
from ..redact import structured

RuleKey = tuple[str, str, str, str]
"""(protocol, from port, to port, source); without ports if the protocol is -1, which is all traffic."""


@dataclass(frozen=True, slots=True)
class _SourceNames:
    """What a kind of source is called in a block, a resource, a permission and a described rule."""

    block: str
    resource: str
    permission: str
    described: str = ""


_SOURCES = (
    _SourceNames("cidr_blocks", "cidr_ipv4", "cidrip", "CidrIpv4"),
    _SourceNames("ipv6_cidr_blocks", "cidr_ipv6", "cidripv6", "CidrIpv6"),
    _SourceNames("prefix_list_ids", "prefix_list_id", "prefixlistid", "PrefixListId"),
    _SourceNames("security_groups", "referenced_security_group_id", "groupid"),
)
_PRIVATE = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"))
)
"""Ranges of RFC 1918, 6598 and 4193, which no packet from the internet comes from."""

PERMISSION_SOURCES = tuple(names.permission for names in _SOURCES)
"""The parameters of a permission that hold its sources, in lower case."""


def rule_key(protocol: Any, first: Any, last: Any, source: Any) -> RuleKey:
    """Return a key that is equal for equal rules."""
    if str(protocol) == "-1":
        return ("-1", "", "", str(source))
    return (str(protocol), str(first), str(last), str(source))


def resource_key(rule: Mapping[str, Any]) -> RuleKey:
    """Return the key of a rule that is a resource of its own."""
    source = next((rule[names.resource] for names in _SOURCES if rule.get(names.resource)), None)
    return rule_key(rule.get("ip_protocol"), rule.get("from_port"), rule.get("to_port"), source)


def described_key(rule: Mapping[str, Any]) -> RuleKey:
    """Return the key of a rule in the answer of DescribeSecurityGroupRules."""
    group = (rule.get("ReferencedGroupInfo") or {}).get("GroupId")
    names = (names.described for names in _SOURCES if names.described)
    source = group or next((rule[name] for name in names if rule.get(name)), "")
    return rule_key(rule.get("IpProtocol"), rule.get("FromPort"), rule.get("ToPort"), source)


def described_attributes(rule: Mapping[str, Any]) -> dict[str, str]:
    """Return the attributes that the resource of a described rule would have."""
    protocol, first, last, source = described_key(rule)
    kinds = (n.resource for n in _SOURCES if n.described and rule.get(n.described) == source)
    attributes = {"ip_protocol": protocol, "from_port": first, "to_port": last}
    attributes[next(kinds, "referenced_security_group_id")] = source
    return {name: value for name, value in attributes.items() if value}


def block_keys(block: Any, group: Any = None) -> Iterator[RuleKey]:
    """Yield the key of each rule in a block of the security group with the id `group`."""
    if not isinstance(block, Mapping):
        return
    ports = block.get("protocol"), block.get("from_port"), block.get("to_port")
    if block.get("self") and group:
        yield rule_key(*ports, group)
    for names in _SOURCES:
        yield from (rule_key(*ports, source) for source in _items(block.get(names.block)))


def without_sources(block: Mapping[str, Any], known: Collection[RuleKey], group: str) -> dict[str, Any]:
    """Return a block of the security group `group` without the sources of known rules."""
    ports = block.get("protocol"), block.get("from_port"), block.get("to_port")
    rest = dict(block)
    if block.get("self") and rule_key(*ports, group) in known:
        rest["self"] = False
    for names in _SOURCES:
        sources = _items(block.get(names.block))
        if sources:
            rest[names.block] = [source for source in sources if rule_key(*ports, source) not in known]
    return rest


def permission_of(block: Mapping[str, Any], group: str) -> dict[str, Any]:
    """Return a block of the security group `group` as an `IpPermission`, of which the calls that revoke rules
    compare everything but the description."""
    permission: dict[str, Any] = {"IpProtocol": str(block.get("protocol"))}
    if permission["IpProtocol"] != "-1":
        permission |= {"FromPort": block.get("from_port") or 0, "ToPort": block.get("to_port") or 0}
    groups = [*([group] if block.get("self") else ()), *map(str, _items(block.get("security_groups")))]
    sources = {
        "IpRanges": [{"CidrIp": source} for source in _items(block.get("cidr_blocks"))],
        "Ipv6Ranges": [{"CidrIpv6": source} for source in _items(block.get("ipv6_cidr_blocks"))],
        "PrefixListIds": [{"PrefixListId": source} for source in _items(block.get("prefix_list_ids"))],
        "UserIdGroupPairs": [_group_pair(source) for source in groups],
    }
    return permission | {name: found for name, found in sources.items() if found}


def _group_pair(source: str) -> dict[str, str]:
    """Return a group, which the provider writes as `ACCOUNT/GROUP` if it is of another account."""
    account, _, group = source.rpartition("/")
    return {"GroupId": group, **({"UserId": account} if account else {})}


def rule_words(block: Mapping[str, Any], *, way: str) -> str:
    """Return what a block lets `in` or `out`: `in: tcp 22 from 0.0.0.0/0`."""
    keys = list(block_keys(block, "the group itself"))
    preposition = "to" if way == "out" else "from"
    sources = ", ".join(source for *_, source in keys) or "nowhere"
    description = f" ({block['description']})" if block.get("description") else ""
    return f"{way}: {port_words(keys[0]) if keys else '?'} {preposition} {sources}{description}"


def port_words(key: RuleKey) -> str:
    """Return the traffic of a rule: `tcp 22`, `udp 1024-65535` or `all traffic`."""
    protocol, first, last, _ = key
    ports = first if first == last else f"{first}-{last}"
    return "all traffic" if protocol == "-1" else f"{protocol} {ports}"


def admits_administration(key: RuleKey) -> bool:
    """Return whether a rule admits a public range to a port by which a node is administered."""
    protocol, first, last, source = key
    if not _is_public(source):
        return False
    if protocol == "-1":
        return True
    has_ports = protocol == "tcp" and first.isdecimal() and last.isdecimal()
    return has_ports and any(int(first) <= port <= int(last) for port in ADMINISTRATION_PORTS)


def _is_public(source: str) -> bool:
    block = network(source)
    return block is not None and not any(_holds(private, block) for private in _PRIVATE)


def _holds(outer: IPv4Network | IPv6Network, inner: IPv4Network | IPv6Network) -> bool:
    if isinstance(outer, IPv4Network):
        return isinstance(inner, IPv4Network) and inner.subnet_of(outer)
    return isinstance(inner, IPv6Network) and inner.subnet_of(outer)


def _items(value: Any) -> list[Any]:
    items = structured(value)
    return items if isinstance(items, list) else []
