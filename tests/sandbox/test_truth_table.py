"""The truth table of drift: each way in which record, cloud and spec can differ, with the real provider.

One small cluster is applied once; each test makes one difference, looks, and takes it back. A plan with
`-refresh=false` is blind to all of them; eksgen offers none, so that row has no test.
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

from eksgen.sandbox.leftovers import leftovers

from .conftest import Place

ACCOUNT = "100000000012"
SPEC = f"""apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: truth, region: us-west-2, tags: {{team: platform}}}}
kubernetes: {{version: "1.35"}}
network: {{zones: 2}}
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
class Truth(Place):
    """The cluster, and what can be done to it from either side."""

    texts: dict[str, str] = field(default_factory=dict)
    """The last report in each format."""

    def drift(self, *options: str, code: int = 3) -> list[dict[str, Any]]:
        """What differs; all formats, from the same run, have to tell it alike."""
        files = {name: self.state_dir / f"truth.{name}" for name in FORMATS}
        further = (word for name, file in files.items() for word in ("--report", f"{name}={file}"))
        human = self.eksgen("drift", "--no-unmanaged", *further, *options, code=code)
        texts = {name: file.read_text("utf-8") for name, file in files.items()} | {"human": human}
        found: list[dict[str, Any]] = json.loads(texts["json"])["findings"]
        told_alike(found, texts)
        self.texts.update(texts)
        return found

    def edit(self, old: str, new: str) -> None:
        """Write the spec that was applied with one edit."""
        assert old in SPEC
        self.spec.write_text(SPEC.replace(old, new), "utf-8")

    def scale(self, **sizes: int) -> None:
        eks = self.client("eks")
        (group,) = eks.list_nodegroups(clusterName="truth")["nodegroups"]
        now = eks.describe_nodegroup(clusterName="truth", nodegroupName=group)["nodegroup"]["scalingConfig"]
        eks.update_nodegroup_config(clusterName="truth", nodegroupName=group, scalingConfig={**now, **sizes})

    def keep_logs(self, days: int) -> None:
        name = "/aws/eks/truth/cluster"
        self.client("logs").put_retention_policy(logGroupName=name, retentionInDays=days)


@pytest.fixture(scope="module")
def applied(new_place: Callable[..., Place]) -> Iterator[Truth]:
    truth = Truth(**vars(new_place("truth", ACCOUNT, spec=SPEC)))
    truth.eksgen("apply", "--yes", "--no-verify")
    yield truth
    truth.eksgen("destroy", "--yes", "--no-verify")
    assert leftovers(truth.sandbox, truth.account, truth.region) == ()


@pytest.fixture
def truth(applied: Truth) -> Iterator[Truth]:
    """The cluster with the spec that it was made from."""
    yield applied
    applied.spec.write_text(SPEC, "utf-8")


def classes(findings: list[dict[str, Any]]) -> dict[str, str]:
    """What differs, by the last step of its path -> its class; what AWS alone moves is left out."""
    return {
        str(next((s for s in reversed(f["path"]) if isinstance(s, str)), f["type"])): f["kind"]
        for f in findings
        if f["counted"] or f["kind"] != "noise"
    }


def told_alike(findings: list[dict[str, Any]], texts: dict[str, str]) -> None:
    """Every format tells every finding in its class; what AWS alone moves is left to those that are read whole."""
    told = [f for f in findings if f["kind"] != "noise"]
    assert all(f["id"] in texts[name] for f in findings for name in ("markdown", "html"))
    assert all(f["id"] in texts["human"] for f in told if f["counted"] and f["kind"] != "pending")
    rules = Counter(f"drift/{f['kind']}" for f in told)
    results = json.loads(texts["sarif"])["runs"][0]["results"]
    fingerprints = {(r["ruleId"], r["partialFingerprints"]["eksgen/v1"]) for r in results}
    assert fingerprints == {(f"drift/{f['kind']}", f["id"]) for f in told}
    assert Counter(re.findall(r"title=eksgen%3A ([\w/-]+)::", texts["github"])) == rules
    cases = fromstring(texts["junit"]).findall(".//testcase")
    assert Counter(case.attrib["name"].split()[0] for case in cases) - Counter(["drift"]) == rules


