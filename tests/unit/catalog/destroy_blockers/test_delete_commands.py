"""The commands that delete an object exist, and every object that may have a taken name has one."""

from __future__ import annotations

import shlex
from typing import Any

import boto3
import pytest
from botocore import xform_name

from eksgen.catalog.destroy_blockers.delete_commands import (
    DELETE_COMMANDS,
    OTHERS_DEPEND_ON_IT,
    STOP_COMMANDS,
    UNPROTECT_COMMANDS,
    delete_command,
    unprotect_command,
    with_region,
)
from eksgen.catalog.terraform.import_lookups import LOOKUPS

COMMANDS = [*DELETE_COMMANDS.items(), *UNPROTECT_COMMANDS.items(), *STOP_COMMANDS.items()]


def test_every_type_that_can_be_somebody_elses_has_a_command_or_is_never_offered_for_deletion() -> None:
    foreign = {kind for kind, row in LOOKUPS.items() if row.tags is not None and not row.by_tags}
    assert foreign <= DELETE_COMMANDS.keys() | OTHERS_DEPEND_ON_IT
    assert foreign >= OTHERS_DEPEND_ON_IT


@pytest.mark.parametrize(("resource_type", "command"), COMMANDS)
def test_the_command_exists_and_has_all_required_options(resource_type: str, command: str) -> None:
    aws, service, operation, *options = shlex.split(command)
    api = boto3.client(service, region_name="eu-west-1")
    method = api.meta.method_to_api_mapping[operation.replace("-", "_")]
    shape = api.meta.service_model.operation_model(method).input_shape
    names = {f"--{xform_name(member, '-')}": member for member in shape.members}
    names |= {f"--no-{option[2:]}": member for option, member in names.items() if _is_flag(shape, member)}
    passed = [names[option] for option in options if option.startswith("--")]
    assert aws == "aws"
    assert set(shape.required_members) <= set(passed)


def _is_flag(shape: Any, member: str) -> bool:
    return bool(shape.members[member].type_name == "boolean")


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


def test_an_object_in_a_cluster_is_named_by_the_cluster_and_its_own_id() -> None:
    arn = "arn:aws:iam::1:role/a"
    command = f"aws eks delete-access-entry --cluster-name prod --principal-arn {arn} --region eu-west-1"
    assert delete_command("aws_eks_access_entry", arn, "eu-west-1", "prod") == command
    assert delete_command("aws_eks_access_entry", f"prod:{arn}", "eu-west-1") == command


def test_commands_of_iam_and_of_other_programs_get_no_region() -> None:
    assert (
        with_region("aws iam delete-role --role-name a", "eu-west-1") == "aws iam delete-role --role-name a"
    )
    assert with_region("kubectl delete pvc a", "eu-west-1") == "kubectl delete pvc a"
    assert delete_command("aws_vpc", "vpc-1", "eu-west-1") == ""


def test_the_protection_of_a_log_group_can_be_turned_off() -> None:
    assert unprotect_command("aws_cloudwatch_log_group", "a", "eu-west-1") == (
        "aws logs put-log-group-deletion-protection --log-group-identifier a"
        " --no-deletion-protection-enabled --region eu-west-1"
    )
