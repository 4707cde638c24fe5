"""Limits, compared with the service models of botocore and with the schema of the language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from botocore.model import StructureShape

import eksgen.schemas
from eksgen.catalog import limits

from ..conftest import service_model

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
        (limits.NAME_LENGTHS["iam_role"], "iam", "roleNameType"),
        (limits.NAME_LENGTHS["launch_template"], "ec2", "LaunchTemplateName"),
        (limits.TAGS_PER_RESOURCE, "eks", "TagMap"),
    ],
)
def test_a_length_is_that_of_the_model(limit: int, service: str, shape: str) -> None:
    assert limit == service_model(service).shape_for(shape).metadata["max"]


@pytest.mark.parametrize(
    ("text", "service", "operation", "member"),
    [
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
    assert limits.SUBNET_PREFIXES == (16, 28)
    assert limits.RESERVED_ADDRESSES_PER_SUBNET == 5


def test_the_language_takes_as_many_instance_types_as_the_model() -> None:
    most = SCHEMA["$defs"]["NodeGroup"]["properties"]["instanceTypes"]["maxItems"]
    assert f"0-{most} instance types" in documentation("eks", "CreateNodegroup", "instanceTypes")


def test_the_name_of_a_cluster_is_as_long_as_the_model_allows() -> None:
    pattern = SCHEMA["$defs"]["Metadata"]["properties"]["name"]["pattern"]
    most = service_model("eks").shape_for("ClusterName").metadata["max"]
    assert re.fullmatch(pattern, "a" * most)
    assert not re.fullmatch(pattern, "a" * (most + 1))
    assert not re.fullmatch(pattern, "-a")
