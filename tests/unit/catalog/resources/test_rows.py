"""What the rows of the resource types say: levels, noise, secrets, and what replaces nodes."""

from __future__ import annotations

import pytest

from eksgen.catalog.resources import NODE_ROLLING, RESOURCE_TYPES
from eksgen.catalog.resources.noise import changed_by
from eksgen.catalog.resources.nouns import FIRST, in_each_tier, is_subject, noun, type_rank
from eksgen.catalog.resources.resource_type import Attribute, SeverityRule
from eksgen.catalog.resources.sensitive import ATTRIBUTES
from eksgen.catalog.resources.severity import severity_rules

SEVERITIES = {
    "aws_eks_access_entry": "high if missing, high if extra, high",
    "aws_eks_access_policy_association": "high if missing, high if extra, high",
    "aws_eks_addon": "medium if missing, medium if extra",
    "aws_eks_addon.addon_version": "medium",
    "aws_eks_addon.configuration_values": "medium",
    "aws_eks_addon.service_account_role_arn": "high",
    "aws_eks_addon.pod_identity_association": "high",
    "aws_eks_cluster": "high if missing",
    "aws_eks_cluster.vpc_config.endpoint_public_access": "high if on, medium",
    "aws_eks_cluster.vpc_config.public_access_cidrs": "high if everyone, high if wider, medium",
    "aws_eks_cluster.vpc_config.endpoint_private_access": "high if off",
    "aws_eks_cluster.vpc_config.security_group_ids": "high",
    "aws_eks_cluster.access_config": "high",
    "aws_eks_cluster.role_arn": "high",
    "aws_eks_cluster.enabled_cluster_log_types": "high if fewer, low",
    "aws_eks_cluster.encryption_config": "high",
    "aws_eks_cluster.version": "medium",
    "aws_eks_cluster.upgrade_policy": "medium",
    "aws_eks_cluster.deletion_protection": "medium if off",
    "aws_eks_cluster.zonal_shift_config": "medium",
    "aws_eks_cluster.control_plane_scaling_config": "medium",
    "aws_eks_cluster.vpc_config.control_plane_egress_mode": "high",
    "aws_eks_cluster.kube_api_server_config": "medium",
    "aws_eks_cluster.kube_scheduler_config": "medium",
    "aws_eks_cluster.kube_controller_manager_config": "low",
    "aws_eks_node_group": "high if missing",
    "aws_eks_node_group.node_role_arn": "high",
    "aws_eks_node_group.remote_access": "high",
    "aws_eks_node_group.scaling_config": "medium",
    "aws_eks_node_group.release_version": "medium",
    "aws_eks_node_group.launch_template.id": "high",
    "aws_eks_node_group.launch_template.name": "high",
    "aws_eks_node_group.launch_template.version": "high",
    "aws_eks_node_group.labels": "medium",
    "aws_eks_node_group.taint": "medium",
    "aws_eks_node_group.update_config": "low",
    "aws_autoscaling_group": "high if missing",
    "aws_autoscaling_group.launch_template.version": "high",
    "aws_autoscaling_group.min_size": "medium",
    "aws_autoscaling_group.suspended_processes": "medium",
    "aws_autoscaling_group.vpc_zone_identifier": "high",
    "aws_default_security_group": "medium if missing, high if wider, medium",
    "aws_egress_only_internet_gateway": "medium",
    "aws_internet_gateway": "medium",
    "aws_key_pair": "high",
    "aws_launch_template.block_device_mappings.ebs.encrypted": "high",
    "aws_launch_template.block_device_mappings.ebs.kms_key_id": "high",
    "aws_launch_template.network_interfaces.associate_public_ip_address": "high if on",
    "aws_launch_template.network_interfaces.security_groups": "high",
    "aws_launch_template.vpc_security_group_ids": "high",
    "aws_launch_template.metadata_options": "high",
    "aws_launch_template.user_data": "high",
    "aws_launch_template.image_id": "high",
    "aws_launch_template.iam_instance_profile": "high",
    "aws_launch_template.key_name": "high",
    "aws_nat_gateway": "medium",
    "aws_security_group.ingress": "high if extra",
    "aws_security_group.egress": "medium if extra",
    "aws_subnet.map_public_ip_on_launch": "high if on",
    "aws_vpc_endpoint.policy": "high",
    "aws_vpc_endpoint.security_group_ids": "high",
    "aws_vpc_security_group_egress_rule": "medium if missing, high if wider, medium",
    "aws_vpc_security_group_ingress_rule": "medium if missing, high if wider, medium",
    "aws_elb.access_logs.enabled": "high if off",
    "aws_elb.security_groups": "high",
    "aws_elb.internal": "high",
    "aws_elb.enable_deletion_protection": "medium if off",
    "aws_lb.access_logs.enabled": "high if off",
    "aws_lb.security_groups": "high",
    "aws_lb.internal": "high",
    "aws_lb.enable_deletion_protection": "medium if off",
    "aws_lb_listener": "high if missing",
    "aws_lb_listener.ssl_policy": "high",
    "aws_lb_listener.certificate_arn": "high",
    "aws_lb_listener.protocol": "high",
    "aws_lb_listener.default_action": "high",
    "aws_load_balancer_policy": "high if missing, high",
    "aws_iam_openid_connect_provider": "high",
    "aws_iam_policy": "high if missing, high",
    "aws_iam_role": "high if missing",
    "aws_iam_role.assume_role_policy": "high",
    "aws_iam_role.permissions_boundary": "high",
    "aws_iam_role.inline_policy": "high if extra, high",
    "aws_iam_role.managed_policy_arns": "high if extra, high",
    "aws_iam_role_policy": "high if missing, high",
    "aws_iam_role_policy_attachment": "high if missing, high",
    "aws_kms_key": "high if missing",
    "aws_kms_key.policy": "high",
    "aws_kms_key.is_enabled": "high if off",
    "aws_kms_key.enable_key_rotation": "high if off",
    "aws_cloudtrail": "high if missing, high",
    "aws_cloudwatch_log_group": "high if missing",
    "aws_cloudwatch_log_group.kms_key_id": "high",
    "aws_cloudwatch_log_group.retention_in_days": "medium if smaller, low",
    "aws_flow_log": "high if missing",
}
"""The rules of a type, and of an attribute, in their order; a row may have more."""

