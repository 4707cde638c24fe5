"""Unmanaged objects: drift reports them and who created them, and a destroy stops for objects of Kubernetes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from .aws_command import run_aws_command
from .conftest import Project

ACCOUNT, CLUSTER = "100000000015", "quickstart"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    project = new_project("unmanaged", ACCOUNT)
    project.eksgen("apply", "--yes")
    return project


def vpc_id(project: Project) -> str:
    vpcs = project.client("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["false"]}])["Vpcs"]
    return str(vpcs[0]["VpcId"])


def subnet_ids(project: Project) -> list[str]:
    """Return a private subnet a zone: EKS refuses nodes in public ones that assign no public addresses."""
    filters = [
        {"Name": "vpc-id", "Values": [vpc_id(project)]},
        {"Name": "tag-key", "Values": ["kubernetes.io/role/internal-elb"]},
    ]
    subnets = project.client("ec2").describe_subnets(Filters=filters)["Subnets"]
    by_zone = {subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in subnets}
    return [by_zone[zone] for zone in sorted(by_zone)]


def create_load_balancer(project: Project, tags: dict[str, str]) -> Callable[[], None]:
    """Create a load balancer by hand and return a function that deletes it."""
    elb = project.client("elbv2")
    arn = elb.create_load_balancer(
        Name="by-hand", Type="network", Subnets=subnet_ids(project)[:2],
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )["LoadBalancers"][0]["LoadBalancerArn"]  # fmt: skip
    return lambda: elb.delete_load_balancer(LoadBalancerArn=arn)


def test_a_new_cluster_has_no_unmanaged_objects(project: Project) -> None:
    assert project.counted_findings(code=0) == []


def test_objects_created_outside_the_spec_are_reported_as_unmanaged(project: Project) -> None:
    eks = project.client("eks")
    guest = f"arn:aws:iam::{ACCOUNT}:role/Guest"
    group = eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"][0]
    role = eks.describe_nodegroup(clusterName=CLUSTER, nodegroupName=group)["nodegroup"]["nodeRole"]
    eks.create_nodegroup(
        clusterName=CLUSTER, nodegroupName="by-hand", nodeRole=role, subnets=subnet_ids(project)
    )
    eks.create_addon(clusterName=CLUSTER, addonName="metrics-server")
    eks.create_access_entry(clusterName=CLUSTER, principalArn=guest)
    association = eks.create_pod_identity_association(
        clusterName=CLUSTER, namespace="shop", serviceAccount="web", roleArn=guest
    )["association"]["associationId"]
    eks.create_capability(
        clusterName=CLUSTER, capabilityName="by-hand", type="ACK", roleArn=f"{guest}Controller",
        deletePropagationPolicy="RETAIN",
    )  # fmt: skip
    oidc = {"identityProviderConfigName": "corp", "issuerUrl": "https://id.example", "clientId": "a"}
    eks.associate_identity_provider_config(clusterName=CLUSTER, oidc=oidc)
    create_load_balancer(project, {"team": "shop"})
    found = [f for f in project.drift_findings(code=3) if f["kind"] == "unmanaged"]
    assert {(f["type"], f["name"], f["level"]) for f in found} == {
        ("aws_eks_node_group", "by-hand", "medium"),
        ("aws_eks_addon", "metrics-server", "medium"),
        ("aws_eks_access_entry", guest, "high"),
        ("aws_eks_pod_identity_association", association, "high"),
        ("aws_eks_capability", "by-hand", "high"),
        ("aws_eks_identity_provider_config", "corp", "high"),
        ("aws_lb", "by-hand", "low"),
    }
    assert project.counted_findings("--no-unmanaged", code=0) == []
    facts = {fact["name"]: fact["value"] for one in found for fact in one["about"]}
    assert facts.keys() >= {"ARN", "issuer", "role", "size", "types", "version"}
    for one in found:
        for command in one["remove"]:
            run_aws_command(project.client, command)
    assert project.counted_findings(code=0) == [], "the commands in the report remove everything"


def client_of_alice(project: Project, service: str) -> Any:
    """Return the client of a user who logged in through IAM Identity Center."""
    import boto3

    role = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdminAccess_0123456789abcdef"
    keys = project.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{role}", RoleSessionName="alice@corp.example"
    )["Credentials"]
    return boto3.client(
        service, region_name=project.region, endpoint_url=project.sandbox.endpoint,
        aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )  # fmt: skip


def change_something_else(project: Project, role: str, group: str) -> None:
    """Call as another user, later, what alice called, about other attributes and objects."""
    eks, ec2, iam = (project.client(service) for service in ("eks", "ec2", "iam"))
    node_role = eks.describe_nodegroup(clusterName=CLUSTER, nodegroupName=group)["nodegroup"]["nodeRole"]
    iam.attach_role_policy(RoleName=node_role.rpartition("/")[2], PolicyArn=READ_ONLY)
    iam.detach_role_policy(RoleName=node_role.rpartition("/")[2], PolicyArn=READ_ONLY)
    labels = {"addOrUpdateLabels": {"own": "x"}}
    eks.update_nodegroup_config(clusterName=CLUSTER, nodegroupName=group, labels=labels)
    eks.update_nodegroup_config(clusterName=CLUSTER, nodegroupName=group, labels={"removeLabels": ["own"]})
    ec2.create_tags(Resources=[vpc_id(project)], Tags=[{"Key": "own", "Value": "hand"}])
    ec2.delete_tags(Resources=[vpc_id(project)], Tags=[{"Key": "own"}])


def test_drift_names_who_changed_deleted_or_created_an_object(project: Project) -> None:
    eks, ec2, iam = (client_of_alice(project, service) for service in ("eks", "ec2", "iam"))
    group = eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"][0]
    eks.update_nodegroup_config(
        clusterName=CLUSTER, nodegroupName=group, labels={"addOrUpdateLabels": {"by": "hand"}}
    )
    eks.create_addon(clusterName=CLUSTER, addonName="metrics-server")
    eks.delete_addon(clusterName=CLUSTER, addonName="kube-proxy")
    ec2.create_tags(Resources=[vpc_id(project)], Tags=[{"Key": "by", "Value": "hand"}])
    role = eks.describe_cluster(name=CLUSTER)["cluster"]["roleArn"].rpartition("/")[2]
    statement = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    iam.update_assume_role_policy(
        RoleName=role, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )
    iam.attach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    change_something_else(project, role, group)
    report = project.eksgen("drift", "--who", "--format", "markdown", code=3)
    for call in (
        "AttachRolePolicy",
        "UpdateNodegroupConfig",
        "CreateAddon",
        "DeleteAddon",
        "CreateTags",
        "UpdateAssumeRolePolicy",
    ):
        assert f"with `{call}`" in report, report
    assert "alice@corp.example" in report
    assert "through `SSO AdminAccess`" in report
    assert "does not say" not in report
    assert "by `sandbox`" not in report, "nobody else's later call is the cause"
    eks.delete_addon(clusterName=CLUSTER, addonName="metrics-server")
    iam.detach_role_policy(RoleName=role, PolicyArn=READ_ONLY)
    project.eksgen("apply", "--yes")
    project.client("eks").update_nodegroup_config(
        clusterName=CLUSTER, nodegroupName=group, labels={"addOrUpdateLabels": {"by": "key"}}
    )
    report = project.eksgen("drift", "--who", "--format", "markdown", code=3)
    assert "by `sandbox` through `IAM user`" in report, report
    project.eksgen("apply", "--yes")
    assert "No drift" in project.eksgen("drift", "--who")


def create_csi_volume(ec2: Any, claim: str, tags: dict[str, str]) -> str:
    """Create a volume like the EBS CSI driver and return its id."""
    tags = tags | {
        "CSIVolumeName": f"pvc-{claim}",
        "ebs.csi.aws.com/cluster": "true",
        "kubernetes.io/created-for/pvc/namespace": "shop",
        "kubernetes.io/created-for/pvc/name": claim,
    }
    volume = ec2.create_volume(
        AvailabilityZone="us-west-2a", Size=8,
        TagSpecifications=[{"ResourceType": "volume", "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}],
    )  # fmt: skip
    return str(volume["VolumeId"])


def test_a_destroy_stops_for_objects_of_kubernetes_and_says_how_to_delete_them(project: Project) -> None:
    delete_balancer = create_load_balancer(
        project, {"elbv2.k8s.aws/cluster": CLUSTER, "service.k8s.aws/stack": "shop/web"}
    )
    ec2 = project.client("ec2")
    volume = create_csi_volume(ec2, "data", {f"kubernetes.io/cluster/{CLUSTER}": "owned"})
    other = create_csi_volume(ec2, "data", {"KubernetesCluster": "other"})
    unowned = create_csi_volume(ec2, "cache", {})
    group = ec2.create_security_group(
        GroupName="k8s-elb-a1b2c3", VpcId=vpc_id(project),
        Description="Security group for Kubernetes ELB a1b2c3 (shop/front)",
        TagSpecifications=[{"ResourceType": "security-group", "Tags": [
            {"Key": f"kubernetes.io/cluster/{CLUSTER}", "Value": "owned"},
        ]}],
    )["GroupId"]  # fmt: skip
    _, stderr = project.run("destroy", "cluster.yaml", "--yes", code=1)
    assert "would leave 3 objects created by Kubernetes" in stderr
    assert f"security group {group}, of service shop/front" in stderr
    assert "kubectl delete service -n shop front" in stderr
    assert (
        f"1 volume created by Kubernetes may belong to this cluster, but no tag says so: {unowned}" in stderr
    )
    assert other not in stderr
    assert "kubernetes-objects" in stderr
    assert "service shop/web" in stderr
    assert f"volume {volume}, of pvc shop/data" in stderr
    assert "kubectl delete service -n shop web" in stderr
    assert "kubectl delete pvc -n shop data" in stderr
    assert vpc_id(project), "nothing was destroyed"
    assert project.counted_findings(code=0) == [], "objects of Kubernetes are not unmanaged"
    delete_balancer()
    ec2.delete_security_group(GroupId=group)
    for volume_id in (volume, other, unowned):
        ec2.delete_volume(VolumeId=volume_id)
