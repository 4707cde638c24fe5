"""AWS permissions of pods, from apply to destroy in the sandbox, and what EKS and IAM refuse of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from .applied_example import AppliedExample
from .conftest import EKS_ACCOUNT, REGION, Client, ExpectError, Project

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
    ],
}


def trust_of(project: Project, role: str) -> dict[str, Any]:
    found = project.client("iam").get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    statement: dict[str, Any] = found["Statement"][0]
    return statement


class TestPodIdentity(AppliedExample):
    """The example of Pod Identity."""

    name = "pod-identity"

    def test_an_account_has_one_association_and_an_addon_makes_its_own(self, project: Project) -> None:
        eks = project.client("eks")
        found = eks.list_pod_identity_associations(clusterName="pods")["associations"]
        owners = {f"{item['namespace']}/{item['serviceAccount']}": "ownerArn" in item for item in found}
        assert owners == {
            "dns/controllers": False,
            "kube-system/aws-load-balancer-controller": False,
            "kube-system/cluster-autoscaler": False,
            "kube-system/ebs-csi-controller-sa": True,
            "shop/payments": False,
            "shop/reader": False,
            "shop/uploader": False,
        }

    def test_a_role_trusts_one_account_of_one_cluster(self, project: Project) -> None:
        asked = trust_of(project, "pods-us-west-2-pod-shop.uploader")["Condition"]["StringEquals"]
        assert asked["aws:RequestTag/kubernetes-service-account"] == "uploader"
        assert asked["aws:RequestTag/eks-cluster-arn"].endswith(":cluster/pods")

    def test_rights_given_outside_terraform_are_drift_at_the_account(self, project: Project) -> None:
        project.client("iam").attach_role_policy(
            RoleName="pods-us-west-2-pod-shop.reader", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess"
        )
        findings = [f for f in project.drift_findings(code=3) if f["level"] == "high"]
        assert findings
        assert "shop/reader" in json.dumps(findings)
        project.client("iam").detach_role_policy(
            RoleName="pods-us-west-2-pod-shop.reader", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess"
        )

    def test_an_addon_has_its_next_role_before_the_last_one_goes(self, project: Project) -> None:
        text = project.spec.read_text("utf-8")
        before, _, rest = text.partition("    kube-system/ebs-csi-controller-sa:")
        assert "nodeGroups:" in rest
        without = before + rest[rest.index("nodeGroups:") :]
        for edited in (without, text):
            done = len(calls(project))
            project.spec.write_text(edited, "utf-8")
            project.eksgen("apply", "--yes")
            made = calls(project)[done:]
            order = ["CreateRole", "AttachRolePolicy", "UpdateAddon", "DetachRolePolicy", "DeleteRole"]
            assert sorted(order, key=made.index) == order


def calls(project: Project) -> list[str]:
    """Return the names of all calls that change something, the first one first; those of IAM are elsewhere."""
    events = [
        event
        for region in (project.region, "us-east-1")
        for page in replace(project, region=region)
        .client("cloudtrail")
        .get_paginator("lookup_events")
        .paginate()
        for event in page["Events"]
    ]
    return [event["EventName"] for event in sorted(events, key=lambda event: event["EventTime"])]


class TestIrsa(AppliedExample):
    """The example of IRSA."""

    name = "irsa"

    def test_a_role_trusts_the_tokens_of_one_account(self, project: Project) -> None:
        iam = project.client("iam")
        (provider,) = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
        issuer = provider["Arn"].partition("/")[2]
        statement = trust_of(project, "tokens-us-west-2-pod-batch.report")
        assert statement["Principal"] == {"Federated": provider["Arn"]}
        assert statement["Condition"]["StringEquals"] == {
            f"{issuer}:aud": "sts.amazonaws.com",
            f"{issuer}:sub": "system:serviceaccount:batch:report",
        }
        found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])
        assert sorted(found["ClientIDList"]) == ["sts.amazonaws.com", "vault.example.com"]
        assert len(found["ThumbprintList"]) == 1

    def test_the_vpc_cni_has_its_own_rights_and_nodes_have_not(self, project: Project) -> None:
        iam = project.client("iam")
        for role, has in (("node-web", False), ("pod-kube-system.aws-node", True)):
            attached = iam.list_attached_role_policies(RoleName=f"tokens-us-west-2-{role}")
            names = {policy["PolicyName"] for policy in attached["AttachedPolicies"]}
            assert ("AmazonEKS_CNI_Policy" in names) is has

    def test_the_role_of_an_addon_cannot_be_taken_away_by_a_plan(self, project: Project) -> None:
        text = project.spec.read_text("utf-8")
        old = "kube-system/ebs-csi-controller-sa: {}"
        assert old in text
        try:
            project.spec.write_text(text.replace(old, f"{old[:-1]}mode: pod-identity}}"), "utf-8")
            error = " ".join(project.run("plan", project.spec.name, code=1)[1].split())
        finally:
            project.spec.write_text(text, "utf-8")
        assert "add-on aws-ebs-csi-driver cannot give up the role that it has by IRSA" in error


def test_an_account_has_one_association(expect_error: ExpectError, eks: Any, create_cluster: Any) -> None:
    name = create_cluster()["name"]
    role = f"arn:aws:iam::{EKS_ACCOUNT}:role/not-made-here"
    account = {"clusterName": name, "namespace": "a", "serviceAccount": "b", "roleArn": role}
    eks.create_pod_identity_association(**account)
    assert expect_error(eks.create_pod_identity_association, **account)[0] == "ResourceInUseException"


def test_a_role_must_trust_pod_identity(
    expect_error: ExpectError, client: Client, eks: Any, create_cluster: Any
) -> None:
    iam, name = client("iam"), create_cluster()["name"]
    role = iam.create_role(RoleName="of-nodes", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    account = {"clusterName": name, "namespace": "a", "serviceAccount": "b", "roleArn": role}
    assert expect_error(eks.create_pod_identity_association, **account)[0] == "InvalidParameterException"
    identities = [{"serviceAccount": "coredns", "roleArn": role}]
    addon = {"clusterName": name, "addonName": "coredns", "podIdentityAssociations": identities}
    assert expect_error(eks.create_addon, **addon)[0] == "InvalidParameterException"
    iam.delete_role(RoleName="of-nodes")


def test_pod_identities_take_the_place_of_a_role_by_irsa(eks: Any, create_cluster: Any) -> None:
    name, role = create_cluster()["name"], f"arn:aws:iam::{EKS_ACCOUNT}:role/not-made-here"
    addon = {"clusterName": name, "addonName": "aws-ebs-csi-driver"}
    eks.create_addon(**addon, serviceAccountRoleArn=role)
    identities = [{"serviceAccount": "ebs-csi-controller-sa", "roleArn": role}]
    eks.update_addon(**addon, podIdentityAssociations=identities)
    assert "serviceAccountRoleArn" not in eks.describe_addon(**addon)["addon"]


def test_an_issuer_has_one_provider(expect_error: ExpectError, client: Client) -> None:
    iam, url = client("iam"), f"https://oidc.eks.{REGION}.amazonaws.com/id/TWICE"
    made = iam.create_open_id_connect_provider(Url=url, ClientIDList=["sts.amazonaws.com"])
    try:
        answer = expect_error(iam.create_open_id_connect_provider, Url=url, ClientIDList=["a"])
        assert answer[0] == "EntityAlreadyExists"
    finally:
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=made["OpenIDConnectProviderArn"])


@pytest.mark.parametrize("thumbprints", [[], ["a" * 40]])
def test_iam_finds_a_thumbprint_where_there_is_none(client: Client, thumbprints: list[str]) -> None:
    iam, url = client("iam"), f"https://oidc.eks.{REGION}.amazonaws.com/id/FOUND"
    more = {"ThumbprintList": thumbprints} if thumbprints else {}
    arn = iam.create_open_id_connect_provider(Url=url, **more)["OpenIDConnectProviderArn"]
    found = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["ThumbprintList"]
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert len(found) == 1
    assert not thumbprints or found == thumbprints
