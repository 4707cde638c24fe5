"""Examples from apply to destroy in the sandbox, with the real Terraform and the real provider.

Each example is applied once. Then objects of some are changed outside Terraform; drift must report exactly these
changes at their lines, and an apply must revert them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from eksgen.catalog.addons.addons import addon_or_default

from . import policies
from .applied_example import AppliedExample
from .conftest import Project


def cluster_name(project: Project) -> str:
    return str(project.client("eks").list_clusters()["clusters"][0])


def shorten_log_retention(project: Project) -> None:
    project.client("logs").put_retention_policy(
        logGroupName=f"/aws/eks/{cluster_name(project)}/cluster", retentionInDays=7
    )


def change_a_tag(project: Project) -> None:
    arn = project.client("eks").describe_cluster(name=cluster_name(project))["cluster"]["arn"]
    project.client("eks").tag_resource(resourceArn=arn, tags={"team": "somebody-else"})


def raise_maximum_nodes(project: Project) -> None:
    eks, cluster = project.client("eks"), cluster_name(project)
    group = eks.list_nodegroups(clusterName=cluster)["nodegroups"][0]
    scaling = eks.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]["scalingConfig"]
    eks.update_nodegroup_config(
        clusterName=cluster, nodegroupName=group, scalingConfig={**scaling, "maxSize": 42}
    )


def open_the_endpoint(project: Project) -> None:
    access = {"publicAccessCidrs": ["0.0.0.0/0"]}
    project.client("eks").update_cluster_config(name=cluster_name(project), resourcesVpcConfig=access)


def delete_a_security_group_rule(project: Project) -> None:
    ec2 = project.client("ec2")
    groups = ec2.describe_security_groups(
        Filters=[{"Name": "group-name", "Values": [f"{cluster_name(project)}-node"]}]
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


class ExampleLifecycle(AppliedExample):
    """The tests of an example whose objects are changed outside Terraform as well."""

    def test_drift_reports_exactly_the_outside_changes_and_an_apply_reverts_them(
        self, project: Project
    ) -> None:
        expected = {}
        for outside_change in OUTSIDE_CHANGES:
            field = outside_change.field.get(project.name, outside_change.field.get(""))
            if field is not None:  # only a cluster with public access has ranges to open
                outside_change.change(project)
                expected[field] = outside_change
        with policies.suffice(project, "plan"):
            findings = project.counted_findings("--who", code=3)
        reported = {(finding["kind"], finding["spec"]["field"]) for finding in findings}
        assert reported == {(outside_change.kind, field) for field, outside_change in expected.items()}, (
            findings
        )
        assert len(findings) == len(expected), "each change is reported once"
        lines = project.spec.read_text(encoding="utf-8").split("\n")
        for finding in findings:
            location, live = finding["spec"], expected[finding["spec"]["field"]].live
            if live is not None:
                assert finding["live"] == live
                assert finding["recorded"] == finding["desired"] != finding["live"]
            if location["written"]:
                assert str(location["path"][-1]) in lines[location["line"] - 1]
        project.eksgen("apply", "--yes")
        assert project.counted_findings(code=0) == []


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

    def test_an_edit_of_the_spec_is_pending_and_not_drift(self, project: Project) -> None:
        text = project.spec.read_text(encoding="utf-8")
        edited = text.replace("access:\n", "logs: {retentionDays: 60}\naccess:\n", 1)
        project.spec.write_text(edited, encoding="utf-8")
        findings = project.counted_findings(code=3)
        project.spec.write_text(text, encoding="utf-8")
        assert {finding["address"].split(".")[1] for finding in findings} == {"log_groups"}
        for finding in findings:
            assert finding["kind"] == "pending"
            assert finding["live"] == finding["recorded"] != finding["desired"]
            assert finding["spec"]["written"]

    def test_real_aws_and_terraform_settings_have_no_effect_in_the_sandbox(
        self, project: Project, tmp_path: Path
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
        assert "No changes" in project.eksgen("plan", "--detailed-exitcode", code=0, **real)


class TestIpv6(ExampleLifecycle):
    name = "ipv6"


class TestCustomNetworking(ExampleLifecycle):
    name = "custom-networking"


class TestBottlerocketSpot(AppliedExample):
    name = "bottlerocket-spot"


class TestGpu(AppliedExample):
    name = "gpu"


class TestCilium(AppliedExample):
    name = "cilium"


class TestCalico(AppliedExample):
    name = "calico"

    def test_what_is_taken_out_of_the_spec_is_taken_out_of_the_add_ons(self, project: Project) -> None:
        text, eks = project.spec.read_text(encoding="utf-8"), project.client("eks")
        cluster = cluster_name(project)

        def configuration(addon: str) -> str:
            found = eks.describe_addon(clusterName=cluster, addonName=addon)["addon"]
            return str(found["configurationValues"])

        assert json.loads(configuration("vpc-cni"))["env"]["WARM_IP_TARGET"] == "4"
        assert configuration("kube-proxy") == '{"mode":"nftables"}'
        before, _, rest = text.partition("addons:\n")
        project.spec.write_text(before + rest[rest.index("nodeGroups:") :], encoding="utf-8")
        assert "Converged" in project.eksgen("apply", "--yes")
        assert (configuration("vpc-cni"), configuration("kube-proxy")) == ("{}", "{}")
        project.spec.write_text(text, encoding="utf-8")
        assert "Converged" in project.eksgen("apply", "--yes")


class TestWindows(AppliedExample):
    name = "windows"


class TestHcpTerraform(AppliedExample):
    name = "hcp-terraform"

    def test_a_rehearsal_keeps_its_state_here_and_asks_no_host(self, project: Project) -> None:
        assert (project.work_folder / "terraform.tfstate").is_file()
        assert "cloud {" in (project.work_folder / "backend.tf").read_text("utf-8")
        assert "state is not locked" in project.eksgen("unlock")
        doctor = project.eksgen("doctor")
        assert "terraform.tfstate can be read" in " ".join(doctor.split())
        assert "app.terraform.io" not in doctor


class TestPinned(AppliedExample):
    name = "pinned"

    def test_everything_has_the_version_of_the_lock_file(self, project: Project) -> None:
        lock = yaml.safe_load(project.spec.with_suffix(".lock").read_text(encoding="utf-8"))
        eks, cluster = project.client("eks"), cluster_name(project)
        for name, version in lock["addons"].items():
            known = addon_or_default(name).eks_name
            assert (
                eks.describe_addon(clusterName=cluster, addonName=known)["addon"]["addonVersion"] == version
            )
        releases = {
            eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]["releaseVersion"]
            for name in eks.list_nodegroups(clusterName=cluster)["nodegroups"]
        }
        assert releases == {lock["nodeGroups"]["web"], lock["nodeGroups"]["edge"]}

    def test_another_version_in_the_lock_file_is_a_change_at_its_line(self, project: Project) -> None:
        lock = project.spec.with_suffix(".lock")
        text = lock.read_text(encoding="utf-8")
        lock.write_text(text.replace("v1.12.4-eksbuild.1", "v1.13.1-eksbuild.1"), encoding="utf-8")
        try:
            shown = project.eksgen("plan")
        finally:
            lock.write_text(text, encoding="utf-8")
        assert "cluster.lock:5" in shown
        assert "v1.13.1-eksbuild.1" in shown

    def test_another_package_of_the_provider_is_refused_at_its_line(self, project: Project) -> None:
        lock = project.spec.with_suffix(".lock")
        text = lock.read_text(encoding="utf-8")
        lock.write_text(text.replace("h1:edX", "h1:AAA"), encoding="utf-8")
        try:
            _, refused = project.run("plan", project.spec.name, code=1)
        finally:
            lock.write_text(text, encoding="utf-8")
        assert "error[other-provider]" in refused
        assert "cluster.lock:14" in refused
        assert "No changes" in project.eksgen("plan", "--detailed-exitcode", code=0)


def events(project: Project) -> list[str]:
    """Return the names of the calls that changed something, in their order."""
    pages = project.client("cloudtrail").get_paginator("lookup_events").paginate()
    return [event["EventName"] for page in pages for event in page["Events"]][::-1]


class InExistingVpc(AppliedExample):
    """The tests of an example in a VPC that exists."""

    @classmethod
    def check_what_a_destroy_keeps(cls, project: Project) -> None:
        in_vpc = [{"Name": "vpc-id", "Values": ["vpc-0a1b2c3d4e5f60718"]}]
        assert project.client("ec2").describe_subnets(Filters=in_vpc)["Subnets"]


class TestExistingVpc(InExistingVpc):
    name = "existing-vpc"

    def test_nothing_of_the_vpc_is_in_the_state(self, project: Project) -> None:
        state = json.loads((project.work_folder / "terraform.tfstate").read_text(encoding="utf-8"))
        ids = {
            str(instance["attributes"].get("id"))
            for resource in state["resources"]
            if resource["mode"] == "managed"
            for instance in resource["instances"]
        }
        assert not {name for name in ids if name.startswith(("vpc-", "subnet-", "rtb-", "igw-", "nat-"))}

    def test_a_plan_refuses_at_its_line_what_the_vpc_is_not(self, project: Project) -> None:
        ec2, vpc = project.client("ec2"), "vpc-0a1b2c3d4e5f60718"
        subnet = "subnet-0a1b2c3d4e5f60011"
        ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": False})
        ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": False})
        try:
            _, refused = project.run("plan", project.spec.name, code=1)
        finally:
            ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
            ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
        lines = project.spec.read_text(encoding="utf-8").split("\n")
        line = next(number for number, text in enumerate(lines, 1) if subnet in text)
        assert f"error[existing-vpc]: {vpc} has DNS support or DNS host names off" in refused
        assert f":{line}:21" in refused
        assert f"{subnet} gives instances no public addresses" in refused

    def test_a_plan_refuses_a_security_group_of_another_vpc(self, project: Project) -> None:
        ec2, text = project.client("ec2"), project.spec.read_text(encoding="utf-8")
        vpc = ec2.create_vpc(CidrBlock="10.200.0.0/16")["Vpc"]["VpcId"]
        group = ec2.create_security_group(GroupName="other", Description="other", VpcId=vpc)["GroupId"]
        project.spec.write_text(text.replace("sg-0a1b2c3d4e5f60022", group), encoding="utf-8")
        try:
            _, refused = project.run("plan", project.spec.name, code=1)
        finally:
            project.spec.write_text(text, encoding="utf-8")
            ec2.delete_security_group(GroupId=group)
            ec2.delete_vpc(VpcId=vpc)
        assert f"error[existing-vpc]: {group} is in {vpc}, not in vpc-0a1b2c3d4e5f60718" in refused
        line = next(n for n, line in enumerate(text.split("\n"), 1) if "securityGroups" in line)
        assert f":{line}:3" in refused

    def test_zonal_shift_is_turned_off_by_a_value_only(self, project: Project) -> None:
        text = project.spec.read_text(encoding="utf-8")
        project.spec.write_text(text.replace("  zonalShift: {}\n", ""), encoding="utf-8")
        try:
            _, refused = project.run("plan", project.spec.name, code=1)
            assert "write `zonalShift: none` in `controlPlane`" in " ".join(refused.split())
            off = text.replace("zonalShift: {}", "zonalShift: none")
            project.spec.write_text(off, encoding="utf-8")
            assert "Converged" in project.eksgen("apply", "--yes")
        finally:
            project.spec.write_text(text, encoding="utf-8")
        cluster = project.client("eks").describe_cluster(name=cluster_name(project))["cluster"]
        assert cluster["zonalShiftConfig"] == {"enabled": False}
        assert "Converged" in project.eksgen("apply", "--yes")

    def test_nodes_and_control_plane_reach_each_other_while_its_group_changes(self, project: Project) -> None:
        text = project.spec.read_text(encoding="utf-8")
        own = text.replace("existing: sg-0a1b2c3d4e5f60021, ", "")
        new_group = {"CreateSecurityGroup", "RevokeSecurityGroupEgress"}  # of the rule that it is made with
        try:
            for spec, more in ((own, new_group), (text, set())):
                before = events(project)
                project.spec.write_text(spec, encoding="utf-8")
                assert "Converged" in project.eksgen("apply", "--yes")
                calls = events(project)[len(before) :]
                update = calls.index("UpdateClusterConfig")
                made = {name for name in calls[:update] if "SecurityGroup" in name}
                deleted = {name for name in calls[update:] if "SecurityGroup" in name}
                opened = {"AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"}
                closed = {"RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "DeleteSecurityGroup"}
                assert "AuthorizeSecurityGroupIngress" in made <= opened | more
                assert "RevokeSecurityGroupIngress" in deleted <= closed
        finally:
            project.spec.write_text(text, encoding="utf-8")

    def test_a_plan_warns_about_what_may_be_right(self, project: Project) -> None:
        ec2, subnet = project.client("ec2"), "subnet-0a1b2c3d4e5f60001"
        tag = {"Key": "kubernetes.io/role/internal-elb"}
        ec2.delete_tags(Resources=[subnet], Tags=[tag])
        try:
            assert f"--resources {subnet}" in " ".join(project.eksgen("plan").split())
        finally:
            ec2.create_tags(Resources=[subnet], Tags=[tag | {"Value": "1"}])


class TestNewSubnetsInExistingVpc(InExistingVpc):
    name = "new-subnets-in-existing-vpc"
