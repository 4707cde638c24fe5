"""The table of what blocks a destroy: every row can be listed, matched with the state, and removed."""

from __future__ import annotations

import re
import shlex

import boto3
import pytest
from botocore import xform_name

from eksgen.catalog.destroy_blockers import DESTROY_BLOCKERS
from eksgen.catalog.destroy_blockers.blocker import DestroyBlocker

CALLS = {"DeleteCluster", "DeleteSubnet", "DeleteVpc", ""}


@pytest.fixture(params=DESTROY_BLOCKERS, ids=lambda row: row.noun)
def row(request: pytest.FixtureRequest) -> DestroyBlocker:
    value: DestroyBlocker = request.param
    return value


def test_nouns_are_unique() -> None:
    assert len({row.noun for row in DESTROY_BLOCKERS}) == len(DESTROY_BLOCKERS)


def test_the_operation_takes_the_parameters_and_returns_the_objects(row: DestroyBlocker) -> None:
    api = boto3.client(row.service, region_name="eu-west-1")
    operation = api.meta.service_model.operation_model(api.meta.method_to_api_mapping[row.operation])
    assert set(row.parameters) <= set(operation.input_shape.members)
    shape = operation.output_shape
    for step in row.items.split("."):
        shape = shape.members[step].member
    if not row.id:
        assert shape.type_name == "string"
    elif not row.id.startswith("tag:"):
        assert row.id in shape.members
    texts = (*row.commands, row.note)
    fields = [*row.only, *row.ignored, *(f for text in texts for f in re.findall(r"\{\.([^}]+)\}", text))]
    for field in fields:
        member = shape
        for step in () if field.startswith("tag:") else field.split("."):
            member = (member.member if member.type_name == "list" else member).members[step]


def test_it_blocks_a_call_of_a_destroy_and_its_patterns_are_valid(row: DestroyBlocker) -> None:
    assert row.blocks in CALLS
    assert row.resource_type.startswith("aws_")
    for pattern in (*row.only.values(), *row.ignored.values()):
        re.compile(pattern.replace("{cluster}", "a").replace("{vpc}", "a"))


def test_what_blocks_says_how_to_remove_it_and_what_goes_with_the_cluster_says_nothing(
    row: DestroyBlocker,
) -> None:
    assert bool(row.commands or row.note) is bool(row.blocks)
    assert not (row.commands and row.note)


def test_the_commands_exist_and_take_these_options(row: DestroyBlocker) -> None:
    for command in row.commands:
        if not command.startswith("aws "):
            continue
        _, service, name, *options = shlex.split(command)
        api = boto3.client(service, region_name="eu-west-1")
        method = api.meta.method_to_api_mapping[name.replace("-", "_")]
        members = api.meta.service_model.operation_model(method).input_shape.members
        known = {f"--{xform_name(member, '-')}" for member in members}
        assert {option for option in options if option.startswith("--")} <= known
