"""The CloudTrail events of each resource type: event source, event names, and how they name the resource.

Sources (read 2026-11-24): the Service Authorization Reference for the calls of each service; the CloudTrail
user guide, "Viewing CloudTrail event history" (90 days) and "AWS global services" (the region of IAM
events); the CloudTrail API reference, LookupEvents (one attribute per call, two calls per second).
"""

from __future__ import annotations

from dataclasses import dataclass

from .regions.partitions import partition_of_region

CALLS_PER_SECOND = 2
_GLOBAL_REGION = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """An event that changes a resource. `attributes` are the attributes that it can change; () is any."""

    name: str
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditedType:
    """The events of a resource type; `names` are the attributes by which events name a resource."""

    source: str
    names: tuple[str, ...]
    change: tuple[ChangeEvent, ...] = ()
    create: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()


_EKS, _EC2, _IAM = "eks.amazonaws.com", "ec2.amazonaws.com", "iam.amazonaws.com"
_LOGS, _KMS = "logs.amazonaws.com", "kms.amazonaws.com"
_ELB = "elasticloadbalancing.amazonaws.com"
_TAGS = ("tags", "tags_all")
_TAGGED = (ChangeEvent("TagResource", _TAGS), ChangeEvent("UntagResource", _TAGS))
_TAGGED_EC2 = (ChangeEvent("CreateTags", _TAGS), ChangeEvent("DeleteTags", _TAGS))
_TAGGED_ROLE = (ChangeEvent("TagRole", _TAGS), ChangeEvent("UntagRole", _TAGS))
_TAGGED_ELB = (ChangeEvent("AddTags", _TAGS), ChangeEvent("RemoveTags", _TAGS))

