"""Which CloudTrail event is the cause of a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest

from eksgen.catalog.logs.audit_events import AUDITED
from eksgen.catalog.resources import RESOURCE_TYPES
from eksgen.compiler.diagnostics import Path
from eksgen.engine.addresses import parse_address
from eksgen.engine.aws.cloudtrail import Ask, find_actor
from eksgen.engine.drift.result import Actor, DriftClass, DriftFinding
from eksgen.engine.redact import SENSITIVE

CLUSTER = "module.eks.aws_eks_cluster.this"
GROUP = "module.nodes_web.aws_eks_node_group.this"


def finding(address: str, path: Path = (), kind: DriftClass = DriftClass.CHANGED_OUTSIDE) -> DriftFinding:
    return DriftFinding("0" * 12, kind, parse_address(address), path)


def record(event: str, who: str, minute: int, source: str = "eks", **more: Any) -> dict[str, Any]:
    return {
        "eventSource": f"{source}.amazonaws.com",
        "eventName": event,
        "eventTime": f"2026-11-20T14:{minute:02}:09Z",
        "userIdentity": {"type": "IAMUser", "userName": who},
        "requestParameters": {"name": "demo"},
        **more,
    }


def history(*records: Mapping[str, Any], silent: tuple[str, ...] = ()) -> Ask:
    """CloudTrail with these events, newest first; queries by the attributes in `silent` find nothing."""

    def ask(region: str, key: str, value: str) -> list[Mapping[str, Any]]:
        asked.append((region, key, value))
        if key in silent:
            return []
        return [r for r in records if key == "ResourceName" or r["eventName"] == value]

    asked: list[tuple[str, str, str]] = []
    ask.asked = asked  # type: ignore[attr-defined]
    return ask


def who(found: DriftFinding, ask: Ask, **attributes: str) -> Actor:
    return find_actor(found, attributes or {"name": "demo"}, "eu-west-1", ask)


PUBLIC = ("vpc_config", 0, "endpoint_public_access")


def opened(who: str, minute: int, *, live: bool = True, name: str = "demo", **more: Any) -> dict[str, Any]:
    request = {"name": name, "resourcesVpcConfig": {"endpointPublicAccess": live}}
    return record("UpdateClusterConfig", who, minute, requestParameters=request, **more)


def opened_outside() -> DriftFinding:
    return replace(finding(CLUSTER, PUBLIC), recorded=False, live=True)


def test_the_newest_matching_call_is_the_cause() -> None:
    tagged = {"resourceArn": "arn:demo", "tags": {"team": "web"}}
    ask = history(
        record("TagResource", "tagger", 9, requestParameters=tagged), opened("alice", 5), opened("bob", 3)
    )
    found = who(opened_outside(), ask)
    assert found == Actor("alice", "IAM user", "2026-11-20 14:05", "UpdateClusterConfig")
    tag = replace(finding(CLUSTER, ("tags", "team")), live="web")
    assert who(tag, ask, name="demo", arn="arn:demo").name == "tagger"


def test_a_later_call_of_the_same_name_about_another_attribute_is_not_the_cause() -> None:
    logging = {"name": "demo", "logging": {"clusterLogging": [{"types": ["api"], "enabled": True}]}}
    later = record("UpdateClusterConfig", "mallory", 9, requestParameters=logging)
    assert who(opened_outside(), history(later, opened("alice", 5))).name == "alice"
    assert who(opened_outside(), history(later)) == Actor()


def test_after_a_newer_call_with_another_value_the_actor_is_unknown() -> None:
    assert who(opened_outside(), history(opened("bob", 9, live=False), opened("alice", 5))) == Actor()


def test_a_tag_with_the_name_of_the_cluster_does_not_make_a_call_about_it() -> None:
    other = {"resourceArn": "arn:other", "tags": {"name": "demo", "team": "web"}}
    tag = replace(finding(CLUSTER, ("tags", "team")), live="web")
    assert who(tag, history(record("TagResource", "mallory", 9, requestParameters=other))) == Actor()


def test_an_attached_policy_is_the_work_of_who_attached_it() -> None:
    def call(name: str, who: str, minute: int, **request: str) -> dict[str, Any]:
        request = {"roleName": "node", **request}
        return record(name, who, minute, source="iam", requestParameters=request)

    events = (
        call("AttachRolePolicy", "carol", 9, policyArn="arn:other"),
        call("CreateRole", "mallory", 8),
        call("AttachRolePolicy", "alice", 5, policyArn="arn:admin"),
        call("AttachRolePolicy", "bob", 4, policyArn="arn:read"),
    )
    role = finding("module.eks.aws_iam_role.node", ("managed_policy_arns",), DriftClass.UNMANAGED)

    def by(*live: str) -> Actor:
        return who(replace(role, live=list(live)), history(*events), name="node")

    assert by("arn:admin") == Actor("alice", "IAM user", "2026-11-20 14:05", "AttachRolePolicy")
    assert by("arn:admin", "arn:read").name == "alice, bob"
    assert by("arn:admin", "arn:nobody") == Actor()


def test_an_apply_does_not_end_the_search_for_what_no_apply_reverts() -> None:
    ours = record("PutRolePolicy", "deployer", 9, source="iam", userAgent="eksgen/1",
                  requestParameters={"roleName": "node", "policyName": "own"})  # fmt: skip
    theirs = record("PutRolePolicy", "alice", 5, source="iam",
                    requestParameters={"roleName": "node", "policyName": "extra"})  # fmt: skip
    role = finding("module.eks.aws_iam_role.node", ("inline_policy",), DriftClass.UNMANAGED)
    live = [{"name": "extra", "policy": "{}"}]
    assert who(replace(role, live=live), history(ours, theirs), name="node").name == "alice"


ADMIN = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin+1"
POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


@pytest.mark.parametrize("encode", [str, partial(quote, safe="")])
def test_a_name_may_be_encoded_as_in_the_path_of_the_request(encode: Callable[[str], str]) -> None:
    associated = finding("aws_eks_access_policy_association[x]", kind=DriftClass.UNMANAGED)
    names = {"principal_arn": ADMIN, "policy_arn": POLICY, "cluster_name": "demo"}

    def by(arn: str) -> Actor:
        request = {"name": "demo", "principalArn": encode(arn), "policyArn": POLICY}
        ask = history(record("AssociateAccessPolicy", "alice", 5, requestParameters=request))
        return find_actor(associated, names, "eu-west-1", ask)

    assert by(ADMIN).name == "alice"
    assert by(f"{ADMIN}2") == Actor()


def test_a_call_that_is_not_listed_under_the_name_of_its_object_is_found_after_an_apply() -> None:
    """The ARN in the path of a call is encoded, so CloudTrail finds only the older call of the apply by it."""
    ours = {"name": "demo", "principalArn": ADMIN, "policyArn": POLICY}
    theirs = {"name": "demo", "principalArn": quote(ADMIN, safe=""), "policyArn": quote(POLICY, safe="")}
    gone = finding("module.eks.aws_eks_access_policy_association.this", kind=DriftClass.DELETED_OUTSIDE)

    def by(minute: int) -> str:
        applied = record("AssociateAccessPolicy", "ci", 5, requestParameters=ours, userAgent="eksgen/1")
        removed = record("DisassociateAccessPolicy", "alice", minute, requestParameters=theirs)

        def ask(region: str, key: str, value: str) -> list[Mapping[str, Any]]:
            return [applied] if key == "ResourceName" else [removed] if value == removed["eventName"] else []

        names = {"principal_arn": ADMIN, "policy_arn": POLICY, "cluster_name": "demo"}
        return find_actor(gone, names, "eu-west-1", ask).name

    assert (by(9), by(3)) == ("alice", "")


def test_a_tag_of_an_access_entry_is_the_work_of_who_set_it() -> None:
    arn = "arn:aws:eks:eu-west-1:111122223333:access-entry/demo/role/111122223333/Admin/00c0"
    request = {"resourceArn": quote(arn, safe=""), "tags": {"team": "web"}}
    tag = replace(finding("module.eks.aws_eks_access_entry.this", ("tags", "team")), live="web")
    ask = history(record("TagResource", "alice", 5, requestParameters=request))
    assert who(tag, ask, access_entry_arn=arn).name == "alice"


@pytest.mark.parametrize(
    "ids", [{"tag": 1, "content": "fl-1"}, [{"tag": 1, "content": "fl-0"}, {"tag": 2, "content": "fl-1"}]]
)
def test_an_object_in_a_list_of_a_newer_call_is_found(ids: Any) -> None:
    gone = finding("module.vpc.aws_flow_log.this", kind=DriftClass.DELETED_OUTSIDE)
    request = {"DeleteFlowLogsRequest": {"FlowLogId": ids}}
    ask = history(record("DeleteFlowLogs", "alice", 5, source="ec2", requestParameters=request))
    assert who(gone, ask, id="fl-1").name == "alice"
    assert who(gone, ask, id="fl-2") == Actor()


def test_user_data_is_the_work_of_who_wrote_it_although_the_event_hides_it() -> None:
    def version(who: str, minute: int, **data: Any) -> dict[str, Any]:
        request = {"LaunchTemplateId": "lt-1", "LaunchTemplateData": data}
        wrapped = {"CreateLaunchTemplateVersionRequest": request}
        return record("CreateLaunchTemplateVersion", who, minute, source="ec2", requestParameters=wrapped)

    changed = replace(finding("module.nodes_web.aws_launch_template.this", ("user_data",)), live=SENSITIVE)
    groups = {"SecurityGroupId": [{"tag": 1, "content": "sg-1"}, {"tag": 2, "content": "sg-2"}]}
    events = version("bob", 9, **groups), version("alice", 5, UserData="<sensitiveDataRemoved>")
    assert who(changed, history(*events), id="lt-1").name == "alice"
    joined = replace(changed, path=("vpc_security_group_ids",), live=["sg-2", "sg-1"])
    assert who(joined, history(*events), id="lt-1").name == "bob"


def test_a_refused_or_unrelated_call_is_not_the_cause() -> None:
    ask = history(
        opened("refused", 9, errorCode="AccessDenied"),
        opened("elsewhere", 8, name="other"),
        opened("stranger", 7, source="ec2"),
        opened("alice", 5),
    )
    assert who(opened_outside(), ask).name == "alice"


def test_a_call_before_the_last_apply_is_not_the_cause() -> None:
    ours = "APN/1.0 HashiCorp/1.0 Terraform/1.15.5 terraform-provider-aws/6.0 eksgen/1 aws-sdk-go-v2/1.39"
    ask = history(record("UpdateClusterConfig", "deployer", 9, userAgent=ours), opened("alice", 5))
    assert who(opened_outside(), ask) == Actor()


def test_without_events_for_the_object_those_for_the_call_are_searched() -> None:
    assert who(opened_outside(), history(opened("alice", 5), silent=("ResourceName",))).name == "alice"


def test_a_node_group_with_the_same_name_in_another_cluster_does_not_match() -> None:
    other = record(
        "DeleteNodegroup", "mallory", 9, requestParameters={"clusterName": "prod", "nodegroupName": "web"}
    )
    this = record(
        "DeleteNodegroup", "alice", 5, requestParameters={"clusterName": "demo", "nodegroupName": "web"}
    )
    gone = finding(GROUP, kind=DriftClass.DELETED_OUTSIDE)
    assert who(gone, history(other, this), node_group_name="web", cluster_name="demo").name == "alice"


def test_events_of_iam_roles_are_in_us_east_1() -> None:
    request = {"roleName": "node", "policyDocument": '{"Statement": {"Effect": "Allow"}}'}
    ask = history(record("UpdateAssumeRolePolicy", "alice", 5, source="iam", requestParameters=request))
    role = finding("module.eks.aws_iam_role.cluster", ("assume_role_policy",))
    changed = replace(role, live='{"Statement":[{"Effect":["Allow"]}]}')
    assert who(changed, ask, name="node").name == "alice"
    assert {region for region, _, _ in ask.asked} == {"us-east-1"}  # type: ignore[attr-defined]


def test_an_unknown_actor_is_not_guessed() -> None:
    assert who(finding(CLUSTER, ("version",)), history(opened("alice", 5))) == Actor()
    assert who(finding("module.x.aws_nobody_knows.this"), history()) == Actor()


def test_a_broken_record_is_skipped() -> None:
    assert who(opened_outside(), history({"eventName": "UpdateClusterConfig"})) == Actor()


def test_every_audited_type_has_a_noun_and_calls() -> None:
    assert AUDITED.keys() <= RESOURCE_TYPES.keys()
    for audited in AUDITED.values():
        assert audited.identities
        assert audited.create
        assert audited.delete
