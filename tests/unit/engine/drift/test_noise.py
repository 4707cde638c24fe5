"""Changes outside Terraform that no apply reverts are explained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.drift.classify import read_drift
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel
from eksgen.engine.plan.document import parse_document
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

ADOPTED, NOISE = DriftClass.ADOPTED, DriftClass.NOISE

SMALL = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
addons: {vpc-cni: {version: v1.20.2-eksbuild.1}, metrics-server: {}}
nodeGroups: {web: {}}
"""
COREDNS = 'module.addons_after_nodes.aws_eks_addon.this["coredns"]'
METRICS = 'module.addons_after_nodes.aws_eks_addon.this["metrics-server"]'
"""An add-on that gets no configuration if the spec has none."""
AUTOSCALED = "module.nodes_web.aws_eks_node_group.this"


def traced(
    trace: Trace, address: str, drift: tuple[object, object], after: object, upgrade: str = ""
) -> DriftFinding:
    recorded, live = drift
    same = after == live
    raw = {
        "resource_drift": [
            {"address": address, "change": {"actions": ["update"], "before": recorded, "after": live}}
        ],
        "resource_changes": [
            {
                "address": address,
                "change": {"actions": ["no-op" if same else "update"], "before": live, "after": after},
            }
        ],
    }
    (finding,) = read_drift(parse_document(raw), RunSubject(), trace, upgrade=upgrade).findings
    return finding


def test_a_change_by_an_autoscaler_is_noise_with_that_reason(trace: Trace) -> None:
    two, five = ({"scaling_config": [{"desired_size": n, "max_size": 9}]} for n in (2, 5))
    left = replace(
        trace,
        ignored={"nodes": {"autoscaled": {"aws_eks_node_group.this": (("scaling_config", "desired_size"),)}}},
    )
    found = traced(left, AUTOSCALED, (two, five), five)
    assert (found.kind, found.why) == (NOISE, "an autoscaler moves it, and the spec leaves it to them")


def test_after_a_provider_upgrade_unset_attributes_are_attributed_to_it(trace: Trace) -> None:
    found = traced(
        trace, "module.vpc.aws_vpc.this", ({"new": None}, {"new": 1}), {"new": 1}, upgrade="5.100.0 to 6.62.0"
    )
    assert found.kind is NOISE
    assert found.why == "the provider was upgraded from 5.100.0 to 6.62.0, and the spec does not set it"
    set_by_the_spec = {"cidr_block": "10.0.0.0/16"}, {"cidr_block": "10.1.0.0/16"}
    kept = traced(
        trace, "module.vpc.aws_vpc.this", set_by_the_spec, set_by_the_spec[1], upgrade="5.100.0 to 6.62.0"
    )
    assert kept.kind is ADOPTED


@pytest.mark.parametrize(
    ("address", "recorded", "live"),
    [
        ("module.vpc.aws_vpc.this", {"old": 1}, {"old": None}),
        ("module.vpc.aws_vpc.this", {"old": ["a"]}, {"old": []}),
        ("module.eks.aws_iam_role.this", {"permissions_boundary": "arn:old"}, {"permissions_boundary": ""}),
        ("module.eks.aws_iam_role.this", {"permissions_boundary": None}, {"permissions_boundary": "arn:new"}),
        ("module.nodes_web.aws_launch_template.this", {"key_name": ""}, {"key_name": "theirs"}),
    ],
)
def test_an_upgrade_explains_neither_a_lost_value_nor_one_of_high_severity(
    trace: Trace, address: str, recorded: dict[str, object], live: dict[str, object]
) -> None:
    found = traced(trace, address, (recorded, live), live, upgrade="5.100.0 to 6.62.0")
    assert (found.kind, found.kept) == (DriftClass.CHANGED_OUTSIDE, True)


@pytest.fixture
def minimal(tmp_path: Path) -> Trace:
    """The source map of a spec that leaves everything optional to AWS."""
    files = compile_spec(check_text(SMALL.encode(), "cluster.yaml")).files
    (tmp_path / "eksgen.map.json").write_bytes(files["eksgen.map.json"])
    return load_trace(tmp_path, INTERFACE)


def test_a_change_of_an_attribute_that_the_spec_does_not_set_is_noise_if_the_catalog_lists_it(
    minimal: Trace,
) -> None:
    one, other = {"platform_version": "eks.1"}, {"platform_version": "eks.2"}
    found = traced(minimal, "module.eks.aws_eks_cluster.this", (one, other), other)
    assert found.kind is NOISE
    assert found.why == "EKS rolls out platform versions by itself"


