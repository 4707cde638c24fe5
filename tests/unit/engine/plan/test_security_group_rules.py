"""The four forms of a security group rule have one key."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.engine.plan.security_group_rules import (
    admits_administration,
    block_keys,
    described_attributes,
    described_key,
    resource_key,
)

SOURCES = [
    ("cidr_blocks", "cidr_ipv4", {"CidrIpv4": "10.0.0.0/8"}, "10.0.0.0/8"),
    ("ipv6_cidr_blocks", "cidr_ipv6", {"CidrIpv6": "fd00::/8"}, "fd00::/8"),
    ("prefix_list_ids", "prefix_list_id", {"PrefixListId": "pl-1"}, "pl-1"),
    ("security_groups", "referenced_security_group_id", {"ReferencedGroupInfo": {"GroupId": "sg-2"}}, "sg-2"),
]


@pytest.mark.parametrize(("block", "resource", "described", "source"), SOURCES)
@pytest.mark.parametrize(("protocol", "port"), [("tcp", 443), ("-1", 0)])
def test_equal_rules_have_equal_keys(
    block: str, resource: str, described: dict[str, Any], source: str, protocol: str, port: int
) -> None:
    rule = {"IpProtocol": protocol, "FromPort": port, "ToPort": port, **described}
    keys = {
        *block_keys({"protocol": protocol, "from_port": port, "to_port": port, block: [source]}),
        resource_key({"ip_protocol": protocol, "from_port": port, "to_port": port, resource: source}),
        described_key(rule),
        resource_key(described_attributes(rule)),
    }
    assert len(keys) == 1


def test_a_block_has_a_key_for_each_source_and_for_the_group_itself() -> None:
    block = {"protocol": "tcp", "from_port": 1, "to_port": 2, "self": True, "cidr_blocks": ["a", "b"]}
    assert {key[3] for key in block_keys(block, "sg-1")} == {"a", "b", "sg-1"}
    assert {key[3] for key in block_keys(block)} == {"a", "b"}
    assert list(block_keys("no block")) == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (("tcp", "22", "22", "0.0.0.0/0"), True),
        (("tcp", "0", "65535", "203.0.113.7/32"), True),
        (("tcp", "10250", "10250", "2600::/16"), True),
        (("tcp", "3389", "3390", "128.0.0.0/1"), True),
        (("-1", "", "", "::/0"), True),
        (("tcp", "23", "3388", "0.0.0.0/0"), False),
        (("udp", "22", "22", "0.0.0.0/0"), False),
        (("icmp", "-1", "-1", "0.0.0.0/0"), False),
        (("tcp", "22", "22", "192.168.1.0/24"), False),
        (("-1", "", "", "100.64.0.0/10"), False),
        (("-1", "", "", "fd00::/8"), False),
        (("-1", "", "", "sg-2"), False),
        (("tcp", "None", "None", "0.0.0.0/0"), False),
    ],
)
def test_administration_from_a_public_range(key: tuple[str, str, str, str], expected: bool) -> None:
    assert admits_administration(key) is expected
