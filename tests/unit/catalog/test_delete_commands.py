"""The commands that delete an object exist, and every object that may have a taken name has one."""

from __future__ import annotations

import shlex

import boto3
import pytest
from botocore import xform_name

from eksgen.catalog.delete_commands import DELETE_COMMANDS, delete_command
from eksgen.catalog.import_lookups import LOOKUPS


def test_every_type_that_can_be_somebody_elses_has_a_command() -> None:
    foreign = {kind for kind, row in LOOKUPS.items() if row.tags is not None and not row.by_tags}
    assert set(DELETE_COMMANDS) == foreign


@pytest.mark.parametrize("resource_type", DELETE_COMMANDS)
def test_the_command_exists_and_has_all_required_options(resource_type: str) -> None:
    aws, service, operation, *options = shlex.split(DELETE_COMMANDS[resource_type])
    api = boto3.client(service, region_name="eu-west-1")
    method = api.meta.method_to_api_mapping[operation.replace("-", "_")]
    shape = api.meta.service_model.operation_model(method).input_shape
    names = {f"--{xform_name(member, '-')}": member for member in shape.members}
    passed = [names[option] for option in options if option.startswith("--")]
    assert aws == "aws"
    assert set(shape.required_members) <= set(passed)


@pytest.mark.parametrize(
    ("resource_type", "import_id", "command"),
    [
        ("aws_eks_addon", "prod:coredns", "aws eks delete-addon --cluster-name prod --addon-name coredns"),
        (
            "aws_eks_access_entry",
            "prod:arn:aws:iam::1:role/a/b",
            "aws eks delete-access-entry --cluster-name prod --principal-arn arn:aws:iam::1:role/a/b",
        ),
        ("aws_lb", "arn:aws:elb/a", "aws elbv2 delete-load-balancer --load-balancer-arn arn:aws:elb/a"),
    ],
)
def test_the_id_of_an_import_is_taken_apart(resource_type: str, import_id: str, command: str) -> None:
    assert delete_command(resource_type, import_id, "eu-west-1") == f"{command} --region eu-west-1"


def test_iam_has_no_region_and_other_types_have_no_command() -> None:
    assert delete_command("aws_iam_role", "a", "eu-west-1") == "aws iam delete-role --role-name a"
    assert delete_command("aws_vpc", "vpc-1", "eu-west-1") == ""
