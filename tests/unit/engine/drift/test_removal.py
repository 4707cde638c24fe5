"""The AWS CLI commands that remove what somebody added: accepted by botocore, and quoted for a shell."""

from __future__ import annotations

import json
import shlex
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.validate import ParamValidator

from eksgen.catalog.destroy_blockers.delete_commands import REMOVE_COMMANDS, remove_command
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift import foreign_members
from eksgen.engine.drift.foreign_members import ForeignParts
from eksgen.engine.drift.removal import removal_of_parts
from eksgen.engine.drift.result import Removal

HOSTILE = '\'; touch /tmp/x; $(id) `id` "{name}" {part} #'
OWNER = {"id": "sg-1", "name": HOSTILE}
POLICY = "arn:aws:iam::aws:policy/AdministratorAccess"
RULE = {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
PARTS: tuple[tuple[str, str, Any], ...] = (
    ("aws_iam_role", "managed_policy_arns", POLICY),
    ("aws_iam_role", "inline_policy", {"name": HOSTILE, "policy": "{}"}),
    ("aws_security_group", "ingress", RULE),
    ("aws_security_group", "ingress", {"protocol": "-1", "self": True, "ipv6_cidr_blocks": ["::/0"]}),
    ("aws_security_group", "egress", {**RULE, "cidr_blocks": [], "security_groups": ["111122223333/sg-2"]}),
    ("aws_security_group", "egress", {**RULE, "cidr_blocks": [], "prefix_list_ids": ["pl-1"]}),
    ("aws_route_table", "route", {"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}),
    ("aws_route_table", "route", {"ipv6_cidr_block": "::/0", "gateway_id": "igw-1"}),
    ("aws_route_table", "route", {"destination_prefix_list_id": "pl-1", "gateway_id": "igw-1"}),
    ("aws_vpc_endpoint", "policy", {"Statement": []}),
)


def removal(kind: str, attribute: str, part: Any) -> Removal:
    address = parse_address(f"module.a.{kind}.this")
    return removal_of_parts(address, ForeignParts(attribute, [part]), OWNER, "eu-west-1")


def parameters(command: str) -> tuple[str, str, dict[str, Any]]:
    """Return service, operation and parameters of a command, which botocore accepts."""
    aws, service, operation, *options = shlex.split(command)
    assert aws == "aws"
    api = boto3.client(service, region_name="eu-west-1")
    method = api.meta.method_to_api_mapping[operation.replace("-", "_")]
    shape = api.meta.service_model.operation_model(method).input_shape
    names = {f"--{xform_name(member, '-')}": member for member in shape.members}
    found: dict[str, Any] = {}
    while options:
        option, joined, rest = options.pop(0).partition("=")
        if option == "--region":
            assert options.pop(0) == "eu-west-1"
            continue
        kind = shape.members[names[option]].type_name
        value: Any = True if kind == "boolean" else rest if joined else options.pop(0)
        if kind == "list":
            value = json.loads(value) if value.startswith("[") else [value]
        found[names[option]] = value
    report = ParamValidator().validate(found, shape)
    assert not report.has_errors(), report.generate_report()
    return service, method, found


@pytest.mark.parametrize(("kind", "attribute", "part"), PARTS)
def test_botocore_accepts_the_command_of_a_part(kind: str, attribute: str, part: Any) -> None:
    (command,) = removal(kind, attribute, part).commands
    service, _, found = parameters(command)
    assert (f" --region {'eu-west-1'}" in command) == (service != "iam")
    if service == "iam":
        assert found["RoleName"] == HOSTILE
    assert found.get("PolicyName", HOSTILE) == HOSTILE


@pytest.mark.parametrize("key", REMOVE_COMMANDS)
def test_botocore_accepts_each_command_with_hostile_values(key: str) -> None:
    names: tuple[str, ...] = ("id", "name", "part", "part.name", "part.cidr_block", "part.ipv6_cidr_block")
    names += ("part.destination_prefix_list_id", "cluster", "principal_arn", "policy_arn", "repository")
    names += ("log_group_name", "security_group_id", "security_group_rule_id")
    values = {**dict.fromkeys(names, f"-{HOSTILE}"), "permissions": '[{"IpProtocol":"-1"}]'}
    _, _, found = parameters(remove_command(key, values, "eu-west-1"))
    assert {f"-{HOSTILE}"} >= {text for text in found.values() if isinstance(text, str)}
    assert remove_command(key, {}, "eu-west-1") == ""


def test_every_part_that_is_found_has_a_command() -> None:
    assert {f"{kind}.{attribute}" for kind, attribute, _ in PARTS} == {
        f"{kind}.{attribute}" for kind, attribute in foreign_members._FINDERS
    }


def test_a_rule_and_a_policy_are_named_in_words() -> None:
    assert removal(*PARTS[0]).about == (("policy", POLICY),)
    assert removal(*PARTS[2]).about == (("rule", "in: tcp 22 from 0.0.0.0/0"),)
    assert removal(*PARTS[3]).about == (("rule", "in: all traffic from the group itself, ::/0"),)
