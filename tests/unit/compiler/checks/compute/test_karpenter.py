"""Rules for Karpenter, and that whatever they accept becomes objects that Kubernetes accepts."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.checks.addons import addons
from eksgen.compiler.checks.compute import karpenter
from eksgen.compiler.checks.nodes import disks, offers
from eksgen.compiler.checks.nodes import groups as nodes
from eksgen.compiler.checks.regions import region
from eksgen.compiler.checks.vpc import way_out
from eksgen.compiler.pipeline import check_text, compile_spec
from tests.kubernetes_schemas import validate_object

from ..conftest import Find, Places

POOL = "karpenter.nodePools.a"


def pool(text: str) -> str:
    return f"karpenter: {{nodePools: {{a: {{{text}}}}}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("karpenter: {}", []),
        (pool("instanceTypes: [m7i.large, m7g.large], capacity: [spot, on-demand]"), []),
        (pool("capacity: [spot, spot]"), [f"duplicate-capacity {POOL}.capacity[1]"]),
        ("nodeGroups: {}\nkarpenter: {}", ["no-node-for-karpenter karpenter"]),
        ("nodeGroups: {a: {scaling: {desired: 0, min: 0}}, b: {}}\nkarpenter: {}", []),
        (
            "addons: {pod-identity-agent: none}\nkarpenter: {}",
            ["missing-addon karpenter addons.pod-identity-agent"],
        ),
        (
            "karpenter: {nodeRole: {role: 'arn:aws:iam::111122223333:role/Admin'}}",
            ["shared-node-role karpenter.nodeRole.role access.admins[0]"],
        ),
        ("karpenter: {nodeRole: {role: 'arn:aws:iam::111122223333:role/nodes'}}", []),
        (pool("capacity: [spot], instanceTypes: [u7i-6tb.112xlarge]"), [f"no-spot {POOL}.instanceTypes {POOL}.capacity"]),
        (pool("capacity: [spot], instanceTypes: [u7i-6tb.112xlarge, m7i.large]"), []),
        (pool("disk: {size: 59000}"), []),
        (pool("disk: {size: 59001}"), [f"disk-option {POOL}.disk.size"]),
        (pool("capacity: [spot, on-demand], instanceTypes: [u7i-6tb.112xlarge]"), []),
    ],
)  # fmt: skip
def test_rules_of_karpenter(places: Places, text: str, expected: list[str]) -> None:
    assert places(karpenter, text) == expected


@pytest.mark.parametrize(
    ("label", "accepted"),
    [
        ("role", True),
        ("example.com/role", True),
        ("topology.kubernetes.io/zone", True),
        ("kubernetes.io/arch", True),
        ("karpenter.sh/capacity-type", True),
        ("node.kubernetes.io/lifecycle", True),
        ("a.node-restriction.kubernetes.io/b", True),
        ("kubernetes.io/hostname", False),
        ("kubernetes.io/role", False),
        ("a.k8s.io/role", False),
        ("karpenter.sh/nodepool", False),
        ("karpenter.k8s.aws/x", False),
    ],
)
def test_labels_that_a_node_pool_refuses(places: Places, label: str, accepted: bool) -> None:
    assert bool(places(karpenter, pool(f"labels: {{{label}: a}}"))) is not accepted


@pytest.mark.parametrize(
    ("module", "text", "expected"),
    [
        (nodes, "instanceTypes: [m7i.lerge]", f"unknown-instance-type {POOL}.instanceTypes[0]"),
        (nodes, "instanceTypes: [m7i.large, m7i.large]", f"duplicate-instance-type {POOL}.instanceTypes[1]"),
        (nodes, "taints: [{key: a, effect: NoExecute}, {key: a, effect: NoExecute}]", f"duplicate-taint {POOL}.taints[1] {POOL}.taints[0]"),
        (nodes, "taints: [{key: node.kubernetes.io/not-ready, effect: NoExecute}]", f"reserved-taint {POOL}.taints[0].key"),
        (disks, "disk: {type: io2}", f"disk-option {POOL}.disk.type"),
        (disks, "disk: {encrypted: false}", f"plain-disk {POOL}.disk.encrypted"),
        (offers, "instanceTypes: [t3.nano]", f"too-few-pods {POOL}.instanceTypes[0]"),
        (region, "disk: {kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a'}", f"wrong-region {POOL}.disk.kmsKey metadata.region"),
    ],
)  # fmt: skip
def test_rules_of_node_groups_hold_for_node_pools(
    places: Places, module: Any, text: str, expected: str
) -> None:
    assert places(module, pool(text)) == [expected]


def test_nodes_of_karpenter_need_a_way_out(places: Places) -> None:
    closed = "network: {nat: none}\nnodeGroups: {a: {subnets: public}}"
    assert places(way_out, closed) == []
    assert places(way_out, f"{closed}\n{pool('')}") == ["no-way-out network.nat"]


def test_the_controller_needs_its_queue_in_a_network_without_a_way_out(find: Find) -> None:
    (finding,) = find(way_out, f"network: {{nat: none, endpoints: [private-cluster]}}\n{pool('')}")
    assert finding.note == "without NAT they need VPC endpoints: sqs"
    assert finding.help == "write `endpoints: [private-cluster, sqs]`"


def test_add_ons_that_wait_for_nodes_are_named_once(find: Find) -> None:
    (finding,) = find(addons, "nodeGroups: {}\naddons: {metrics-server: {}, coredns: none}")
    assert finding.note == "left out until there is a node group: `ebs-csi`, `metrics-server`"
    assert find(addons, "nodeGroups: {}\naddons: {coredns: none, ebs-csi: none}") == []


HEAD = {
    "apiVersion": "eksgen/v1alpha1",
    "kind": "Cluster",
    "metadata": {"name": "demo", "region": "us-west-2", "tags": {"team": "a b"}},
    "kubernetes": {"version": "1.36"},
    "access": {"admins": ["arn:aws:iam::111122223333:role/Admin"]},
    "nodeGroups": {"web": {}},
}
TEXT = st.sampled_from(
    [
        "",
        "a",
        "a.b/c",
        "on",
        "1",
        "1e3",
        "-a",
        "A_b",
        "x" * 63,
        "node.kubernetes.io/a",
        "kubernetes.io/os",
        "ü",
    ]
)
QUANTITY = st.sampled_from(
    [0, 1, 10**18, -1, "100", "0.5", "1.", "500m", "4Gi", "4GB", "1e3", "", "-1", "1 Gi", "1k"]
)
POOLS = st.fixed_dictionaries(
    {},
    optional={
        "instanceTypes": st.lists(st.sampled_from(["m7i.large", "m7g.large", "g6.xlarge", "x1.y", "t3.nano"]), max_size=3),
        "capacity": st.lists(st.sampled_from(["spot", "on-demand", "reserved"]), max_size=2),
        "limits": st.dictionaries(st.sampled_from(["cpu", "memory", "nvidia.com/gpu", "CPU", "a/b", "pods"]), QUANTITY, max_size=2),
        "labels": st.dictionaries(TEXT, TEXT, max_size=2),
        "taints": st.lists(st.fixed_dictionaries({"key": TEXT, "effect": st.sampled_from(["NoSchedule", "NoExecute", "x"])}, optional={"value": TEXT}), max_size=2),
        "disk": st.fixed_dictionaries({}, optional={"size": st.sampled_from([19, 20, 16384, 59000, 65536]), "type": st.sampled_from(["gp3", "gp2", "io2"]), "iops": st.sampled_from([3000, 100]), "kmsKey": st.sampled_from(["managed", "aws"])}),
    },
)  # fmt: skip


@settings(max_examples=60)
@given(POOLS, st.sampled_from(["a", "0", "a-b", "A", "a.b", "x" * 31]))
def test_kubernetes_accepts_the_objects_of_whatever_the_checks_accept(own: dict[str, Any], name: str) -> None:
    spec = {**HEAD, "karpenter": {"nodePools": {name: own}}}
    checked = check_text(yaml.safe_dump(spec).encode(), "cluster.yaml")
    if checked.failed:
        return
    text = compile_spec(checked).files["manifests/karpenter.yaml"]
    for document in yaml.safe_load_all(text):
        validate_object(document, "1.36")
