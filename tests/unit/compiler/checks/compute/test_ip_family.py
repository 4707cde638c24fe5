"""Rules for IPv6 clusters: what they refuse there, and nothing of it in an IPv4 cluster."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.compute import ip_family
from eksgen.compiler.checks.finding import Finding
from eksgen.compiler.checks.vpc import ingress
from eksgen.compiler.diagnostics import dotted

from ..conftest import Places, found

V6 = 'kubernetes: {version: "1.36", ipFamily: ipv6}\n'
ENV = "addons.vpc-cni.configuration.env"
POOL = "karpenter: {nodePools: {a: {instanceTypes: [m5.large, m4.large]}}}"
EXISTING = "network: {existing: {vpcId: vpc-0123456789abcdef0, cidr: 10.0.0.0/16%s}}"
GIVEN = ", subnets: {private: {us-west-2a: subnet-0123456789abcdef0, us-west-2b: subnet-0123456789abcdef1}}"
BALANCER = "loadBalancers: {a: {type: %s, targets: {nodeGroups: [web]}, listeners: [{port: 80, protocol: %s, targetPort: 30080}]}}"


def env(text: str) -> str:
    return f"addons: {{vpc-cni: {{configuration: {{env: {{{text}}}}}}}}}"


CASES = [
    (EXISTING % "", ["network.existing"]),
    (EXISTING % GIVEN, []),
    ("nodeGroups: {web: {os: windows-2022-core}}", ["nodeGroups.web.os"]),
    ("nodeGroups: {web: {instanceTypes: [m5.large, t2.large, i3.large]}}", ["nodeGroups.web.instanceTypes[1]", "nodeGroups.web.instanceTypes[2]"]),
    ("nodeGroups: {web: {instanceTypes: [i3.metal, m7g.large]}}", []),
    (POOL, ["karpenter.nodePools.a.instanceTypes[1]"]),
    ("addons: {fsx-csi: {}}", ["addons.fsx-csi"]),
    ("addons: {aws-fsx-csi-driver: {}}", ["addons.aws-fsx-csi-driver"]),
    ("addons: {fsx-csi: none, efs-csi: {}}", []),
    ("addons: {vpc-cni: {version: v1.9.3-eksbuild.1}}", ["addons.vpc-cni.version"]),
    ("addons: {vpc-cni: {version: v1.10.1-eksbuild.1}}", []),
    ("addons: {vpc-cni: none}", []),
    (env("ENABLE_PREFIX_DELEGATION: 'false'"), [f"{ENV}.ENABLE_PREFIX_DELEGATION"]),
    (env("ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1'"), []),
    (env("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true'"), [f"{ENV}.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"]),
    (env("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'false'"), []),
    (env("ENABLE_IPv6: 'true', ENABLE_IPv4: 'false'"), [f"{ENV}.ENABLE_IPv6", f"{ENV}.ENABLE_IPv4"]),
    (BALANCER % ("classic", "tcp"), ["loadBalancers.a.type"]),
    (BALANCER % ("network", "tcp"), []),
    (BALANCER % ("network", "udp"), ["loadBalancers.a.listeners[0].protocol"]),
    (BALANCER % ("network", "tcp-udp"), ["loadBalancers.a.listeners[0].protocol"]),
    (BALANCER % ("application", "http"), []),
    ("fargateProfiles: {a: {selectors: [{namespace: a}]}}", []),
    ("controlPlane: {autoMode: {}}\nnodeGroups: {}", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_an_ipv6_cluster_cannot_have(places: Places, text: str, expected: list[str]) -> None:
    assert places(ip_family, V6 + text) == [
        f"ipv6-unsupported {path} kubernetes.ipFamily" for path in expected
    ]
    assert places(ip_family, text) == []


@pytest.mark.parametrize(
    ("region", "offered"), [("cn-north-1", False), ("us-gov-west-1", True), ("eu-west-1", True)]
)
def test_where_it_is_offered(region: str, offered: bool) -> None:
    text = f"metadata: {{name: demo, region: {region}}}\n{V6}"
    assert ([f.path for f in found(ip_family, text)] == []) is offered


def test_eks_chooses_the_range_of_services() -> None:
    text = 'kubernetes: {version: "1.36", ipFamily: ipv6, serviceCidr: 172.20.0.0/16}'
    (finding,) = found(ip_family, text)
    assert isinstance(finding, Finding)
    assert dotted(finding.path) == "kubernetes.serviceCidr"


def test_sources_with_ipv6_addresses_have_a_way_to_an_ipv6_cluster() -> None:
    text = 'network: {nodeIngress: [{from: "2001:db8::/32", ports: 9100}]}\n'
    assert "ipv6-source" in [f.code for f in found(ingress, text)]
    assert "ipv6-source" not in [f.code for f in found(ingress, V6 + text)]
