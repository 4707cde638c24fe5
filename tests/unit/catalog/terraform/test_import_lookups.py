"""How existing objects are found: every type, with calls and fields that AWS has."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape

from eksgen.catalog.terraform.import_lookups import LOOKUPS, Lookup

from ..conftest import service_model

NOT_IMPORTED = {
    "aws_autoscaling_attachment",
    "aws_autoscaling_group_tag",
    "aws_default_security_group",
    "aws_ec2_tag",
    "aws_eks_access_policy_association",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_sqs_queue",
    "aws_sqs_queue_policy",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
    "aws_cloudwatch_log_subscription_filter",
    "aws_ecr_lifecycle_policy",
    "aws_ecr_repository_policy",
    "aws_lambda_permission",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_load_balancer_backend_server_policy",
    "aws_load_balancer_listener_policy",
    "aws_load_balancer_policy",
    "aws_lb_listener_certificate",
    "aws_lb_listener_rule",
    "aws_route53_record",
    "aws_wafv2_web_acl_association",
}
"""Types whose apply takes over what exists, policies of classic load balancers, which have no import, and rules,
records and buckets, which AWS refuses under a name, a priority or a number in use."""

_RULE = {"ip_protocol", "from_port", "to_port", "cidr_ipv4", "cidr_ipv6", "referenced_security_group_id"}
MATCHED = {
    "aws_cloudwatch_log_group": {"name"},
    "aws_flow_log": {"vpc_id"},
    "aws_iam_policy": {"name"},
    "aws_kms_alias": {"name"},
    "aws_lb_listener": {"port"},
    "aws_s3_bucket": {"bucket"},
    "aws_route": {"destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"},
    "aws_route_table": {"vpc_id"},
    "aws_route_table_association": {"subnet_id"},
    "aws_security_group": {"vpc_id", "name"},
    "aws_subnet": {"vpc_id", "cidr_block"},
    "aws_vpc": {"cidr_block"},
    "aws_vpc_endpoint": {"vpc_id", "service_name"},
    "aws_vpc_ipv4_cidr_block_association": {"cidr_block"},
    "aws_vpc_security_group_egress_rule": _RULE,
    "aws_vpc_security_group_ingress_rule": _RULE,
}
"""Attributes in which two objects of a list differ; an object that differs in one of them is another one."""

UNTAGGED = {
    "aws_kms_alias",
    "aws_lb_listener",
    "aws_route",
    "aws_route_table_association",
    "aws_vpc_ipv4_cidr_block_association",
}

UNNAMED = {
    "aws_egress_only_internet_gateway",
    "aws_eip",
    "aws_flow_log",
    "aws_iam_openid_connect_provider",
    "aws_internet_gateway",
    "aws_kms_key",
    "aws_nat_gateway",
    "aws_route_table",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
}
"""Types that any number of objects may look alike of, so that only their tags identify one."""


def test_every_managed_type_can_be_found_or_needs_no_import(managed_types: set[str]) -> None:
    assert managed_types - LOOKUPS.keys() == NOT_IMPORTED
    assert not NOT_IMPORTED & LOOKUPS.keys()


@pytest.mark.parametrize("name", LOOKUPS)
def test_what_identifies_an_object(name: str) -> None:
    row = LOOKUPS[name]
    assert set(row.matching_fields.values()) == MATCHED.get(name, set())
    assert (row.tags is None) is (name in UNTAGGED)
    assert row.by_tags is (name in UNNAMED)


@pytest.mark.parametrize("name", LOOKUPS)
def test_an_object_is_asked_for_by_its_name_or_parent_if_tags_do_not_identify_it(name: str) -> None:
    row = LOOKUPS[name]
    assert (
        row.filters
        or row.parameters
        or row.operation in {"list_aliases", "list_keys", "list_open_id_connect_providers"}
    )
    assert bool(row.filters) is (row.by_tags and row.service == "ec2" and not row.parameters)


@pytest.mark.parametrize("row", LOOKUPS.values(), ids=LOOKUPS)
def test_every_field_is_in_the_response(row: Lookup) -> None:
    item = _item(_inside(_output(row, row.operation), row.result_path))
    detail = _inside(_output(row, row.detail[0]), (row.detail[2],)) if row.detail else item
    for field in (*row.matching_fields, *re.findall(r"\{\.([\w.]+)\}", row.id)):
        _inside(item, field.split("."))
    if row.excluded[0]:
        states = _inside(detail, [row.excluded[0]])
        possible = {state.casefold() for state in getattr(states, "enum", ())} or {"true", "false"}
        assert {state.casefold() for state in row.excluded[1]} <= possible
    if row.tags:
        _inside(_output(row, row.tags.operation) if row.tags.operation else item, row.tags.path)


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("aws_kms_key", {"PendingDeletion", "PendingReplicaDeletion", "Unavailable"}),
        ("aws_nat_gateway", {"deleting", "deleted", "failed"}),
        ("aws_vpc_endpoint", {"deleting", "deleted"}),
        ("aws_vpc_security_group_egress_rule", {"False"}),
        ("aws_vpc_security_group_ingress_rule", {"True"}),
    ],
)
def test_objects_that_do_not_count(name: str, states: set[str]) -> None:
    assert set(LOOKUPS[name].excluded[1]) == states
    assert LOOKUPS[name].excluded[0]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("aws_cloudtrail", "{.TrailARN}"),
        ("aws_cloudwatch_log_group", "{name}"),
        ("aws_ecr_repository", "{name}"),
        ("aws_eks_access_entry", "{cluster_name}:{principal_arn}"),
        ("aws_eks_addon", "{cluster_name}:{addon_name}"),
        ("aws_eks_cluster", "{name}"),
        ("aws_eks_node_group", "{cluster_name}:{node_group_name}"),
        ("aws_elb", "{name}"),
        ("aws_iam_role", "{name}"),
        ("aws_kms_alias", "{name}"),
        (
            "aws_route",
            "{route_table_id}_{destination_cidr_block|destination_ipv6_cidr_block|destination_prefix_list_id}",
        ),
        ("aws_route_table_association", "{subnet_id}/{route_table_id}"),
        ("aws_s3_bucket", "{bucket}"),
    ],
)
def test_ids_have_the_form_of_the_documentation(name: str, id: str) -> None:
    assert LOOKUPS[name].id == id


def _output(row: Lookup, method: str) -> Shape:
    model = service_model(row.service)
    operation = next(o for o in model.operation_names if o.lower() == method.replace("_", ""))
    shape = model.operation_model(operation).output_shape
    assert shape is not None
    return shape


def _inside(shape: Shape, path: Iterable[str | int]) -> Shape:
    """Return the shape at a path; a KeyError if AWS has no such field."""
    for step in path:
        if isinstance(step, int):
            assert isinstance(shape, ListShape)
            shape = shape.member
        else:
            assert isinstance(shape, StructureShape)
            shape = shape.members[step]
    assert isinstance(shape, Shape)
    return shape


def _item(shape: Shape) -> Shape:
    assert isinstance(shape, (ListShape, StructureShape, MapShape))
    return shape.member if isinstance(shape, ListShape) else shape