CHANGED_BY_THEMSELVES = {
    "aws_eks_addon.modified_at",
    "aws_eks_cluster.platform_version",
    "aws_eks_cluster.status",
    "aws_eks_fargate_profile.status",
    "aws_eks_node_group.scaling_config.desired_size",
    "aws_eks_node_group.resources",
    "aws_eks_node_group.status",
    "aws_autoscaling_group.desired_capacity",
    "aws_autoscaling_group.desired_capacity_type",
    "aws_autoscaling_group.load_balancers",
    "aws_autoscaling_group.predicted_capacity",
    "aws_autoscaling_group.target_group_arns",
    "aws_autoscaling_group.traffic_source",
    "aws_autoscaling_group.warm_pool_size",
    "aws_launch_template.latest_version",
    "aws_security_group.ingress",
    "aws_security_group.egress",
    "aws_elb.instances",
    "aws_lb.subnet_mapping",
    "aws_iam_role.role_last_used",
}
"""Attributes that change without anybody asking for it."""

SECRET = {
    "aws_lb_listener.default_action.authenticate_oidc.client_secret",
    "aws_lb_listener_rule.action.authenticate_oidc.client_secret",
    "aws_kms_grant.grant_token",
    "aws_ssm_parameter.value",
    "aws_ssm_parameter.value_wo",
}


def attribute(name: str) -> Attribute:
    resource_type, _, path = name.partition(".")
    return next(row for row in RESOURCE_TYPES[resource_type].attributes if row.name == path)


def texts(rules: tuple[SeverityRule, ...]) -> list[str]:
    return [f"{rule.level} if {rule.when}" if rule.when else rule.level for rule in rules]


@pytest.mark.parametrize(("name", "expected"), SEVERITIES.items())
def test_levels_depend_on_the_direction(name: str, expected: str) -> None:
    rules = attribute(name).severity if "." in name else RESOURCE_TYPES[name].severity
    assert [text for text in texts(rules) if text in expected.split(", ")] == expected.split(", ")
    assert all(rule.why for rule in rules)


@pytest.mark.parametrize("name", sorted(CHANGED_BY_THEMSELVES))
def test_what_changes_by_itself_is_noise_with_all_below_it(name: str) -> None:
    resource_type, *names = name.split(".")
    assert changed_by(resource_type, tuple(names)) == attribute(name).changed_by != ""
    assert changed_by(resource_type, (*names, "below"))
    assert not changed_by(resource_type, ())
    assert not changed_by("aws_never_heard_of", tuple(names))


