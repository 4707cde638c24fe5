"""Every example from plan to destroy on the local AWS, with the real Terraform and the real provider.

Each example is applied once; then somebody changes the cloud behind its back, one thing after the other, and
drift must name exactly that, at its line, before an apply takes it back.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox.environment import boto_client
from eksgen.sandbox.leftovers import leftovers
from eksgen.sandbox.state import Sandbox

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SPEC_ACCOUNT = "111122223333"
# An account for each, so that examples side by side in one sandbox do not count as each other's leftovers.
ACCOUNTS = {
    "quickstart": "100000000001",
    "production": "100000000002",
    "private": "100000000003",
    "china": "100000000004",
}
REGIONS = {
    "quickstart": "us-west-2",
    "production": "eu-west-1",
    "private": "eu-central-1",
    "china": "cn-northwest-1",
}


@dataclass
class Rehearsal:
    """One example in a folder of its own, and the local AWS it runs on."""

    name: str
    spec: Path
    sandbox: Sandbox
    state_dir: Path

    def eksgen(self, *command: str, code: int = 0, outer: dict[str, str] | None = None) -> str:
        base = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        environment = {**base, **(outer or {}), "EKSGEN_SANDBOX_DIR": str(self.state_dir)}
        verb, *options = command
        done = subprocess.run(
            [sys.executable, "-m", "eksgen.cli", verb, self.spec.name, "--sandbox", *options],
            cwd=self.spec.parent, env=environment, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert done.returncode == code, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout

    def client(self, service: str) -> Any:
        return boto_client(self.sandbox, service, ACCOUNTS[self.name], REGIONS[self.name])

    def drifted(self) -> list[dict[str, Any]]:
        """The findings that count of a drift run that finds some."""
        return self._counted(3)

    def undrifted(self) -> bool:
        """Whether a drift run exits with 0 and finds nothing that counts."""
        return self._counted(0) == []

    def _counted(self, code: int) -> list[dict[str, Any]]:
        found = json.loads(self.eksgen("drift", "--format", "json", code=code))["findings"]
        return [finding for finding in found if finding["counted"]]

    @property
    def cluster(self) -> str:
        return str(self.client("eks").list_clusters()["clusters"][0])


@pytest.fixture(scope="session")
def rehearsals(
    sandbox: Sandbox, sandbox_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Rehearsal]]:
    """The examples that were applied in this worker, each once; at the end each is destroyed, and nothing is left."""
    applied: dict[str, Rehearsal] = {}

    def rehearse(name: str) -> Rehearsal:
        if name not in applied:
            spec = tmp_path_factory.mktemp(name) / "cluster.yaml"
            text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
            spec.write_text(text.replace(SPEC_ACCOUNT, ACCOUNTS[name]), encoding="utf-8")
            applied[name] = Rehearsal(name, spec, sandbox, sandbox_dir)
            applied[name].eksgen("apply", "--yes")
        return applied[name]

    yield rehearse
    for name, rehearsal in applied.items():
        rehearsal.eksgen("destroy", "--yes")
        assert leftovers(sandbox, ACCOUNTS[name], REGIONS[name]) == ()


def shorten_retention(rehearsal: Rehearsal) -> None:
    rehearsal.client("logs").put_retention_policy(
        logGroupName=f"/aws/eks/{rehearsal.cluster}/cluster", retentionInDays=7
    )


def change_a_tag(rehearsal: Rehearsal) -> None:
    arn = rehearsal.client("eks").describe_cluster(name=rehearsal.cluster)["cluster"]["arn"]
    rehearsal.client("eks").tag_resource(resourceArn=arn, tags={"team": "somebody-else"})


def let_more_nodes_in(rehearsal: Rehearsal) -> None:
    eks, cluster = rehearsal.client("eks"), rehearsal.cluster
    group = eks.list_nodegroups(clusterName=cluster)["nodegroups"][0]
    scaling = eks.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]["scalingConfig"]
    eks.update_nodegroup_config(
        clusterName=cluster, nodegroupName=group, scalingConfig={**scaling, "maxSize": 42}
    )


def open_the_endpoint(rehearsal: Rehearsal) -> None:
    access = {"publicAccessCidrs": ["0.0.0.0/0"]}
    rehearsal.client("eks").update_cluster_config(name=rehearsal.cluster, resourcesVpcConfig=access)


def delete_a_security_group_rule(rehearsal: Rehearsal) -> None:
    ec2 = rehearsal.client("ec2")
    groups = ec2.describe_security_groups(
        Filters=[{"Name": "group-name", "Values": [f"{rehearsal.cluster}-node"]}]
    )
    group = groups["SecurityGroups"][0]["GroupId"]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])[
        "SecurityGroupRules"
    ]
    rule = next(rule for rule in rules if not rule["IsEgress"] and rule["FromPort"] == 10250)
    ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])


@dataclass(frozen=True)
class Meddling:
    """A change behind the spec's back, and what drift has to say: kind, spec path, recorded and live value."""

    change: Callable[[Rehearsal], None]
    kind: str
    field: dict[str, str]
    live: Any = None


