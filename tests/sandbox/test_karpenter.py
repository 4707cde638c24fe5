"""Karpenter, and a cluster without nodes, from apply to destroy in the sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from botocore.exceptions import ClientError

from eksgen.sandbox.leftovers import leftovers

from .conftest import Project


@pytest.fixture(scope="module")
def karpenter(new_example: Callable[[str], Project]) -> Iterator[Project]:
    """Return the applied example; at the end it is destroyed without leftovers."""
    project = new_example("karpenter")
    assert "Converged" in project.eksgen("apply", "--yes")
    yield project
    project.eksgen("destroy", "--yes")
    assert leftovers(project.sandbox, project.account, project.region) == ()


def test_after_an_apply_there_is_neither_drift_nor_a_pending_edit(karpenter: Project) -> None:
    assert karpenter.counted_findings(code=0) == []


def test_what_the_manifests_name_exists(karpenter: Project) -> None:
    """Karpenter finds its role, its subnets, its security group and its key by names from the spec."""
    documents: list[Any] = list(
        yaml.safe_load_all((karpenter.work_folder / "manifests" / "karpenter.yaml").read_text("utf-8"))
    )
    classes = [item["spec"] for item in documents if item["kind"] == "EC2NodeClass"]
    karpenter.client("iam").get_role(RoleName=classes[0]["role"])
    tag = {"Name": "tag:karpenter.sh/discovery", "Values": ["bees"]}
    ec2 = karpenter.client("ec2")
    assert len(ec2.describe_subnets(Filters=[tag])["Subnets"]) == 3
    assert len(ec2.describe_security_groups(Filters=[tag])["SecurityGroups"]) == 1
    keys = [node_class["blockDeviceMappings"][0]["ebs"].get("kmsKeyID") for node_class in classes]
    aliases = {alias["AliasArn"] for alias in karpenter.client("kms").list_aliases()["Aliases"]}
    assert {key for key in keys if key} <= aliases


def test_events_reach_the_queue_of_the_chart(karpenter: Project) -> None:
    queue = karpenter.client("sqs").get_queue_url(QueueName="bees-karpenter")["QueueUrl"]
    attributes = karpenter.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])[
        "Attributes"
    ]
    allowed = json.loads(attributes["Policy"])["Statement"][0]["Condition"]["ArnEquals"]["aws:SourceArn"]
    events = karpenter.client("events")
    rules = events.list_rules(NamePrefix="bees-karpenter-")["Rules"]
    assert sorted(rule["Arn"] for rule in rules) == sorted(allowed)
    targets = [events.list_targets_by_rule(Rule=rule["Name"])["Targets"] for rule in rules]
    assert {target["Arn"] for listed in targets for target in listed} == {attributes["QueueArn"]}


def test_what_karpenter_does_is_no_drift_and_what_others_do_is(karpenter: Project) -> None:
    """Karpenter makes instance profiles with the role of its nodes; nobody else removes the tag of a subnet."""
    iam, ec2 = karpenter.client("iam"), karpenter.client("ec2")
    iam.create_instance_profile(
        InstanceProfileName="bees_1", Tags=[{"Key": "karpenter.k8s.aws/ec2nodeclass", "Value": "general"}]
    )
    iam.add_role_to_instance_profile(InstanceProfileName="bees_1", RoleName="bees-us-west-2-karpenter-node")
    assert karpenter.counted_findings(code=0) == []
    with pytest.raises(ClientError, match="DeleteConflict"):
        iam.delete_role(RoleName="bees-us-west-2-karpenter-node")
    iam.remove_role_from_instance_profile(
        InstanceProfileName="bees_1", RoleName="bees-us-west-2-karpenter-node"
    )
    iam.delete_instance_profile(InstanceProfileName="bees_1")
    tag = {"Key": "karpenter.sh/discovery", "Value": "bees"}
    subnet = ec2.describe_subnets(Filters=[{"Name": f"tag:{tag['Key']}", "Values": ["bees"]}])["Subnets"][0]
    ec2.delete_tags(Resources=[subnet["SubnetId"]], Tags=[tag])
    karpenter.client("events").disable_rule(Name="bees-karpenter-health")
    findings = karpenter.counted_findings(code=3)
    assert sorted((f["kind"], f["spec"]["field"]) for f in findings) == [
        ("changed-outside", "karpenter"),
        ("deleted-outside", "karpenter"),
    ]
    karpenter.eksgen("apply", "--yes")
    assert karpenter.counted_findings(code=0) == []


def test_another_limit_of_a_pool_changes_only_the_manifest(karpenter: Project) -> None:
    text = karpenter.spec.read_text(encoding="utf-8")
    karpenter.spec.write_text(text.replace('limits: {cpu: "100"}', 'limits: {cpu: "150"}'), encoding="utf-8")
    assert "No changes" in karpenter.eksgen("plan", "--detailed-exitcode")
    karpenter.spec.write_text(text, encoding="utf-8")


def test_a_cluster_without_nodes_gets_its_add_ons_with_the_first_group(
    new_example: Callable[[str], Project],
) -> None:
    project = new_example("no-nodes")
    text = project.spec.read_text(encoding="utf-8")
    assert "Converged" in project.eksgen("apply", "--yes")
    listed = project.client("eks").list_addons(clusterName="empty")["addons"]
    assert listed == ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"]
    project.spec.write_text(f"{text}nodeGroups: {{web: {{}}}}\n", encoding="utf-8")
    project.eksgen("apply", "--yes")
    listed = project.client("eks").list_addons(clusterName="empty")["addons"]
    assert {"coredns", "aws-ebs-csi-driver"} <= set(listed)
    project.spec.write_text(text, encoding="utf-8")
    assert "Converged" in project.eksgen("apply", "--yes")
    project.eksgen("destroy", "--yes")
    assert leftovers(project.sandbox, project.account, project.region) == ()
