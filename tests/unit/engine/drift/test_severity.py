"""How much a difference matters, by the table of the catalog."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.catalog.resources import RESOURCE_TYPES
from eksgen.catalog.resources.resource_type import ResourceType
from eksgen.catalog.resources.severity import severity_rules
from eksgen.engine.drift.result import DriftClass, DriftLevel
from eksgen.engine.drift.severity import severity_of

CHANGED = DriftClass.CHANGED_OUTSIDE
CLUSTER, RULE = "aws_eks_cluster", "aws_vpc_security_group_ingress_rule"
VPC = ("vpc_config", 0)


@pytest.mark.parametrize(
    ("resource_type", "path", "wanted", "live", "level"),
    [
        (CLUSTER, (*VPC, "endpoint_public_access"), False, True, "high"),
        (CLUSTER, (*VPC, "endpoint_public_access"), True, False, "medium"),
        (CLUSTER, (*VPC, "public_access_cidrs"), ["203.0.113.0/24"], ["0.0.0.0/0"], "high"),
        (CLUSTER, (*VPC, "public_access_cidrs"), ["203.0.113.0/24"], ["203.0.113.128/25"], "medium"),
        (CLUSTER, (*VPC, "public_access_cidrs"), ["10.0.0.0/8", "192.0.2.0/24"], ["10.0.0.0/8"], "medium"),
        (CLUSTER, (*VPC, "endpoint_private_access"), True, False, "high"),
        (CLUSTER, ("enabled_cluster_log_types",), ["api", "audit"], ["api"], "high"),
        (CLUSTER, ("enabled_cluster_log_types",), ["api"], ["api", "audit"], "low"),
        (CLUSTER, ("encryption_config", 0, "resources"), ["secrets"], [], "high"),
        (CLUSTER, ("access_config", 0, "authentication_mode"), "API", "API_AND_CONFIG_MAP", "high"),
        (CLUSTER, ("tags", "team"), "platform", "somebody", "low"),
        (CLUSTER, ("version",), "1.34", "1.35", "medium"),
        ("aws_eks_access_entry", ("kubernetes_groups",), [], ["system:masters"], "high"),
        ("aws_iam_role", ("assume_role_policy",), {}, {"Statement": []}, "high"),
        ("aws_iam_role", ("description",), "a", "b", "low"),
        ("aws_kms_key", ("policy",), {}, {"Statement": []}, "high"),
        ("aws_kms_key", ("enable_key_rotation",), True, False, "high"),
        ("aws_kms_key", ("deletion_window_in_days",), 30, 7, "medium"),
        ("aws_cloudwatch_log_group", ("retention_in_days",), 90, 7, "medium"),
        ("aws_cloudwatch_log_group", ("retention_in_days",), 0, 7, "medium"),
        ("aws_cloudwatch_log_group", ("retention_in_days",), 90, 0, "low"),
        ("aws_cloudwatch_log_group", ("retention_in_days",), 90, 365, "low"),
        (RULE, ("cidr_ipv4",), "10.0.0.0/16", "0.0.0.0/0", "high"),
        (RULE, ("cidr_ipv4",), "10.0.0.0/16", "10.0.0.0/24", "medium"),
        (RULE, ("to_port",), 443, 65535, "high"),
        (RULE, ("from_port",), 443, 0, "high"),
        (RULE, ("to_port",), 65535, 443, "medium"),
        (RULE, ("to_port",), None, 443, "high"),
        (RULE, ("to_port",), 443, None, "high"),
        (RULE, ("referenced_security_group_id",), "sg-1", "sg-2", "high"),
        (RULE, ("referenced_security_group_id",), "sg-1", None, "medium"),
        (RULE, ("prefix_list_id",), None, "pl-1", "high"),
        (RULE, ("ip_protocol",), "tcp", "-1", "high"),
        (RULE, ("ip_protocol",), "-1", "tcp", "medium"),
        ("aws_eks_node_group", ("scaling_config", 0, "max_size"), 10, 42, "medium"),
        ("aws_eks_node_group", ("launch_template", 0, "version"), "1", "2", "high"),
        ("aws_launch_template", ("user_data",), "a", "b", "high"),
        ("aws_lb_listener", ("default_action", 0, "target_group_arn"), "a", "b", "high"),
        (CLUSTER, (*VPC, "public_access_cidrs"), ["203.0.113.0/24"], ["203.0.113.0/24", "0.0.0.0/0"], "high"),
        (CLUSTER, (*VPC, "public_access_cidrs"), ["203.0.113.0/24"], ["0.0.0.0/1", "128.0.0.0/1"], "high"),
        ("aws_eks_node_group", ("update_config", 0, "max_unavailable"), 1, 2, "low"),
        ("aws_launch_template", ("metadata_options", 0, "http_put_response_hop_limit"), 1, 2, "high"),
        ("aws_lb", ("idle_timeout",), 60, 61, "medium"),
        ("aws_never_heard_of", ("size",), 1, 2, "medium"),
        ("aws_never_heard_of", ("policy",), {}, {"a": 1}, "high"),
    ],
)
def test_the_level_of_an_attribute_depends_on_the_direction_of_the_change(
    resource_type: str, path: tuple[str | int, ...], wanted: Any, live: Any, level: str
) -> None:
    found, why = severity_of(CHANGED, resource_type, path, live, wanted)
    assert found.value == level
    assert why or (resource_type, level) in {
        ("aws_kms_key", "medium"),
        ("aws_lb", "medium"),
        ("aws_never_heard_of", "medium"),
    }


@pytest.mark.parametrize(
    ("resource_type", "level"),
    [
        ("aws_eks_access_entry", "high"),
        ("aws_eks_access_policy_association", "high"),
        ("aws_iam_role_policy_attachment", "high"),
        ("aws_cloudwatch_log_group", "high"),
        ("aws_flow_log", "high"),
        ("aws_kms_key", "high"),
        (RULE, "medium"),
        ("aws_eks_addon", "medium"),
        ("aws_route", "medium"),
        ("aws_never_heard_of", "medium"),
    ],
)
def test_a_deleted_object_has_a_level_and_a_reason(resource_type: str, level: str) -> None:
    found, why = severity_of(DriftClass.DELETED_OUTSIDE, resource_type)
    assert found.value == level
    assert why


def test_an_unmanaged_access_entry_is_high_and_other_unmanaged_objects_are_medium() -> None:
    assert severity_of(DriftClass.UNMANAGED, "aws_eks_access_entry")[0] is DriftLevel.HIGH
    assert severity_of(DriftClass.UNMANAGED, "aws_eks_node_group") == (
        DriftLevel.MEDIUM,
        "it is not in the spec",
    )


def test_a_pending_edit_is_always_low() -> None:
    assert severity_of(DriftClass.PENDING, CLUSTER, (*VPC, "endpoint_public_access"), False, True) == (
        DriftLevel.LOW,
        "",
    )


def test_reasons_are_short_texts() -> None:
    paths = [(row.name, names) for row in RESOURCE_TYPES.values() for names in _paths(row)]
    for rule in {rule for resource_type, names in paths for rule in severity_rules(resource_type, names)}:
        assert len(rule.why) <= 80
        assert not rule.why.endswith(".")
        assert rule.why[:1] == rule.why[:1].lower() or rule.why.startswith("EKS")


def _paths(row: ResourceType) -> list[tuple[str, ...]]:
    general = (("tags",), ("tags_all",), ("description",), ("policy",), ("kms_key_id",))
    return [(), *general, *(attribute.path for attribute in row.attributes)]
