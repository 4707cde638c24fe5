"""What IAM must allow: every Terraform type has a row, with actions that exist, and no row is dead."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

import boto3
import pytest
from botocore import xform_name

from eksgen.catalog.destroy_blockers import DESTROY_BLOCKERS
from eksgen.catalog.destroy_blockers.unmanaged import UNMANAGED_TYPES
from eksgen.catalog.iam.permissions import PERMISSIONS, own
from eksgen.catalog.iam.permissions.permission import Permissions
from eksgen.catalog.iam.permissions.scopes import BOUNDED, READ_SCOPES, UNBOUND, WRITE_SCOPES
from eksgen.catalog.terraform.import_lookups import LOOKUPS
from eksgen.compiler.emit.modules import FOLDER
from tests.iam_actions import action_of

READS = re.compile(r"\w+:(Describe|Get|List|Lookup)\w+")
ROWS = sorted(PERMISSIONS.values(), key=lambda row: row.type)
OWN = (*own.OWN_READS, *own.DESTROY_READS, *own.FAILED_APPLY_READS)
SECRETS = re.compile(
    r"(secretsmanager:|ssm:GetParameter$|s3:GetObject|ecr:(Batch)?Get(Image|Download|Auth)|logs:(Get|Filter)Log|"
    r"kms:Decrypt|sqs:Receive|ec2:GetPassword|sts:)"
)


def types_in_modules() -> set[str]:
    found = set()
    for file in FOLDER.glob("*/**/*.tf"):
        for kind, name in re.findall(r'^(resource|data) "(aws_\w+)"', file.read_text("utf-8"), re.MULTILINE):
            found.add(f"data.{name}" if kind == "data" else name)
    return found


@cache
def spelling() -> dict[str, str]:
    """Return the operations of AWS by their lower case; actions with the same name are spelt like them."""
    session = boto3.Session()
    services = [
        "ec2",
        "eks",
        "iam",
        "kms",
        "logs",
        "s3",
        "sqs",
        "events",
        "ecr",
        "lambda",
        "route53",
        "wafv2",
    ]
    services += ["autoscaling", "cloudtrail", "elb", "elbv2", "ssm"]
    names: dict[str, str] = {}
    for service in services:
        model = session._session.get_service_model(service)
        prefix = "elasticloadbalancing" if service.startswith("elb") else service
        names |= {f"{prefix}:{name}".lower(): f"{prefix}:{name}" for name in model.operation_names}
    return names


def called(service: str, operation: str) -> str:
    """Return the action of a method of boto3."""
    client = boto3.client(service, "us-west-2", aws_access_key_id="x", aws_secret_access_key="x")
    prefix = "elasticloadbalancing" if service.startswith("elb") else service
    return action_of(f"{prefix}:{client.meta.method_to_api_mapping[operation]}")


def test_every_type_in_the_modules_has_a_row_and_no_row_is_dead() -> None:
    assert types_in_modules() == set(PERMISSIONS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
def test_every_action_exists_under_its_name(row: Permissions) -> None:
    text = files("cfnlint").joinpath("data", "AdditionalSpecs", "Policies.json").read_text("utf-8")
    services = json.loads(text)
    for action in (*row.read, *row.write):
        service, _, name = action.partition(":")
        assert name.lower() in services[service]["Actions"], action
        assert action in (spelling().get(action.lower(), action), "s3:GetBucketCORS")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
def test_a_plan_reads_and_an_apply_writes(row: Permissions) -> None:
    assert row.read
    assert [action for action in row.read if not READS.fullmatch(action) or SECRETS.match(action)] == []
    assert bool(row.write) is not row.type.startswith("data.")
    assert set(row.write).isdisjoint(row.read)
    assert len(set(row.write)) == len(row.write)
    if row.passed_to:
        assert row.write


def test_eksgen_itself_only_reads_and_no_secrets() -> None:
    assert [action for action in OWN if not READS.fullmatch(action) or SECRETS.match(action)] == []


def test_what_a_resource_or_eksgen_may_do_is_limited_by_one_scope() -> None:
    for row in ROWS:
        for action in row.write:
            assert any(scope.has(action) for scope in WRITE_SCOPES), action
    used = {action for row in ROWS for action in row.write}
    first = {action: next(scope.sid for scope in WRITE_SCOPES if scope.has(action)) for action in used}
    assert set(first.values()) == {scope.sid for scope in WRITE_SCOPES}, "no scope is dead"
    assert {action for action, sid in first.items() if sid == "BoundedRoles"} == set(BOUNDED)
    assert UNBOUND in used
    assert READ_SCOPES[-1].has("any:Action")


def test_a_plan_of_any_spec_may_ask_what_is_not_in_the_state() -> None:
    """Without the rows of types: an add-on that nobody asked for may be in a cluster without add-ons."""
    blockers = {called(row.service, row.operation) for row in DESTROY_BLOCKERS}
    assert blockers - {*own.OWN_READS, *own.DESTROY_READS} == set()
    facts = {called(row.service, row.operation) for kind in UNMANAGED_TYPES.values() for row in kind.describe}
    assert facts - set(own.OWN_READS) == set()


def test_a_cluster_is_made_with_the_right_to_make_access_entries_which_pass_roles_of_nodes() -> None:
    """Service authorization reference of EKS, "API operations"."""
    assert "eks:CreateAccessEntry" in PERMISSIONS["aws_eks_cluster"].write
    assert PERMISSIONS["aws_eks_access_entry"].passed_to == ("ec2",)


def test_load_balancers_are_made_with_what_elastic_load_balancing_looks_up_for_the_caller() -> None:
    assert "ec2:GetSecurityGroupsForVpc" in PERMISSIONS["aws_lb"].read
    assert "ec2:DescribeInternetGateways" in PERMISSIONS["aws_lb_target_group"].read


def test_a_role_is_deleted_with_what_others_put_it_into_and_attached_to_it() -> None:
    needed = {"iam:RemoveRoleFromInstanceProfile", "iam:DetachRolePolicy", "iam:DeleteRolePolicy"}
    assert needed <= set(PERMISSIONS["aws_iam_role"].write)


def test_an_apply_may_ask_for_what_was_made_and_not_recorded() -> None:
    calls = set()
    for row in LOOKUPS.values():
        calls.add(called(row.service, row.operation))
        if row.detail is not None:
            calls.add(called(row.service, row.detail[0]))
        if row.tags is not None and row.tags.operation:
            calls.add(called(row.service, row.tags.operation))
    allowed = {action for row in ROWS for action in row.read}.union(OWN)
    assert calls - allowed == set()
    assert set(own.FAILED_APPLY_READS) <= calls, "no other call needs them"


def test_a_plan_may_call_what_eksgen_itself_calls() -> None:
    """Names of methods in the code that asks AWS, such as `describe_insight`."""
    text = "".join(file.read_text("utf-8") for file in (FOLDER.parent / "engine").glob("**/*.py"))
    methods = set(re.findall(r"\b((?:describe|get|list|lookup)_[a-z_]+)\b", text))
    by_method: dict[str, set[str]] = {}
    for action in spelling().values():
        by_method.setdefault(xform_name(action.partition(":")[2]), set()).add(action_of(action))
    allowed = {action for row in ROWS for action in row.read}.union(OWN)
    known = {method: by_method[method] for method in methods if method in by_method}
    assert {method for method, needed in known.items() if not needed & allowed} == set()
    assert {"describe_insight", "lookup_events", "get_parameters"} <= known.keys()


def test_services_get_the_roles_that_trust_them() -> None:
    """A role that a module makes is passed to the service that it trusts, except those of pods and nodes at home."""
    text = "".join(file.read_text("utf-8") for file in FOLDER.glob("*/*.tf"))
    trusted = set(re.findall(r'Service\s*=\s*\[?"([a-z.-]+)\.amazonaws\.com"', text))
    passed = {service for row in ROWS for service in row.passed_to}
    at_home = {"ssm", "events", "rolesanywhere"}
    others = {"logdelivery.elasticloadbalancing", "delivery.logs"}  # of bucket policies
    assert trusted - passed - at_home - others == set()
