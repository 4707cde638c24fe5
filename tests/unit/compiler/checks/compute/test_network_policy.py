"""What enforces network policies, and where."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.compute import network_policy
from eksgen.compiler.pipeline import check_text, compile_spec

from ..conftest import Places

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
"""
POLICY = "kubernetes.networkPolicy"


def spec(engine: str, more: str = "", family: str = "ipv4") -> str:
    return f'kubernetes: {{version: "1.36", networkPolicy: {engine}, ipFamily: {family}}}\n{more}'


@pytest.mark.parametrize(
    ("engine", "more", "expected"),
    [
        ("none", "addons: {vpc-cni: none}", []),
        ("none", "fargateProfiles: {a: {selectors: [{namespace: a}]}}", []),
        ("vpc-cni", "", []),
        ("calico", "", []),
        ("vpc-cni", "addons: {vpc-cni: none}", [f"network-policy {POLICY} addons.vpc-cni"]),
        ("calico", "addons: {vpc-cni: none}", [f"network-policy {POLICY} addons.vpc-cni"]),
        ("vpc-cni", "addons: {vpc-cni: {version: v1.13.4-eksbuild.1}}", [f"network-policy addons.vpc-cni.version {POLICY}"]),
        ("vpc-cni", "addons: {vpc-cni: {version: v1.14.0-eksbuild.3}}", []),
        ("calico", "addons: {vpc-cni: {version: v1.13.4-eksbuild.1}}", []),
        ("calico", 'addons: {vpc-cni: {configuration: {enableNetworkPolicy: "true"}}}', [f"network-policy addons.vpc-cni.configuration.enableNetworkPolicy {POLICY}"]),
        ("vpc-cni", "fargateProfiles: {a: {selectors: [{namespace: a}]}}", [f"unenforced-network-policy {POLICY} fargateProfiles.a"]),
        ("calico", "nodeGroups: {a: {}, w: {os: windows-2022-core}}", [f"unenforced-network-policy {POLICY} nodeGroups.w.os"]),
        ("vpc-cni", "controlPlane: {remoteNetworks: {nodes: [172.30.0.0/16]}}", [f"unenforced-network-policy {POLICY} controlPlane.remoteNetworks"]),
        ("vpc-cni", "controlPlane: {autoMode: {}}", []),
        ("calico", "controlPlane: {autoMode: {}}", [f"unenforced-network-policy {POLICY} controlPlane.autoMode"]),
    ],
)  # fmt: skip
def test_policies_are_enforced_everywhere_or_it_is_said(
    places: Places, engine: str, more: str, expected: list[str]
) -> None:
    assert places(network_policy, spec(engine, more)) == expected


def test_calico_has_no_ipv6_beside_the_vpc_cni(places: Places) -> None:
    assert places(network_policy, spec("vpc-cni", family="ipv6")) == []
    assert places(network_policy, spec("calico", family="ipv6")) == [
        f"network-policy {POLICY} kubernetes.ipFamily"
    ]


def files(engine: str, more: str = "nodeGroups: {web: {}}") -> dict[str, str]:
    checked = check_text(f"{SPEC}{spec(engine, more)}".encode(), "cluster.yaml")
    assert not checked.failed, checked.findings
    return {name: data.decode() for name, data in compile_spec(checked).files.items()}


def test_the_add_on_is_told_to_enforce_policies() -> None:
    assert r"enableNetworkPolicy\":\"true" in files("vpc-cni")["main.tf"]
    assert "enableNetworkPolicy" not in files("none")["main.tf"] + files("calico")["main.tf"]


def test_auto_mode_gets_its_switch_as_a_manifest() -> None:
    more = "controlPlane: {autoMode: {}}"
    assert (
        'enable-network-policy-controller: "true"' in files("vpc-cni", more)["manifests/network-policy.yaml"]
    )
    assert "manifests/network-policy.yaml" not in files("vpc-cni")


def test_calico_gets_its_installation_and_values_of_the_chart() -> None:
    found = files("calico")
    assert "type: AmazonVPC" in found["manifests/calico.yaml"]
    assert "linuxDataplane" not in found["manifests/calico.yaml"]
    assert "installation:\n  enabled: false" in found["manifests/values/calico.yaml"]
    assert not [name for name in files("vpc-cni") if name.startswith("manifests/")]


def test_calico_uses_nftables_when_kube_proxy_does() -> None:
    more = "nodeGroups: {web: {}}\naddons: {kube-proxy: {mode: nftables}}"
    assert "linuxDataplane: Nftables" in files("calico", more)["manifests/calico.yaml"]
