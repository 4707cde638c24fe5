"""Examples from apply to destroy in the sandbox, with the real Terraform and the real provider.

Each example is applied once. Then objects of some are changed outside Terraform; drift must report exactly these
changes at their lines, and an apply must revert them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox.leftovers import leftovers

from .conftest import Project


@pytest.fixture(scope="session")
def rehearsals(new_example: Callable[[str], Project]) -> Iterator[Callable[[str], Project]]:
    """Return a function that applies an example once per worker; at the end each is destroyed without leftovers."""
    applied: dict[str, Project] = {}

    def apply_example(name: str) -> Project:
        if name not in applied:
            applied[name] = new_example(name)
            assert "Converged" in applied[name].eksgen("apply", "--yes")
        return applied[name]

    yield apply_example
    for project in applied.values():
        project.eksgen("destroy", "--yes")
        assert has_its_vpc(project)
        assert leftovers(project.sandbox, project.account, project.region) == ()


def has_its_vpc(project: Project) -> bool:
    """Whether a VPC that the spec takes to exist is still there, with its subnets."""
    if "existing" not in project.name:
        return True
    filters = [{"Name": "vpc-id", "Values": ["vpc-0a1b2c3d4e5f60718"]}]
    return bool(project.client("ec2").describe_subnets(Filters=filters)["Subnets"])


def cluster_name(project: Project) -> str:
    return str(project.client("eks").list_clusters()["clusters"][0])


def shorten_log_retention(rehearsal: Project) -> None:
    rehearsal.client("logs").put_retention_policy(
        logGroupName=f"/aws/eks/{cluster_name(rehearsal)}/cluster", retentionInDays=7
    )


def change_a_tag(rehearsal: Project) -> None:
    arn = rehearsal.client("eks").describe_cluster(name=cluster_name(rehearsal))["cluster"]["arn"]
    rehearsal.client("eks").tag_resource(resourceArn=arn, tags={"team": "somebody-else"})


def raise_maximum_nodes(rehearsal: Project) -> None:
    eks, cluster = rehearsal.client("eks"), cluster_name(rehearsal)
    group = eks.list_nodegroups(clusterName=cluster)["nodegroups"][0]
    scaling = eks.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]["scalingConfig"]
    eks.update_nodegroup_config(
        clusterName=cluster, nodegroupName=group, scalingConfig={**scaling, "maxSize": 42}
    )


def open_the_endpoint(rehearsal: Project) -> None:
    access = {"publicAccessCidrs": ["0.0.0.0/0"]}
    rehearsal.client("eks").update_cluster_config(name=cluster_name(rehearsal), resourcesVpcConfig=access)


def delete_a_security_group_rule(rehearsal: Project) -> None:
    ec2 = rehearsal.client("ec2")
    groups = ec2.describe_security_groups(
        Filters=[{"Name": "group-name", "Values": [f"{cluster_name(rehearsal)}-node"]}]
    )
    group = groups["SecurityGroups"][0]["GroupId"]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])[
        "SecurityGroupRules"
    ]
    rule = next(rule for rule in rules if not rule["IsEgress"] and rule["FromPort"] == 10250)
    ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])


@dataclass(frozen=True)
class OutsideChange:
    """A change outside Terraform and what drift must report: kind, field by example ("" is the default), live value."""

    change: Callable[[Project], None]
    kind: str
    field: dict[str, str]
    live: Any = None


OUTSIDE_CHANGES = [
    OutsideChange(shorten_log_retention, "changed-outside", {"production": "controlPlane.logs.retentionDays", "": "logs.retentionDays"}, 7),
    OutsideChange(change_a_tag, "changed-outside", {"quickstart": "metadata.tags", "self-managed": "metadata.tags", "": "metadata.tags.team"}, "somebody-else"),
    OutsideChange(
        raise_maximum_nodes, "changed-outside",
        {"production": "nodeGroups.batch.scaling.max", "private": "nodeGroups.system.scaling.max",
         "ipv6": "nodeGroups.own-image.scaling.max", "self-managed": "nodeGroups.base.scaling.max",
         "": "nodeGroups.web.scaling.max"}, 42,
    ),
    OutsideChange(open_the_endpoint, "changed-outside", {"production": "controlPlane.endpoint.public"}),
    OutsideChange(delete_a_security_group_rule, "deleted-outside", {"": "controlPlane"}),
]  # fmt: skip


class AppliedExample:
    """The tests of every example; one class per example keeps them in one worker (`--dist loadscope`)."""

    name = ""

    @pytest.fixture
    def rehearsal(self, rehearsals: Callable[[str], Project]) -> Project:
        return rehearsals(self.name)

    def test_after_an_apply_there_is_neither_drift_nor_a_pending_edit(self, rehearsal: Project) -> None:
        assert rehearsal.counted_findings(code=0) == []


class ExampleLifecycle(AppliedExample):
    """The tests of an example whose objects are changed outside Terraform as well."""

    def test_drift_reports_exactly_the_outside_changes_and_an_apply_reverts_them(
        self, rehearsal: Project
    ) -> None:
        expected = {}
        for outside_change in OUTSIDE_CHANGES:
            field = outside_change.field.get(rehearsal.name, outside_change.field.get(""))
            if field is not None:  # only a cluster with public access has ranges to open
                outside_change.change(rehearsal)
                expected[field] = outside_change
        findings = rehearsal.counted_findings(code=3)
        reported = {(finding["kind"], finding["spec"]["field"]) for finding in findings}
        assert reported == {(outside_change.kind, field) for field, outside_change in expected.items()}, (
            findings
        )
        assert len(findings) == len(expected), "each change is reported once"
        lines = rehearsal.spec.read_text(encoding="utf-8").split("\n")
        for finding in findings:
            location, live = finding["spec"], expected[finding["spec"]["field"]].live
            if live is not None:
                assert finding["live"] == live
                assert finding["recorded"] == finding["desired"] != finding["live"]
            if location["written"]:
                assert str(location["path"][-1]) in lines[location["line"] - 1]
        rehearsal.eksgen("apply", "--yes")
        assert rehearsal.counted_findings(code=0) == []


class TestProduction(ExampleLifecycle):
    name = "production"


class TestChina(ExampleLifecycle):
    name = "china"


class TestPrivate(ExampleLifecycle):
    name = "private"


class TestSelfManaged(ExampleLifecycle):
    name = "self-managed"


class TestQuickstart(ExampleLifecycle):
    name = "quickstart"

    def test_an_edit_of_the_spec_is_pending_and_not_drift(self, rehearsal: Project) -> None:
        text = rehearsal.spec.read_text(encoding="utf-8")
        edited = (
            text.replace("access:\n", "logs: {retentionDays: 60}\naccess:\n", 1)
            if "\nlogs:\n" not in text
            else text.replace("retentionDays: 365", "retentionDays: 400")
        )
        rehearsal.spec.write_text(edited, encoding="utf-8")
        findings = rehearsal.counted_findings(code=3)
        rehearsal.spec.write_text(text, encoding="utf-8")
        assert {finding["address"].split(".")[1] for finding in findings} == {"log_groups"}
        for finding in findings:
            assert finding["kind"] == "pending"
            assert finding["live"] == finding["recorded"] != finding["desired"]
            assert finding["spec"]["written"]

    def test_real_aws_and_terraform_settings_have_no_effect_in_the_sandbox(
        self, rehearsal: Project, tmp_path: Path
    ) -> None:
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


class TestIpv6(ExampleLifecycle):
    name = "ipv6"


class TestCustomNetworking(ExampleLifecycle):
    name = "custom-networking"


class TestBottlerocketSpot(AppliedExample):
    name = "bottlerocket-spot"


class TestGpu(AppliedExample):
    name = "gpu"


class TestWindows(AppliedExample):
    name = "windows"


class TestExistingVpc(AppliedExample):
    name = "existing-vpc"

    def test_nothing_of_the_vpc_is_in_the_state(self, rehearsal: Project) -> None:
        state = json.loads((rehearsal.work_folder / "terraform.tfstate").read_text(encoding="utf-8"))
        ids = {
            str(instance["attributes"].get("id"))
            for resource in state["resources"]
            if resource["mode"] == "managed"
            for instance in resource["instances"]
        }
        assert not {name for name in ids if name.startswith(("vpc-", "subnet-", "rtb-", "igw-", "nat-"))}

    def test_a_plan_refuses_at_its_line_what_the_vpc_is_not(self, rehearsal: Project) -> None:
        ec2, vpc = rehearsal.client("ec2"), "vpc-0a1b2c3d4e5f60718"
        subnet = "subnet-0a1b2c3d4e5f60011"
        ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": False})
        ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": False})
        try:
            _, refused = rehearsal.run("plan", rehearsal.spec.name, code=1)
        finally:
            ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
            ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
        lines = rehearsal.spec.read_text(encoding="utf-8").split("\n")
        line = next(number for number, text in enumerate(lines, 1) if subnet in text)
        assert f"error[existing-vpc]: {vpc} has DNS support or DNS host names off" in refused
        assert f":{line}:21" in refused
        assert f"{subnet} gives instances no public addresses" in refused

    def test_a_plan_warns_about_what_may_be_right(self, rehearsal: Project) -> None:
        ec2, subnet = rehearsal.client("ec2"), "subnet-0a1b2c3d4e5f60001"
        tag = {"Key": "kubernetes.io/role/internal-elb"}
        ec2.delete_tags(Resources=[subnet], Tags=[tag])
        try:
            assert f"--resources {subnet}" in " ".join(rehearsal.eksgen("plan").split())
        finally:
            ec2.create_tags(Resources=[subnet], Tags=[tag | {"Value": "1"}])


class TestNewSubnetsInExistingVpc(AppliedExample):
    name = "new-subnets-in-existing-vpc"
