"""Auto Mode, Fargate and hybrid nodes: each example from apply to destroy, and what EKS refuses of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .applied_example import AppliedExample
from .conftest import EKS_ACCOUNT, ExpectError, Project

ROLE = f"arn:aws:iam::{EKS_ACCOUNT}:role"
ON, OFF = {"enabled": True}, {"enabled": False}


def auto_mode(compute: dict[str, Any], *, balancing: Any = None, storage: Any = None) -> dict[str, Any]:
    """The three parts of Auto Mode; the others are as the nodes are."""
    own = {"enabled": compute["enabled"]}
    return {
        "computeConfig": compute,
        "kubernetesNetworkConfig": {"elasticLoadBalancing": balancing or own},
        "storageConfig": {"blockStorage": storage or own},
    }


POOLS = {"enabled": True, "nodePools": ["system"], "nodeRoleArn": f"{ROLE}/nodes"}


def remote(*nodes: str, pods: tuple[str, ...] = ()) -> dict[str, Any]:
    networks: dict[str, Any] = {"remoteNodeNetworks": [{"cidrs": list(nodes)}]}
    return {
        "remoteNetworkConfig": networks | ({"remotePodNetworks": [{"cidrs": list(pods)}]} if pods else {})
    }


class Lifecycle(AppliedExample):
    """The tests of an example some edits of which are refused."""

    def refused(self, project: Project, old: str, new: str) -> str:
        """Edit the spec, and return why its plan is refused."""
        text = project.spec.read_text(encoding="utf-8")
        assert old in text
        project.spec.write_text(text.replace(old, new), encoding="utf-8")
        try:
            return project.run("plan", project.spec.name, code=1)[1]
        finally:
            project.spec.write_text(text, encoding="utf-8")


class TestAutoMode(Lifecycle):
    name = "automode"

    def test_the_role_of_the_nodes_never_changes(self, project: Project) -> None:
        answer = self.refused(project, "nodeRole: {", "nodeRole: {roleName: other, ")
        assert "the node role of Auto Mode cannot be changed" in answer

    def test_turning_it_off_needs_a_newer_provider(self, project: Project) -> None:
        text = project.spec.read_text(encoding="utf-8")
        auto_mode = text[text.index("  autoMode:") : text.index("access:")]
        assert ">= 6.13" in self.refused(project, auto_mode, "")


class TestFargate(Lifecycle):
    name = "fargate"

    def test_a_change_replaces_one_profile_and_nothing_else(self, project: Project) -> None:
        text = project.spec.read_text(encoding="utf-8")
        project.spec.write_text(text.replace("tier: cold", "tier: warm"), encoding="utf-8")
        plan = json.loads(project.eksgen("plan", "--format", "json"))
        changed = {change["address"] for change in plan["changes"]}
        assert changed == {'module.fargate.aws_eks_fargate_profile.this["batch"]'}
        assert "Converged" in project.eksgen("apply", "--yes")
        eks = project.client("eks")
        assert len(eks.list_fargate_profiles(clusterName="fargate")["fargateProfileNames"]) == 2


class TestHybrid(Lifecycle):
    name = "hybrid"

    def test_other_ranges_need_a_newer_provider(self, project: Project) -> None:
        answer = self.refused(project, "nodes: [10.80.0.0/16]", "nodes: [10.80.0.0/16, 10.81.0.0/16]")
        assert ">= 6.11" in answer


@pytest.mark.parametrize(
    "settings",
    [
        auto_mode(ON, storage=OFF),
        auto_mode(ON, balancing=OFF),
        auto_mode(OFF, storage=ON),
        auto_mode({**ON, "nodeRoleArn": f"{ROLE}/nodes"}),
        auto_mode({**ON, "nodePools": ["system"]}),
        auto_mode({**POOLS, "nodePools": ["gpu"]}),
        auto_mode({**POOLS, "enabled": False}),
        remote("203.0.113.0/24"),
        remote("172.31.0.0/24"),
        remote("10.80.0.0/16", pods=("10.80.1.0/24",)),
        remote("10.100.0.0/24", pods=()) | {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.100.0.0/16"}},
        remote(*(f"10.{n}.0.0/16" for n in range(16))),
        remote("10.80.0.0/16") | {"accessConfig": {"authenticationMode": "CONFIG_MAP"}},
    ],
    ids=lambda settings: json.dumps(settings)[:60],
)
def test_a_cluster_that_eks_refuses(
    create_cluster: Any, expect_error: ExpectError, settings: dict[str, Any]
) -> None:
    assert expect_error(create_cluster, **settings) == ("InvalidParameterException", 400)


def test_auto_mode_is_turned_on_and_off_as_one(
    eks: Any, create_cluster: Any, expect_error: ExpectError
) -> None:
    name = create_cluster()["name"]
    alone = {"name": name, "computeConfig": POOLS}
    assert expect_error(eks.update_cluster_config, **alone)[0] == "InvalidParameterException"
    eks.update_cluster_config(name=name, **auto_mode(POOLS))
    entry = eks.describe_access_entry(clusterName=name, principalArn=POOLS["nodeRoleArn"])["accessEntry"]
    assert entry["type"] == "EC2"
    other = auto_mode({**POOLS, "nodeRoleArn": f"{ROLE}/other"})
    assert expect_error(eks.update_cluster_config, name=name, **other)[0] == "InvalidParameterException"
    eks.update_cluster_config(name=name, **auto_mode({**OFF, "nodePools": []}))
    assert eks.describe_cluster(name=name)["cluster"]["computeConfig"] == {"enabled": False, "nodePools": []}


def test_remote_networks_change_in_place(eks: Any, create_cluster: Any) -> None:
    name = create_cluster(**remote("10.80.0.0/16"))["name"]
    eks.update_cluster_config(name=name, **remote("10.81.0.0/16", pods=("10.85.0.0/16",)))
    networks = eks.describe_cluster(name=name)["cluster"]["remoteNetworkConfig"]
    assert networks["remoteNodeNetworks"] == [{"cidrs": ["10.81.0.0/16"]}]


SELECTORS = [{"namespace": "batch"}]


@pytest.mark.parametrize(
    "settings",
    [
        {"selectors": []},
        {"selectors": [{"labels": {"a": "b"}}]},
        {"selectors": [{"namespace": str(n)} for n in range(6)]},
        {"selectors": [{"namespace": "a", "labels": {str(n): "a" for n in range(6)}}]},
        {"fargateProfileName": "eks-batch"},
    ],
    ids=str,
)
def test_a_profile_that_eks_refuses(
    eks: Any, create_cluster: Any, subnets: list[str], expect_error: ExpectError, settings: dict[str, Any]
) -> None:
    parameters = {
        "clusterName": create_cluster()["name"],
        "fargateProfileName": "batch",
        "podExecutionRoleArn": f"{ROLE}/pods",
        "subnets": subnets[:2],
        "selectors": SELECTORS,
        **settings,
    }
    assert expect_error(eks.create_fargate_profile, **parameters)[0] == "InvalidParameterException"


def test_eks_makes_and_deletes_the_access_entry_of_a_profile(
    eks: Any, create_cluster: Any, subnets: list[str]
) -> None:
    name, role = create_cluster()["name"], f"{ROLE}/pods"
    for profile in ("a", "b"):
        eks.create_fargate_profile(
            clusterName=name, fargateProfileName=profile, podExecutionRoleArn=role, subnets=subnets[:2],
            selectors=SELECTORS,
        )  # fmt: skip
    entry = eks.describe_access_entry(clusterName=name, principalArn=role)["accessEntry"]
    assert entry["type"] == "FARGATE_LINUX"
    eks.delete_fargate_profile(clusterName=name, fargateProfileName="a")
    assert role in eks.list_access_entries(clusterName=name)["accessEntries"]
    eks.delete_fargate_profile(clusterName=name, fargateProfileName="b")
    assert role not in eks.list_access_entries(clusterName=name)["accessEntries"]
