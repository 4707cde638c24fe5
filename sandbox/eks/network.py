"""What EKS makes beside a cluster: its security group and, when logs are on, its log group."""

from __future__ import annotations

from moto.ec2.models import EC2Backend, ec2_backends
from moto.eks.exceptions import InvalidParameterException
from moto.logs.models import logs_backends

from .call import Call, Record, given, new_id

SECURITY_GROUP_DESCRIPTION = (
    "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, "
    "as well as any managed workloads."
)


def create_cluster_network(call: Call, name: str, asked: Record) -> Record:
    """The answer's `resourcesVpcConfig`, with the VPC of the subnets and a new security group."""
    ec2 = ec2_backends[call.account][call.region]
    vpc_id = _vpc_of(ec2, asked.get("subnetIds") or [])
    public = asked.get("endpointPublicAccess") is not False
    return {
        "subnetIds": asked.get("subnetIds") or [],
        "securityGroupIds": asked.get("securityGroupIds") or [],
        "endpointPublicAccess": public,
        "endpointPrivateAccess": bool(asked.get("endpointPrivateAccess")),
        "publicAccessCidrs": asked.get("publicAccessCidrs") or (["0.0.0.0/0"] if public else []),
        **given(asked, "controlPlaneEgressMode"),
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


def delete_cluster_network(call: Call, described: Record) -> None:
    """Delete the security group that was made with the cluster, if it is still there."""
    ec2 = ec2_backends[call.account][call.region]
    group_id = described["resourcesVpcConfig"]["clusterSecurityGroupId"]
    if ec2.describe_security_groups(group_ids=None, filters={"group-id": [group_id]}):
        ec2.delete_security_group(group_id=group_id)


def ensure_log_group(call: Call, described: Record) -> None:
    """EKS writes into `/aws/eks/NAME/cluster`, and makes that log group when nobody else has."""
    logs = logs_backends[call.account][call.region]
    name = f"/aws/eks/{described['name']}/cluster"
    enabled = any(group["enabled"] for group in described["logging"]["clusterLogging"])
    if enabled and name not in logs.groups:
        logs.create_log_group(name, {})
