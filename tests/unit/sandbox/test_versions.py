"""The versions of add-ons and node images that the sandbox offers and refuses, and its upgrade insights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.catalog.kubernetes.versions import version_names
from eksgen.sandbox.eks.versions.addon_versions import BUILDS
from eksgen.sandbox.server_api import VERSIONS_PATH, request
from eksgen.sandbox.server_file import Sandbox

from .conftest import ACCOUNT, Client

CLUSTER = "versions"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/cluster"
AL2023 = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/release_version"
BOTTLEROCKET = "/aws/service/bottlerocket/aws-k8s-1.35/x86_64/latest/image_version"


@pytest.fixture
def subnets(client: Client) -> list[str]:
    default = [{"Name": "default-for-az", "Values": ["true"]}]
    found = client("ec2").describe_subnets(Filters=default)["Subnets"]
    return [subnet["SubnetId"] for subnet in sorted(found, key=lambda one: one["AvailabilityZone"])][:2]


@pytest.fixture
def eks(client: Client, subnets: list[str]) -> Iterator[Any]:
    """EKS with a cluster of version 1.35; what was published is forgotten afterwards."""
    from eksgen.sandbox.eks.versions.published import forget_published

    client("ec2").modify_subnet_attribute(SubnetId=subnets[0], MapPublicIpOnLaunch={"Value": True})
    eks = client("eks")
    eks.create_cluster(
        name=CLUSTER, version="1.35", roleArn=ROLE, resourcesVpcConfig={"subnetIds": subnets},
        accessConfig={"authenticationMode": "API"},
    )  # fmt: skip
    yield eks
    for group in eks.list_nodegroups(clusterName=CLUSTER)["nodegroups"]:
        eks.delete_nodegroup(clusterName=CLUSTER, nodegroupName=group)
    eks.delete_cluster(name=CLUSTER)
    forget_published()


def publish(sandbox: Sandbox, **more: Any) -> None:
    request(sandbox, VERSIONS_PATH, post=True, body={"account": ACCOUNT, **more})


def refusal(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def offered(eks: Any, name: str, kubernetes: str) -> list[dict[str, Any]]:
    addons = eks.describe_addon_versions(addonName=name, kubernetesVersion=kubernetes)["addons"]
    return list(addons[0]["addonVersions"])


def create_group(eks: Any, subnets: list[str], **settings: Any) -> Any:
    return eks.create_nodegroup(
        clusterName=CLUSTER, nodegroupName="web", subnets=subnets[:1], nodeRole=ROLE, **settings
    )["nodegroup"]


@pytest.mark.parametrize("name", sorted(BUILDS))
def test_an_addon_has_exactly_one_default_version_for_each_kubernetes_version(
    client: Client, name: str
) -> None:
    for kubernetes in version_names():
        versions = offered(client("eks"), name, kubernetes)
        defaults = [v["compatibilities"][0]["defaultVersion"] for v in versions]
        assert defaults.count(True) == 1
        assert {v["compatibilities"][0]["clusterVersion"] for v in versions} == {kubernetes}


def test_kube_proxy_is_never_newer_than_the_control_plane_nor_four_minors_older(client: Client) -> None:
    minors = {v["addonVersion"].split(".")[1] for v in offered(client("eks"), "kube-proxy", "1.35")}
    assert minors == {"32", "33", "34", "35"}


def test_newer_versions_appear_when_they_are_published(local_aws: Sandbox, client: Client, eks: Any) -> None:
    before = [v["addonVersion"] for v in offered(eks, "coredns", "1.35")]
    publish(local_aws)
    after = [v["addonVersion"] for v in offered(eks, "coredns", "1.35")]
    assert after == ["v1.13.2-eksbuild.1", *before]


def test_releases_of_images_are_read_from_systems_manager_and_used_by_new_groups(
    local_aws: Sandbox, client: Client, eks: Any, subnets: list[str]
) -> None:
    def read(name: str) -> str:
        return str(client("ssm").get_parameter(Name=name)["Parameter"]["Value"])

    first = read(AL2023), read(BOTTLEROCKET)
    assert create_group(eks, subnets)["releaseVersion"] == first[0] == "1.35.2-20261113"
    publish(local_aws)
    assert (read(AL2023), read(BOTTLEROCKET)) == ("1.35.2-20261120", "1.51.1-2b9f0c6d")
    assert first[1] == "1.50.0-7a4c9d3e"


@pytest.mark.parametrize(
    ("release", "kind"),
    [
        ("1.34.2-20261113", "AL2023_x86_64_STANDARD"),
        ("1.35.2-20990101", "AL2023_x86_64_STANDARD"),
        ("1.99.0-00000000", "BOTTLEROCKET_x86_64"),
    ],
)
def test_a_release_of_another_version_or_of_the_future_is_refused(
    eks: Any, subnets: list[str], release: str, kind: str
) -> None:
    parameters = {"clusterName": CLUSTER, "nodegroupName": "web", "subnets": subnets[:1], "nodeRole": ROLE}
    code, message = refusal(eks.create_nodegroup, **parameters, releaseVersion=release, amiType=kind)
    assert code == "InvalidParameterException"
    assert message == f"Requested release version {release} is not valid for kubernetes version 1.35."
    create_group(eks, subnets, amiType=kind)
    update = {"clusterName": CLUSTER, "nodegroupName": "web", "releaseVersion": release}
    assert refusal(eks.update_nodegroup_version, **update)[0] == "InvalidParameterException"


def test_an_older_release_of_the_same_version_is_accepted(eks: Any, subnets: list[str]) -> None:
    assert create_group(eks, subnets, releaseVersion="1.35.0-20261001")["releaseVersion"] == "1.35.0-20261001"


def test_an_addon_version_that_does_not_fit_the_cluster_is_refused(eks: Any) -> None:
    addon = {"clusterName": CLUSTER, "addonName": "kube-proxy"}
    expected = "InvalidParameterException", "Addon version specified is not supported"
    assert refusal(eks.create_addon, **addon, addonVersion="v1.36.0-eksbuild.2") == expected
    eks.create_addon(**addon)
    assert refusal(eks.update_addon, **addon, addonVersion="v1.36.0-eksbuild.2") == expected
    eks.update_addon(**addon, addonVersion="v1.34.3-eksbuild.1")


def test_vpc_cni_goes_one_minor_version_at_a_time(eks: Any) -> None:
    addon = {"clusterName": CLUSTER, "addonName": "vpc-cni"}
    eks.create_addon(**addon, addonVersion="v1.19.6-eksbuild.7")
    assert refusal(eks.update_addon, **addon, addonVersion="v1.21.1-eksbuild.1") == (
        "InvalidParameterException",
        "Updating VPC-CNI can only go up or down 1 minor version at a time",
    )
    eks.update_addon(**addon, addonVersion="v1.20.4-eksbuild.1")
    eks.update_addon(**addon, addonVersion="v1.21.1-eksbuild.1")


def statuses(eks: Any) -> dict[str, str]:
    found = eks.list_insights(clusterName=CLUSTER, filter={"categories": ["UPGRADE_READINESS"]})["insights"]
    return {insight["name"]: insight["insightStatus"]["status"] for insight in found}


def test_a_cluster_that_is_ready_has_only_passing_insights(eks: Any) -> None:
    eks.create_addon(clusterName=CLUSTER, addonName="coredns")
    assert set(statuses(eks).values()) == {"PASSING"}
    assert "Deprecated APIs removed in Kubernetes v1.36" in statuses(eks)
    eks.update_cluster_version(name=CLUSTER, version="1.36")


def test_an_addon_that_does_not_fit_the_next_version_fails_an_insight_with_what_would(eks: Any) -> None:
    eks.create_addon(clusterName=CLUSTER, addonName="coredns", addonVersion="v1.11.4-eksbuild.24")
    failing = eks.list_insights(clusterName=CLUSTER, filter={"statuses": ["ERROR"]})["insights"]
    assert [one["name"] for one in failing] == ["EKS add-on version compatibility"]
    insight = eks.describe_insight(clusterName=CLUSTER, id=failing[0]["id"])["insight"]
    (detail,) = insight["categorySpecificSummary"]["addonCompatibilityDetails"]
    assert (detail["name"], detail["compatibleVersions"][-1]) == ("coredns", "v1.12.4-eksbuild.1")
    assert ":addon/versions/coredns/" in insight["resources"][0]["arn"]


def test_a_failing_insight_refuses_the_upgrade_unless_it_is_forced(local_aws: Sandbox, eks: Any) -> None:
    publish(local_aws, deprecatedApis=True)
    assert statuses(eks)["Deprecated APIs removed in Kubernetes v1.36"] == "ERROR"
    code, message = refusal(eks.update_cluster_version, name=CLUSTER, version="1.36")
    assert code == "InvalidStateException"
    assert message.startswith("Amazon EKS detected upgrade readiness issues.")
    eks.update_cluster_version(name=CLUSTER, version="1.36", force=True)


def test_nodes_and_kube_proxy_that_are_left_too_far_behind_fail_an_insight(
    eks: Any, subnets: list[str]
) -> None:
    create_group(eks, subnets)
    eks.create_addon(clusterName=CLUSTER, addonName="kube-proxy")
    for version in ("1.36", "1.37"):
        eks.update_cluster_version(name=CLUSTER, version=version)
    assert set(statuses(eks).values()) == {"PASSING"}
    eks.update_cluster_version(name=CLUSTER, version="1.38")
    failing = {name for name, status in statuses(eks).items() if status == "ERROR"}
    assert failing == {"Kubelet version skew", "kube-proxy version skew"}


def test_what_is_published_belongs_to_one_account(local_aws: Sandbox, eks: Any) -> None:
    before = offered(eks, "coredns", "1.35")
    request(local_aws, VERSIONS_PATH, post=True, body={"account": "999999999999"})
    assert offered(eks, "coredns", "1.35") == before
