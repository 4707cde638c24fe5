"""Which calls of AWS change which resources, as CloudTrail names them, and what they name the resource by.

Sources (read 2026-11-24): the Service Authorization Reference for the calls of each service; the CloudTrail
user guide, "Viewing CloudTrail event history" (90 days) and "AWS global services" (where the events of IAM
are); the CloudTrail API reference, LookupEvents (one attribute a call, two calls a second).
"""

from __future__ import annotations

from dataclasses import dataclass

from .partitions import partition_of_region

CALLS_PER_SECOND = 2
_GLOBAL_REGION = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `changes` are the attributes of the resource that it can change; () is any."""

    name: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audited:
    """A type of resource: event source, the attributes that name it in calls, and its calls."""

    source: str
    names: tuple[str, ...]
    change: tuple[Call, ...] = ()
    create: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()


_EKS, _EC2, _IAM = "eks.amazonaws.com", "ec2.amazonaws.com", "iam.amazonaws.com"
_LOGS, _KMS = "logs.amazonaws.com", "kms.amazonaws.com"
_ELB = "elasticloadbalancing.amazonaws.com"
_TAGS = ("tags", "tags_all")
_TAGGED = (Call("TagResource", _TAGS), Call("UntagResource", _TAGS))
_TAGGED_EC2 = (Call("CreateTags", _TAGS), Call("DeleteTags", _TAGS))
_TAGGED_ROLE = (Call("TagRole", _TAGS), Call("UntagRole", _TAGS))
_TAGGED_ELB = (Call("AddTags", _TAGS), Call("RemoveTags", _TAGS))

AUDITED: dict[str, Audited] = {
    "aws_eks_cluster": Audited(
        _EKS,
        ("name", "arn"),
        (
            Call("UpdateClusterVersion", ("version",)),
            Call("AssociateEncryptionConfig", ("encryption_config",)),
            *_TAGGED,
            Call("UpdateClusterConfig"),
        ),
        ("CreateCluster",),
        ("DeleteCluster",),
    ),
    "aws_eks_node_group": Audited(
        _EKS,
        ("node_group_name", "arn"),
        (
            Call("UpdateNodegroupVersion", ("version", "release_version", "launch_template")),
            *_TAGGED,
            Call("UpdateNodegroupConfig"),
        ),
        ("CreateNodegroup",),
        ("DeleteNodegroup",),
    ),
    "aws_eks_addon": Audited(
        _EKS, ("addon_name", "arn"), (*_TAGGED, Call("UpdateAddon")), ("CreateAddon",), ("DeleteAddon",)
    ),
    "aws_eks_fargate_profile": Audited(
        _EKS,
        ("fargate_profile_name", "arn"),
        _TAGGED,
        ("CreateFargateProfile",),
        ("DeleteFargateProfile",),
    ),
    "aws_eks_access_entry": Audited(
        _EKS,
        ("principal_arn", "access_entry_arn"),
        (*_TAGGED, Call("UpdateAccessEntry")),
        ("CreateAccessEntry",),
        ("DeleteAccessEntry",),
    ),
    "aws_eks_access_policy_association": Audited(
        _EKS,
        ("principal_arn",),
        (Call("AssociateAccessPolicy"),),
        ("AssociateAccessPolicy",),
        ("DisassociateAccessPolicy", "DeleteAccessEntry"),
    ),
    "aws_iam_role": Audited(
        _IAM,
        ("name", "arn"),
        (
            Call("UpdateAssumeRolePolicy", ("assume_role_policy",)),
            *_TAGGED_ROLE,
            Call("UpdateRole"),
            Call("UpdateRoleDescription", ("description",)),
        ),
        ("CreateRole",),
        ("DeleteRole",),
    ),
    "aws_iam_role_policy": Audited(
        _IAM, ("role",), (Call("PutRolePolicy"),), ("PutRolePolicy",), ("DeleteRolePolicy",)
    ),
    "aws_iam_role_policy_attachment": Audited(
        _IAM, ("role",), (), ("AttachRolePolicy",), ("DetachRolePolicy",)
    ),
    "aws_cloudwatch_log_group": Audited(
        _LOGS,
        ("name", "arn"),
        (
            Call("PutRetentionPolicy", ("retention_in_days",)),
            Call("DeleteRetentionPolicy", ("retention_in_days",)),
            Call("AssociateKmsKey", ("kms_key_id",)),
            Call("DisassociateKmsKey", ("kms_key_id",)),
            Call("PutLogGroupDeletionProtection", ("deletion_protection_enabled",)),
            *_TAGGED,
            Call("TagLogGroup", _TAGS),
            Call("UntagLogGroup", _TAGS),
        ),
        ("CreateLogGroup",),
        ("DeleteLogGroup",),
    ),
    "aws_kms_key": Audited(
        _KMS,
        ("key_id", "arn"),
        (
            Call("PutKeyPolicy", ("policy",)),
            Call("EnableKeyRotation", ("enable_key_rotation", "rotation_period_in_days")),
            Call("DisableKeyRotation", ("enable_key_rotation",)),
            Call("UpdateKeyDescription", ("description",)),
            Call("EnableKey", ("is_enabled",)),
            Call("DisableKey", ("is_enabled",)),
            *_TAGGED,
        ),
        ("CreateKey",),
        ("ScheduleKeyDeletion",),
    ),
    "aws_kms_alias": Audited(_KMS, ("name",), (Call("UpdateAlias"),), ("CreateAlias",), ("DeleteAlias",)),
    "aws_vpc": Audited(
        _EC2, ("id",), (*_TAGGED_EC2, Call("ModifyVpcAttribute")), ("CreateVpc",), ("DeleteVpc",)
    ),
    "aws_subnet": Audited(
        _EC2, ("id",), (*_TAGGED_EC2, Call("ModifySubnetAttribute")), ("CreateSubnet",), ("DeleteSubnet",)
    ),
    "aws_route_table": Audited(_EC2, ("id",), _TAGGED_EC2, ("CreateRouteTable",), ("DeleteRouteTable",)),
    "aws_route": Audited(
        _EC2, ("route_table_id",), (Call("ReplaceRoute"),), ("CreateRoute",), ("DeleteRoute",)
    ),
    "aws_route_table_association": Audited(
        _EC2,
        ("id", "subnet_id"),
        (Call("ReplaceRouteTableAssociation"),),
        ("AssociateRouteTable",),
        ("DisassociateRouteTable", "ReplaceRouteTableAssociation"),
    ),
    "aws_internet_gateway": Audited(
        _EC2, ("id",), _TAGGED_EC2, ("CreateInternetGateway",), ("DeleteInternetGateway",)
    ),
    "aws_nat_gateway": Audited(_EC2, ("id",), _TAGGED_EC2, ("CreateNatGateway",), ("DeleteNatGateway",)),
    "aws_eip": Audited(_EC2, ("allocation_id",), _TAGGED_EC2, ("AllocateAddress",), ("ReleaseAddress",)),
    "aws_flow_log": Audited(_EC2, ("id",), _TAGGED_EC2, ("CreateFlowLogs",), ("DeleteFlowLogs",)),
    "aws_vpc_endpoint": Audited(
        _EC2,
        ("id",),
        (*_TAGGED_EC2, Call("ModifyVpcEndpoint")),
        ("CreateVpcEndpoint",),
        ("DeleteVpcEndpoints",),
    ),
    "aws_security_group": Audited(
        _EC2, ("id",), _TAGGED_EC2, ("CreateSecurityGroup",), ("DeleteSecurityGroup",)
    ),
    "aws_vpc_security_group_ingress_rule": Audited(
        _EC2,
        ("security_group_rule_id", "security_group_id"),
        (*_TAGGED_EC2, Call("ModifySecurityGroupRules")),
        ("AuthorizeSecurityGroupIngress",),
        ("RevokeSecurityGroupIngress",),
    ),
    "aws_vpc_security_group_egress_rule": Audited(
        _EC2,
        ("security_group_rule_id", "security_group_id"),
        (*_TAGGED_EC2, Call("ModifySecurityGroupRules")),
        ("AuthorizeSecurityGroupEgress",),
        ("RevokeSecurityGroupEgress",),
    ),
    "aws_launch_template": Audited(
        _EC2,
        ("id", "name"),
        (*_TAGGED_EC2, Call("CreateLaunchTemplateVersion"), Call("ModifyLaunchTemplate")),
        ("CreateLaunchTemplate",),
        ("DeleteLaunchTemplate",),
    ),
    "aws_lb": Audited(
        _ELB,
        ("arn", "name"),
        (
            Call("SetSecurityGroups", ("security_groups",)),
            Call("SetSubnets", ("subnets", "subnet_mapping")),
            Call("SetIpAddressType", ("ip_address_type",)),
            *_TAGGED_ELB,
            Call("ModifyLoadBalancerAttributes"),
        ),
        ("CreateLoadBalancer",),
        ("DeleteLoadBalancer",),
    ),
    "aws_lb_target_group": Audited(
        _ELB,
        ("arn", "name"),
        (*_TAGGED_ELB, Call("ModifyTargetGroup"), Call("ModifyTargetGroupAttributes")),
        ("CreateTargetGroup",),
        ("DeleteTargetGroup",),
    ),
    "aws_lb_listener": Audited(
        _ELB, ("arn",), (*_TAGGED_ELB, Call("ModifyListener")), ("CreateListener",), ("DeleteListener",)
    ),
    "aws_elb": Audited(
        _ELB,
        ("name",),
        (
            Call("ModifyLoadBalancerAttributes"),
            Call("ConfigureHealthCheck", ("health_check",)),
            Call("ApplySecurityGroupsToLoadBalancer", ("security_groups",)),
            Call("AttachLoadBalancerToSubnets", ("subnets",)),
            Call("DetachLoadBalancerFromSubnets", ("subnets",)),
            Call("CreateLoadBalancerListeners", ("listener",)),
            Call("DeleteLoadBalancerListeners", ("listener",)),
            *_TAGGED_ELB,
        ),
        ("CreateLoadBalancer",),
        ("DeleteLoadBalancer",),
    ),
}


def event_region(source: str, region: str) -> str:
    """The region that keeps the events of calls made in `region`; IAM has one in each partition."""
    if source != _IAM:
        return region
    return _GLOBAL_REGION.get(partition_of_region(region).name, region)
