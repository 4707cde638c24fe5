"""Add-ons in the EKS API of the sandbox: what EKS refuses, keeps and says of a configuration."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

ExpectError = Callable[..., tuple[str, int]]


@pytest.fixture
def cluster(create_cluster: Any) -> str:
    return str(create_cluster(bootstrapSelfManagedAddons=False)["name"])


def create(eks: Any, cluster: str, name: str, **more: Any) -> Any:
    return eks.create_addon(clusterName=cluster, addonName=name, **more)["addon"]


def described(eks: Any, cluster: str, name: str) -> Any:
    return eks.describe_addon(clusterName=cluster, addonName=name)["addon"]


def test_an_update_without_a_configuration_keeps_it_and_an_empty_one_replaces_it(
    eks: Any, cluster: str
) -> None:
    values = json.dumps({"replicaCount": 3})
    create(eks, cluster, "coredns", configurationValues=values)
    eks.update_addon(clusterName=cluster, addonName="coredns", resolveConflicts="OVERWRITE")
    assert described(eks, cluster, "coredns")["configurationValues"] == values
    eks.update_addon(clusterName=cluster, addonName="coredns", configurationValues="{}")
    assert described(eks, cluster, "coredns")["configurationValues"] == "{}"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("coredns", {"replicaCount": "3"}),
        ("kube-proxy", {"mode": "ebpf"}),
        ("vpc-cni", {"env": {"WARM_IP_TARGET": 4}}),
        ("vpc-cni", {"eniConfig": {"create": True}}),
    ],
)
def test_a_configuration_that_the_schema_refuses_is_refused_on_creation_and_update(
    eks: Any, cluster: str, expect_error: ExpectError, name: str, values: Any
) -> None:
    addon = {"clusterName": cluster, "addonName": name}
    refused = addon | {"configurationValues": json.dumps(values)}
    assert expect_error(eks.create_addon, **refused)[0] == "InvalidParameterException"
    create(eks, cluster, name)
    assert expect_error(eks.update_addon, **refused)[0] == "InvalidParameterException"


def test_a_key_that_eksgen_does_not_know_is_accepted(eks: Any, cluster: str) -> None:
    values = json.dumps({"env": {"SOMETHING_NEW": "1"}})
    assert create(eks, cluster, "vpc-cni", configurationValues=values)["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("bootstrapped", "mode", "status"),
    [(True, "NONE", "CREATE_FAILED"), (True, "OVERWRITE", "ACTIVE"), (False, "NONE", "ACTIVE")],
)
def test_an_add_on_that_must_not_overwrite_fails_where_eks_installed_one(
    eks: Any, create_cluster: Any, bootstrapped: bool, mode: str, status: str
) -> None:
    cluster = create_cluster(bootstrapSelfManagedAddons=bootstrapped)["name"]
    assert create(eks, cluster, "kube-proxy", resolveConflicts=mode)["status"] == status
    issues = described(eks, cluster, "kube-proxy")["health"]["issues"]
    assert [issue["code"] for issue in issues] == ["ConfigurationConflict"] * (status != "ACTIVE")


def test_an_add_on_has_its_own_namespace_unless_it_is_given_another(eks: Any, cluster: str) -> None:
    config = {"namespace": "certs"}
    assert create(eks, cluster, "cert-manager", namespaceConfig=config)["namespaceConfig"] == config
    assert create(eks, cluster, "external-dns")["namespaceConfig"] == {"namespace": "external-dns"}
    assert create(eks, cluster, "vpc-cni")["namespaceConfig"] == {"namespace": "kube-system"}


def test_the_configuration_and_the_permissions_of_an_add_on_are_described(eks: Any) -> None:
    found = eks.describe_addon_configuration(
        addonName="aws-ebs-csi-driver", addonVersion="v1.53.0-eksbuild.1"
    )
    schema = json.loads(found["configurationSchema"])
    assert "defaultStorageClass" in schema["properties"]
    assert schema["$comment"].startswith("Data of the eksgen sandbox")
    (identity,) = found["podIdentityConfiguration"]
    assert identity["serviceAccount"] == "ebs-csi-controller-sa"
    assert identity["recommendedManagedPolicies"] == [
        "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    ]