AUDITED: dict[str, AuditedType] = {
    "aws_eks_cluster": AuditedType(
        _EKS,
        ("name", "arn"),
        (
            ChangeEvent("UpdateClusterVersion", ("version",)),
            ChangeEvent("AssociateEncryptionConfig", ("encryption_config",)),
            *_TAGGED,
            ChangeEvent("UpdateClusterConfig"),
        ),
        ("CreateCluster",),
        ("DeleteCluster",),
    ),
    "aws_eks_node_group": AuditedType(
        _EKS,
        ("node_group_name", "arn"),
        (
            ChangeEvent("UpdateNodegroupVersion", ("version", "release_version", "launch_template")),
            *_TAGGED,
            ChangeEvent("UpdateNodegroupConfig"),
        ),
        ("CreateNodegroup",),
        ("DeleteNodegroup",),
    ),
    "aws_eks_addon": AuditedType(
        _EKS,
        ("addon_name", "arn"),
        (*_TAGGED, ChangeEvent("UpdateAddon")),
        ("CreateAddon",),
        ("DeleteAddon",),
    ),
    "aws_eks_fargate_profile": AuditedType(
        _EKS,
        ("fargate_profile_name", "arn"),
        _TAGGED,
        ("CreateFargateProfile",),
        ("DeleteFargateProfile",),
    ),
    "aws_eks_access_entry": AuditedType(
        _EKS,
        ("principal_arn", "access_entry_arn"),
        (*_TAGGED, ChangeEvent("UpdateAccessEntry")),
        ("CreateAccessEntry",),
        ("DeleteAccessEntry",),
    ),
    "aws_eks_access_policy_association": AuditedType(
        _EKS,
        ("principal_arn",),
        (ChangeEvent("AssociateAccessPolicy"),),
        ("AssociateAccessPolicy",),
        ("DisassociateAccessPolicy", "DeleteAccessEntry"),
    ),
    "aws_iam_role": AuditedType(
        _IAM,
        ("name", "arn"),
        (
            ChangeEvent("UpdateAssumeRolePolicy", ("assume_role_policy",)),
            *_TAGGED_ROLE,
            ChangeEvent("UpdateRole"),
            ChangeEvent("UpdateRoleDescription", ("description",)),
        ),
        ("CreateRole",),
        ("DeleteRole",),
    ),
    "aws_iam_role_policy": AuditedType(
        _IAM, ("role",), (ChangeEvent("PutRolePolicy"),), ("PutRolePolicy",), ("DeleteRolePolicy",)
    ),
    "aws_iam_role_policy_attachment": AuditedType(
        _IAM, ("role",), (), ("AttachRolePolicy",), ("DetachRolePolicy",)
    ),
    "aws_cloudwatch_log_group": AuditedType(
        _LOGS,
        ("name", "arn"),
        (
            ChangeEvent("PutRetentionPolicy", ("retention_in_days",)),
            ChangeEvent("DeleteRetentionPolicy", ("retention_in_days",)),
            ChangeEvent("AssociateKmsKey", ("kms_key_id",)),
            ChangeEvent("DisassociateKmsKey", ("kms_key_id",)),
            ChangeEvent("PutLogGroupDeletionProtection", ("deletion_protection_enabled",)),
            *_TAGGED,
            ChangeEvent("TagLogGroup", _TAGS),
            ChangeEvent("UntagLogGroup", _TAGS),
        ),
        ("CreateLogGroup",),
        ("DeleteLogGroup",),
    ),
    "aws_kms_key": AuditedType(
        _KMS,
        ("key_id", "arn"),
        (
            ChangeEvent("PutKeyPolicy", ("policy",)),
            ChangeEvent("EnableKeyRotation", ("enable_key_rotation", "rotation_period_in_days")),
            ChangeEvent("DisableKeyRotation", ("enable_key_rotation",)),
            ChangeEvent("UpdateKeyDescription", ("description",)),
            ChangeEvent("EnableKey", ("is_enabled",)),
            ChangeEvent("DisableKey", ("is_enabled",)),
            *_TAGGED,
        ),
        ("CreateKey",),
        ("ScheduleKeyDeletion",),
    ),
    "aws_kms_alias": AuditedType(
        _KMS, ("name",), (ChangeEvent("UpdateAlias"),), ("CreateAlias",), ("DeleteAlias",)
    ),
    "aws_vpc": AuditedType(
        _EC2, ("id",), (*_TAGGED_EC2, ChangeEvent("ModifyVpcAttribute")), ("CreateVpc",), ("DeleteVpc",)
    ),
    "aws_subnet": AuditedType(
        _EC2,
        ("id",),
        (*_TAGGED_EC2, ChangeEvent("ModifySubnetAttribute")),
        ("CreateSubnet",),
        ("DeleteSubnet",),
    ),
    "aws_route_table": AuditedType(_EC2, ("id",), _TAGGED_EC2, ("CreateRouteTable",), ("DeleteRouteTable",)),
    "aws_route": AuditedType(
        _EC2, ("route_table_id",), (ChangeEvent("ReplaceRoute"),), ("CreateRoute",), ("DeleteRoute",)
    ),
    "aws_route_table_association": AuditedType(
        _EC2,
        ("id", "subnet_id"),
        (ChangeEvent("ReplaceRouteTableAssociation"),),
        ("AssociateRouteTable",),
        ("DisassociateRouteTable", "ReplaceRouteTableAssociation"),
    ),
    "aws_internet_gateway": AuditedType(
        _EC2, ("id",), _TAGGED_EC2, ("CreateInternetGateway",), ("DeleteInternetGateway",)
    ),
    "aws_nat_gateway": AuditedType(_EC2, ("id",), _TAGGED_EC2, ("CreateNatGateway",), ("DeleteNatGateway",)),
    "aws_eip": AuditedType(_EC2, ("allocation_id",), _TAGGED_EC2, ("AllocateAddress",), ("ReleaseAddress",)),
    "aws_flow_log": AuditedType(_EC2, ("id",), _TAGGED_EC2, ("CreateFlowLogs",), ("DeleteFlowLogs",)),
    "aws_vpc_endpoint": AuditedType(
        _EC2,
        ("id",),
        (*_TAGGED_EC2, ChangeEvent("ModifyVpcEndpoint")),
        ("CreateVpcEndpoint",),
        ("DeleteVpcEndpoints",),
    ),
    "aws_security_group": AuditedType(
        _EC2, ("id",), _TAGGED_EC2, ("CreateSecurityGroup",), ("DeleteSecurityGroup",)
    ),
    "aws_vpc_security_group_ingress_rule": AuditedType(
        _EC2,
        ("security_group_rule_id", "security_group_id"),
        (*_TAGGED_EC2, ChangeEvent("ModifySecurityGroupRules")),
        ("AuthorizeSecurityGroupIngress",),
        ("RevokeSecurityGroupIngress",),
    ),
    "aws_vpc_security_group_egress_rule": AuditedType(
        _EC2,
        ("security_group_rule_id", "security_group_id"),
        (*_TAGGED_EC2, ChangeEvent("ModifySecurityGroupRules")),
        ("AuthorizeSecurityGroupEgress",),
        ("RevokeSecurityGroupEgress",),
    ),
    "aws_launch_template": AuditedType(
        _EC2,
        ("id", "name"),
        (*_TAGGED_EC2, ChangeEvent("CreateLaunchTemplateVersion"), ChangeEvent("ModifyLaunchTemplate")),
        ("CreateLaunchTemplate",),
        ("DeleteLaunchTemplate",),
    ),
    "aws_lb": AuditedType(
        _ELB,
        ("arn", "name"),
        (
            ChangeEvent("SetSecurityGroups", ("security_groups",)),
            ChangeEvent("SetSubnets", ("subnets", "subnet_mapping")),
            ChangeEvent("SetIpAddressType", ("ip_address_type",)),
            *_TAGGED_ELB,
            ChangeEvent("ModifyLoadBalancerAttributes"),
        ),
        ("CreateLoadBalancer",),
        ("DeleteLoadBalancer",),
    ),
    "aws_lb_target_group": AuditedType(
        _ELB,
        ("arn", "name"),
        (*_TAGGED_ELB, ChangeEvent("ModifyTargetGroup"), ChangeEvent("ModifyTargetGroupAttributes")),
        ("CreateTargetGroup",),
        ("DeleteTargetGroup",),
    ),
    "aws_lb_listener": AuditedType(
        _ELB,
        ("arn",),
        (*_TAGGED_ELB, ChangeEvent("ModifyListener")),
        ("CreateListener",),
        ("DeleteListener",),
    ),
    "aws_elb": AuditedType(
        _ELB,
        ("name",),
        (
            ChangeEvent("ModifyLoadBalancerAttributes"),
            ChangeEvent("ConfigureHealthCheck", ("health_check",)),
            ChangeEvent("ApplySecurityGroupsToLoadBalancer", ("security_groups",)),
            ChangeEvent("AttachLoadBalancerToSubnets", ("subnets",)),
            ChangeEvent("DetachLoadBalancerFromSubnets", ("subnets",)),
            ChangeEvent("CreateLoadBalancerListeners", ("listener",)),
            ChangeEvent("DeleteLoadBalancerListeners", ("listener",)),
            *_TAGGED_ELB,
        ),
        ("CreateLoadBalancer",),
        ("DeleteLoadBalancer",),
    ),
}


def event_region(source: str, region: str) -> str:
    """Return the region that has the events of a source; IAM has one region per partition."""
    if source != _IAM:
        return region
    return _GLOBAL_REGION.get(partition_of_region(region).name, region)