def test_only_secrets_are_secret() -> None:
    secret = {".".join(map(str, (name, *path))) for name, paths in ATTRIBUTES.items() for path in paths}
    assert secret == SECRET


@pytest.mark.parametrize(
    "path",
    [
        ("release_version",),
        ("version",),
        ("launch_template", "id"),
        ("launch_template", "name"),
        ("launch_template", "version"),
    ],
)
def test_a_new_version_or_launch_template_replaces_every_node(path: tuple[str, ...]) -> None:
    assert path in NODE_ROLLING["aws_eks_node_group"]
    assert len(NODE_ROLLING["aws_eks_node_group"]) == 5
    assert NODE_ROLLING.keys() == {"aws_autoscaling_group", "aws_eks_node_group"}


def test_tags_and_descriptions_are_low_in_every_type() -> None:
    for name in (*RESOURCE_TYPES, "aws_never_heard_of"):
        for names in (("tags",), ("tags", "team"), ("tags_all",), ("description",)):
            assert texts((next(severity_rules(name, names)),)) == ["low"]


def test_a_type_without_rules_has_the_general_ones() -> None:
    assert texts(tuple(severity_rules("aws_route53_record", ()))) == [
        "medium if missing",
        "medium if extra",
        "medium",
    ]
    assert texts(tuple(severity_rules("aws_route53_record", ("policy",))))[2:] == ["high", "medium"]
    assert texts(tuple(severity_rules("aws_route53_record", ("kms_key_id",))))[2:] == ["high", "medium"]


def test_every_managed_type_has_a_noun_of_its_own(managed_types: set[str]) -> None:
    unnamed = {name for name in managed_types if name not in RESOURCE_TYPES or not RESOURCE_TYPES[name].noun}
    assert unnamed == set()
    rules = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
    nouns = [noun(name).one for name in managed_types - {rules[0]}]
    assert len(nouns) == len(set(nouns))


@pytest.mark.parametrize(
    ("name", "names", "joined"),
    [
        ("aws_eks_access_entry", ("principal_arn",), " for "),
        ("aws_eks_access_policy_association", ("policy_arn",), " "),
        ("aws_eks_addon", ("addon_name",), " "),
        ("aws_eks_node_group", ("node_group_name",), " "),
        ("aws_iam_role_policy_attachment", ("policy_arn",), " "),
        ("aws_kms_key", ("description",), " "),
        ("aws_lb_listener", ("port",), " on "),
        ("aws_nat_gateway", (), " in "),
        (
            "aws_route",
            ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"),
            " to ",
        ),
        ("aws_subnet", ("availability_zone",), " in "),
        ("aws_vpc", ("cidr_block",), " "),
        ("aws_vpc_endpoint", (), " for "),
        ("aws_never_heard_of", ("name", "id"), " "),
    ],
)
def test_the_attribute_that_names_an_object(name: str, names: tuple[str, ...], joined: str) -> None:
    assert (noun(name).names, noun(name).joined) == (names, joined)


def test_a_type_without_a_row_is_called_by_its_name() -> None:
    assert (noun("aws_lambda_function").one, noun("aws_lambda_function").many) == (
        "lambda function",
        "lambda function objects",
    )
    assert noun("").one == "object"


def test_the_order_of_a_list() -> None:
    names = ["aws_route", "aws_security_group", "aws_eip", "aws_eks_node_group", "aws_vpc", "aws_eks_cluster"]
    expected = [
        "aws_vpc",
        "aws_eks_cluster",
        "aws_eks_node_group",
        "aws_security_group",
        "aws_eip",
        "aws_route",
    ]
    assert sorted(names, key=type_rank) == expected
    assert [type_rank(name)[0] for name in FIRST] == list(range(len(FIRST)))
    assert FIRST[:6] == (
        "aws_vpc",
        "aws_subnet",
        "aws_nat_gateway",
        "aws_eks_cluster",
        "aws_eks_node_group",
        "aws_eks_addon",
    )


def test_subjects_of_calls_and_objects_of_tiers() -> None:
    assert {name for name in RESOURCE_TYPES if is_subject(name)} == {
        "aws_autoscaling_group",
        "aws_eks_node_group",
        "aws_elb",
        "aws_lb",
    }
    tiered = {name for name in RESOURCE_TYPES if in_each_tier(name)}
    assert tiered == {"aws_subnet", "aws_route_table_association"}
    assert not is_subject("aws_never_heard_of")
    assert not in_each_tier("aws_never_heard_of")
