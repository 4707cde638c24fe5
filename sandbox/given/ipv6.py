"""Give a VPC of the sandbox, its subnets and its route tables IPv6, once; a change by hand stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from ipaddress import IPv6Network
from typing import Any

from .request import GIVEN_TAG

_EVERYWHERE = "::/0"
_LENGTH = 64


def give_ipv6(ec2: Any, spec: Mapping[str, Any], new: Collection[str], internet: str) -> None:
    """Give what is new IPv6: all of a VPC without an IPv6 range, else these subnets and their tables."""
    first = not _ranges(ec2, spec["vpcId"])
    if first:
        ec2.associate_vpc_cidr_block(spec["vpcId"], None, True)
    entries = [entry for entry in spec["subnets"] if first or entry["id"] in new]
    free = _free_blocks(ec2, spec["vpcId"])
    for entry in entries:
        ec2.associate_subnet_cidr_block(entry["id"], str(next(free)))
        assigns = str(entry["tier"] != "intra").lower()
        ec2.modify_subnet_attribute(entry["id"], "assign_ipv6_address_on_creation", assigns)
    for table in ec2.route_tables.values():
        named = {entry["id"]: entry["tier"] for entry in entries}
        tiers = {named[subnet] for subnet in table._associations.values() if subnet in named}
        if _EVERYWHERE not in {route.destination_ipv6_cidr_block for route in table.routes}:
            _route(ec2, table, tiers, internet)


def _route(ec2: Any, table: Any, tiers: Collection[str], internet: str) -> None:
    if "public" in tiers:
        ec2.create_route(table.id, None, _EVERYWHERE, gateway_id=internet)
    elif "private" in tiers:
        gateway = ec2.create_egress_only_internet_gateway(table.vpc_id, {GIVEN_TAG: "ipv6"})
        ec2.create_route(table.id, None, _EVERYWHERE, egress_only_igw_id=gateway.id)


def _ranges(ec2: Any, vpc: str) -> list[IPv6Network]:
    entries = ec2.get_vpc(vpc).get_cidr_block_association_set(ipv6=True)
    return [IPv6Network(entry["cidr_block"]) for entry in entries]


def _free_blocks(ec2: Any, vpc: str) -> Iterator[IPv6Network]:
    """Yield the blocks of the range that no subnet has."""
    subnets = ec2.describe_subnets(filters={"vpc-id": vpc})
    used = {
        IPv6Network(item["ipv6CidrBlock"])
        for subnet in subnets
        for item in subnet.ipv6_cidr_block_association_set
    }
    return (block for block in _ranges(ec2, vpc)[0].subnets(new_prefix=_LENGTH) if block not in used)
