"""The truth table of drift: every way in which recorded, live and desired values can differ.

A small cluster is applied once; each test makes one difference, runs drift and reverts it. A plan with
`-refresh=false` sees none of them; eksgen has no such option, so that row has no test.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from .conftest import Project

ACCOUNT = "100000000012"
SPEC = f"""apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: truth, region: us-west-2, tags: {{team: platform}}}}
kubernetes: {{version: "1.35"}}
network: {{zones: 2, flowLogs: {{retentionDays: 30}}}}
access: {{admins: [arn:aws:iam::{ACCOUNT}:role/Admin]}}
addons:
  metrics-server: {{}}
logs: {{retentionDays: 90}}
nodeGroups:
  web: {{scaling: {{min: 1, max: 3, desired: 1, autoscaled: true}}}}
"""
FORMATS = ("json", "markdown", "sarif", "github", "junit", "html")
SECRET = "correct-horse-battery-staple"


@dataclass(frozen=True)
class Truth(Project):
    """The applied cluster, with ways to change its spec and its live values."""

    reports: dict[str, str] = field(default_factory=dict)
    """The text of the last drift report by format."""

    def drift(self, *options: str, code: int = 3) -> list[dict[str, Any]]:
        """Run drift and return its findings, after checking that all formats report the same findings."""
        files = {name: self.state_dir / f"truth.{name}" for name in FORMATS}
        reports = (argument for name, file in files.items() for argument in ("--report", f"{name}={file}"))
        human = self.eksgen("drift", "--no-unmanaged", *reports, *options, code=code)
        texts = {name: file.read_text("utf-8") for name, file in files.items()} | {"human": human}
        findings: list[dict[str, Any]] = json.loads(texts["json"])["findings"]
        check_all_formats(findings, texts)
        self.reports.update(texts)
        return findings

    def edit(self, old: str, new: str) -> None:
        """Write the applied spec with one edit."""
        assert old in SPEC
        self.spec.write_text(SPEC.replace(old, new), "utf-8")

    def scale(self, **sizes: int) -> None:
        eks = self.client("eks")
        (group,) = eks.list_nodegroups(clusterName="truth")["nodegroups"]
        now = eks.describe_nodegroup(clusterName="truth", nodegroupName=group)["nodegroup"]["scalingConfig"]
        eks.update_nodegroup_config(clusterName="truth", nodegroupName=group, scalingConfig={**now, **sizes})

    def set_log_retention(self, days: int) -> None:
        name = "/aws/eks/truth/cluster"
        self.client("logs").put_retention_policy(logGroupName=name, retentionInDays=days)


@pytest.fixture(scope="module")
def applied(new_project: Callable[..., Project]) -> Truth:
    truth = Truth(**vars(new_project("truth", ACCOUNT, spec=SPEC)))
    truth.eksgen("apply", "--yes", "--no-verify")
    return truth


@pytest.fixture
def truth(applied: Truth) -> Iterator[Truth]:
    """The cluster with the applied spec, which is restored after the test."""
    yield applied
    applied.spec.write_text(SPEC, "utf-8")


def kinds_by_name(findings: list[dict[str, Any]]) -> dict[str, str]:
    """Return the kind of each finding by the last name of its path, without uncounted noise."""
    return {
        str(next((step for step in reversed(f["path"]) if isinstance(step, str)), f["type"])): f["kind"]
        for f in findings
        if f["counted"] or f["kind"] != "noise"
    }


def check_all_formats(findings: list[dict[str, Any]], texts: dict[str, str]) -> None:
    """Check that every format has every finding and its kind; noise is only in Markdown and HTML."""
    reported = [f for f in findings if f["kind"] != "noise"]
    assert all(f["id"] in texts[name] for f in findings for name in ("markdown", "html"))
    assert all(f["id"] in texts["human"] for f in reported if f["counted"] and f["kind"] != "pending")
    kinds = Counter(f"drift/{f['kind']}" for f in reported)
    results = json.loads(texts["sarif"])["runs"][0]["results"]
    fingerprints = {(r["ruleId"], r["partialFingerprints"]["eksgen/v1"]) for r in results}
    assert fingerprints == {(f"drift/{f['kind']}", f["id"]) for f in reported}
    assert Counter(re.findall(r"title=eksgen%3A ([\w/-]+) in ", texts["github"])) == kinds
    cases = fromstring(texts["junit"]).findall(".//testcase")
    assert Counter(case.attrib["name"].split()[0] for case in cases) - Counter(["drift"]) == kinds


class TestTruth:
    def test_without_a_change_there_are_no_findings(self, truth: Truth) -> None:
        assert not [f for f in truth.drift(code=0) if f["kind"] != "noise"]

    def test_a_change_outside_terraform_can_be_adopted_accepted_or_in_conflict(self, truth: Truth) -> None:
        truth.set_log_retention(7)
        (finding,) = (f for f in truth.drift() if f["counted"])
        assert (finding["kind"], finding["level"]) == ("changed-outside", "medium")
        assert (finding["recorded"], finding["live"], finding["desired"]) == (90, 7, 90)
        assert finding["spec"]["field"] == "logs.retentionDays"
        truth.drift("--fail-on", "high", code=0)

        truth.edit("retentionDays: 90", "retentionDays: 7")
        assert kinds_by_name(truth.drift(code=0)) == {"retention_in_days": "adopted"}
        assert kinds_by_name(truth.drift("--against", "applied")) == {"retention_in_days": "changed-outside"}

        truth.edit("retentionDays: 90", "retentionDays: 30")
        assert kinds_by_name(truth.drift()) == {"retention_in_days": "conflict"}

        rule = "drift: {ignore: [{path: logs.retentionDays, reason: under test, owner: me}]}\n"
        truth.spec.write_text(SPEC + rule, "utf-8")
        (finding,) = (f for f in truth.drift(code=0) if f["kind"] != "noise")
        assert finding["kind"] == "accepted"
        assert finding["accepted"]["reason"] == "under test"
        truth.set_log_retention(90)

    def test_a_change_by_an_autoscaler_is_noise_and_a_change_beside_an_edit_is_not_pending(
        self, truth: Truth
    ) -> None:
        truth.scale(desiredSize=2)
        findings = truth.drift(code=0)
        (moved,) = (f for f in findings if f["path"][-1:] == ["desired_size"])
        assert moved["kind"] == "noise"
        assert "autoscaler" in moved["why"]

        truth.scale(desiredSize=1, maxSize=5)
        truth.edit("autoscaled: true}", "autoscaled: true}, labels: {a: b}")
        assert kinds_by_name(truth.drift()) == {"max_size": "changed-outside", "a": "pending"}
        truth.scale(maxSize=3)

    def test_computed_attributes_are_noise_only_if_the_catalog_lists_them(self, truth: Truth) -> None:
        state, about = (
            truth.work_folder / "terraform.tfstate",
            truth.work_folder / ".eksgen" / "applied" / "about.json",
        )
        before = state.read_text("utf-8")
        endpoint = str(json.loads(before)["outputs"]["cluster_endpoint"]["value"])
        outdated = before.replace(endpoint, "https://before.example").replace('"eks.1"', '"eks.0"')
        assert outdated.count("before.example") == 2, "the attribute and the output"
        state.write_text(outdated, "utf-8")

        moved = {f["path"][-1]: f for f in truth.drift() if f["type"] == "aws_eks_cluster"}
        assert moved["platform_version"]["kind"] == "noise"
        assert "by itself" in moved["platform_version"]["why"]
        assert moved["endpoint"]["kind"] == "changed-outside", "nothing in the catalog changes it"
        assert (moved["endpoint"]["recorded"], moved["endpoint"]["live"]) == (
            "https://before.example",
            endpoint,
        )
        plan = truth.eksgen("plan", "--detailed-exitcode", code=3)
        assert "cluster_endpoint" in plan
        assert "Edited in the spec" not in plan

        about.write_text(about.read_text("utf-8").replace("5.100.0", "5.95.0"), "utf-8")
        moved = {f["path"][-1]: f for f in truth.drift() if f["type"] == "aws_eks_cluster"}
        assert moved["endpoint"]["kind"] == "changed-outside", "an upgrade adds values and changes none"
        about.write_text(about.read_text("utf-8").replace("5.95.0", "5.100.0"), "utf-8")
        state.write_text(before, "utf-8")

    def test_an_edit_of_the_spec_is_pending(self, truth: Truth) -> None:
        truth.edit("max: 3", "max: 4")
        (finding,) = (f for f in truth.drift() if f["counted"])
        assert (finding["kind"], finding["level"]) == ("pending", "low")
        assert (finding["recorded"], finding["live"], finding["desired"]) == (3, 3, 4)
        truth.drift("--against", "applied", code=0)

    def test_added_policies_and_rules_that_no_apply_removes_are_unmanaged(self, truth: Truth) -> None:
        iam, ec2 = truth.client("iam"), truth.client("ec2")
        admin = "arn:aws:iam::aws:policy/AdministratorAccess"
        (role,) = (r["RoleName"] for r in iam.list_roles()["Roles"] if r["RoleName"].endswith("-web"))
        iam.attach_role_policy(RoleName=role, PolicyArn=admin)
        named = [{"Name": "group-name", "Values": ["truth-node"]}]
        group = ec2.describe_security_groups(Filters=named)["SecurityGroups"][0]["GroupId"]
        ssh = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[ssh])
        findings = {f["path"][0]: f for f in truth.drift() if f["counted"]}
        assert {(f["kind"], f["level"]) for f in findings.values()} == {("unmanaged", "high")}
        assert findings["managed_policy_arns"]["live"] == [admin]
        assert findings["ingress"]["live"][0]["cidr_blocks"] == ["0.0.0.0/0"]
        iam.detach_role_policy(RoleName=role, PolicyArn=admin)
        ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[ssh])

    def test_a_secret_is_never_shown(self, truth: Truth) -> None:
        ec2 = truth.client("ec2")
        template = ec2.describe_launch_templates()["LaunchTemplates"][0]
        ec2.create_launch_template_version(
            LaunchTemplateId=template["LaunchTemplateId"],
            SourceVersion=str(template["LatestVersionNumber"]),
            LaunchTemplateData={"UserData": base64.b64encode(SECRET.encode()).decode()},
        )
        findings = truth.drift()
        text = "".join(truth.reports.values())
        assert SECRET not in text
        assert base64.b64encode(SECRET.encode()).decode() not in text
        (finding,) = (f for f in findings if f["path"] == ["user_data"])
        assert finding["kind"] == "changed-outside"
        assert finding["live"] == {"$eksgen": "sensitive"}
        (version,) = (f for f in findings if f["path"] == ["latest_version"])
        assert version["kind"] == "noise", "a computed attribute that is not set"

    def test_a_deletion_outside_terraform_is_adopted_by_removing_the_object_from_the_spec(
        self, truth: Truth
    ) -> None:
        truth.client("eks").delete_addon(clusterName="truth", addonName="metrics-server")
        deleted = [f for f in truth.drift() if f["type"] == "aws_eks_addon" and f["counted"]]
        assert [(f["kind"], f["level"], f["path"]) for f in deleted] == [("deleted-outside", "medium", [])]
        truth.edit("addons:\n  metrics-server: {}\n", "")
        deleted = [f for f in truth.drift() if f["type"] == "aws_eks_addon"]
        assert [(f["kind"], f["desired"]) for f in deleted] == [("adopted", "absent")]