class TestTruth:
    def test_nothing_changed(self, truth: Truth) -> None:
        assert not [f for f in truth.drift(code=0) if f["kind"] != "noise"]

    def test_changed_by_hand_adopted_accepted_and_in_conflict(self, truth: Truth) -> None:
        truth.keep_logs(7)
        (found,) = (f for f in truth.drift() if f["counted"])
        assert (found["kind"], found["level"]) == ("changed-outside", "medium")
        assert (found["recorded"], found["live"], found["desired"]) == (90, 7, 90)
        assert found["spec"]["field"] == "logs.retentionDays"
        truth.drift("--fail-on", "high", code=0)

        truth.edit("retentionDays: 90", "retentionDays: 7")
        assert classes(truth.drift(code=0)) == {"retention_in_days": "adopted"}
        assert classes(truth.drift("--against", "applied")) == {"retention_in_days": "changed-outside"}

        truth.edit("retentionDays: 90", "retentionDays: 30")
        assert classes(truth.drift()) == {"retention_in_days": "conflict"}

        rule = "drift: {ignore: [{path: logs.retentionDays, reason: under test, owner: me}]}\n"
        truth.spec.write_text(SPEC + rule, "utf-8")
        (found,) = (f for f in truth.drift(code=0) if f["kind"] != "noise")
        assert found["kind"] == "accepted"
        assert found["accepted"]["reason"] == "under test"
        truth.keep_logs(90)

    def test_moved_by_an_autoscaler_and_changed_beside_an_edit(self, truth: Truth) -> None:
        truth.scale(desiredSize=2)
        found = truth.drift(code=0)
        (moved,) = (f for f in found if f["path"][-1:] == ["desired_size"])
        assert moved["kind"] == "noise"
        assert "autoscaler" in moved["why"]

        truth.scale(desiredSize=1, maxSize=5)
        truth.edit("autoscaled: true}", "autoscaled: true}, labels: {a: b}")
        assert classes(truth.drift()) == {"max_size": "changed-outside", "a": "pending"}
        truth.scale(maxSize=3)

    def test_computed_also_where_an_output_uses_it_and_after_a_provider_upgrade(self, truth: Truth) -> None:
        state, about = truth.hidden / "terraform.tfstate", truth.hidden / ".eksgen" / "applied" / "about.json"
        before = state.read_text("utf-8")
        endpoint = str(json.loads(before)["outputs"]["cluster_endpoint"]["value"])
        was = before.replace(endpoint, "https://before.example").replace('"eks.1"', '"eks.0"')
        assert was.count("before.example") == 2, "the attribute and the output"
        state.write_text(was, "utf-8")

        moved = {f["path"][-1]: f for f in truth.drift(code=0) if f["type"] == "aws_eks_cluster"}
        assert {f["kind"] for f in moved.values()} == {"noise"}
        assert (moved["endpoint"]["recorded"], moved["endpoint"]["live"]) == (
            "https://before.example",
            endpoint,
        )
        assert "by itself" in moved["platform_version"]["why"]
        plan = truth.eksgen("plan", "--detailed-exitcode", code=3)
        assert "cluster_endpoint" in plan
        assert "Edited in the spec" not in plan

        about.write_text(about.read_text("utf-8").replace("5.100.0", "5.95.0"), "utf-8")
        moved = {f["path"][-1]: f for f in truth.drift(code=0) if f["type"] == "aws_eks_cluster"}
        assert moved["endpoint"]["why"] == "the provider went from 5.95.0 to 5.100.0, and nobody set it"
        about.write_text(about.read_text("utf-8").replace("5.95.0", "5.100.0"), "utf-8")
        state.write_text(before, "utf-8")

    def test_an_edit_alone(self, truth: Truth) -> None:
        truth.edit("max: 3", "max: 4")
        (found,) = (f for f in truth.drift() if f["counted"])
        assert (found["kind"], found["level"]) == ("pending", "low")
        assert (found["recorded"], found["live"], found["desired"]) == (3, 3, 4)
        truth.drift("--against", "applied", code=0)

    def test_rights_and_rules_that_no_apply_takes_away(self, truth: Truth) -> None:
        iam, ec2 = truth.client("iam"), truth.client("ec2")
        admin = "arn:aws:iam::aws:policy/AdministratorAccess"
        (role,) = (r["RoleName"] for r in iam.list_roles()["Roles"] if r["RoleName"].endswith("-web"))
        iam.attach_role_policy(RoleName=role, PolicyArn=admin)
        named = [{"Name": "group-name", "Values": ["truth-node"]}]
        group = ec2.describe_security_groups(Filters=named)["SecurityGroups"][0]["GroupId"]
        ssh = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[ssh])
        found = {f["path"][0]: f for f in truth.drift() if f["counted"]}
        assert {(f["kind"], f["level"]) for f in found.values()} == {("unmanaged", "high")}
        assert found["managed_policy_arns"]["live"] == [admin]
        assert found["ingress"]["live"][0]["cidr_blocks"] == ["0.0.0.0/0"]
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
        told = truth.drift()
        text = "".join(truth.texts.values())
        assert SECRET not in text
        assert base64.b64encode(SECRET.encode()).decode() not in text
        (found,) = (f for f in told if f["path"] == ["user_data"])
        assert found["kind"] == "changed-outside"
        assert found["live"] == {"$eksgen": "sensitive"}
        (version,) = (f for f in told if f["path"] == ["latest_version"])
        assert version["kind"] == "noise", "computed, and nobody sets it"

    def test_deleted_by_hand_and_given_up_in_the_spec(self, truth: Truth) -> None:
        truth.client("eks").delete_addon(clusterName="truth", addonName="metrics-server")
        gone = [f for f in truth.drift() if f["type"] == "aws_eks_addon" and f["counted"]]
        assert [(f["kind"], f["level"], f["path"]) for f in gone] == [("deleted-outside", "medium", [])]
        truth.edit("addons:\n  metrics-server: {}\n", "")
        gone = [f for f in truth.drift() if f["type"] == "aws_eks_addon"]
        assert [(f["kind"], f["desired"]) for f in gone] == [("adopted", "absent")]