MEDDLINGS = [
    Meddling(shorten_retention, "changed-outside", {"production": "controlPlane.logs.retentionDays", "": "logs.retentionDays"}, 7),
    Meddling(change_a_tag, "changed-outside", {"quickstart": "metadata.tags", "": "metadata.tags.team"}, "somebody-else"),
    Meddling(
        let_more_nodes_in, "changed-outside",
        {"production": "nodeGroups.batch.scaling.max", "private": "nodeGroups.system.scaling.max", "": "nodeGroups.web.scaling.max"}, 42,
    ),
    Meddling(open_the_endpoint, "changed-outside", {"production": "controlPlane.endpoint.public"}),
    Meddling(delete_a_security_group_rule, "deleted-outside", {"": "controlPlane"}),
]  # fmt: skip


class Story:
    """What happens to every example. A class for each keeps its tests in one worker (`--dist loadscope`)."""

    name = ""

    @pytest.fixture
    def rehearsal(self, rehearsals: Callable[[str], Rehearsal]) -> Rehearsal:
        return rehearsals(self.name)

    def test_a_second_plan_is_empty(self, rehearsal: Rehearsal) -> None:
        assert "No changes" in rehearsal.eksgen("plan", "--detailed-exitcode")

    def test_nothing_has_drifted_after_an_apply(self, rehearsal: Rehearsal) -> None:
        assert rehearsal.undrifted()

    def test_drift_names_exactly_what_was_changed_and_an_apply_takes_it_back(
        self, rehearsal: Rehearsal
    ) -> None:
        expected = {}
        for meddling in MEDDLINGS:
            field = meddling.field.get(rehearsal.name, meddling.field.get(""))
            if field is not None:  # only a cluster with public access has ranges to open
                meddling.change(rehearsal)
                expected[field] = meddling
        findings = rehearsal.drifted()
        told = {(finding["kind"], finding["spec"]["field"]) for finding in findings}
        assert told == {(meddling.kind, field) for field, meddling in expected.items()}, findings
        assert len(findings) == len(expected), "each once"
        lines = rehearsal.spec.read_text(encoding="utf-8").split("\n")
        for finding in findings:
            place, live = finding["spec"], expected[finding["spec"]["field"]].live
            if live is not None:
                assert finding["live"] == live
                assert finding["recorded"] == finding["desired"] != finding["live"]
            if place["written"]:
                assert str(place["path"][-1]) in lines[place["line"] - 1]
        rehearsal.eksgen("apply", "--yes")
        assert rehearsal.undrifted()

    def test_an_edit_of_the_spec_is_pending_and_not_drift(self, rehearsal: Rehearsal) -> None:
        text = rehearsal.spec.read_text(encoding="utf-8")
        edited = (
            text.replace("access:\n", "logs: {retentionDays: 60}\naccess:\n", 1)
            if "\nlogs:\n" not in text
            else text.replace("retentionDays: 365", "retentionDays: 400")
        )
        rehearsal.spec.write_text(edited, encoding="utf-8")
        findings = rehearsal.drifted()
        rehearsal.spec.write_text(text, encoding="utf-8")
        assert [finding["kind"] for finding in findings] == ["pending"]
        assert findings[0]["live"] == findings[0]["recorded"] != findings[0]["desired"]
        assert findings[0]["spec"]["written"]

    def test_real_settings_never_reach_a_rehearsal(self, rehearsal: Rehearsal, tmp_path: Path) -> None:
        (tmp_path / "config").write_text(
            "[profile prod]\nregion = us-east-1\nrole_arn = arn:aws:iam::999999999999:role/Admin\n"
        )
        real = {
            "AWS_PROFILE": "prod", "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL", "AWS_SECRET_ACCESS_KEY": "real", "AWS_SESSION_TOKEN": "real",
            "AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ENDPOINT_URL_EKS": "http://127.0.0.1:9",
            "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/Admin", "TF_CLI_ARGS": "-lock=maybe", "TF_CLI_CONFIG_FILE": "/nowhere/at/all.rc",
            "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9",
        }  # fmt: skip
        assert "No changes" in rehearsal.eksgen("plan", "--detailed-exitcode", outer=real)


class TestProduction(Story):
    name = "production"


class TestChina(Story):
    name = "china"


class TestPrivate(Story):
    name = "private"


class TestQuickstart(Story):
    name = "quickstart"
