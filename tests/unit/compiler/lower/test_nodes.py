"""Node groups as module calls: images, renames, Windows, launch templates."""

from __future__ import annotations

import re
from typing import Any

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import At, ModuleCall

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.35"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
nodeGroups: {base: {}, GROUP}
"""


def calls_of(group: str) -> dict[str, ModuleCall]:
    checked = check_text(SPEC.replace("GROUP", group).encode(), "a.yaml")
    assert not checked.failed, checked.findings
    return {call.name: call for call in compile_spec(checked).calls}


def plain(value: Any) -> Any:
    if isinstance(value, At):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def arguments(group: str, name: str = "nodes_web") -> dict[str, Any]:
    return {key: plain(value) for key, value in calls_of(group)[name].arguments.items()}


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("web: {os: bottlerocket}", "BOTTLEROCKET_x86_64"),
        ("web: {os: bottlerocket, instanceTypes: [g6.xlarge]}", "BOTTLEROCKET_x86_64_NVIDIA"),
        ("web: {os: bottlerocket, instanceTypes: [g6.xlarge], accelerator: none}", "BOTTLEROCKET_x86_64"),
        ("web: {os: bottlerocket-fips, instanceTypes: [m7g.large]}", "BOTTLEROCKET_ARM_64_FIPS"),
        ("web: {os: windows-2019-full}", "WINDOWS_FULL_2019_x86_64"),
        ("web: {instanceTypes: [inf2.xlarge]}", "AL2023_x86_64_NEURON"),
        ("web: {instanceTypes: [m7i.large], accelerator: nvidia}", "AL2023_x86_64_NVIDIA"),
        ("web: {ami: ami-0123456789abcdef0}", "CUSTOM"),
    ],
)
def test_the_image_follows_from_system_type_and_accelerator(group: str, expected: str) -> None:
    assert arguments(group)["ami_type"] == expected


def test_the_disk_of_bottlerocket_is_its_data_volume() -> None:
    disk = arguments("web: {os: bottlerocket, disk: {size: 60}}")["disk"]
    assert (disk["device"], disk["system_device"], disk["size"]) == ("/dev/xvdb", "/dev/xvda", 60)


def test_a_renamed_group_keeps_every_name_in_aws() -> None:
    before, call = (
        arguments("frontend: {}", "nodes_frontend"),
        calls_of("web: {renamedFrom: frontend}")["nodes_web"],
    )
    assert {key: plain(value) for key, value in call.arguments.items()} == before
    assert call.renamed_from == "nodes_frontend"


def test_a_new_image_of_ones_own_rolls_the_nodes_and_the_first_one_replaces_the_group() -> None:
    first, second = (
        arguments(f"web: {{ami: ami-0123456789abcdef{number}}}")["node_group_name"] for number in "01"
    )
    assert first == second != arguments("web: {}")["node_group_name"]


@pytest.mark.parametrize(("group", "windows"), [("web: {os: windows-2022-core}", True), ("web: {}", False)])
def test_windows_turns_on_what_the_cluster_needs_for_it(group: str, windows: bool) -> None:
    policies = arguments(group, "eks")["role"]["policy_arns"]
    cni = arguments(group, "addons_before_nodes")["addons"]["vpc-cni"]["configuration"]
    assert (policies == ("arn:aws:iam::aws:policy/AmazonEKSVPCResourceController",)) is windows
    assert (cni == '{"enableWindowsIpam":"true"}') is windows


def test_a_new_public_key_has_a_new_key_pair() -> None:
    """A pair of the same name could not be made before the old one is deleted."""
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJtqM1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s"
    names = {arguments(f'web: {{ssh: {{publicKey: "{key}{end}"}}}}')["ssh"]["key_name"] for end in "01"}
    assert len(names) == 2


def test_efa_is_on_every_card_in_one_placement_group_unless_capacity_is_a_block() -> None:
    near = "web: {instanceTypes: [p5.48xlarge], subnets: {zones: [us-west-2a]}, efa: {}%s}"
    assert arguments(near % "")["efa_cards"] == 32
    assert arguments(near % "")["placement"] == {"group_name": "demo-node-web-cluster", "strategy": "cluster"}
    block = near % ", capacity: capacity-block, capacityReservation: {id: cr-0123456789abcdef0}"
    assert arguments(block)["placement"] == {"group_name": None, "strategy": None}
    assert arguments(near % ", placementGroup: racks")["placement"]["group_name"] == "racks"


def test_another_security_group_reaches_the_control_plane() -> None:
    group = "web: {securityGroups: {existing: sg-0123456789abcdef0, additional: [sg-0123456789abcdef1]}}"
    assert arguments(group)["security_group_ids"] == ("sg-0123456789abcdef0", "sg-0123456789abcdef1")
    assert arguments(group, "eks")["other_node_groups"] == ("sg-0123456789abcdef0",)


def test_prefixes_decide_the_number_of_pods_of_an_image_of_ones_own() -> None:
    """EKS calculates it for its own images only."""
    cni = 'base: {}}\naddons: {vpc-cni: {configuration: {env: {ENABLE_PREFIX_DELEGATION: "true"}}}}\n#'
    spec = SPEC.replace("base: {}, GROUP}", "web: {ami: ami-0123456789abcdef0}, " + cni)
    checked = check_text(spec.encode(), "a.yaml")
    (call,) = (call for call in compile_spec(checked).calls if call.name == "nodes_web")
    assert "      maxPods: 110" in plain(call.arguments["user_data"])


@pytest.mark.parametrize(
    ("group", "added"),
    [
        ("ami: ami-0123456789abcdef0", "ON_DEMAND"),
        ("ami: ami-0123456789abcdef0, capacity: spot, os: bottlerocket", "SPOT"),
        ("ami: ami-0123456789abcdef0, os: windows-2022-core", "ON_DEMAND"),
        ("ami: ami-0123456789abcdef0, kind: self-managed", ""),
        ("kind: self-managed", ""),
        ("", ""),
    ],
)
def test_nodes_of_a_managed_group_have_the_labels_of_eks_also_with_an_image_of_ones_own(
    group: str, added: str
) -> None:
    call = arguments(f"web: {{labels: {{role: web}}, {group}}}")
    text = "\n".join(str(line) for line in call["user_data"])
    for label, value in (
        ("nodegroup", call["node_group_name"]),
        ("nodegroup-image", "ami-0123456789abcdef0"),
        ("capacityType", added),
    ):
        written = re.search(rf"eks\.amazonaws\.com/{label}\W+([\w-]+)", text)
        assert (written[1] if written else "") == (value if added else "")
