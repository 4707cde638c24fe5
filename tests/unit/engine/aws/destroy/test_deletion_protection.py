"""Deletion protection that AWS knows is named with the command that turns it off."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.engine.aws.destroy import deletion_protection
from eksgen.engine.aws.destroy.blocking_object import BlockingObject
from eksgen.engine.aws.destroy.deletion_protection import find_protected

from ..fake_aws import FakeApi, recorded

CLUSTER = ("aws_eks_cluster", {"name": "prod"})
GROUP = "/aws/eks/prod/cluster"


def found(
    monkeypatch: pytest.MonkeyPatch, cluster: Any, groups: list[dict[str, Any]], **recorded_group: Any
) -> tuple[tuple[BlockingObject, ...], tuple[str, ...]]:
    clients = {
        "eks": FakeApi(describe_cluster=cluster),
        "logs": FakeApi(describe_log_groups={"logGroups": groups}),
    }
    monkeypatch.setattr(deletion_protection, "client", lambda _workspace, service, _region: clients[service])
    workspace: Any = None
    group = ("aws_cloudwatch_log_group", {"name": GROUP, **recorded_group})
    return find_protected(workspace, recorded(CLUSTER, group))


def cluster(status: str = "ACTIVE", **fields: Any) -> dict[str, Any]:
    return {"cluster": {"name": "prod", "status": status, **fields}}


@pytest.mark.parametrize(
    ("answer", "protected"),
    [
        (cluster(deletionProtection=True), True),
        (cluster(deletionProtection=False), False),
        (cluster(), False),
        (cluster("FAILED", deletionProtection=True), False),
    ],
)
def test_a_protected_cluster_is_named_unless_eks_failed_to_create_it(
    monkeypatch: pytest.MonkeyPatch, answer: Any, protected: bool
) -> None:
    objects, remarks = found(monkeypatch, answer, [])
    assert remarks == ()
    assert [(str(o), o.blocks, *o.commands) for o in objects] == [
        (
            "deletion protection of cluster prod",
            "DeleteCluster",
            "aws eks update-cluster-config --name prod --no-deletion-protection --region eu-west-1",
        )
    ] * protected


@pytest.mark.parametrize(
    ("groups", "fields", "protected"),
    [
        ([{"logGroupName": GROUP, "deletionProtectionEnabled": True}], {}, True),
        ([{"logGroupName": GROUP, "deletionProtectionEnabled": True}], {"skip_destroy": True}, False),
        ([{"logGroupName": GROUP, "deletionProtectionEnabled": False}], {}, False),
        ([{"logGroupName": GROUP}], {}, False),
        ([{"logGroupName": f"{GROUP}-other", "deletionProtectionEnabled": True}], {}, False),
        ([], {}, False),
    ],
)
def test_a_protected_log_group_is_named_unless_it_is_kept(
    monkeypatch: pytest.MonkeyPatch, groups: list[dict[str, Any]], fields: dict[str, Any], protected: bool
) -> None:
    objects, _ = found(monkeypatch, cluster(), groups, **fields)
    assert [(o.id, o.blocks) for o in objects] == [(GROUP, "DeleteLogGroup")] * protected


def test_what_aws_does_not_answer_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(**_: Any) -> Any:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "DescribeCluster")

    objects, (remark,) = found(monkeypatch, denied, [])
    assert objects == ()
    assert "could not look up deletion protection" in remark
