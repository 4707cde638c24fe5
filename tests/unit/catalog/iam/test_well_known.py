"""The permissions of known programs, and the policies of every example: they exist, fit, and allow no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from eksgen.catalog.iam.well_known import PROGRAMS, program_statements
from eksgen.catalog.iam.well_known.cni import cni_ipv6_statements
from eksgen.catalog.iam.well_known.program import Place
from eksgen.catalog.limits import INLINE_POLICY_CHARACTERS
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import At
from eksgen.schemas.identity import WellKnown
from tests.iam_policies import faults

ROOT = Path(__file__).resolve().parents[4]
MODULES = ROOT / "modules"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
PLACES = [
    Place("aws", "us-west-2", "111122223333", "demo"),
    Place("aws-cn", "cn-north-1", "111122223333", "demo"),
    Place("aws-us-gov", "us-gov-west-1", "111122223333", "demo"),
    Place("aws-eusc", "eusc-de-east-1", "111122223333", "demo"),
]
WITH_STATEMENTS = sorted(name for name, program in PROGRAMS.items() if program.statements)
FOR_EVERY_RESOURCE = {
    f"{action} is allowed for every resource"
    for action in (
        "shield:DeleteProtection",
        "waf-regional:AssociateWebACL",
        "waf-regional:DisassociateWebACL",
        "wafv2:AssociateWebACL",
        "wafv2:DisassociateWebACL",
    )
}
"""Firewalls belong to load balancers and to access lists of any name; the controller sets no tag on these."""


def test_the_language_and_the_catalog_have_the_same_programs() -> None:
    assert sorted(get_args(WellKnown)) == list(PROGRAMS)
    assert all(bool(program.policies) != bool(program.statements) for program in PROGRAMS.values())


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.partition)
@pytest.mark.parametrize("name", WITH_STATEMENTS)
def test_a_program_may_do_what_exists_and_no_more_than_it_must(name: str, place: Place) -> None:
    assert set(faults(program_statements(name, place))) <= FOR_EVERY_RESOURCE


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.partition)
def test_the_vpc_cni_may_do_what_exists(place: Place) -> None:
    tags = "ec2:AssignIpv6Addresses is allowed for every resource"
    assert list(faults(cni_ipv6_statements(place))) == [tags]


@pytest.mark.parametrize("name", WITH_STATEMENTS)
def test_statements_fit_into_a_role_and_have_names_of_their_own(name: str) -> None:
    statements = program_statements(name, Place("aws-us-gov", "us-gov-west-1", "111122223333", "n" * 100))
    assert len("".join(json.dumps(statements).split())) < INLINE_POLICY_CHARACTERS - 100
    names = [str(statement["Sid"]) for statement in statements]
    assert len(names) == len(set(names))
    assert all(name.isalnum() for name in names)


@pytest.mark.parametrize("name", WITH_STATEMENTS)
def test_every_arn_of_a_program_is_in_the_partition(name: str) -> None:
    assert "arn:aws:" not in json.dumps(program_statements(name, PLACES[1]))


def test_a_program_is_limited_to_its_cluster_by_the_tags_that_it_sets() -> None:
    text = json.dumps({name: program_statements(name, PLACES[0]) for name in WITH_STATEMENTS})
    for tag in (
        "aws:ResourceTag/elbv2.k8s.aws/cluster",
        "aws:ResourceTag/k8s.io/cluster-autoscaler/demo",
        "aws:ResourceTag/kubernetes.io/cluster/demo",
    ):
        assert tag in text


def statements(name: str) -> list[dict[str, Any]]:
    return program_statements(name, PLACES[0])


def test_external_dns_reads_the_tags_of_zones_in_both_ways() -> None:
    first = statements("external-dns")[0]
    assert {"route53:ListTagsForResource", "route53:ListTagsForResources"} <= set(first["Action"])


def test_karpenter_has_the_same_rights_by_name_as_by_its_module() -> None:
    text = (MODULES / "karpenter" / "policies.tf").read_text("utf-8").partition("disk_key_statements")[0]
    lists = re.findall(r"Action\s*=\s*\[([^]]*)\]", text)
    in_module = {action for actions in lists for action in re.findall(r'"([^"]+)"', actions)}
    by_name = {action for part in statements("karpenter") for action in part["Action"]}
    assert by_name == in_module
    assert {"ec2:DescribePlacementGroups", "arc-zonal-shift:GetManagedResource"} <= by_name


def test_the_controller_makes_security_groups_in_a_shared_vpc() -> None:
    parts = statements("aws-load-balancer-controller")
    (create,) = (part for part in parts if part["Action"] == ["ec2:CreateSecurityGroup"])
    assert set(create["Resource"]) == {
        "arn:aws:ec2:us-west-2:111122223333:security-group/*",
        "arn:aws:ec2:us-west-2:*:vpc/*",
    }


def documents(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every policy in the arguments of a module call."""
    if isinstance(value, At):
        yield from documents(value.value)
    elif isinstance(value, Mapping | tuple):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from documents(item)
    elif isinstance(value, str) and value.startswith('{"Statement"'):
        yield json.loads(value)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_no_policy_of_an_example_has_a_fault(file: Path) -> None:
    compiled = compile_spec(check_text(file.read_bytes(), file.name))
    found = [
        fault
        for call in compiled.calls
        for value in call.arguments.values()
        for document in documents(value)
        for fault in faults([item for item in document["Statement"] if "Principal" not in item])
    ]
    assert set(found) <= FOR_EVERY_RESOURCE


@pytest.mark.parametrize(
    ("action", "resource", "fault"),
    [
        ("s3:GetObjects", "*", "s3:GetObjects does not exist"),
        ("s3:PutObject", "*", "s3:PutObject is allowed for every resource"),
        ("sqs:SendMessage", "arn:aws:s3:::bucket", "sqs:SendMessage is about none of the resources"),
        ("s3:*", "*", "s3:* is more than one action"),
        ("ec2:DescribeVpcs", "arn:aws:ec2:*:*:vpc/*", "ec2:DescribeVpcs takes no resource, only *"),
    ],
)
def test_the_linter_finds_faults(action: str, resource: str, fault: str) -> None:
    assert fault in list(faults([{"Effect": "Allow", "Action": [action], "Resource": [resource]}]))
