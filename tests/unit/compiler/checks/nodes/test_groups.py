"""Rules for node groups."""

from __future__ import annotations

import pytest

from eksgen.compiler.checks.nodes import groups
from eksgen.compiler.diagnostics import Severity

from ..conftest import Find, Places


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
    assert places(groups, text) == expected


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
    assert places(groups, text) == expected


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
    assert places(groups, text) == expected


@pytest.mark.parametrize(
    ("name", "code", "help"),
    [
        ("p3.2xlarge", "not-in-catalog", "allow(not-in-catalog)"),
        ("m10i.large", "not-in-catalog", "allow(not-in-catalog)"),
        ("m7i.largo", "unknown-instance-type", "m7i.large"),
        ("nonsense", "unknown-instance-type", ""),
    ],
)
def test_a_type_that_aws_may_have_is_a_warning(find: Find, name: str, code: str, help: str) -> None:
    (finding,) = find(groups, f"nodeGroups: {{web: {{instanceTypes: [{name}]}}}}")
    assert finding.code == code
    assert (finding.severity is Severity.WARNING) is (code == "not-in-catalog")
    assert help in finding.help_text()


@pytest.mark.parametrize(
    ("key", "reserved"),
    [
        ("eks.amazonaws.com/team", True),
        ("a.eks.amazonaws.com/team", True),
        ("node-role.kubernetes.io/web", True),
        ("node-restriction.kubernetes.io/web", True),
        ("topology.kubernetes.io/zone", True),
        ("k8s.io/x", True),
        ("node.kubernetes.io/pool", False),
        ("kubelet.kubernetes.io/pool", False),
        ("eks.amazonaws.com", False),
        ("amazonaws.com/team", False),
        ("team", False),
    ],
)
def test_labels_of_eks_and_kubernetes_are_reserved(places: Places, key: str, reserved: bool) -> None:
    expected = [f'reserved-label nodeGroups.web.labels["{key}"]'] if reserved else []
    assert places(groups, f"nodeGroups: {{web: {{labels: {{{key}: x}}}}}}") == expected


@pytest.mark.parametrize(
    ("key", "reserved"),
    [
        ("node.kubernetes.io/not-ready", True),
        ("node.kubernetes.io/unschedulable", True),
        ("eks.amazonaws.com/x", True),
        ("node.kubernetes.io/agent-not-ready", False),
        ("node.cilium.io/agent-not-ready", False),
        ("node-role.kubernetes.io/control-plane", False),
        ("CriticalAddonsOnly", False),
        ("nvidia.com/gpu", False),
    ],
)
def test_taints_of_eks_and_of_the_state_of_a_node_are_reserved(
    places: Places, key: str, reserved: bool
) -> None:
    expected = ["reserved-taint nodeGroups.web.taints[0].key"] if reserved else []
    assert (
        places(groups, f"nodeGroups: {{web: {{taints: [{{key: {key}, effect: NoSchedule}}]}}}}") == expected
    )


@pytest.mark.parametrize("name", ["mac1.metal", "mac2.metal", "mac2-m2pro.metal", "mac3.metal"])
def test_macs_are_no_nodes(places: Places, name: str) -> None:
    text = f"nodeGroups: {{web: {{instanceTypes: [{name}]}}}}"
    assert places(groups, text) == ["unknown-instance-type nodeGroups.web.instanceTypes[0]"]
