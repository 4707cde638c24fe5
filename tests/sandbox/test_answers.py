"""Changes outside Terraform that one run adopts, ignores and reverts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Project

ACCOUNT, REGION = "100000000014", "eu-west-1"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: answers, region: {REGION}, tags: {{team: platform}}}}
kubernetes: {{version: "1.35"}}
network: {{nat: single, flowLogs: none}}
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
def project(new_project: Callable[..., Project]) -> Project:
    project = new_project("answers", ACCOUNT, REGION, SPEC)
    project.eksgen("apply", "--yes")
    return project


def change_outside(project: Project) -> None:
    eks, logs = project.client("eks"), project.client("logs")
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


def findings_by_path(project: Project, code: int) -> dict[str, dict[str, Any]]:
    return {".".join(map(str, finding["path"])): finding for finding in project.drift_findings(code=code)}


def test_findings_are_adopted_ignored_and_reverted_in_one_run(project: Project) -> None:
    change_outside(project)
    findings = findings_by_path(project, 3)
    ids = {path.rpartition(".")[2]: finding["id"] for path, finding in findings.items()}
    assert set(ids) >= {"retention_in_days", "public_access_cidrs", "max_size", "team", "role"}
    output = project.eksgen(
        "drift",
        *("--adopt", ids["role"], "--adopt", ids["public_access_cidrs"], "--adopt", ids["max_size"]),
        *("--ignore", ids["team"][:8], "--reason", "billing moves it", "--owner", "finance"),
        *("--revert", ids["retention_in_days"], "-o", "back.eksplan"),
    )  # fmt: skip
    assert output.count("adopted") == 3
    plan = " ".join(output.partition("Plan")[2].split())
    assert "retention_in_days" in plan
    assert "everything else stays as it is: log group of controlPlane.logs (cluster.yaml:9)" in plan
    edited_spec = project.spec.read_text("utf-8")
    assert edited_spec.startswith(
        SPEC.replace("max: 4", "max: 9").replace("role: web", "role: db")
        .replace("[203.0.113.0/24]", "[203.0.113.0/24, 198.51.100.0/24]")
        + "drift:\n  ignore:\n    - path: module.eks.aws_eks_cluster.this.tags.team\n"
        "      reason: billing moves it\n      owner: finance\n      until: "
    )  # fmt: skip
    project.run("apply", "back.eksplan", "--yes")
    group = project.client("logs").describe_log_groups()["logGroups"][0]
    assert group["retentionInDays"] == 90
    remaining = findings_by_path(project, 0).values()
    accepted = [finding["path"][-1] for finding in remaining if finding["kind"] == "accepted"]
    assert accepted == ["team"], "only the tag is left, which the rule accepts"
    plan = json.loads(project.eksgen("plan", "--format", "json"))
    changes = [attribute["path"] for change in plan["changes"] for attribute in change["attributes"]]
    assert changes == [["tags", "team"]], "a plan would only revert the accepted change"
