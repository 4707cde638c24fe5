"""Objects of EC2 and Elastic Load Balancing in the VPC of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kubernetes.objects import (
    EKS_GROUP_TAG,
    is_cni_interface,
    is_load_balancer_group,
    is_owned_by,
)
from .blocker import DestroyBlocker, in_vpc
from .delete_commands import DELETE_COMMANDS, UNPROTECT_COMMANDS


def _is_owned(_: Mapping[str, Any], tags: Mapping[str, str], cluster: str) -> bool:
    return is_owned_by(tags, cluster)


def _is_of_cni(interface: Mapping[str, Any], tags: Mapping[str, str], cluster: str) -> bool:
    return is_cni_interface(str(interface.get("Description", "")), tags, cluster)


def _is_of_balancer(group: Mapping[str, Any], tags: Mapping[str, str], cluster: str) -> bool:
    return is_load_balancer_group(str(group["GroupName"]), tags, cluster)


_INSTANCES = ("describe_instances", ("Reservations.Instances", "InstanceId"), "DeleteSubnet")
_ENDED = {"State.Name": "terminated|shutting-down"}
_OF_NODE_GROUP = {"tag:eks:nodegroup-name": ".+"}
# Descriptions that other tools match too, read 2026-11-28; RDS: terraform-provider-aws issue 43249.
_OF_SERVICES = (
    "AWS Lambda VPC ENI|RDSNetworkInterface|RedshiftNetworkInterface|ElastiCache |(EFS m|M)ount target "
)
_GONE = "deleted|deleting|failed"

IN_VPC: tuple[DestroyBlocker, ...] = (
    # First, because its nodes, interfaces and groups must not be deleted one by one.
    in_vpc(
        "EKS cluster",
        "aws_eks_cluster.name",
        "describe_security_groups",
        ("SecurityGroups", f"tag:{EKS_GROUP_TAG}"),
        "DeleteSubnet",
        tag_key=EKS_GROUP_TAG,
        commands=(),
        note="it uses this VPC; delete it first",
        name="",
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
        commands=(UNPROTECT_COMMANDS["aws_lb"], DELETE_COMMANDS["aws_lb"]),
        name="LoadBalancerName",
        blocks="DeleteSubnet",
        only={"VpcId": "{vpc}"},
        made_by_kubernetes=_is_owned,
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
        only={"VPCId": "{vpc}"},
        made_by_kubernetes=_is_owned,
    ),
    # Terminating a node of Karpenter or of an Auto Scaling group starts another one.
    in_vpc(
        "node of Karpenter",
        "aws_instance.id",
        *_INSTANCES,
        commands=("kubectl delete nodepool {.tag:karpenter.sh/nodepool}",),
        only={"tag:karpenter.sh/nodepool": ".+"},
        ignored=_ENDED,
    ),
    in_vpc(
        "instance of an Auto Scaling group",
        # By the name of the group, so that those of self-managed groups in the state do not count.
        "aws_autoscaling_group.name",
        "describe_instances",
        ("Reservations.Instances", "tag:aws:autoscaling:groupName"),
        "DeleteSubnet",
        only={"tag:aws:autoscaling:groupName": ".+"},
        ignored={**_OF_NODE_GROUP, **_ENDED},
    ),
    in_vpc(
        "instance",
        "aws_instance.id",
        *_INSTANCES,
        ignored={
            **_OF_NODE_GROUP,
            **_ENDED,
            "tag:karpenter.sh/nodepool": ".+",
            "tag:aws:autoscaling:groupName": ".+",
        },
    ),
    in_vpc(
        "NAT gateway",
        "aws_nat_gateway.id",
        "describe_nat_gateways",
        ("NatGateways", "NatGatewayId"),
        "DeleteSubnet",
        filters="Filter",
        ignored={"State": _GONE},
    ),
    in_vpc(
        "VPC endpoint",
        "aws_vpc_endpoint.id",
        "describe_vpc_endpoints",
        ("VpcEndpoints", "VpcEndpointId"),
        "DeleteVpc",
        ignored={"State": _GONE},
    ),
    in_vpc(
        "EC2 Instance Connect endpoint",
        "aws_ec2_instance_connect_endpoint.id",
        "describe_instance_connect_endpoints",
        ("InstanceConnectEndpoints", "InstanceConnectEndpointId"),
        "DeleteSubnet",
        ignored={"State": "delete-complete|delete-in-progress|create-failed"},
    ),
    in_vpc(
        "transit gateway attachment",
        "aws_ec2_transit_gateway_vpc_attachment.id",
        "describe_transit_gateway_vpc_attachments",
        ("TransitGatewayVpcAttachments", "TransitGatewayAttachmentId"),
        "DeleteSubnet",
        ignored={"State": _GONE},
    ),
    in_vpc(
        "network interface of an AWS service",
        "aws_network_interface.id",
        "describe_network_interfaces",
        ("NetworkInterfaces", "NetworkInterfaceId"),
        "DeleteSubnet",
        commands=(),
        note="delete what uses it, `{.Description}`; AWS then deletes the interface",
        only={
            "Status": "in-use",
            "Description": f"({_OF_SERVICES}).*",
        },
    ),
    in_vpc(
        "network interface",
        "aws_network_interface.id",
        "describe_network_interfaces",
        ("NetworkInterfaces", "NetworkInterfaceId"),
        "DeleteSubnet",
        # Those that AWS manages go with their owner.
        only={"Status": "available", "InterfaceType": "interface|efa|efa-only|"},
        ignored={
            "Description": "Amazon EKS {cluster}|Interface for NAT Gateway .*|VPC Endpoint Interface .*",
            "RequesterManaged": "True",
        },
        made_by_kubernetes=_is_of_cni,
    ),
    in_vpc(
        "subnet",
        "aws_subnet.id",
        "describe_subnets",
        ("Subnets", "SubnetId"),
        "DeleteVpc",
    ),
    in_vpc(
        "network ACL",
        "aws_network_acl.id",
        "describe_network_acls",
        ("NetworkAcls", "NetworkAclId"),
        "DeleteVpc",
        default="IsDefault",
        commands=(
            "aws ec2 replace-network-acl-association --network-acl-id {default}"
            " --association-id {.Associations.NetworkAclAssociationId}",
            DELETE_COMMANDS["aws_network_acl"],
        ),
    ),
    in_vpc(
        "route table",
        "aws_route_table.id",
        "describe_route_tables",
        ("RouteTables", "RouteTableId"),
        "DeleteVpc",
        commands=(
            "aws ec2 disassociate-route-table --association-id {.Associations.RouteTableAssociationId}",
            DELETE_COMMANDS["aws_route_table"],
        ),
        ignored={"Associations.Main": "True"},
    ),
    in_vpc(
        "VPN gateway",
        "aws_vpn_gateway.id",
        "describe_vpn_gateways",
        ("VpnGateways", "VpnGatewayId"),
        "DeleteVpc",
        filter_name="attachment.vpc-id",
        commands=("aws ec2 detach-vpn-gateway --vpn-gateway-id {id} --vpc-id {vpc}",),
        ignored={"State": _GONE, "VpcAttachments.State": "detached|detaching"},
    ),
    in_vpc(
        "security group",
        "aws_security_group.id",
        "describe_security_groups",
        ("SecurityGroups", "GroupId"),
        "DeleteVpc",
        ignored={"GroupName": "default", f"tag:{EKS_GROUP_TAG}": "{cluster}"},
        made_by_kubernetes=_is_of_balancer,
    ),
)
