"""IAM policies: of docs/iam, and of one spec."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eksgen
from eksgen.catalog.regions.partitions import MODULE_PARTITIONS
from eksgen.compiler.permissions import documents as made
from eksgen.compiler.permissions.documents import FOLDER, MOST_CHARACTERS, POLICIES_PER_ROLE, documents, size
from eksgen.compiler.permissions.target import EXAMPLE_REGIONS, Target, any_target, target_of
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.roles import made_roles
from eksgen.compiler.resolve.state import account_of
from tests.iam_actions import allows
from tests.iam_policies import faults

ROOT = Path(eksgen.__file__).resolve().parent
EXAMPLES = sorted(file.stem for file in (ROOT / "examples").glob("*.yaml"))
Documents = Mapping[str, dict[str, Any]]
NOT_IN_THE_REFERENCE = re.compile(r"no action is about arn:[a-z-]+:ec2:[a-z0-9-]+:[0-9]{12}:vpc/\*")
"""Route 53 asks for `route53:AssociateVPCWithHostedZone` on the VPC as well."""


@cache
def target(name: str) -> Target:
    text = (ROOT / "examples" / f"{name}.yaml").read_bytes()
    return target_of(compile_spec(check_text(text, f"{name}.yaml")))


QUICKSTART = (ROOT / "examples" / "quickstart.yaml").read_text("utf-8")


def documents_of(more: str, spec: str = QUICKSTART) -> Documents:
    checked = check_text(f"{spec}\n{more}".encode(), "cluster.yaml")
    assert not checked.failed, checked.findings
    return documents(target_of(compile_spec(checked)))


def statement(found: Documents, sid: str) -> dict[str, Any]:
    (only,) = [s for document in found.values() for s in document["Statement"] if s["Sid"] == sid]
    return dict(only)


def actions(found: Documents) -> set[str]:
    return {a for document in found.values() for s in document["Statement"] for a in s["Action"]}


def test_the_documents_of_docs_are_up_to_date() -> None:
    stored = {str(file.relative_to(FOLDER)): file.read_text("utf-8") for file in FOLDER.glob("*/*.json")}
    assert stored == made.written(), "run make generate"
    assert set(EXAMPLE_REGIONS) == MODULE_PARTITIONS


@pytest.mark.parametrize("partition", sorted(EXAMPLE_REGIONS))
def test_aws_accepts_every_statement_of_the_documents(partition: str) -> None:
    check_form(documents(any_target(partition)), partition)


@pytest.mark.parametrize("name", EXAMPLES)
def test_aws_accepts_every_statement_of_the_documents_of_a_spec(name: str) -> None:
    check_form(documents(target(name)), target(name).partition)


def check_form(found: Documents, partition: str) -> None:
    assert len(found) <= POLICIES_PER_ROLE
    for document in found.values():
        assert size(document) <= MOST_CHARACTERS
        assert [
            text for text in faults(document["Statement"]) if not NOT_IN_THE_REFERENCE.fullmatch(text)
        ] == []
        sids = [s["Sid"] for s in document["Statement"]]
        assert len(set(sids)) == len(sids)
        assert all(sid.isalnum() for sid in sids)
        arns = [arn for s in document["Statement"] for arn in s["Resource"] if arn != "*"]
        assert {arn.split(":")[1] for arn in arns} <= {partition}
        assert "{" not in "".join(arns)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_spec_needs_no_action_that_docs_iam_lacks(name: str) -> None:
    own, all_ = documents(target(name)), documents(any_target(target(name).partition))
    more = actions(own) - actions(all_)
    assert more <= {"sts:AssumeRole"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_roles_of_a_spec_are_those_that_may_be_made_and_passed(name: str) -> None:
    text = (ROOT / "examples" / f"{name}.yaml").read_bytes()
    spec = compile_spec(check_text(text, f"{name}.yaml")).cluster.spec
    found, here = documents(target(name)), target(name)
    roles = list(made_roles(spec))
    assert roles
    for role in roles:
        path = role.iam.path or spec.iam_defaults.path
        arn = f"arn:{here.partition}:iam::{account_of(spec)}:role{path}{role.name}"
        assert allows(found.values(), "iam:CreateRole", arn)
        assert allows(found.values(), "iam:PassRole", arn)
    other = f"arn:{here.partition}:iam::{account_of(spec)}:role"
    for foreign in (
        f"{other}/admin",
        f"{other}/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
    ):
        for action in ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:PassRole"):
            assert not allows(found.values(), action, foreign)


def test_a_plan_writes_nothing_but_the_lock_of_the_state() -> None:
    found = documents(any_target("aws"))
    writes = {
        (action, resource)
        for s in found["plan"]["Statement"]
        for action in s["Action"]
        for resource in s["Resource"]
        if action.partition(":")[2].startswith(("Put", "Delete", "Create", "Update"))
    }
    lock = "arn:aws:s3:::STATE-BUCKET/eks/111122223333/us-west-2/CLUSTER.tfstate.tflock"
    assert writes == {("s3:DeleteObject", lock), ("s3:PutObject", lock)}


def test_only_resources_that_have_no_name_of_the_cluster_are_open() -> None:
    found = documents(any_target("aws"))
    opened = {
        s["Sid"]
        for key, d in found.items()
        if key != "plan"
        for s in d["Statement"]
        if s["Resource"] == ["*"]
    }
    assert opened == {"Read", "Region"}
    assert statement({"a": found["apply-1"]}, "Region")["Condition"] == {
        "StringEquals": {"aws:RequestedRegion": "us-west-2"}
    }


def test_a_spec_without_a_feature_needs_no_permission_for_it() -> None:
    found = documents_of("")
    services = {action.partition(":")[0] for action in actions(found)}
    assert services.isdisjoint({"wafv2", "sqs", "events"})
    made_by_features = {"ecr:CreateRepository", "cloudtrail:CreateTrail", "route53:ChangeResourceRecordSets"}
    assert actions(found).isdisjoint(made_by_features)


def test_a_boundary_of_all_roles_is_demanded_and_stays() -> None:
    boundary = "arn:aws:iam::111122223333:policy/boundary"
    found = documents_of(f"iamDefaults: {{permissionsBoundary: '{boundary}'}}")
    condition = {"StringEquals": {"iam:PermissionsBoundary": [boundary]}}
    assert statement(found, "BoundedRoles")["Condition"] == condition
    assert "iam:DeleteRolePermissionsBoundary" not in actions(found)
    assert "Condition" not in statement(documents_of(""), "BoundedRoles")


def test_grants_are_made_for_a_key_of_another_account_that_the_spec_names() -> None:
    key = "arn:aws:kms:us-west-2:444455556666:key/0f4c1b7e-0000-4000-8000-00000000000a"
    own = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"
    spec = QUICKSTART.replace("controlPlane:\n", f"controlPlane:\n  secretsEncryption: '{key}'\n")
    with_key, without = documents_of("", spec).values(), documents_of("").values()
    assert allows(with_key, "kms:CreateGrant", key)
    assert allows(without, "kms:CreateGrant", own)
    assert not allows(without, "kms:CreateGrant", key)
    assert not allows(with_key, "kms:PutKeyPolicy", key)


@pytest.mark.parametrize(
    "profile",
    [
        "karpenter/us-west-2/quickstart/0f4c1b7e-0000-4000-8000-00000000000a/quickstart_123",
        "quickstart_123",
    ],
)
def test_a_role_is_taken_out_of_the_instance_profiles_of_karpenter_and_of_no_others(profile: str) -> None:
    found = documents_of("").values()
    arn = "arn:aws:iam::111122223333:instance-profile"
    assert allows(found, "iam:RemoveRoleFromInstanceProfile", f"{arn}/{profile}")
    assert not allows(found, "iam:DeleteInstanceProfile", f"{arn}/{profile}")
    assert not allows(found, "iam:RemoveRoleFromInstanceProfile", f"{arn}/karpenter/us-west-2/other/a/b")


def test_only_argo_cd_needs_applications_in_its_instance_of_identity_center() -> None:
    found = documents(target("capabilities")).values()
    application = "arn:aws:sso::444455556666:application/ssoins-0123456789abcdef/apl-1"
    assert allows(found, "sso:CreateApplication", "arn:aws:sso:::instance/ssoins-0123456789abcdef")
    assert allows(found, "sso:CreateApplicationAssignment", application)
    assert not allows(found, "sso:DeleteApplication", application.replace("0123", "9999"))
    without = documents(replace(target("capabilities"), instances=()))
    assert [action for action in actions(without) if action.startswith("sso:")] == []


@pytest.mark.parametrize("host", ["oidc.eks.us-west-2.amazonaws.com", "oidc-eks.us-west-2.api.aws"])
def test_the_issuer_of_a_cluster_has_either_of_its_names(host: str) -> None:
    provider = f"arn:aws:iam::111122223333:oidc-provider/{host}/id/0123456789ABCDEF"
    found = documents(any_target("aws")).values()
    assert allows(found, "iam:CreateOpenIDConnectProvider", provider)


@pytest.mark.parametrize(
    "resource", ["arn:aws:route53:::hostedzone/Z1", "arn:aws:ec2:us-west-2:111122223333:vpc/vpc-1"]
)
def test_private_names_of_endpoints_are_associated_with_the_vpc(resource: str) -> None:
    found = documents(any_target("aws")).values()
    assert allows(found, "route53:AssociateVPCWithHostedZone", resource)


@pytest.mark.parametrize(
    ("partition", "suffixes"),
    [
        ("aws", ["amazonaws.com"]),
        ("aws-cn", ["amazonaws.com", "amazonaws.com.cn"]),
        ("aws-eusc", ["amazonaws.com", "amazonaws.eu"]),
    ],
)
def test_s3_uses_the_key_of_the_state_under_each_name_that_it_may_have(
    partition: str, suffixes: list[str]
) -> None:
    key = statement(documents(any_target(partition)), "KeyOfState")
    hosts = [f"s3.{EXAMPLE_REGIONS[partition]}.{suffix}" for suffix in suffixes]
    assert key["Condition"] == {"StringEquals": {"kms:ViaService": hosts}}


def test_the_path_of_roles_is_in_their_patterns() -> None:
    found = documents_of("iamDefaults: {path: /eks/}")
    (role,) = statement(found, "Roles")["Resource"]
    assert role.startswith("arn:aws:iam::111122223333:role/eks/")


def test_roles_that_exist_may_be_passed_and_not_changed() -> None:
    role = "arn:aws:iam::111122223333:role/theirs"
    found = documents_of("")
    assert not allows(found.values(), "iam:PassRole", role)
    spec = QUICKSTART.replace("controlPlane:\n", f"controlPlane:\n  role: {{role: '{role}'}}\n")
    found = documents_of("", spec)
    assert allows(found.values(), "iam:PassRole", role)
    assert not allows(found.values(), "iam:PutRolePolicy", role)


@pytest.mark.parametrize(
    ("s3", "plan", "apply"),
    [
        ("{bucket: states, key: a}", {"ListState", "ReadState", "LockState"}, {"WriteState"}),
        ("{bucket: states, key: a, lockfile: false}", {"ListState", "ReadState"}, {"WriteState"}),
        (
            "{bucket: states, kmsKey: 'arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'}",
            {"ListState", "ReadState", "LockState", "KeyOfState"},
            {"WriteState"},
        ),
        ("{bucket: states, role: 'arn:aws:iam::444455556666:role/State'}", {"AssumeRoleOfState"}, set()),
        ("{bucket: states, profile: states}", set(), set()),
    ],
)
def test_the_state_is_reached_as_the_spec_says(s3: str, plan: set[str], apply: set[str]) -> None:
    found = documents_of(f"terraform: {{backend: {{s3: {s3}}}}}")
    sids = {name: {s["Sid"] for s in d["Statement"] if "State" in s["Sid"]} for name, d in found.items()}
    assert sids.pop("plan") == plan
    assert set().union(*sids.values()) == apply


def test_a_policy_that_would_be_too_long_is_divided() -> None:
    groups = "".join(
        f"  g{n}: {{instanceTypes: [m6i.large], iam: {{roleName: {'r' * 60}{n:02}}}}}\n" for n in range(90)
    )
    found = documents_of(f"nodeGroups:\n{groups}", QUICKSTART[: QUICKSTART.index("nodeGroups:")])
    for document in found.values():
        assert size(document) <= MOST_CHARACTERS
    assert allows(found.values(), "iam:PassRole", f"arn:aws:iam::111122223333:role/{'r' * 60}89")


def test_what_is_printed_is_json() -> None:
    document = documents(any_target("aws"))["plan"]
    assert json.loads(made.text(document)) == document
