"""Groups whose nodes EC2 Auto Scaling starts: image, access entry, capacity, tags, and what a change of them does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eksgen.compiler.diff.compare import compare_specs
from eksgen.compiler.lower.existing_vpc import existing_vpc
from eksgen.compiler.lower.nodes import nodes
from eksgen.compiler.pipeline import Compilation, check_text, compile_spec
from eksgen.compiler.values import At, Value

ROLE = "arn:aws:iam::111122223333:role/nodes"
SELF = {"kind": "self-managed"}


def compiled(groups: dict[str, Any], network: dict[str, Any] | None = None) -> Compilation:
    spec = {
        "apiVersion": "eksgen/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": "demo", "region": "us-west-2"},
        "kubernetes": {"version": "1.35"},
        "access": {"admins": ["arn:aws:iam::111122223333:role/Admin"]},
        "network": network or {},
        "nodeGroups": groups,
    }
    checked = check_text(json.dumps(spec).encode(), "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    return compile_spec(checked)


def plain(value: Value) -> Any:
    if isinstance(value, At):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def arguments(groups: dict[str, Any]) -> dict[str, dict[str, Any]]:
    calls = nodes(compiled(groups).cluster)
    return {
        call.name.removeprefix("nodes_"): {k: plain(v) for k, v in call.arguments.items()} for call in calls
    }


EKS, ROCKET = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023", "/aws/service/bottlerocket"
IMAGES: list[tuple[dict[str, Any], str]] = [
    ({}, f"resolve:ssm:{EKS}/x86_64/standard/recommended/image_id"),
    ({"instanceTypes": ["m7g.large"]}, f"resolve:ssm:{EKS}/arm64/standard/recommended/image_id"),
    ({"instanceTypes": ["g6.xlarge"]}, f"resolve:ssm:{EKS}/x86_64/nvidia/recommended/image_id"),
    (
        {"release": "1.35.2-20261101"},
        f"resolve:ssm:{EKS}/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-1.35-v20261101/image_id",
    ),
    ({"os": "bottlerocket"}, f"resolve:ssm:{ROCKET}/aws-k8s-1.35/x86_64/latest/image_id"),
    (
        {"os": "bottlerocket", "release": "1.50.0-7a4c9d3e"},
        f"resolve:ssm:{ROCKET}/aws-k8s-1.35/x86_64/1.50.0-7a4c9d3e/image_id",
    ),
    ({"os": "bottlerocket-fips"}, f"resolve:ssm:{ROCKET}/aws-k8s-1.35-fips/x86_64/latest/image_id"),
    (
        {"os": "windows-2022-full"},
        "resolve:ssm:/aws/service/ami-windows-latest/"
        "Windows_Server-2022-English-Full-EKS_Optimized-1.35/image_id",
    ),
    ({"ami": "ami-0123456789abcdef0"}, "ami-0123456789abcdef0"),
]


@pytest.mark.parametrize(("group", "image"), IMAGES, ids=[image for _, image in IMAGES])
def test_ec2_looks_up_the_image_of_each_family_version_and_release(group: dict[str, Any], image: str) -> None:
    found = arguments({"linux": {}, "own": {**SELF, **group}})
    assert found["own"]["instance"]["image_id"] == image
    assert found["own"]["kubernetes_version"] is found["own"]["release_version"] is None
    assert found["own"]["user_data"], "the nodes join by themselves"
    assert found["linux"]["instance"]["image_id"] is found["linux"]["self_managed"] is None


@pytest.mark.parametrize(
    ("groups", "entries"),
    [
        ({"a": SELF, "b": SELF}, {"a": "EC2_LINUX", "b": "EC2_LINUX"}),
        (
            {"a": {**SELF, "iam": {"role": ROLE}}, "b": {**SELF, "iam": {"role": ROLE}}},
            {"a": "EC2_LINUX", "b": None},
        ),
        ({"a": {}, "b": {**SELF, "os": "windows-2022-core"}}, {"b": "EC2_WINDOWS"}),
    ],
    ids=["roles of their own", "one role", "windows"],
)
def test_each_role_has_one_access_entry(groups: dict[str, Any], entries: dict[str, str | None]) -> None:
    found = {name: call["self_managed"] for name, call in arguments(groups).items()}
    assert {name: own["access_entry_type"] for name, own in found.items() if own} == entries


@pytest.mark.parametrize(
    ("group", "on_demand"),
    [
        ({}, None),
        ({"instanceTypes": ["m7i.large", "m6i.large"]}, 100),
        ({"capacity": "spot"}, 0),
        ({"mixedInstances": {}}, 100),
        ({"mixedInstances": {"onDemandPercent": 30}}, 30),
        ({"capacity": "spot", "mixedInstances": {"onDemandBase": 1}}, 0),
    ],
)
def test_a_policy_says_how_much_is_on_demand(group: dict[str, Any], on_demand: int | None) -> None:
    mixed = arguments({"own": {**SELF, **group}})["own"]["self_managed"]["mixed_instances"]
    assert (mixed and mixed["on_demand_percent"]) == on_demand


def test_the_autoscaler_finds_a_group_and_knows_its_nodes_only_if_it_scales_it() -> None:
    group = {**SELF, "labels": {"role": "web"}, "taints": [{"key": "a", "value": "b", "effect": "NoExecute"}]}
    found = arguments({"base": {}, "fixed": group, "scaled": {**group, "scaling": {"autoscaled": True}}})
    assert found["fixed"]["self_managed"]["autoscaler_tags"] == {}
    assert found["scaled"]["self_managed"]["autoscaler_tags"] == {
        "k8s.io/cluster-autoscaler/demo": "owned",
        "k8s.io/cluster-autoscaler/enabled": "true",
        "k8s.io/cluster-autoscaler/node-template/label/role": "web",
        "k8s.io/cluster-autoscaler/node-template/taint/a": "b:NoExecute",
    }


def test_the_role_of_another_kind_of_group_is_another_role() -> None:
    """EKS made the access entry of the old one and would refuse a second one."""
    own, managed = arguments({"web": SELF})["web"], arguments({"web": {}})["web"]
    assert own["role"]["name"] != managed["role"]["name"]


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ({}, ["node group web rolls: every node is drained and replaced"]),
        (SELF, []),
        (
            {**SELF, "instanceRefresh": {}},
            ["node group web rolls: every node is replaced, without being drained"],
        ),
    ],
    ids=["managed", "without a refresh", "with a refresh"],
)
def test_a_change_of_the_disk_rolls_nodes_only_where_something_replaces_them(
    group: dict[str, Any], told: list[str]
) -> None:
    old, new = (compiled({"web": {**group, "disk": {"size": size}}}) for size in (80, 90))
    assert [consequence.message for consequence in compare_specs(old, new).consequences] == told


@pytest.mark.parametrize(("group", "wanted"), [({}, True), (SELF, False)])
def test_only_eks_wants_public_subnets_that_give_addresses(group: dict[str, Any], wanted: bool) -> None:
    subnets = {f"us-west-2{zone}": f"subnet-0123456789abcde{zone}0" for zone in "abc"}
    public = {f"us-west-2{zone}": f"subnet-0123456789abcde{zone}1" for zone in "abc"}
    existing = {
        "vpcId": "vpc-0123456789abcdef0",
        "cidr": "10.0.0.0/16",
        "subnets": {"private": subnets, "public": public},
    }
    groups = {"edge": {"subnets": "public", **group}}
    (call,) = existing_vpc(compiled(groups, {"existing": existing}).cluster)
    assert plain(call.arguments["node_subnet_ids"]) == tuple(sorted(public.values()))
    assert bool(plain(call.arguments["managed_node_subnet_ids"])) is wanted
