"""The resources that EKS creates for a cluster: its security group and, if logging is on, its log group."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.subnets import Subnet
from moto.eks.exceptions import InvalidParameterException
from moto.logs.models import logs_backends

from ...catalog.kubernetes.control_plane import EGRESS
from ...catalog.logs.cloudwatch import control_plane_log_group
from .records import Record, new_id
from .request import EksRequest

SECURITY_GROUP_DESCRIPTION = (
    "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, "
    "as well as any managed workloads."
)


def create_cluster_network(request: EksRequest, name: str, config: Record) -> Record:
    """Return `resourcesVpcConfig` with the VPC of the subnets and a new security group."""
    ec2 = ec2_backends[request.account][request.region]
    vpc_id = _vpc_of(ec2, config.get("subnetIds") or [])
    public = config.get("endpointPublicAccess") is not False
    return {
        "subnetIds": config.get("subnetIds") or [],
        "securityGroupIds": config.get("securityGroupIds") or [],
        "endpointPublicAccess": public,
        "endpointPrivateAccess": bool(config.get("endpointPrivateAccess")),
        "publicAccessCidrs": config.get("publicAccessCidrs") or (["0.0.0.0/0"] if public else []),
        "controlPlaneEgressMode": config.get("controlPlaneEgressMode") or EGRESS["aws"],
        "vpcId": vpc_id,
        "clusterSecurityGroupId": _create_security_group(ec2, name, vpc_id),
    }


def _vpc_of(ec2: EC2Backend, subnet_ids: list[str]) -> str:
    missing = [subnet_id for subnet_id in subnet_ids if not ec2.describe_subnets([subnet_id])]
    if missing:
        raise InvalidParameterException(message=f"The subnet ID '{missing[0]}' does not exist")
    subnets = ec2.describe_subnets(subnet_ids) if subnet_ids else []
    if len({subnet.availability_zone for subnet in subnets}) < 2:
        raise InvalidParameterException(message="Subnets specified must be in at least two different AZs")
    return str(subnets[0].vpc_id)


def _create_security_group(ec2: EC2Backend, name: str, vpc_id: str) -> str:
    group = ec2.create_security_group(
        name=f"eks-cluster-sg-{name}-{int(new_id(7), 16)}",
        description=SECURITY_GROUP_DESCRIPTION,
        vpc_id=vpc_id,
        tags={f"kubernetes.io/cluster/{name}": "owned", "aws:eks:cluster-name": name},
    )
    ec2.authorize_security_group_ingress(
        group_name_or_id=group.id,
        ip_protocol="-1",
        from_port="-1",
        to_port="-1",
        ip_ranges=[],
        source_groups=[{"GroupId": group.id}],
        vpc_id=vpc_id,
    )
    return str(group.id)


def public_subnets(request: EksRequest, subnet_ids: list[str]) -> Iterator[Subnet]:
    """Yield the subnets that have a route to an internet gateway."""
    ec2 = ec2_backends[request.account][request.region]
    for subnet in ec2.describe_subnets(subnet_ids):
        tables = ec2.describe_route_tables(filters={"association.subnet-id": [subnet.id]})
        gateways = [str(getattr(route.gateway, "id", "")) for table in tables for route in table.routes]
        if any(gateway.startswith("igw-") for gateway in gateways):
            yield subnet


def delete_cluster_network(request: EksRequest, details: Record) -> None:
    """Delete the security group that was created with the cluster, unless something else uses it."""
    ec2 = ec2_backends[request.account][request.region]
    group_id = details["resourcesVpcConfig"]["clusterSecurityGroupId"]
    if ec2.describe_security_groups(group_ids=None, filters={"group-id": [group_id]}):
        with contextlib.suppress(DependencyViolationError):
            ec2.delete_security_group(group_id=group_id)


def ensure_log_group(request: EksRequest, details: Record) -> None:
    """Create the log group of the control plane, as EKS does if logging is on and it does not exist."""
    logs = logs_backends[request.account][request.region]
    name = control_plane_log_group(details["name"])
    enabled = any(group["enabled"] for group in details["logging"]["clusterLogging"])
    if enabled and name not in logs.groups:
        logs.create_log_group(name, {})
