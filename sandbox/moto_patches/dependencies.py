"""EC2 refuses to delete what something else still uses; moto deletes it.

Codes and messages: hashicorp/terraform issue 31658 (subnet, security group, internet gateway) and AWS
re:Post, "troubleshoot-dependency-error-delete-vpc"; read 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models.elastic_network_interfaces import NetworkInterfaceBackend
from moto.ec2.models.instances import Instance
from moto.ec2.models.internet_gateways import InternetGatewayBackend
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend
from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.models.vpcs import VPCBackend
from moto.eks.models import eks_backends
from moto.elb.models import elb_backends
from moto.elbv2.models import elbv2_backends

from .patch import Function, Patch


def _delete_vpc(delete: Function) -> Function:
    """Refuse to delete a VPC with gateways, interfaces, endpoints, or groups and network ACLs of others."""

    def patched(self: Any, vpc_id: str) -> Any:
        if any(_dependencies_of_vpc(self, vpc_id)):
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        return delete(self, vpc_id)

    return patched


def _dependencies_of_vpc(ec2: Any, vpc_id: str) -> Iterator[bool]:
    yield any(gateway.vpc and gateway.vpc.id == vpc_id for gateway in ec2.internet_gateways.values())
    yield any(gateway.vpc_id == vpc_id for gateway in ec2.egress_only_internet_gateways.values())
    yield any(interface.subnet.vpc_id == vpc_id for interface in ec2.enis.values())
    yield any(e.vpc_id == vpc_id and e.state != "deleted" for e in ec2.vpc_end_points.values())
    yield any(group.name != "default" for group in ec2.groups.get(vpc_id, {}).values())
    yield any(
        acl.vpc_id == vpc_id and str(acl.default).lower() != "true" for acl in ec2.network_acls.values()
    )


def _delete_subnet(delete: Function) -> Function:
    """Refuse to delete a subnet that interfaces, load balancers, attachments, clusters or node groups use."""

    def patched(self: Any, subnet_id: str) -> Any:
        if any(_users_of_subnet(self, subnet_id)):
            raise DependencyViolationError(
                f"The subnet '{subnet_id}' has dependencies and cannot be deleted."
            )
        return delete(self, subnet_id)

    return patched


def _users_of_subnet(ec2: Any, subnet_id: str) -> Iterator[bool]:
    yield any(interface.subnet.id == subnet_id for interface in ec2.enis.values())
    yield any(subnet_id in _subnets(balancer) for balancer in _balancers(ec2))
    yield any(
        subnet_id in attachment.subnet_ids and attachment.state == "available"
        for attachment in ec2.transit_gateway_attachments.values()
        if hasattr(attachment, "subnet_ids")
    )
    clusters = vars(eks_backends[ec2.account_id][ec2.region_name]).get("eksgen_clusters", {}).values()
    yield any(subnet_id in c.details["resourcesVpcConfig"]["subnetIds"] for c in clusters)
    yield any(subnet_id in group["subnets"] for c in clusters for group in c.node_groups.values())


def _delete_security_group(delete: Function) -> Function:
    """Refuse to delete a group that an interface, cluster, load balancer or rule of another group uses."""

    def patched(self: Any, name: str | None = None, group_id: str | None = None) -> None:
        group = self.get_security_group_by_name_or_id(group_id or name)
        if group is not None and any(_users_of_group(self, group.id)):
            raise DependencyViolationError(f"resource {group.id} has a dependent object")
        delete(self, name, group_id)

    return patched


def _users_of_group(ec2: Any, group_id: str) -> Iterator[bool]:
    clusters = vars(eks_backends[ec2.account_id][ec2.region_name]).get("eksgen_clusters", {}).values()
    yield any(group_id in c.details["resourcesVpcConfig"]["securityGroupIds"] for c in clusters)
    yield any(group_id in {g.id for g in interface.group_set} for interface in ec2.enis.values())
    yield any(group_id in (balancer.security_groups or ()) for balancer in _balancers(ec2))
    for groups in list(ec2.groups.values()):
        for other in list(groups.values()):
            rules = (*other.ingress_rules, *other.egress_rules)
            yield other.id != group_id and any(
                (rule.source_group or {}).get("GroupId") == group_id for rule in rules
            )


def _detach_internet_gateway(detach: Function) -> Function:
    """Refuse to detach a gateway that load balancers facing the internet, or addresses in use, need."""

    def patched(self: Any, internet_gateway_id: str, vpc_id: str) -> None:
        public = any(
            getattr(b, "vpc_id", None) == vpc_id and b.scheme == "internet-facing" for b in _balancers(self)
        )
        if public or any(_has_address(self, i) for i in self.enis.values() if i.subnet.vpc_id == vpc_id):
            raise DependencyViolationError(
                f"Network {vpc_id} has some mapped public address(es). Please unmap those public address(es)"
                " before detaching the gateway."
            )
        detach(self, internet_gateway_id, vpc_id)

    return patched


def _has_address(ec2: Any, interface: Any) -> bool:
    return any(address.eni is not None and address.eni.id == interface.id for address in ec2.addresses)


def _delete_network_interface(delete: Function) -> Function:
    """Refuse to delete an interface that is attached."""

    def patched(self: Any, eni_id: str) -> None:
        if self.get_network_interface(eni_id).status == "in-use":
            raise EC2ClientError(
                "InvalidParameterValue", f"Network interface '{eni_id}' is currently in use."
            )
        delete(self, eni_id)

    return patched


def _terminate(terminate: Function) -> Function:
    """The first interface of an instance is deleted with it, the others are free again."""

    def patched(self: Any) -> Any:
        for index, interface in self.nics.items():
            interface.status = "available"
            interface.delete_on_termination = interface.delete_on_termination or index == 0
        return terminate(self)

    return patched


def _create_nat_gateway(create: Function) -> Function:
    """AWS manages the interface of a NAT gateway."""

    def patched(self: Any, *arguments: Any, **named: Any) -> Any:
        gateway = create(self, *arguments, **named)
        _manage(gateway._eni, "nat_gateway", f"Interface for NAT Gateway {gateway.id}")
        return gateway

    return patched


def _create_vpc_endpoint(create: Function) -> Function:
    """AWS manages the interfaces of an endpoint."""

    def patched(self: Any, *arguments: Any, **named: Any) -> Any:
        endpoint = create(self, *arguments, **named)
        for eni_id in endpoint.network_interface_ids:
            _manage(self.enis[eni_id], "vpc_endpoint", f"VPC Endpoint Interface {endpoint.id}")
        return endpoint

    return patched


def _manage(interface: Any, kind: str, description: str) -> None:
    interface.interface_type, interface.description = kind, description
    interface.requester_managed, interface.status = True, "in-use"


def _balancers(ec2: Any) -> Iterator[Any]:
    for backends in (elbv2_backends, elb_backends):
        yield from list(backends[ec2.account_id][ec2.region_name].load_balancers.values())


def _subnets(balancer: Any) -> set[str]:
    return {getattr(subnet, "id", subnet) for subnet in balancer.subnets or ()}


PATCHES = (
    Patch(Instance, "terminate", _terminate),
    Patch(InternetGatewayBackend, "detach_internet_gateway", _detach_internet_gateway),
    Patch(NatGatewayBackend, "create_nat_gateway", _create_nat_gateway),
    Patch(NetworkInterfaceBackend, "delete_network_interface", _delete_network_interface),
    Patch(SecurityGroupBackend, "delete_security_group", _delete_security_group),
    Patch(SubnetBackend, "delete_subnet", _delete_subnet),
    Patch(VPCBackend, "create_vpc_endpoint", _create_vpc_endpoint),
    Patch(VPCBackend, "delete_vpc", _delete_vpc),
)
