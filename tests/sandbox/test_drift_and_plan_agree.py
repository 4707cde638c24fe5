"""What an attacker gains from is found, reverted or reported until removed; tags of controllers are left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Project

ACCOUNT, CLUSTER = "100000000031", "guarded"
SPEC = f"""apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: {CLUSTER}, region: us-west-2, accountId: "{ACCOUNT}"}}
kubernetes: {{version: "1.35"}}
network: {{zones: 2, endpoints: [s3], ignoreTags: [backup-plan]}}
access: {{admins: [arn:aws:iam::{ACCOUNT}:role/Admin]}}
addons: {{coredns: {{configuration: {{replicaCount: 3, computeType: EC2}}}}}}
nodeGroups:
  web: {{scaling: {{min: 1, max: 3, desired: 1}}}}
"""
ADMIN_POLICY = "arn:aws:iam::aws:policy/AdministratorAccess"
VIEW_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
ELSEWHERE = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::elsewhere/*"}


@pytest.fixture(scope="module")
def project(new_project: Callable[..., Project]) -> Project:
    project = new_project("guarded", ACCOUNT, spec=SPEC)
    project.eksgen("apply", "--yes", "--no-verify")
    return project


def vpc_id(project: Project) -> str:
    vpcs = project.client("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["false"]}])["Vpcs"]
    return str(vpcs[0]["VpcId"])


def the_only(project: Project, operation: str, items: str, **filters: str) -> dict[str, Any]:
    """Return the object of the VPC that matches the filters."""
    named = [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in filters.items()]
    found = getattr(project.client("ec2"), operation)(
        Filters=[{"Name": "vpc-id", "Values": [vpc_id(project)]}, *named]
    )[items]
    assert len(found) == 1
    item: dict[str, Any] = found[0]
    return item


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def let_in(project: Project, group: str) -> None:
    """Let everybody in on port 22 of a security group."""
    everybody = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    project.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[everybody])


def cluster_group(project: Project) -> str:
    config = project.client("eks").describe_cluster(name=CLUSTER)["cluster"]["resourcesVpcConfig"]
    return str(config["clusterSecurityGroupId"])


def role_name(project: Project) -> str:
    arn = project.client("eks").describe_cluster(name=CLUSTER)["cluster"]["roleArn"]
    return str(arn.rpartition("/")[2])


def key_of_secrets(project: Project) -> str:
    config = project.client("eks").describe_cluster(name=CLUSTER)["cluster"]["encryptionConfig"]
    return str(config[0]["provider"]["keyArn"])


def attack(project: Project) -> None:
    """Change everything that gives somebody access."""
    ec2, iam, eks, kms = (project.client(name) for name in ("ec2", "iam", "eks", "kms"))
    default = the_only(project, "describe_security_groups", "SecurityGroups", group_name="default")
    let_in(project, default["GroupId"])
    let_in(project, cluster_group(project))
    gateway = ec2.describe_internet_gateways(
        Filters=[{"Name": "attachment.vpc-id", "Values": [vpc_id(project)]}]
    )["InternetGateways"][0]["InternetGatewayId"]
    for name, block in (
        (f"{CLUSTER}-intra", "0.0.0.0/0"),
        (f"{CLUSTER}-private-us-west-2a", "203.0.113.0/24"),
    ):
        (table,) = ec2.describe_route_tables(Filters=[{"Name": "tag:Name", "Values": [name]}])["RouteTables"]
        ec2.create_route(RouteTableId=table["RouteTableId"], DestinationCidrBlock=block, GatewayId=gateway)
    endpoint = the_only(project, "describe_vpc_endpoints", "VpcEndpoints")
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint["VpcEndpointId"], PolicyDocument=policy(ELSEWHERE))
    trusted = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::999999999999:root"},
        "Action": "sts:AssumeRole",
    }
    iam.update_assume_role_policy(RoleName=role_name(project), PolicyDocument=policy(trusted))
    iam.attach_role_policy(RoleName=role_name(project), PolicyArn=ADMIN_POLICY)
    key = key_of_secrets(project)
    document = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    statements = [
        *document["Statement"],
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::999999999999:root"},
            "Action": "kms:Decrypt",
            "Resource": "*",
        },
    ]
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(*statements))
    opened = {"endpointPublicAccess": True, "publicAccessCidrs": ["0.0.0.0/0"]}
    eks.update_cluster_config(name=CLUSTER, resourcesVpcConfig=opened)
    eks.associate_access_policy(
        clusterName=CLUSTER,
        principalArn=f"arn:aws:iam::{ACCOUNT}:role/Admin",
        policyArn=VIEW_POLICY,
        accessScope={"type": "cluster"},
    )


REVERTED = {
    ("aws_default_security_group", "ingress"),
    ("aws_eks_cluster", "vpc_config"),
    ("aws_iam_role", "assume_role_policy"),
    ("aws_kms_key", "policy"),
    ("aws_vpc_endpoint", "policy"),
}
REMAINING = {
    ("aws_vpc_security_group_ingress_rule", ""),
    ("aws_route_table", "route"),
    ("aws_iam_role", "managed_policy_arns"),
    ("aws_eks_access_policy_association", ""),
}


def found_in(findings: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(f["type"], str(f["path"][0]) if f["path"] else "") for f in findings}


def test_a_new_cluster_has_no_findings(project: Project) -> None:
    assert project.counted_findings(code=0) == []


def test_tags_of_controllers_are_neither_reported_nor_removed(project: Project) -> None:
    subnets = project.client("ec2").describe_subnets(
        Filters=[{"Name": "vpc-id", "Values": [vpc_id(project)]}]
    )["Subnets"]
    keys = (f"kubernetes.io/cluster/{CLUSTER}", "karpenter.sh/discovery", "backup-plan")
    ids = [subnet["SubnetId"] for subnet in subnets]
    project.client("ec2").create_tags(Resources=ids, Tags=[{"Key": key, "Value": "x"} for key in keys])
    assert project.counted_findings(code=0) == []
    project.client("ec2").create_tags(Resources=ids[:1], Tags=[{"Key": "by", "Value": "hand"}])
    assert found_in(project.counted_findings(code=3)) == {("aws_subnet", "tags")}
    project.eksgen("apply", "--yes", "--no-verify")
    tags = project.client("ec2").describe_subnets(SubnetIds=ids[:1])["Subnets"][0]["Tags"]
    assert set(keys) <= {tag["Key"] for tag in tags}
    assert "by" not in {tag["Key"] for tag in tags}
    node = the_only(project, "describe_security_groups", "SecurityGroups", **{"tag:Name": f"{CLUSTER}-node"})
    assert {"Key": f"kubernetes.io/cluster/{CLUSTER}", "Value": "owned"} in node["Tags"]


def test_another_form_of_a_value_is_neither_reported_nor_changed(project: Project) -> None:
    eks, iam, kms = (project.client(name) for name in ("eks", "iam", "kms"))
    reformatted = json.dumps({"computeType": "EC2", "replicaCount": 3}, indent=4)
    eks.update_addon(clusterName=CLUSTER, addonName="coredns", configurationValues=reformatted)
    key = key_of_secrets(project)
    document = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
    assert len(document["Statement"]) > 1
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(*reversed(document["Statement"])))
    trust = iam.get_role(RoleName=role_name(project))["Role"]["AssumeRolePolicyDocument"]["Statement"][0]
    actions = trust["Action"] if isinstance(trust["Action"], list) else [trust["Action"]]
    other = policy({**dict(reversed(trust.items())), "Action": actions[::-1]})
    iam.update_assume_role_policy(RoleName=role_name(project), PolicyDocument=other)
    assert project.counted_findings(code=0) == []
    project.eksgen("plan", "--detailed-exitcode", code=0)


def test_what_an_attacker_gains_from_is_high_and_reported_until_it_is_gone(project: Project) -> None:
    attack(project)
    findings = project.counted_findings("--who", code=3)
    assert found_in(findings) == REVERTED | REMAINING
    assert sum(f["type"] == "aws_route_table" for f in findings) == 2
    assert {f["level"] for f in findings} == {"high"}
    unknown = [(f["address"], f["path"], f["live"]) for f in findings if f["who"]["name"] != "sandbox"]
    assert unknown == []
    project.eksgen("apply", "--yes", "--no-verify")
    left = project.counted_findings(code=3)
    assert found_in(left) == REMAINING, "an apply reverts what it manages and forgets nothing else"
    assert {f["kind"] for f in left} == {"unmanaged"}
