"""The sandbox makes the VPC that a spec takes to exist, once, with the IDs of the spec."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

import pytest
from moto.ec2.models import ec2_backends

from eksgen.sandbox.given.vpc import make_vpc

VPC = "vpc-0123456789abcdef0"
SUBNETS: list[dict[str, Any]] = [
    {"id": "subnet-0123456789abcdef0", "tier": "private", "zone": "us-west-2a", "cidr": "10.0.0.0/19"},
    {"id": "subnet-0123456789abcdef1", "tier": "private", "zone": "us-west-2b", "cidr": None},
    {"id": "subnet-0123456789abcdef2", "tier": "public", "zone": "us-west-2a", "cidr": None},
]


def described(account: str, **others: Any) -> dict[str, Any]:
    return {
        "account": account,
        "region": "us-west-2",
        "vpcId": VPC,
        "zones": ["us-west-2a", "us-west-2b"],
        "cidrs": ["10.0.0.0/16", "100.64.0.0/16"],
        "kept": ["10.0.32.0/19"],
        "internetGateway": None,
        "ipv6": False,
        "natGateways": {},
        "subnets": SUBNETS,
        "securityGroups": [],
    } | others


def subnets(account: str) -> dict[str, Any]:
    ec2 = ec2_backends[account]["us-west-2"]
    return {subnet.id: subnet for subnet in ec2.describe_subnets(filters={"vpc-id": VPC})}


def test_a_second_run_makes_nothing_and_keeps_changes_by_hand() -> None:
    make_vpc(described("200000000001"))
    ec2: Any = ec2_backends["200000000001"]["us-west-2"]
    ec2.modify_vpc_attribute(VPC, "enable_dns_hostnames", "false")
    before = (set(subnets("200000000001")), set(ec2.route_tables), set(ec2.nat_gateways))
    make_vpc(described("200000000001"))
    assert (set(subnets("200000000001")), set(ec2.route_tables), set(ec2.nat_gateways)) == before
    assert {str(entry["id"]) for entry in described("")["subnets"]} <= before[0]
    assert ec2.vpcs[VPC].enable_dns_hostnames == "false"


def test_subnets_without_a_range_keep_off_those_that_the_spec_makes() -> None:
    make_vpc(described("200000000002"))
    blocks = [subnet.cidr for subnet in subnets("200000000002").values()]
    assert not any(block.overlaps(IPv4Network("10.0.32.0/19")) for block in blocks)


def test_groups_of_the_control_plane_are_made_in_the_vpc_once() -> None:
    ec2: Any = ec2_backends["200000000021"]["us-west-2"]
    for _ in range(2):
        make_vpc(described("200000000021", securityGroups=["sg-0123456789abcdef0"]))
    assert ec2.get_security_group_from_id("sg-0123456789abcdef0").vpc_id == VPC


def test_a_spec_that_names_the_gateway_takes_over_the_one_that_was_made() -> None:
    make_vpc(described("200000000003"))
    make_vpc(described("200000000003", internetGateway="igw-0123456789abcdef0"))
    gateways = ec2_backends["200000000003"]["us-west-2"].internet_gateways.values()
    assert [gateway.id for gateway in gateways if gateway.vpc and gateway.vpc.id == VPC] == [
        "igw-0123456789abcdef0"
    ]


def test_a_vpc_without_space_is_refused() -> None:
    with pytest.raises(ValueError, match="no space"):
        make_vpc(described("200000000004", cidrs=["10.0.0.0/16"], kept=["10.0.0.0/16"]))


def leaves_with_ipv6(account: str) -> set[str]:
    """The subnets whose route table leads somewhere with IPv6."""
    tables = ec2_backends[account]["us-west-2"].route_tables.values()
    open_ones = [t for t in tables if any(r.destination_ipv6_cidr_block == "::/0" for r in t.routes)]
    return {subnet for table in open_ones for subnet in table._associations.values()}


@pytest.mark.parametrize(("account", "first"), [("200000000005", True), ("200000000006", False)])
def test_an_ipv6_cluster_has_ranges_addresses_and_ways_out(account: str, first: bool) -> None:
    make_vpc(described(account, ipv6=first))
    make_vpc(described(account, ipv6=True))
    named = [subnets(account)[entry["id"]] for entry in SUBNETS]
    blocks = [item["ipv6CidrBlock"] for one in named for item in one.ipv6_cidr_block_association_set]
    assert len(set(blocks)) == len(SUBNETS)
    assert {str(one.assign_ipv6_address_on_creation) for one in named} == {"true"}
    assert leaves_with_ipv6(account) == {one.id for one in named}


def test_ipv6_that_somebody_turned_off_stays_off() -> None:
    account = "200000000007"
    make_vpc(described(account, ipv6=True))
    ec2: Any = ec2_backends[account]["us-west-2"]
    ec2.modify_subnet_attribute(SUBNETS[0]["id"], "assign_ipv6_address_on_creation", "false")
    added = {"id": "subnet-0123456789abcdef5", "tier": "intra", "zone": "us-west-2c", "cidr": None}
    make_vpc(described(account, ipv6=True, subnets=[*SUBNETS, added]))
    now = subnets(account)
    assert str(now[SUBNETS[0]["id"]].assign_ipv6_address_on_creation) == "false"
    assert now["subnet-0123456789abcdef5"].ipv6_cidr_block_association_set
    assert str(now["subnet-0123456789abcdef5"].assign_ipv6_address_on_creation) == "false"