@pytest.mark.parametrize(
    ("address", "attribute"), [(COREDNS, "addon_version"), (AUTOSCALED, "release_version")]
)
def test_a_version_that_the_spec_leaves_open_is_reported_when_somebody_changes_it(
    minimal: Trace, address: str, attribute: str
) -> None:
    """EKS updates neither an add-on nor a node group by itself, so a downgrade is somebody's work."""
    newer, older = {attribute: "v1.12.4-eksbuild.1"}, {attribute: "v1.11.4-eksbuild.1"}
    found = traced(minimal, address, (newer, older), older)
    assert (found.kind, found.level, found.kept) == (DriftClass.CHANGED_OUTSIDE, DriftLevel.MEDIUM, True)


@pytest.mark.parametrize("upgrade", ["", "5.100.0 to 6.62.0"])
def test_a_change_of_any_other_attribute_that_the_spec_does_not_set_is_reported(
    minimal: Trace, upgrade: str
) -> None:
    """Also right after an upgrade, which adds and removes attributes but changes none."""
    one, other = ({"configuration_values": f'{{"replicaCount":{n}}}'} for n in (2, 9))
    found = traced(minimal, METRICS, (one, other), other, upgrade)
    assert (found.kind, found.kept) == (DriftClass.CHANGED_OUTSIDE, True)
    assert found.why.endswith("the spec does not set it, so no apply reverts it")


def test_an_attribute_cleared_in_the_spec_and_in_aws_is_adopted(minimal: Trace) -> None:
    one, other = {"configuration_values": '{"replicaCount":3}'}, {"configuration_values": ""}
    assert traced(minimal, METRICS, (one, other), other).kind is ADOPTED


def test_an_attribute_changed_to_the_same_value_in_spec_and_aws_is_adopted(minimal: Trace) -> None:
    one, other = {"addon_version": "v1.20.1-eksbuild.1"}, {"addon_version": "v1.20.2-eksbuild.1"}
    written = 'module.addons_before_nodes.aws_eks_addon.this["vpc-cni"]'
    assert traced(minimal, written, (one, other), other).kind is ADOPTED


def test_a_severe_change_of_an_attribute_that_the_spec_does_not_set_is_reported(minimal: Trace) -> None:
    """The ranges of a public endpoint that is closed; they matter as soon as somebody opens it."""
    cluster = "module.eks.aws_eks_cluster.this"
    one, other = ({"vpc_config": [{"public_access_cidrs": [r]}]} for r in ("203.0.113.0/24", "0.0.0.0/0"))
    found = traced(minimal, cluster, (one, other), other)
    assert (found.kind, found.level, found.kept) == (DriftClass.CHANGED_OUTSIDE, DriftLevel.HIGH, True)
    assert found.why == (
        "the whole internet reaches the Kubernetes API; the spec does not set it, so no apply reverts it"
    )
    assert traced(minimal, cluster, (other, one), one).level is DriftLevel.MEDIUM, "fewer than before"


def test_a_list_in_another_order_is_noise(trace: Trace) -> None:
    one, other = {"instance_types": ["a", "b"]}, {"instance_types": ["b", "a"]}
    found = traced(trace, AUTOSCALED, (one, other), other)
    assert (found.kind, found.why) == (NOISE, "only the order differs")


def test_a_tag_set_by_a_controller_is_noise_only_if_no_apply_removes_it(trace: Trace) -> None:
    """The provider ignores such tags; a state from before it did so still has them."""
    tagged = {"tags": {"kubernetes.io/cluster/demo": "shared"}}
    bare: dict[str, object] = {"tags": {}}
    removed = traced(trace, "module.vpc.aws_vpc.this", (tagged, bare), bare)
    assert (removed.kind, removed.why) == (NOISE, "Kubernetes controllers mark with it what a cluster uses")
    found = traced(trace, "module.vpc.aws_vpc.this", (bare, tagged), bare)
    assert found.kind is DriftClass.CHANGED_OUTSIDE


@pytest.mark.parametrize("name", ["team", "eks", "my/kubernetes.io/cluster/demo"])
def test_a_tag_of_no_controller_is_no_noise(trace: Trace, name: str) -> None:
    one, other = {"tags": {name: "a"}}, {"tags": {name: "b"}}
    assert traced(trace, "module.vpc.aws_vpc.this", (one, other), other).kind is ADOPTED
