"""Pods and addresses of a node, by the settings of the VPC CNI."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.catalog.compute.instances import InstanceType, instance_type
from eksgen.compiler.resolve.compute.pod_addresses import (
    CniSettings,
    addresses_per_node,
    cni_settings,
    pods_per_node,
    pods_with_addresses,
)
from eksgen.schemas.cluster import ClusterSpec

PUBLISHED = """
a1.medium 8, a1.xlarge 58, c4.large 29, c5.large 29, c5.4xlarge 234, c5.18xlarge 737, c5n.9xlarge 234,
c6a.48xlarge 737, c6g.medium 8, c6i.2xlarge 58, c6in.32xlarge 394, c7g.8xlarge 234, c7i.metal-48xl 737,
c8g.large 29, d3.2xlarge 18, d3.8xlarge 59, d3en.12xlarge 89, g4dn.xlarge 29, g4dn.16xlarge 58, g5.48xlarge 345,
g6.12xlarge 234, g6e.12xlarge 292, g6e.48xlarge 492, gr6.4xlarge 234, hpc7g.4xlarge 198, i3.16xlarge 737,
i3en.2xlarge 58, i4i.24xlarge 437, i7ie.12xlarge 394, im4gn.large 29, inf1.24xlarge 321, inf1.2xlarge 38,
inf2.8xlarge 234, m4.large 20, m5.xlarge 58, m6idn.32xlarge 394, m7a.medium 8, m7g.16xlarge 737, m7i.large 29,
m7i-flex.2xlarge 58, m8g.48xlarge 737, p4d.24xlarge 737, p5.48xlarge 100, p5en.48xlarge 198, r5.24xlarge 737,
r6in.32xlarge 394, r7g.2xlarge 58, t3.medium 17, t3.large 35, t4g.small 11, x1e.32xlarge 234, z1d.large 29
"""
"""Name and pods of a node: amazon-vpc-cni-k8s, misc/eni-max-pods.txt (read 2026-11-29)."""


def known(name: str) -> InstanceType:
    found = instance_type(name)
    assert found is not None, name
    return found


def settings_of(env: Any) -> CniSettings:
    configuration = {} if env is None else {"env": env}
    return cni_settings(
        ClusterSpec.model_validate(
            {
                "apiVersion": "eksgen/v1alpha1", "kind": "Cluster", "metadata": {"name": "a", "region": "us-west-2"},
                "kubernetes": {"version": "1.34"}, "access": {"admins": ("arn:aws:iam::111122223333:role/a",)},
                "addons": {"vpc-cni": {"configuration": configuration}},
            }
        )
    )  # fmt: skip


@pytest.mark.parametrize("entry", PUBLISHED.replace("\n", " ").split(","), ids=str.strip)
def test_pods_per_node_are_those_that_aws_publishes(entry: str) -> None:
    name, pods = entry.split()
    assert pods_per_node(known(name), CniSettings()) == int(pods)


def test_more_than_forty_types_of_more_than_ten_families_are_compared() -> None:
    names = [entry.split()[0] for entry in PUBLISHED.split(",")]
    assert len(set(names)) > 40
    assert len({name.partition(".")[0][0] for name in names}) >= 10


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        (None, CniSettings()),
        ({}, CniSettings()),
        ({"ENABLE_PREFIX_DELEGATION": "true"}, CniSettings(prefixes=True)),
        (
            {"ENABLE_PREFIX_DELEGATION": True, "WARM_PREFIX_TARGET": 2},
            CniSettings(prefixes=True, warm_prefixes=2),
        ),
        ({"ENABLE_PREFIX_DELEGATION": "false"}, CniSettings()),
        ({"WARM_IP_TARGET": "2", "MINIMUM_IP_TARGET": 10}, CniSettings(warm_ips=2, minimum_ips=10)),
        ({"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"}, CniSettings(custom=True)),
        ({"WARM_IP_TARGET": "many", "MINIMUM_IP_TARGET": -1}, CniSettings()),
        (["WARM_IP_TARGET"], CniSettings()),
    ],
)
def test_settings_are_read_from_the_environment_of_the_add_on(env: Any, expected: CniSettings) -> None:
    assert settings_of(env) == expected


@pytest.mark.parametrize(
    ("name", "settings", "pods", "addresses"),
    [
        ("m7i.large", CniSettings(), 29, 3 * 10),
        ("m7i.large", CniSettings(warm_ips=2), 29, 27 + 3),
        ("m7i.large", CniSettings(prefixes=True), 110, (7 + 1) * 16 + 1),
        ("m7i.large", CniSettings(prefixes=True, warm_prefixes=3), 110, (7 + 3) * 16 + 2),
        ("m7i.large", CniSettings(prefixes=True, warm_ips=5), 110, 8 * 16 + 1),
        ("m7i.large", CniSettings(prefixes=True, warm_ips=1, minimum_ips=300), 110, 19 * 16 + 3),
        ("m7i.24xlarge", CniSettings(prefixes=True), 250, (16 + 1) * 16 + 1),
        ("t3.medium", CniSettings(prefixes=True), 110, 8 * 16 + 2),
        ("m7a.medium", CniSettings(prefixes=True), 98, 6 * 16 + 2),
        # Custom networking: the first interface has no pods, so AWS publishes 20 pods for 3 x 10 addresses.
        ("m5.large", CniSettings(custom=True), 20, 2 * 10),
        ("m7i.large", CniSettings(custom=True, warm_ips=2), 20, 18 + 2),
        ("m7i.large", CniSettings(custom=True, prefixes=True), 110, (7 + 1) * 16 + 1),
        ("t3.medium", CniSettings(custom=True, prefixes=True), 110, 8 * 16 + 2),
        ("t3.small", CniSettings(custom=True), 8, 2 * 4),
    ],
)
def test_pods_and_addresses_follow_the_settings(
    name: str, settings: CniSettings, pods: int, addresses: int
) -> None:
    assert pods_per_node(known(name), settings) == pods
    assert addresses_per_node(known(name), settings) == addresses


@pytest.mark.parametrize("name", ["t3.small", "m7i.large", "c5.18xlarge", "p5.48xlarge"])
def test_a_node_never_holds_more_than_its_interfaces_can(name: str) -> None:
    kind = known(name)
    for warm in (None, 0, 5, 5000):
        plain = addresses_per_node(kind, CniSettings(warm_ips=warm))
        assert plain <= kind.max_enis * kind.ipv4_per_eni
        prefixes = addresses_per_node(kind, CniSettings(prefixes=True, warm_ips=warm))
        assert prefixes <= kind.max_enis * ((kind.ipv4_per_eni - 1) * 16 + 1)


@pytest.mark.parametrize(
    ("name", "pods"), [("t3.nano", 34), ("m7i.large", 110), ("m5.8xlarge", 250), ("m7i.48xlarge", 250)]
)
def test_pods_with_ipv6_addresses_take_none_of_ipv4(name: str, pods: int) -> None:
    settings = CniSettings(prefixes=True, ipv6=True)
    assert pods_per_node(known(name), settings) == pods
    assert addresses_per_node(known(name), settings) == 1
    assert pods_with_addresses(known(name), settings) > 1000
