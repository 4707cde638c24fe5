"""EC2 refuses ranges, routes and endpoints that a VPC cannot take; moto takes them.

Sources (read 2026-11-29): VPC user guide, "IPv4 CIDR block association restrictions" and "Add a route"; EC2
API reference, error codes (InvalidVpc.Range, RouteLimitExceeded) and DisassociateVpcCidrBlock.

Addresses and gateways that a spec names were made by somebody else: the sandbox takes them to exist.
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.route_tables import RouteBackend
from moto.ec2.models.vpcs import VPCBackend

from ...catalog.limits import SUBNET_PREFIXES
from ...catalog.limits.vpc import ROUTES_PER_TABLE, SERVICES_OF_AWS, refused_range
from ...catalog.regions.endpoints import endpoint_offered
from .patch import Function, Patch


def _associate(associate: Function) -> Function:
    """Refuse a range of a wrong size, one that overlaps another, and one that does not go with the first."""

    def patched(self: Any, vpc_id: str, cidr_block: str, amazon_provided_ipv6_cidr_block: bool) -> Any:
        if cidr_block:
            _check_range(self.get_vpc(vpc_id), cidr_block)
        return associate(self, vpc_id, cidr_block, amazon_provided_ipv6_cidr_block)

    return patched


def _check_range(vpc: Any, cidr_block: str) -> None:
    added, least, most = IPv4Network(cidr_block), *SUBNET_PREFIXES
    if not least <= added.prefixlen <= most:
        raise EC2ClientError("InvalidVpc.Range", f"The CIDR '{cidr_block}' is invalid.")
    if any(added.overlaps(block) for block in _ranges(vpc)):
        raise EC2ClientError("InvalidVpc.Range", f"The CIDR '{cidr_block}' conflicts with another range.")
    if why := refused_range(IPv4Network(vpc.cidr_block), added):
        raise EC2ClientError("InvalidVpc.Range", f"The CIDR '{cidr_block}' is restricted: {why}.")


def _ranges(vpc: Any) -> list[IPv4Network]:
    associations = vpc.get_cidr_block_association_set()
    return [
        IPv4Network(entry["cidr_block"])
        for entry in associations
        if entry["cidr_block_state"]["state"] == "associated"
    ]


def _disassociate(disassociate: Function) -> Function:
    """Refuse to take a range away that subnets use."""

    def patched(self: Any, association_id: str) -> Any:
        for vpc in self.vpcs.values():
            entry = vpc._cidr_block_association_set.get(association_id)
            if entry and "." in entry["cidr_block"] and _in_use(self, vpc.id, entry["cidr_block"]):
                raise DependencyViolationError(f"The CIDR '{entry['cidr_block']}' is in use.")
        return disassociate(self, association_id)

    return patched


def _in_use(ec2: Any, vpc_id: str, cidr_block: str) -> bool:
    subnets = ec2.describe_subnets(filters={"vpc-id": vpc_id})
    return any(subnet.cidr.overlaps(IPv4Network(cidr_block)) for subnet in subnets)


def _create_route(create: Function) -> Function:
    """Refuse a route that fights the local one, and one too many; a transit gateway that is named exists."""

    def patched(
        self: Any, table: str, destination_cidr_block: str | None, *arguments: Any, **named: Any
    ) -> Any:
        gateway = named.get("transit_gateway_id")
        if gateway and gateway not in self.transit_gateways:
            _add_transit_gateway(self, gateway)
        if not named.get("local"):
            _check_route(self, self.get_route_table(table), destination_cidr_block, named)
        return create(self, table, destination_cidr_block, *arguments, **named)

    return patched


def _add_transit_gateway(ec2: Any, name: str) -> None:
    gateway = ec2.create_transit_gateway("made outside the sandbox")
    del ec2.transit_gateways[gateway.id]
    gateway.id = name
    ec2.transit_gateways[name] = gateway


def _check_route(ec2: Any, table: Any, to: str | None, target: dict[str, Any]) -> None:
    if len(table._routes) > ROUTES_PER_TABLE:
        raise EC2ClientError("RouteLimitExceeded", "The maximum number of routes has been reached.")
    inside = target.get("nat_gateway_id") or target.get("interface_id") or target.get("vpc_endpoint_id")
    ranges = _ranges(ec2.get_vpc(table.vpc_id))
    if to and not inside and any(IPv4Network(to).subnet_of(block) for block in (*ranges, SERVICES_OF_AWS)):
        raise EC2ClientError(
            "InvalidParameterValue",
            f"The destination CIDR block {to} is equal to or more specific than one of this VPC's CIDR "
            "blocks. This route can target only an interface or an instance.",
        )


def _create_nat_gateway(create: Function) -> Function:
    """An address that is named exists."""

    def patched(self: Any, subnet_id: str, allocation_id: str, *arguments: Any, **named: Any) -> Any:
        known = {address.allocation_id for address in self.addresses}
        if allocation_id and allocation_id not in known:
            self.allocate_address("vpc").allocation_id = allocation_id
        return create(self, subnet_id, allocation_id, *arguments, **named)

    return patched


def _create_vpc_endpoint(create: Function) -> Function:
    """Refuse a service that has no endpoint in the region."""

    def patched(self: Any, vpc_id: str, service_name: str, *arguments: Any, **named: Any) -> Any:
        if not endpoint_offered(service_name.partition(f".{self.region_name}.")[2], self.region_name):
            message = f"The Vpc Endpoint Service '{service_name}' does not exist"
            raise EC2ClientError("InvalidServiceName", message)
        return create(self, vpc_id, service_name, *arguments, **named)

    return patched


PATCHES = (
    Patch(NatGatewayBackend, "create_nat_gateway", _create_nat_gateway),
    Patch(RouteBackend, "create_route", _create_route),
    Patch(VPCBackend, "associate_vpc_cidr_block", _associate),
    Patch(VPCBackend, "create_vpc_endpoint", _create_vpc_endpoint),
    Patch(VPCBackend, "disassociate_vpc_cidr_block", _disassociate),
)
