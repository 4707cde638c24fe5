"""Limits, compared with the service models of botocore and with the schema of the language."""

from __future__ import annotations

import json
import re
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from botocore.model import StructureShape

import eksgen.schemas
from eksgen.catalog import limits

from .conftest import service_model

SCHEMA = json.loads((Path(eksgen.schemas.__file__).parent / "cluster.schema.json").read_text("utf-8"))


def documentation(service: str, operation: str, member: str) -> str:
    """What the model says about a parameter."""
    shape = service_model(service).operation_model(operation).input_shape
    assert isinstance(shape, StructureShape)
    return plain_text(shape.members[member].documentation)


def plain_text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("limit", "service", "shape"),
    [
        (limits.NAME_LENGTHS["cluster"], "eks", "ClusterName"),
        (limits.NAME_LENGTHS["iam_policy"], "iam", "policyNameType"),
        (limits.NAME_LENGTHS["iam_role"], "iam", "roleNameType"),
        (limits.NAME_LENGTHS["instance_profile"], "iam", "instanceProfileNameType"),
        (limits.NAME_LENGTHS["kms_alias"], "kms", "AliasNameType"),
        (limits.NAME_LENGTHS["launch_template"], "ec2", "LaunchTemplateName"),
        (limits.NAME_LENGTHS["log_group"], "logs", "LogGroupName"),
        (limits.TAG_KEY_MAX, "eks", "TagKey"),
        (limits.TAG_VALUE_MAX, "eks", "TagValue"),
        (limits.TAGS_PER_RESOURCE, "eks", "TagMap"),
        (limits.TAINT_TEXT_MAX, "eks", "taintKey"),
        (limits.TAINT_TEXT_MAX, "eks", "taintValue"),
    ],
)
def test_a_length_is_that_of_the_model(limit: int, service: str, shape: str) -> None:
    assert limit == service_model(service).shape_for(shape).metadata["max"]


@pytest.mark.parametrize(
    ("text", "service", "operation", "member"),
    [
        (
            f"Up to {limits.NAME_LENGTHS['security_group']} characters",
            "ec2",
            "CreateSecurityGroup",
            "GroupName",
        ),
        (
            f"maximum of {limits.NAME_LENGTHS['load_balancer']} characters",
            "elbv2",
            "CreateLoadBalancer",
            "Name",
        ),
        (
            f"maximum of {limits.NAME_LENGTHS['target_group']} characters",
            "elbv2",
            "CreateTargetGroup",
            "Name",
        ),
        (
            f"0-{limits.INSTANCE_TYPES_PER_NODE_GROUP} instance types",
            "eks",
            "CreateNodegroup",
            "instanceTypes",
        ),
        (
            "between {} and {}, inclusive".format(*limits.KMS_DELETION_DAYS),
            "kms",
            "ScheduleKeyDeletion",
            "PendingWindowInDays",
        ),
        (
            "{} seconds (1 minute) or {} seconds (10 minutes)".format(*limits.FLOW_LOG_AGGREGATION_SECONDS),
            "ec2",
            "CreateFlowLogs",
            "MaxAggregationInterval",
        ),
    ],
)
def test_a_number_is_that_of_the_documentation(text: str, service: str, operation: str, member: str) -> None:
    assert text in documentation(service, operation, member)


def test_the_service_cidr_has_the_documented_prefixes() -> None:
    shape = service_model("eks").shape_for("KubernetesNetworkConfigRequest")
    assert isinstance(shape, StructureShape)
    least, most = limits.SERVICE_CIDR_PREFIXES
    assert f"Between /{most} and /{least}" in plain_text(shape.members["serviceIpv4Cidr"].documentation)


def test_numbers_of_the_user_guides() -> None:
    assert limits.NAME_LENGTHS["node_group"] == 63
    assert limits.NAME_LENGTHS["fargate_profile"] == 100
    assert limits.SUBNET_PREFIXES == (16, 28)
    assert limits.RESERVED_ADDRESSES_PER_SUBNET == 5
    assert limits.CLUSTER_SUBNET_ADDRESSES == 6
    assert limits.CLUSTER_MIN_ZONES == 2
    assert limits.FARGATE_SELECTORS_MAX == 5


@pytest.mark.parametrize(
    ("limit", "path"),
    [
        (
            limits.INSTANCE_TYPES_PER_NODE_GROUP,
            ("$defs", "NodeGroup", "properties", "instanceTypes", "maxItems"),
        ),
        (limits.TAINTS_PER_NODE_GROUP, ("$defs", "NodeGroup", "properties", "taints", "maxItems")),
    ],
)
def test_the_language_has_the_same_limit(limit: int, path: tuple[str, ...]) -> None:
    found: Any = reduce(lambda value, key: value[key], path, SCHEMA)
    assert found == limit


@pytest.mark.parametrize(
    ("pattern", "longest"),
    [
        (limits.CLUSTER_NAME_PATTERN, limits.NAME_LENGTHS["cluster"]),
        (limits.NODE_GROUP_NAME_PATTERN, limits.NAME_LENGTHS["node_group"]),
    ],
)
def test_the_pattern_of_a_name_has_its_length(pattern: str, longest: int) -> None:
    assert re.fullmatch(pattern, "a" * longest)
    assert not re.fullmatch(pattern, "a" * (longest + 1))
    assert re.fullmatch(pattern, "0-_a")
    assert not re.fullmatch(pattern, "-a")
