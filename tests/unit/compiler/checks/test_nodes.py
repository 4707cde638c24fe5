"""Rules for node groups."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks import nodes

from .conftest import Find, Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nodeGroups: {web: {instanceTypes: [m7i.large, m6i.large, m7i.large]}}",
            ["duplicate-instance-type nodeGroups.web.instanceTypes[2]"],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [m7i.largo]}}",
            ["unknown-instance-type nodeGroups.web.instanceTypes[0]"],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [m7i.large, m7g.large, m6i.large]}}",
            ["mixed-architectures nodeGroups.web.instanceTypes[1] nodeGroups.web.instanceTypes[0]"],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [m7i.largo, m7i.large, m7g.large]}}",
            [
                "unknown-instance-type nodeGroups.web.instanceTypes[0]",
                "mixed-architectures nodeGroups.web.instanceTypes[2] nodeGroups.web.instanceTypes[1]",
            ],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [m7i.large, g5.xlarge]}}",
            ["mixed-accelerators nodeGroups.web.instanceTypes[1] nodeGroups.web.instanceTypes[0]"],
        ),
        (
            "nodeGroups: {web: {instanceTypes: [inf2.xlarge, g5.xlarge]}}",
            ["mixed-accelerators nodeGroups.web.instanceTypes[1] nodeGroups.web.instanceTypes[0]"],
        ),
        ("nodeGroups: {web: {instanceTypes: [g5.xlarge, g5.2xlarge]}}", []),
    ],
)
def test_instance_types_are_known_and_of_one_kind(places: Places, text: str, expected: list[str]) -> None:
    assert places(nodes, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nodeGroups: {web: {scaling: {min: 3, max: 2}}}",
            ["scaling-order nodeGroups.web.scaling.min nodeGroups.web.scaling.max"],
        ),
        ("nodeGroups: {web: {scaling: {min: 2, desired: 2, max: 2}}}", []),
        (
            "nodeGroups: {web: {scaling: {min: 2, desired: 1, max: 3}}}",
            ["scaling-order nodeGroups.web.scaling.desired"],
        ),
        (
            "nodeGroups: {web: {scaling: {min: 2, desired: 4, max: 3}}}",
            ["scaling-order nodeGroups.web.scaling.desired"],
        ),
        ("nodeGroups: {web: {update: {maxUnavailable: 1}}}", []),
        ('nodeGroups: {web: {update: {maxUnavailable: "1%"}}}', []),
        ("nodeGroups: {web: {update: {maxUnavailable: 2}, scaling: {min: 1, max: 2}}}", []),
        (
            "nodeGroups: {web: {update: {maxUnavailable: 3}, scaling: {min: 1, max: 2}}}",
            ["update-limit nodeGroups.web.update.maxUnavailable nodeGroups.web.scaling.max"],
        ),
        (
            "nodeGroups: {web: {imds: {hopLimit: 1}}, db: {imds: {hopLimit: 2}}}",
            ["pods-reach-node-role nodeGroups.db.imds.hopLimit"],
        ),
    ],
)
def test_sizes_and_update_limits_are_ordered(places: Places, text: str, expected: list[str]) -> None:
    assert places(nodes, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{network: {zones: [us-west-2a, us-west-2b]}, nodeGroups: {web: {subnets: {zones: [us-west-2b, us-west-2c]}}}}",
            ["unknown-zone nodeGroups.web.subnets.zones[1]"],
        ),
        (
            "nodeGroups: {web: {}, db: {taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoExecute}, {key: b, effect: NoSchedule}, {key: a, value: x, effect: NoSchedule}]}}",
            ["duplicate-taint nodeGroups.db.taints[3] nodeGroups.db.taints[0]"],
        ),
        (
            "nodeGroups: {web: {labels: {kubernetes.io/x: a}}}",
            ['reserved-label nodeGroups.web.labels["kubernetes.io/x"]'],
        ),
        (
            "nodeGroups: {web: {labels: {apps.kubernetes.io/x: a, k8s.io/y: b, x.k8s.io/z: c}}}",
            [
                'reserved-label nodeGroups.web.labels["apps.kubernetes.io/x"]',
                'reserved-label nodeGroups.web.labels["k8s.io/y"]',
                'reserved-label nodeGroups.web.labels["x.k8s.io/z"]',
            ],
        ),
        (
            "nodeGroups: {web: {labels: {node.kubernetes.io/x: a, kubelet.kubernetes.io/x: a, a.node.kubernetes.io/x: a}}}",
            [],
        ),
        ("nodeGroups: {web: {labels: {notkubernetes.io/x: b, x: c, example.com/kubernetes.io: d}}}", []),
    ],
)
def test_zones_labels_and_taints_are_possible(places: Places, text: str, expected: list[str]) -> None:
    assert places(nodes, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nodeGroups: {}", ["no-node-for-coredns nodeGroups"]),
        ("nodeGroups: {web: {scaling: {min: 0, desired: 0, max: 1}}}", ["no-node-for-coredns nodeGroups"]),
        ("nodeGroups: {web: {scaling: {min: 0, desired: 1, max: 1}}}", []),
        ("nodeGroups: {web: {taints: [{key: a, effect: NoSchedule}]}}", ["no-node-for-coredns nodeGroups"]),
        ("nodeGroups: {web: {taints: [{key: a, effect: NoExecute}]}}", ["no-node-for-coredns nodeGroups"]),
        ("nodeGroups: {web: {taints: [{key: a, effect: PreferNoSchedule}]}}", []),
        ("nodeGroups: {web: {taints: [{key: CriticalAddonsOnly, effect: NoSchedule}]}}", []),
        (
            "nodeGroups: {web: {taints: [{key: CriticalAddonsOnly, effect: NoExecute}]}}",
            ["no-node-for-coredns nodeGroups"],
        ),
        (
            "nodeGroups: {web: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}}",
            [],
        ),
        (
            "nodeGroups: {web: {taints: [{key: CriticalAddonsOnly, effect: NoSchedule}, {key: a, effect: NoExecute}]}}",
            ["no-node-for-coredns nodeGroups"],
        ),
        ("nodeGroups: {db: {taints: [{key: a, effect: NoExecute}]}, web: {}}", []),
    ],
)
def test_coredns_needs_a_node_that_it_tolerates(places: Places, text: str, expected: list[str]) -> None:
    assert places(nodes, text) == expected


@pytest.mark.parametrize(
    ("name", "note", "help"),
    [
        ("p3.2xlarge", "the type exists in AWS, but eksgen has no data on it", False),
        ("m7i.largo", "", True),
        ("nonsense", "", False),
    ],
)
def test_an_unknown_type_has_a_note_if_aws_has_it(find: Find, name: str, note: str, help: bool) -> None:
    (finding,) = find(nodes, f"nodeGroups: {{web: {{instanceTypes: [{name}]}}}}")
    assert finding.note == note
    text = finding.help if isinstance(finding.help, str) else finding.help()
    assert ("m7i.large" in text) is help
