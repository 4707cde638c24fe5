"""IPv6 ranges of VPCs and subnets: EC2 and Elastic Load Balancing refuse what moto takes.

Sources (read 2026-11-29): VPC user guide, "VPC CIDR blocks" (a subnet has a /64 of the VPC's range) and "IP
addressing for your VPCs and subnets"; EC2 API reference, error codes (InvalidSubnet.Range,
InvalidSubnet.Conflict) and ModifySubnetAttribute; Elastic Load Balancing user guide, "IP address type".
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv6Network
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import vpcs
from moto.ec2.models.subnets import Subnet, SubnetBackend
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend

from .patch import Function, Patch

_LENGTH = 64


def ipv6_blocks(subnet: Any) -> tuple[IPv6Network, ...]:
    """Return the IPv6 CIDR blocks of a subnet."""
    return tuple(IPv6Network(item["ipv6CidrBlock"]) for item in subnet.ipv6_cidr_block_association_set)


def _random_range(random: Function) -> Function:
    """EC2 writes an address in its shortest form."""
    return lambda: str(IPv6Network(random()))


def _association_set(_: property) -> property:
    """The state of a block is a word, by which the provider knows that the block is there."""
    return property(lambda self: list(_associations(self)))


def _associations(subnet: Any) -> Iterator[dict[str, Any]]:
    for item in subnet.ipv6_cidr_block_associations.values():
        if (state := item["ipv6CidrBlockState"]["State"]) == "associated":
            yield {**item, "ipv6CidrBlockState": {"state": state}}


def _create_subnet(create: Function) -> Function:
    """Refuse an IPv6 block that the VPC does not have, or that another subnet has."""

    def patched(self: Any, vpc_id: str, cidr_block: str, *arguments: Any, **named: Any) -> Any:
        if block := arguments[0] if arguments else named.get("ipv6_cidr_block"):
            _check_block(self, vpc_id, block)
        return create(self, vpc_id, cidr_block, *arguments, **named)

    return patched


def _associate(associate: Function) -> Function:
    """Refuse such a block for a subnet that exists, too."""

    def patched(self: Any, subnet_id: str, ipv6_cidr_block: str) -> Any:
        _check_block(self, self.get_subnet(subnet_id).vpc_id, ipv6_cidr_block)
        return associate(self, subnet_id, ipv6_cidr_block)

    return patched


def _check_block(ec2: Any, vpc_id: str, text: str) -> None:
    block, ranges = IPv6Network(text, strict=False), _ranges(ec2.get_vpc(vpc_id))
    if block.prefixlen != _LENGTH or not any(block.subnet_of(known) for known in ranges):
        raise EC2ClientError("InvalidSubnet.Range", f"The CIDR '{text}' is invalid.")
    subnets = ec2.describe_subnets(filters={"vpc-id": vpc_id})
    if any(block.overlaps(taken) for subnet in subnets for taken in ipv6_blocks(subnet)):
        raise EC2ClientError("InvalidSubnet.Conflict", f"The CIDR '{text}' conflicts with another subnet")


def _ranges(vpc: Any) -> Iterator[IPv6Network]:
    for entry in vpc.get_cidr_block_association_set(ipv6=True):
        if entry["cidr_block_state"]["state"] == "associated":
            yield IPv6Network(entry["cidr_block"])


def _modify_subnet(modify: Function) -> Function:
    """Refuse to assign IPv6 addresses in a subnet that has none."""

    def patched(self: Any, subnet_id: str, attr_name: str, attr_value: Any) -> None:
        assigns = attr_name == "assign_ipv6_address_on_creation" and str(attr_value).lower() == "true"
        if assigns and not ipv6_blocks(self.get_subnet(subnet_id)):
            raise EC2ClientError(
                "InvalidParameterValue",
                "Invalid value 'true' for assignIpv6AddressOnCreation. The subnet must have an IPv6 CIDR.",
            )
        modify(self, subnet_id, attr_name, attr_value)

    return patched


def _create_load_balancer(create: Function) -> Function:
    """Refuse a load balancer with both kinds of addresses in a subnet that has one."""

    def patched(self: Any, *arguments: Any, **named: Any) -> Any:
        wanted = named.get("subnet_ids") or () if named.get("ip_address_type") == "dualstack" else ()
        for subnet in map(self.ec2_backend.get_subnet, wanted):
            if subnet and not ipv6_blocks(subnet):
                raise ELBClientError(
                    "InvalidSubnet", f"Subnet '{subnet.id}' must have an associated IPv6 CIDR block"
                )
        return create(self, *arguments, **named)

    return patched


PATCHES = (
    Patch(vpcs, "random_ipv6_cidr", _random_range),
    Patch(Subnet, "ipv6_cidr_block_association_set", _association_set),
    Patch(SubnetBackend, "associate_subnet_cidr_block", _associate),
    Patch(SubnetBackend, "create_subnet", _create_subnet),
    Patch(SubnetBackend, "modify_subnet_attribute", _modify_subnet),
    Patch(ELBv2Backend, "create_load_balancer", _create_load_balancer),
)
