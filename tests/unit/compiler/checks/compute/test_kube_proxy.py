"""The mode of kube-proxy."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.compute import kube_proxy

from ..conftest import Find, Places

LARGE = "nodeGroups: {web: {instanceTypes: [m7i.2xlarge], scaling: {min: 2, max: %d}}}"


@pytest.mark.parametrize(
    ("version", "addons", "expected"),
    [
        ("1.36", "", []),
        ("1.36", "kube-proxy: none", []),
        ("1.36", "kube-proxy: {mode: nftables}", []),
        ("1.33", "kube-proxy: {mode: nftables}", []),
        ("1.32", "kube-proxy: {mode: nftables}", ["proxy-mode addons.kube-proxy.mode kubernetes.version"]),
        ("1.32", "kube-proxy: {configuration: {mode: nftables}}", ["proxy-mode addons.kube-proxy.configuration.mode kubernetes.version"]),
        ("1.36", "kube-proxy: {mode: nftables}, vpc-cni: {version: v1.22.9-eksbuild.1}", ["proxy-mode addons.kube-proxy.mode addons.vpc-cni.version"]),
        ("1.36", "kube-proxy: {mode: nftables}, vpc-cni: {version: v1.23.0-eksbuild.1}", []),
        ("1.36", "kube-proxy: {mode: nftables}, vpc-cni: none", []),
        ("1.34", "kube-proxy: {mode: ipvs, scheduler: lc}", []),
        ("1.35", "kube-proxy: {mode: ipvs}", ["deprecated-proxy-mode addons.kube-proxy.mode kubernetes.version"]),
        ("1.35", "kube-proxy: {configuration: {mode: ipvs}}", ["deprecated-proxy-mode addons.kube-proxy.configuration.mode kubernetes.version"]),
        ("1.36", "kube-proxy: {scheduler: lc}", ["proxy-mode addons.kube-proxy.scheduler addons.kube-proxy"]),
        ("1.36", "kube-proxy: {mode: nftables, scheduler: rr}", ["proxy-mode addons.kube-proxy.scheduler addons.kube-proxy.mode"]),
    ],
)  # fmt: skip
def test_a_mode_follows_the_versions_of_the_cluster(
    places: Places, version: str, addons: str, expected: list[str]
) -> None:
    assert places(kube_proxy, f'kubernetes: {{version: "{version}"}}\naddons: {{{addons}}}') == expected


@pytest.mark.parametrize(
    ("nodes", "proxy", "warned"),
    [
        (172, "{}", False),
        (173, "{}", True),
        (173, "{mode: nftables}", False),
        (173, "{mode: ipvs}", False),
        (173, "none", False),
    ],
)
def test_a_cluster_that_outgrows_iptables_is_warned_about(
    find: Find, nodes: int, proxy: str, warned: bool
) -> None:
    text = f'kubernetes: {{version: "1.34"}}\naddons: {{kube-proxy: {proxy}}}\n{LARGE % nodes}'
    found = find(kube_proxy, text)
    assert [finding.code for finding in found] == ["outgrown-proxy-mode"] * warned
    if warned:
        assert found[0].label == "up to 173 nodes with 10,034 pods"
        assert "1,003 Services" in found[0].note


def test_nftables_is_advised_once_the_version_has_it(find: Find) -> None:
    for version, help in (("1.32", "once the cluster has Kubernetes 1.33"), ("1.33", "in `addons`")):
        (finding,) = find(kube_proxy, f'kubernetes: {{version: "{version}"}}\n{LARGE % 300}')
        assert str(finding.help).endswith(help)
        assert finding.path == ("nodeGroups",)
