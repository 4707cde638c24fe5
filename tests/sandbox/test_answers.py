"""What somebody changed outside, adopted, ignored and reverted on the local AWS, in one run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .conftest import Place

ACCOUNT, REGION = "100000000014", "eu-west-1"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: answers, region: {REGION}, tags: {{team: platform}}}}
kubernetes: {{version: "1.35"}}
network: {{nat: single, flowLogs: {{enabled: false}}}}
controlPlane:
  endpoint:
    public: [203.0.113.0/24]  # the office
  logs: {{retentionDays: 90}}
access:
  admins: [arn:aws:iam::{ACCOUNT}:role/PlatformAdmin]
addons: {{coredns: {{}}}}
nodeGroups:
  web:
    scaling: {{min: 1, max: 4, desired: 1}}  # agreed
    labels: {{role: web}}
"""


@pytest.fixture(scope="module")
def place(new_place: Callable[..., Place]) -> Iterator[Place]:
    made = new_place("answers", ACCOUNT, REGION, SPEC)
    made.eksgen("apply", "--yes")
    yield made
    made.eksgen("destroy", "--yes")


def change(place: Place) -> None:
    eks, logs = place.client("eks"), place.client("logs")
    logs.put_retention_policy(logGroupName="/aws/eks/answers/cluster", retentionInDays=7)
    ranges = {"publicAccessCidrs": ["203.0.113.0/24", "198.51.100.0/24"]}
    eks.update_cluster_config(name="answers", resourcesVpcConfig=ranges)
    eks.tag_resource(
        resourceArn=eks.describe_cluster(name="answers")["cluster"]["arn"], tags={"team": "others"}
    )
    (group,) = eks.list_nodegroups(clusterName="answers")["nodegroups"]
    eks.update_nodegroup_config(
        clusterName="answers", nodegroupName=group, scalingConfig={"minSize": 1, "maxSize": 9, "desiredSize": 1},
        labels={"addOrUpdateLabels": {"role": "db"}},
    )  # fmt: skip


def findings(place: Place, code: int) -> dict[str, dict[str, Any]]:
    return {".".join(map(str, one["path"])): one for one in place.findings(code=code)}


def test_every_finding_gets_its_answer(place: Place) -> None:
    change(place)
    found = findings(place, 3)
    ids = {name.rpartition(".")[2]: one["id"] for name, one in found.items()}
    assert set(ids) >= {"retention_in_days", "public_access_cidrs", "max_size", "team", "role"}
    said = place.eksgen(
        "drift",
        *("--adopt", ids["role"], "--adopt", ids["public_access_cidrs"], "--adopt", ids["max_size"]),
        *("--ignore", ids["team"][:8], "--reason", "billing moves it", "--owner", "finance"),
        *("--revert", ids["retention_in_days"], "-o", "back.eksplan"),
    )  # fmt: skip
    assert said.count("adopted") == 3
    assert "retention_in_days" in said.partition("Plan")[2]
    edited = place.spec.read_text("utf-8")
    assert edited.startswith(
        SPEC.replace("max: 4", "max: 9").replace("role: web", "role: db")
        .replace("[203.0.113.0/24]", "[203.0.113.0/24, 198.51.100.0/24]")
        + "drift:\n  ignore:\n    - path: module.eks.aws_eks_cluster.this.tags.team\n"
        "      reason: billing moves it\n      owner: finance\n      until: "
    )  # fmt: skip
    place.run("apply", "back.eksplan", "--yes")
    group = place.client("logs").describe_log_groups()["logGroups"][0]
    assert group["retentionInDays"] == 90
    left = findings(place, 0)
    accepted = [one["path"][-1] for one in left.values() if one["kind"] == "accepted"]
    assert accepted == ["team"], "the rule accepts the tag, and nothing else is left"
    planned = json.loads(place.eksgen("plan", "--format", "json"))
    changes = [attribute["path"] for one in planned["changes"] for attribute in one["attributes"]]
    assert changes == [["tags", "team"]], "all that a plan would do is to take back what the rule accepts"
