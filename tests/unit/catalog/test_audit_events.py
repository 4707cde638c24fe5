"""Which calls change a resource: every type that a person can change, with calls that AWS has."""

from __future__ import annotations

import pytest

from eksgen.catalog.audit_events import AUDITED, AuditedType

from .conftest import service_model

NOT_AUDITED = {
    "aws_autoscaling_attachment",
    "aws_default_security_group",
    "aws_load_balancer_backend_server_policy",
    "aws_load_balancer_listener_policy",
    "aws_load_balancer_policy",
}
"""Types that are settings of another object, whose calls do not name them."""

MODELS = {
    "ec2": ("ec2",),
    "eks": ("eks",),
    "elasticloadbalancing": ("elb", "elbv2"),
    "iam": ("iam",),
    "kms": ("kms",),
    "logs": ("logs",),
}
NOT_TAGGED = {
    "aws_eks_access_policy_association",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_kms_alias",
    "aws_route",
    "aws_route_table_association",
}
TAG_CALLS = {
    "ec2": {"CreateTags", "DeleteTags"},
    "eks": {"TagResource", "UntagResource"},
    "elasticloadbalancing": {"AddTags", "RemoveTags"},
    "iam": {"TagRole", "UntagRole"},
    "kms": {"TagResource", "UntagResource"},
    "logs": {"TagResource", "UntagResource", "TagLogGroup", "UntagLogGroup"},
}


def service(row: AuditedType) -> str:
    return row.source.removesuffix(".amazonaws.com")


def calls(name: str, attribute: str) -> set[str]:
    """The calls that say they change an attribute, else the general ones."""
    row = AUDITED[name]
    specific = {call.name for call in row.change if attribute in call.attributes}
    return specific or {call.name for call in row.change if not call.attributes}


def test_every_managed_type_that_a_person_can_change_is_audited(managed_types: set[str]) -> None:
    assert managed_types - AUDITED.keys() == NOT_AUDITED
    assert not NOT_AUDITED & AUDITED.keys()


@pytest.mark.parametrize("row", AUDITED.values(), ids=AUDITED)
def test_every_event_is_a_call_of_its_service(row: AuditedType) -> None:
    known = {name for model in MODELS[service(row)] for name in service_model(model).operation_names}
    assert {*row.create, *row.delete, *(call.name for call in row.change)} <= known
    assert row.names


@pytest.mark.parametrize("name", AUDITED.keys() - NOT_TAGGED)
def test_tags_are_changed_by_the_calls_of_the_service(name: str) -> None:
    expected = TAG_CALLS[service(AUDITED[name])]
    assert calls(name, "tags") == calls(name, "tags_all") == expected


