"""Objects outside the state that a destroy meets: how to list them, what they block, how to remove them.

Sources, read 2026-11-28:
- EKS: API reference, DeleteCluster ("If you have managed node groups or Fargate profiles attached to the
  cluster, you must delete them first"); ekristen/aws-nuke issue 970 of 2026-06-05 (409, "Cluster has
  capabilities attached"). Add-ons, access entries and pod identity associations go with the cluster.
- EC2: API reference, DeleteVpc ("You must detach or delete all gateways and resources that are associated
  with the VPC"), DeleteSubnet, DeleteSecurityGroup, DeleteRouteTable, DetachInternetGateway; AWS re:Post,
  "troubleshoot-dependency-error-delete-vpc" (which dependencies to look for).

Policies that were attached to a role by hand have no row. IAM refuses to delete a role with policies, but the
AWS provider first removes all that its refresh found (seen with 5.100).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .delete_commands import DELETE_COMMANDS

IN_USE = "ResourceInUseException"
DEPENDENCY = "DependencyViolation"


@dataclass(frozen=True, slots=True)
class DestroyBlocker:
    """A type of object.

    `attribute` of `resource_type` holds the id in the state; objects in the state are left out. `items` leads
    to the objects in the response of `operation`, through lists; `id` is a field of an object, "" if the
    object is the id itself. `only` and `ignored` map fields (`tag:KEY` for a tag) to a pattern of the whole
    value ("" if absent). `blocks` is the first call that AWS refuses with `error` while the object exists, ""
    if the object is deleted with the cluster. With `kubernetes_elsewhere`, objects that Kubernetes created
    are left out, because they are reported as such.

    `{cluster}` and `{vpc}` are filled in everywhere, `{id}` and `{.FIELD}` in the `commands` that remove the
    object; a command with a field of a list is repeated for each value.
    """

    noun: str
    resource_type: str
    attribute: str
    service: str
    operation: str
    parameters: Mapping[str, Any]
    items: str
    id: str
    commands: tuple[str, ...]
    blocks: str = ""
    error: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    kubernetes_elsewhere: bool = False


def _of_cluster(noun: str, key: str, operation: str, items: tuple[str, str], **others: Any) -> DestroyBlocker:
    """Return the row of an EKS object; `key` is `TYPE.ATTRIBUTE` in the state."""
    resource_type, attribute = key.split(".")
    return DestroyBlocker(
        noun, resource_type, attribute, "eks", operation, {"clusterName": "{cluster}"}, *items, **others
    )


def _in_vpc(
    noun: str, key: str, operation: str, items: tuple[str, str], blocks: str, **others: Any
) -> DestroyBlocker:
    """Return the row of an EC2 object in the VPC of the cluster."""
    resource_type, attribute = key.split(".")
    filters = others.pop("filters", "Filters")
    name = others.pop("filter_name", "vpc-id")
    return DestroyBlocker(
        noun,
        resource_type,
        attribute,
        "ec2",
        operation,
        {filters: [{"Name": name, "Values": ["{vpc}"]}]},
        *items,
        blocks=blocks,
        error=DEPENDENCY,
        **others,
    )


_INSTANCES = ("describe_instances", ("Reservations.Instances", "InstanceId"), "DeleteSubnet")
_ENDED = {"State.Name": "terminated|shutting-down"}
_OF_NODE_GROUP = {"tag:eks:nodegroup-name": ".+"}
# Descriptions that other tools match too, read 2026-11-28; RDS: terraform-provider-aws issue 43249.
_OF_SERVICES = (
    "AWS Lambda VPC ENI|RDSNetworkInterface|RedshiftNetworkInterface|ElastiCache |(EFS m|M)ount target "
)
_GONE = "deleted|deleting|failed"

DESTROY_BLOCKERS: tuple[DestroyBlocker, ...] = (
    _of_cluster(
        "node group",
        "aws_eks_node_group.node_group_name",
        "list_nodegroups",
        ("nodegroups", ""),
        commands=(DELETE_COMMANDS["aws_eks_node_group"],),
        blocks="DeleteCluster",
        error=IN_USE,
    ),
    _of_cluster(
        "Fargate profile",
        "aws_eks_fargate_profile.fargate_profile_name",
        "list_fargate_profiles",
        ("fargateProfileNames", ""),
        commands=(DELETE_COMMANDS["aws_eks_fargate_profile"],),
        blocks="DeleteCluster",
        error=IN_USE,
    ),
    _of_cluster(
        "capability",
        "aws_eks_capability.capability_name",
        "list_capabilities",
        ("capabilities", "capabilityName"),
        commands=("aws eks delete-capability --cluster-name {cluster} --capability-name {id}",),
        blocks="DeleteCluster",
        error=IN_USE,
    ),
    _of_cluster(
        "add-on",
        "aws_eks_addon.addon_name",
        "list_addons",
        ("addons", ""),
        commands=(DELETE_COMMANDS["aws_eks_addon"],),
    ),
    _of_cluster(
        "access entry",
        "aws_eks_access_entry.principal_arn",
        "list_access_entries",
        ("accessEntries", ""),
        commands=(DELETE_COMMANDS["aws_eks_access_entry"],),
    ),
    _of_cluster(
        "pod identity association",
        "aws_eks_pod_identity_association.association_id",
        "list_pod_identity_associations",
        ("associations", "associationId"),
        commands=("aws eks delete-pod-identity-association --cluster-name {cluster} --association-id {id}",),
        ignored={"ownerArn": ".+"},  # of an add-on
    ),
    DestroyBlocker(
        "load balancer",
        "aws_lb",
        "arn",
        "elbv2",
        "describe_load_balancers",
        {},
        "LoadBalancers",
        "LoadBalancerArn",
        commands=(DELETE_COMMANDS["aws_lb"],),
        blocks="DeleteSubnet",
        error=DEPENDENCY,
        only={"VpcId": "{vpc}"},
        kubernetes_elsewhere=True,
    ),
    DestroyBlocker(
        "classic load balancer",
        "aws_elb",
        "name",
        "elb",
        "describe_load_balancers",
        {},
        "LoadBalancerDescriptions",
        "LoadBalancerName",
        commands=(DELETE_COMMANDS["aws_elb"],),
        blocks="DeleteSubnet",
        error=DEPENDENCY,
        only={"VPCId": "{vpc}"},
        kubernetes_elsewhere=True,
    ),
    # Terminating a node of Karpenter or of an Auto Scaling group starts another one.
    _in_vpc(
        "node of Karpenter",
        "aws_instance.id",
        *_INSTANCES,
        commands=("kubectl delete nodepool {.tag:karpenter.sh/nodepool}",),
        only={"tag:karpenter.sh/nodepool": ".+"},
        ignored=_ENDED,
    ),
    _in_vpc(
        "instance of an Auto Scaling group",
        "aws_instance.id",
        *_INSTANCES,
        commands=(
            "aws autoscaling delete-auto-scaling-group --force-delete"
            " --auto-scaling-group-name {.tag:aws:autoscaling:groupName}",
        ),
        only={"tag:aws:autoscaling:groupName": ".+"},
        ignored={**_OF_NODE_GROUP, **_ENDED},
    ),
    _in_vpc(
        "instance",
        "aws_instance.id",
        *_INSTANCES,
        commands=("aws ec2 terminate-instances --instance-ids {id}",),
        ignored={
            **_OF_NODE_GROUP,
            **_ENDED,
            "tag:karpenter.sh/nodepool": ".+",
            "tag:aws:autoscaling:groupName": ".+",
        },
    ),
    _in_vpc(
        "NAT gateway",
        "aws_nat_gateway.id",
        "describe_nat_gateways",
        ("NatGateways", "NatGatewayId"),
        "DeleteSubnet",
        filters="Filter",
        commands=("aws ec2 delete-nat-gateway --nat-gateway-id {id}",),
        ignored={"State": _GONE},
    ),
    _in_vpc(
        "VPC endpoint",
        "aws_vpc_endpoint.id",
        "describe_vpc_endpoints",
        ("VpcEndpoints", "VpcEndpointId"),
        "DeleteVpc",
        commands=("aws ec2 delete-vpc-endpoints --vpc-endpoint-ids {id}",),
        ignored={"State": _GONE},
    ),
    _in_vpc(
        "transit gateway attachment",
        "aws_ec2_transit_gateway_vpc_attachment.id",
        "describe_transit_gateway_vpc_attachments",
        ("TransitGatewayVpcAttachments", "TransitGatewayAttachmentId"),
        "DeleteSubnet",
        commands=("aws ec2 delete-transit-gateway-vpc-attachment --transit-gateway-attachment-id {id}",),
        ignored={"State": _GONE},
    ),
    _in_vpc(
        "network interface of an AWS service",
        "aws_network_interface.id",
        "describe_network_interfaces",
        ("NetworkInterfaces", "NetworkInterfaceId"),
        "DeleteSubnet",
        commands=("delete what uses {id}, described as `{.Description}`; AWS then deletes the interface",),
        only={
            "Status": "in-use",
            "Description": f"({_OF_SERVICES}).*",
        },
    ),
    _in_vpc(
        "network interface",
        "aws_network_interface.id",
        "describe_network_interfaces",
        ("NetworkInterfaces", "NetworkInterfaceId"),
        "DeleteSubnet",
        commands=("aws ec2 delete-network-interface --network-interface-id {id}",),
        # Those that AWS manages go with their owner.
        only={"Status": "available", "InterfaceType": "interface|efa|efa-only|"},
        ignored={
            "Description": "Amazon EKS {cluster}|Interface for NAT Gateway .*|VPC Endpoint Interface .*",
            "RequesterManaged": "True",
        },
        kubernetes_elsewhere=True,
    ),
    _in_vpc(
        "subnet",
        "aws_subnet.id",
        "describe_subnets",
        ("Subnets", "SubnetId"),
        "DeleteVpc",
        commands=("aws ec2 delete-subnet --subnet-id {id}",),
    ),
    _in_vpc(
        "route table",
        "aws_route_table.id",
        "describe_route_tables",
        ("RouteTables", "RouteTableId"),
        "DeleteVpc",
        commands=(
            "aws ec2 disassociate-route-table --association-id {.Associations.RouteTableAssociationId}",
            "aws ec2 delete-route-table --route-table-id {id}",
        ),
        ignored={"Associations.Main": "True"},
    ),
    _in_vpc(
        "VPN gateway",
        "aws_vpn_gateway.id",
        "describe_vpn_gateways",
        ("VpnGateways", "VpnGatewayId"),
        "DeleteVpc",
        filter_name="attachment.vpc-id",
        commands=("aws ec2 detach-vpn-gateway --vpn-gateway-id {id} --vpc-id {vpc}",),
        ignored={"State": _GONE, "VpcAttachments.State": "detached|detaching"},
    ),
    _in_vpc(
        "security group",
        "aws_security_group.id",
        "describe_security_groups",
        ("SecurityGroups", "GroupId"),
        "DeleteVpc",
        commands=("aws ec2 delete-security-group --group-id {id}",),
        ignored={"GroupName": "default", "tag:aws:eks:cluster-name": "{cluster}"},
        kubernetes_elsewhere=True,
    ),
)
"""In the order in which they can be removed: an interface before the security group that it uses."""
