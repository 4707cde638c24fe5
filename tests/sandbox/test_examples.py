"""Every example from plan to destroy on the local AWS, with the real Terraform and the real provider.

Each example is applied once; then somebody changes the cloud behind its back, one thing after the other, and
drift must name exactly that, at its line, before an apply takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox.leftovers import leftovers

from .conftest import EXAMPLES, Place

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


@pytest.fixture(scope="session")
def rehearsals(new_place: Callable[..., Place]) -> Iterator[Callable[[str], Place]]:
    """The examples that were applied in this worker, each once; at the end each is destroyed, and nothing is left."""
    applied: dict[str, Place] = {}

    def rehearse(name: str) -> Place:
        if name not in applied:
            text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
            applied[name] = new_place(name, ACCOUNTS[name], REGIONS[name], text)
            applied[name].eksgen("apply", "--yes")
        return applied[name]

    yield rehearse
    for place in applied.values():
        place.eksgen("destroy", "--yes")
        assert leftovers(place.sandbox, place.account, place.region) == ()


def cluster_of(place: Place) -> str:
    return str(place.client("eks").list_clusters()["clusters"][0])


def shorten_retention(rehearsal: Place) -> None:
    rehearsal.client("logs").put_retention_policy(
        logGroupName=f"/aws/eks/{cluster_of(rehearsal)}/cluster", retentionInDays=7
    )


def change_a_tag(rehearsal: Place) -> None:
    arn = rehearsal.client("eks").describe_cluster(name=cluster_of(rehearsal))["cluster"]["arn"]
    rehearsal.client("eks").tag_resource(resourceArn=arn, tags={"team": "somebody-else"})


def let_more_nodes_in(rehearsal: Place) -> None:
    eks, cluster = rehearsal.client("eks"), cluster_of(rehearsal)
    group = eks.list_nodegroups(clusterName=cluster)["nodegroups"][0]
    scaling = eks.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]["scalingConfig"]
    eks.update_nodegroup_config(
        clusterName=cluster, nodegroupName=group, scalingConfig={**scaling, "maxSize": 42}
    )


def open_the_endpoint(rehearsal: Place) -> None:
    access = {"publicAccessCidrs": ["0.0.0.0/0"]}
    rehearsal.client("eks").update_cluster_config(name=cluster_of(rehearsal), resourcesVpcConfig=access)


def delete_a_security_group_rule(rehearsal: Place) -> None:
    ec2 = rehearsal.client("ec2")
    groups = ec2.describe_security_groups(
        Filters=[{"Name": "group-name", "Values": [f"{cluster_of(rehearsal)}-node"]}]
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

    change: Callable[[Place], None]
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
    def rehearsal(self, rehearsals: Callable[[str], Place]) -> Place:
        return rehearsals(self.name)

    def test_a_second_plan_is_empty(self, rehearsal: Place) -> None:
        assert "No changes" in rehearsal.eksgen("plan", "--detailed-exitcode")

    def test_nothing_has_drifted_after_an_apply(self, rehearsal: Place) -> None:
        assert rehearsal.counted(code=0) == []

    def test_drift_names_exactly_what_was_changed_and_an_apply_takes_it_back(self, rehearsal: Place) -> None:
        expected = {}
        for meddling in MEDDLINGS:
            field = meddling.field.get(rehearsal.name, meddling.field.get(""))
            if field is not None:  # only a cluster with public access has ranges to open
                meddling.change(rehearsal)
                expected[field] = meddling
        findings = rehearsal.counted(code=3)
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
        assert rehearsal.counted(code=0) == []

    def test_an_edit_of_the_spec_is_pending_and_not_drift(self, rehearsal: Place) -> None:
        text = rehearsal.spec.read_text(encoding="utf-8")
        edited = (
            text.replace("access:\n", "logs: {retentionDays: 60}\naccess:\n", 1)
            if "\nlogs:\n" not in text
            else text.replace("retentionDays: 365", "retentionDays: 400")
        )
        rehearsal.spec.write_text(edited, encoding="utf-8")
        findings = rehearsal.counted(code=3)
        rehearsal.spec.write_text(text, encoding="utf-8")
        assert [finding["kind"] for finding in findings] == ["pending"]
        assert findings[0]["live"] == findings[0]["recorded"] != findings[0]["desired"]
        assert findings[0]["spec"]["written"]

    def test_real_settings_never_reach_a_rehearsal(self, rehearsal: Place, tmp_path: Path) -> None:
        (tmp_path / "config").write_text(
            "[profile prod]\nregion = us-east-1\nrole_arn = arn:aws:iam::999999999999:role/Admin\n"
        )
        real = {
            "AWS_PROFILE": "prod", "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL", "AWS_SECRET_ACCESS_KEY": "real", "AWS_SESSION_TOKEN": "real",
            "AWS_CONFIG_FILE": str(tmp_path / "config"), "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ENDPOINT_URL_EKS": "http://127.0.0.1:9",
            "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/Admin", "TF_CLI_ARGS": "-lock=maybe", "TF_CLI_CONFIG_FILE": "/nowhere/at/all.rc",
            "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9",
        }  # fmt: skip
        assert "No changes" in rehearsal.eksgen("plan", "--detailed-exitcode", code=0, **real)


class TestProduction(Story):
    name = "production"


class TestChina(Story):
    name = "china"


class TestPrivate(Story):
    name = "private"


class TestQuickstart(Story):
    name = "quickstart"