@pytest.mark.parametrize(
    ("name", "attribute", "expected"),
    [
        ("aws_eks_cluster", "version", {"UpdateClusterVersion"}),
        ("aws_eks_cluster", "encryption_config", {"AssociateEncryptionConfig"}),
        ("aws_eks_cluster", "vpc_config", {"UpdateClusterConfig"}),
        ("aws_eks_node_group", "version", {"UpdateNodegroupVersion"}),
        ("aws_eks_node_group", "release_version", {"UpdateNodegroupVersion"}),
        ("aws_eks_node_group", "launch_template", {"UpdateNodegroupVersion"}),
        ("aws_eks_node_group", "scaling_config", {"UpdateNodegroupConfig"}),
        ("aws_eks_addon", "addon_version", {"UpdateAddon"}),
        ("aws_eks_access_entry", "kubernetes_groups", {"UpdateAccessEntry"}),
        ("aws_eks_access_policy_association", "access_scope", {"AssociateAccessPolicy"}),
        ("aws_iam_role", "assume_role_policy", {"UpdateAssumeRolePolicy"}),
        ("aws_iam_role", "description", {"UpdateRoleDescription"}),
        ("aws_iam_role", "max_session_duration", {"UpdateRole"}),
        ("aws_iam_role_policy", "policy", {"PutRolePolicy"}),
        ("aws_cloudwatch_log_group", "retention_in_days", {"PutRetentionPolicy", "DeleteRetentionPolicy"}),
        ("aws_cloudwatch_log_group", "kms_key_id", {"AssociateKmsKey", "DisassociateKmsKey"}),
        ("aws_cloudwatch_log_group", "deletion_protection_enabled", {"PutLogGroupDeletionProtection"}),
        ("aws_kms_key", "policy", {"PutKeyPolicy"}),
        ("aws_kms_key", "enable_key_rotation", {"EnableKeyRotation", "DisableKeyRotation"}),
        ("aws_kms_key", "rotation_period_in_days", {"EnableKeyRotation"}),
        ("aws_kms_key", "description", {"UpdateKeyDescription"}),
        ("aws_kms_key", "is_enabled", {"EnableKey", "DisableKey"}),
        ("aws_kms_alias", "target_key_id", {"UpdateAlias"}),
        ("aws_vpc", "enable_dns_support", {"ModifyVpcAttribute"}),
        ("aws_subnet", "map_public_ip_on_launch", {"ModifySubnetAttribute"}),
        ("aws_route", "nat_gateway_id", {"ReplaceRoute"}),
        ("aws_route_table_association", "route_table_id", {"ReplaceRouteTableAssociation"}),
        ("aws_vpc_endpoint", "policy", {"ModifyVpcEndpoint"}),
        ("aws_vpc_security_group_ingress_rule", "cidr_ipv4", {"ModifySecurityGroupRules"}),
        ("aws_vpc_security_group_egress_rule", "cidr_ipv4", {"ModifySecurityGroupRules"}),
        ("aws_launch_template", "user_data", {"CreateLaunchTemplateVersion", "ModifyLaunchTemplate"}),
        ("aws_lb", "security_groups", {"SetSecurityGroups"}),
        ("aws_lb", "subnets", {"SetSubnets"}),
        ("aws_lb", "subnet_mapping", {"SetSubnets"}),
        ("aws_lb", "ip_address_type", {"SetIpAddressType"}),
        ("aws_lb", "idle_timeout", {"ModifyLoadBalancerAttributes"}),
        ("aws_lb_target_group", "health_check", {"ModifyTargetGroup", "ModifyTargetGroupAttributes"}),
        ("aws_lb_listener", "certificate_arn", {"ModifyListener"}),
        ("aws_elb", "health_check", {"ConfigureHealthCheck"}),
        ("aws_elb", "security_groups", {"ApplySecurityGroupsToLoadBalancer"}),
        ("aws_elb", "subnets", {"AttachLoadBalancerToSubnets", "DetachLoadBalancerFromSubnets"}),
        ("aws_elb", "listener", {"CreateLoadBalancerListeners", "DeleteLoadBalancerListeners"}),
        ("aws_elb", "idle_timeout", {"ModifyLoadBalancerAttributes"}),
    ],
)
def test_an_attribute_is_changed_by_its_own_calls(name: str, attribute: str, expected: set[str]) -> None:
    assert calls(name, attribute) == expected


@pytest.mark.parametrize(
    ("name", "create", "delete"),
    [
        ("aws_eks_access_policy_association", "AssociateAccessPolicy", "DisassociateAccessPolicy"),
        ("aws_iam_role_policy", "PutRolePolicy", "DeleteRolePolicy"),
        ("aws_iam_role_policy_attachment", "AttachRolePolicy", "DetachRolePolicy"),
        ("aws_kms_key", "CreateKey", "ScheduleKeyDeletion"),
        ("aws_eip", "AllocateAddress", "ReleaseAddress"),
        ("aws_route_table_association", "AssociateRouteTable", "DisassociateRouteTable"),
        (
            "aws_vpc_security_group_ingress_rule",
            "AuthorizeSecurityGroupIngress",
            "RevokeSecurityGroupIngress",
        ),
        ("aws_vpc_security_group_egress_rule", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress"),
    ],
)
def test_some_objects_are_created_and_deleted_by_other_verbs(name: str, create: str, delete: str) -> None:
    assert create in AUDITED[name].create
    assert delete in AUDITED[name].delete


def test_an_access_policy_is_gone_with_its_entry_and_an_association_with_its_replacement() -> None:
    assert "DeleteAccessEntry" in AUDITED["aws_eks_access_policy_association"].delete
    assert "ReplaceRouteTableAssociation" in AUDITED["aws_route_table_association"].delete
