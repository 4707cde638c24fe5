"""Which CloudTrail event is the cause of a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eksgen.catalog.audit_events import AUDITED
from eksgen.catalog.resources import RESOURCE_TYPES
from eksgen.compiler.diagnostics import Path
from eksgen.engine.addresses import parse_address
from eksgen.engine.aws.cloudtrail import Ask, find_actor
from eksgen.engine.drift.result import Actor, DriftClass, DriftFinding

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


def test_the_newest_matching_call_is_the_cause() -> None:
    ask = history(
        record("TagResource", "tagger", 9),
        record("UpdateClusterConfig", "alice", 5),
        record("UpdateClusterConfig", "bob", 3),
    )
    assert who(finding(CLUSTER, ("vpc_config", 0, "endpoint_public_access")), ask) == Actor(
        "alice", "IAM user", "2026-11-20 14:05", "UpdateClusterConfig"
    )
    assert who(finding(CLUSTER, ("tags", "team")), ask).name == "tagger"


def test_a_refused_or_unrelated_call_is_not_the_cause() -> None:
    ask = history(
        record("UpdateClusterConfig", "refused", 9, errorCode="AccessDenied"),
        record("UpdateClusterConfig", "elsewhere", 8, requestParameters={"name": "other"}),
        record("UpdateClusterConfig", "stranger", 7, source="ec2"),
        record("UpdateClusterConfig", "alice", 5),
    )
    assert who(finding(CLUSTER, ("vpc_config",)), ask).name == "alice"


def test_a_call_before_the_last_apply_is_not_the_cause() -> None:
    ours = "APN/1.0 HashiCorp/1.0 Terraform/1.15.5 terraform-provider-aws/6.0 eksgen/1 aws-sdk-go-v2/1.39"
    ask = history(
        record("UpdateClusterConfig", "deployer", 9, userAgent=ours),
        record("UpdateClusterConfig", "alice", 5),
    )
    assert who(finding(CLUSTER, ("vpc_config",)), ask) == Actor()


def test_without_events_for_the_object_those_for_the_call_are_searched() -> None:
    ask = history(record("UpdateClusterConfig", "alice", 5), silent=("ResourceName",))
    assert who(finding(CLUSTER, ("vpc_config",)), ask).name == "alice"


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
    ask = history(record("UpdateAssumeRolePolicy", "alice", 5, source="iam"))
    role = finding("module.eks.aws_iam_role.cluster", ("assume_role_policy",))
    assert who(role, ask).name == "alice"
    assert {region for region, _, _ in ask.asked} == {"us-east-1"}  # type: ignore[attr-defined]


def test_an_unknown_actor_is_not_guessed() -> None:
    assert who(finding(CLUSTER, ("version",)), history(record("UpdateClusterConfig", "alice", 5))) == Actor()
    assert who(finding("module.x.aws_nobody_knows.this"), history()) == Actor()


def test_a_broken_record_is_skipped() -> None:
    assert who(finding(CLUSTER, ("vpc_config",)), history({"eventName": "UpdateClusterConfig"})) == Actor()


def test_every_audited_type_has_a_noun_and_calls() -> None:
    assert AUDITED.keys() <= RESOURCE_TYPES.keys()
    for audited in AUDITED.values():
        assert audited.names
        assert audited.create
        assert audited.delete
