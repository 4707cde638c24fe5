"""EKS Capabilities in the sandbox: what EKS refuses, fills in, lets into the cluster and keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import EKS_ACCOUNT, Client, ExpectError

ROLE = f"arn:aws:iam::{EKS_ACCOUNT}:role/controllers"
CENTER = {"idcInstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef"}
ADMINS = {"role": "ADMIN", "identities": [{"id": "group-1", "type": "SSO_GROUP"}]}
INVALID, IN_USE = "InvalidParameterException", "ResourceInUseException"


@pytest.fixture
def name(create_cluster: Any) -> str:
    return str(create_cluster()["name"])


def capability(name: str, kind: str = "KRO", **settings: Any) -> dict[str, Any]:
    """The parameters of a capability that EKS accepts."""
    return {
        "clusterName": name,
        "capabilityName": kind.lower(),
        "type": kind,
        "roleArn": ROLE,
        "deletePropagationPolicy": "RETAIN",
        **({"configuration": {"argoCd": {"awsIdc": CENTER}}} if kind == "ARGOCD" else {}),
        **settings,
    }


def policies(eks: Any, name: str) -> dict[str, list[str]]:
    """The namespaces of each policy of the role, by name."""
    found = eks.list_associated_access_policies(clusterName=name, principalArn=ROLE)
    return {
        item["policyArn"].rpartition("/")[2]: item["accessScope"]["namespaces"]
        for item in found["associatedAccessPolicies"]
    }


def test_eks_lets_the_role_of_each_capability_in_with_its_policies(eks: Any, name: str) -> None:
    for kind in ("ACK", "KRO"):
        eks.create_capability(**capability(name, kind))
    configuration = {"argoCd": {"awsIdc": CENTER, "namespace": "gitops"}}
    eks.create_capability(**capability(name, "ARGOCD", configuration=configuration))
    assert policies(eks, name) == {
        "AmazonEKSACKPolicy": [],
        "AmazonEKSKROPolicy": [],
        "AmazonEKSArgoCDClusterPolicy": [],
        "AmazonEKSArgoCDPolicy": ["gitops"],
    }
    listed = eks.list_capabilities(clusterName=name)["capabilities"]
    assert sorted(item["type"] for item in listed) == ["ACK", "ARGOCD", "KRO"]
    for kind in ("ack", "kro", "argocd"):
        eks.delete_capability(clusterName=name, capabilityName=kind)
    assert ROLE not in eks.list_access_entries(clusterName=name)["accessEntries"]


def test_eks_fills_in_what_argo_cd_leaves_out(eks: Any, name: str) -> None:
    made = eks.create_capability(**capability(name, "ARGOCD"))["capability"]
    argo_cd = made["configuration"]["argoCd"]
    assert argo_cd["namespace"] == "argocd"
    assert argo_cd["serverUrl"].startswith("https://")
    assert argo_cd["awsIdc"]["idcRegion"] == eks.meta.region_name
    assert made["health"] == {"issues": []}


@pytest.mark.parametrize(
    ("kind", "settings", "code"),
    [
        ("KRO", {}, IN_USE),
        ("KRO", {"capabilityName": "other"}, IN_USE),
        ("ACK", {"capabilityName": "kro"}, IN_USE),
        ("ACK", {"capabilityName": "-ack"}, INVALID),
        ("ACK", {"capabilityName": "a" * 101}, INVALID),
        ("ARGOCD", {"configuration": {}}, INVALID),
        ("ACK", {"configuration": {"argoCd": {"awsIdc": CENTER}}}, INVALID),
        (
            "ARGOCD",
            {"configuration": {"argoCd": {"awsIdc": CENTER, "rbacRoleMappings": [ADMINS, ADMINS]}}},
            INVALID,
        ),
        ("ACK", {"roleArn": "arn:aws:iam::999988887777:role/other"}, "AccessDeniedException"),
    ],
)
def test_what_eks_refuses_is_refused(
    eks: Any, name: str, expect_error: ExpectError, kind: str, settings: dict[str, Any], code: str
) -> None:
    eks.create_capability(**capability(name))
    assert expect_error(eks.create_capability, **{**capability(name, kind), **settings})[0] == code


@pytest.fixture
def untrusting(client: Client) -> Iterator[str]:
    """A role that only Pod Identity may take."""
    trust = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}}]}
    iam = client("iam")
    made = iam.create_role(RoleName="untrusting", AssumeRolePolicyDocument=json.dumps(trust))
    yield made["Role"]["Arn"]
    iam.delete_role(RoleName="untrusting")


def test_a_role_must_trust_capabilities(
    eks: Any, name: str, expect_error: ExpectError, untrusting: str
) -> None:
    assert expect_error(eks.create_capability, **capability(name, roleArn=untrusting))[0] == INVALID


def test_an_update_changes_role_mappings_by_role_and_leaves_the_rest(eks: Any, name: str) -> None:
    eks.create_capability(**capability(name, "ARGOCD"))
    found = {"clusterName": name, "capabilityName": "argocd"}

    def mappings(**changes: Any) -> list[Any]:
        update = eks.update_capability(**found, configuration={"argoCd": {"rbacRoleMappings": changes}})
        shown = eks.describe_update(name=name, updateId=update["update"]["id"], capabilityName="argocd")
        assert shown["update"]["type"] == "CapabilityUpdate"
        argo_cd = eks.describe_capability(**found)["capability"]["configuration"]["argoCd"]
        assert argo_cd["serverUrl"]
        assert argo_cd["awsIdc"]["idcInstanceArn"] == CENTER["idcInstanceArn"]
        return list(argo_cd["rbacRoleMappings"])

    viewers = {**ADMINS, "role": "VIEWER"}
    assert mappings(addOrUpdateRoleMappings=[ADMINS]) == [ADMINS]
    assert mappings(addOrUpdateRoleMappings=[viewers]) == [ADMINS, viewers]
    assert mappings(removeRoleMappings=[ADMINS]) == [viewers]


def test_another_role_is_let_in_after_an_update(eks: Any, name: str) -> None:
    eks.create_capability(**capability(name, roleArn=f"{ROLE}-old"))
    eks.update_capability(clusterName=name, capabilityName="kro", roleArn=ROLE)
    assert policies(eks, name) == {"AmazonEKSKROPolicy": []}


def test_a_capability_has_tags(eks: Any, name: str) -> None:
    arn = eks.create_capability(**capability(name, tags={"team": "a"}))["capability"]["arn"]
    eks.tag_resource(resourceArn=arn, tags={"team": "b"})
    assert eks.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "b"}
