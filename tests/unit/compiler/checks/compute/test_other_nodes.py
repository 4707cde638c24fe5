"""Rules for Fargate profiles, Auto Mode and hybrid nodes."""

from __future__ import annotations

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.checks import compute
from eksgen.compiler.checks.addons import addons, placement
from eksgen.compiler.checks.vpc import way_out

from ..conftest import Places, drawn, found

BLOCKS = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 32)).map(
    lambda block: IPv4Network(block, strict=False)
)
ACCEPTED = [IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]
TAKEN = [IPv4Network(text) for text in ("10.20.0.0/16", "172.20.0.0/16")]
NODES = "controlPlane.remoteNetworks.nodes"


@given(block=BLOCKS)
def test_a_remote_range_is_private_and_apart(block: IPv4Network) -> None:
    codes = [f.code for f in found(compute, f"controlPlane: {{remoteNetworks: {{nodes: ['{block}']}}}}")]
    assert ("remote-range" in codes) is not any(block.subnet_of(known) for known in ACCEPTED)
    assert codes.count("range-overlap") == sum(block.overlaps(known) for known in TAKEN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("controlPlane: {remoteNetworks: {nodes: [10.80.0.0/16], pods: [10.85.0.0/16]}}", []),
        (
            "controlPlane: {remoteNetworks: {nodes: [10.80.0.0/16, 10.80.1.0/24]}}",
            [f"range-overlap {NODES}[1] {NODES}[0]"],
        ),
        (
            "controlPlane: {remoteNetworks: {nodes: [10.80.0.0/16]}, endpoint: {public: [203.0.113.0/24]}}",
            ["hybrid-nodes-through-internet controlPlane.endpoint.public controlPlane.remoteNetworks"],
        ),
        (
            "controlPlane: {remoteNetworks: {nodes: [10.80.0.0/16]}, endpoint: {private: false, public: true}}",
            [],
        ),
        (
            "fargateProfiles: {a: {selectors: [{namespace: a}], subnets: {zones: [us-west-2d]}}}",
            ["unknown-zone fargateProfiles.a.subnets.zones[0]"],
        ),
        (
            "{network: {zones: [us-west-2a, us-west-2b]},"
            " controlPlane: {autoMode: {}, zones: [us-west-2a, us-west-2c]}}",
            ["unknown-zone controlPlane.zones[1] controlPlane.autoMode"],
        ),
        (
            "{network: {zones: [us-west-2a, us-west-2b]},"
            " controlPlane: {autoMode: {nodePools: []}, zones: [us-west-2a, us-west-2c]}}",
            [],
        ),
    ],
)
def test_what_eks_refuses(places: Places, text: str, expected: list[str]) -> None:
    assert places(compute, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{nodeGroups: {}, controlPlane: {autoMode: {}}}", []),
        (
            "{nodeGroups: {}, controlPlane: {autoMode: {}}, addons: {coredns: {}}}",
            ["unneeded-addon addons.coredns controlPlane.autoMode"],
        ),
        ("{controlPlane: {autoMode: {}}, addons: {coredns: {}}}", []),
        (
            "{nodeGroups: {}, fargateProfiles: {a: {selectors: [{namespace: a}]}}}",
            ["no-node-for-addon fargateProfiles"],
        ),
        ("{nodeGroups: {}, fargateProfiles: {a: {selectors: [{namespace: kube-*}]}}}", []),
        ("{fargateProfiles: {a: {selectors: [{namespace: a}]}}}", []),
        (
            "{addons: {ebs-csi: none}, nodeGroups: {web: {taints: [{key: a, effect: NoSchedule}]}},"
            " fargateProfiles: {a: {selectors: [{namespace: kube-system}]}}}",
            [],
        ),
    ],
)
def test_coredns_has_a_place_to_run(places: Places, text: str, expected: list[str]) -> None:
    assert [*places(addons, text), *places(placement, text)] == expected


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ("fargateProfiles: {a: {selectors: [{namespace: kube-system}]}}", ["no-way-out network.nat"]),
        ("controlPlane: {autoMode: {}}", ["no-way-out network.nat"]),
        ("controlPlane: {autoMode: {nodePools: []}}", []),
        ("controlPlane: {remoteNetworks: {nodes: [10.80.0.0/16]}}", []),
    ],
)
def test_pods_in_private_subnets_need_a_way_out(nodes: str, expected: list[str]) -> None:
    text = f"{{nodeGroups: {{}}, network: {{nat: none}}, {nodes}}}"
    assert [drawn(finding) for finding in found(way_out, text)] == expected
