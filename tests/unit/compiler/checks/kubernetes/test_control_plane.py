"""Rules for the control plane, and what its settings compile to."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.lower import lower
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve import resolve
from eksgen.compiler.values import At, ModuleCall

SPEC = """apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.36"}}
access: {{admins: ["arn:aws:iam::111122223333:role/Admin"]}}
nodeGroups: {{web: {{}}}}
controlPlane: {{{plane}}}
{more}
"""
ONE, TWO = "sg-0123456789abcdef1", "sg-0123456789abcdef2"
SCORING = "components: {{scheduler: {{nodeResourcesFit: {{scoringStrategy: {{{0}}}}}}}}}"
SYNC = (
    "components: {controllerManager: {horizontalPodAutoscalerControllerConfig: "
    "{horizontalPodAutoscalerSyncPeriod: 10s}}}"
)
PORTS = "components: {{apiServer: {{serviceNodePortRange: {{{0}}}}}}}"


def codes(plane: str, more: str = "") -> list[str]:
    findings = check_text(SPEC.format(plane=plane, more=more).encode(), "a.yaml").findings
    return sorted({finding.code for finding in findings} - {"closed-endpoint"})


def call(plane: str, more: str = "") -> ModuleCall:
    checked = check_text(SPEC.format(plane=plane, more=more).encode(), "a.yaml")
    assert checked.spec is not None, checked.findings
    return next(call for call in lower(resolve(checked.spec)) if call.name == "eks")


def plain(value: Any) -> Any:
    if isinstance(value, At):
        return plain(value.value)
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("plane", "expected"),
    [
        (f"securityGroups: {{existing: {ONE}, additional: [{TWO}]}}", []),
        (f"securityGroups: {{existing: {ONE}, additional: [{ONE}]}}", ["duplicate-group"]),
        (f"securityGroups: {{additional: [{ONE}, {ONE}]}}", ["duplicate-group"]),
        (f"securityGroups: {{existing: {ONE}}}, endpoint: {{from: [10.0.0.0/8]}}", ["group-exists"]),
        (f"securityGroups: {{additional: [{ONE}]}}, endpoint: {{from: [10.0.0.0/8]}}", []),
        ("securityGroups: {existing: default}", ["invalid-id"]),
        ("zonalShift: {}", []),
        ("zonalShift: none", []),
        ("zonalShift: {}, autoMode: {}", []),
        ("zonalShift: none, autoMode: {}", []),
        ("zonalShift: true", ["wrong-type"]),
        ("deletionProtection: none", []),
        ("scalingTier: xl", ["invalid-choice"]),
        ("components: {}", []),
        ("components: {apiServer: {eventTtl: 1h}}", []),
        ("components: {apiServer: {eventTtl: 9m}}", ["out-of-range"]),
        ("components: {apiServer: {eventTtl: 61m}}", ["out-of-range"]),
        ("components: {apiServer: {eventTtl: 600s}}", []),
        ("components: {apiServer: {eventTtl: 30}}", ["wrong-type"]),
        ("components: {apiServer: {eventTtl: 30 m}}", ["invalid-duration"]),
        (PORTS.format("minPort: 10259"), ["out-of-range"]),
        (PORTS.format("maxPort: 32768"), ["out-of-range"]),
        (PORTS.format("minPort: 31000, maxPort: 31000"), []),
        (PORTS.format("maxPort: 20000"), ["refused-setting"]),
        (SCORING.format("type: MostAllocated, resources: [{name: cpu}, {name: cpu}]"), ["refused-setting"]),
        (SCORING.format("type: MostAllocated, resources: [{name: cpu, weight: 101}]"), ["out-of-range"]),
        (SCORING.format("type: RequestedToCapacityRatio"), ["invalid-choice"]),
        (SYNC, ["refused-setting"]),
        (f"scalingTier: standard, {SYNC}", ["refused-setting"]),
        (f"scalingTier: tier-xl, {SYNC}", []),
    ],
)
def test_what_eks_refuses_is_refused_at_its_line(plane: str, expected: list[str]) -> None:
    assert codes(plane) == expected


@pytest.mark.parametrize("region", ["us-west-2", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"])
def test_a_partition_of_which_nothing_is_known_may_lack_settings(region: str) -> None:
    plane = "zonalShift: {}, scalingTier: tier-xl, egress: aws, components: {}, deletionProtection: {}"
    text = SPEC.format(plane=plane, more="").replace("us-west-2", region)
    findings = check_text(text.encode(), "a.yaml").findings
    named = [finding.message for finding in findings if finding.code == "not-in-catalog"]
    unknown = ("zonalShift", "scalingTier", "egress", "components") if region.startswith("eusc") else ()
    assert sorted(named) == sorted(
        f"eksgen does not know whether EKS has `{name}` in the partition aws-eusc" for name in unknown
    )


@pytest.mark.parametrize(
    ("more", "warned"),
    [
        ("", True),
        ("network: {subnets: {intra: none}}", False),
        ("network: {subnets: {intra: none}, nat: none, endpoints: [private-cluster]}", True),
        ("network: {routes: [{to: 0.0.0.0/0, via: tgw-0123456789abcdef0, tiers: [intra]}]}", False),
        ("network: {routes: [{to: 10.0.0.0/8, via: tgw-0123456789abcdef0, tiers: [intra]}]}", True),
    ],
)
def test_a_control_plane_that_goes_out_by_itself_needs_a_way(more: str, warned: bool) -> None:
    assert ("control-plane-way-out" in codes("egress: own", more)) is warned
    assert "control-plane-way-out" not in codes("egress: aws", more)


@pytest.mark.parametrize(
    ("plane", "argument", "value"),
    [
        ("", "zonal_shift", None),
        ("zonalShift: {}", "zonal_shift", True),
        ("zonalShift: none", "zonal_shift", False),
        ("deletionProtection: {}", "deletion_protection", True),
        ("deletionProtection: none", "deletion_protection", False),
        ("", "deletion_protection", None),
        ("egress: own", "egress_mode", "CUSTOMER_ROUTED"),
        ("egress: aws", "egress_mode", "AWS_MANAGED"),
        ("scalingTier: standard", "scaling_tier", "standard"),
        ("", "components", None),
        (f"securityGroups: {{additional: [{TWO}, {ONE}]}}", "security_groups",
         {"existing": None, "additional": (ONE, TWO)}),
    ],
)  # fmt: skip
def test_a_setting_that_is_not_written_is_left_to_eks(plane: str, argument: str, value: Any) -> None:
    assert plain(call(plane).arguments[argument]) == value


@pytest.mark.parametrize(
    ("plane", "variant"),
    [
        ("zonalShift: {}", ()),
        ("deletionProtection: none", ("deletion_protection",)),
        ("scalingTier: standard, egress: aws", ("scaling_tier", "egress_mode")),
        ("components: {}", ("components",)),
    ],
)
def test_only_what_provider_6_has_selects_a_variant(plane: str, variant: tuple[str, ...]) -> None:
    assert call(plane).variant == variant


def test_variants_stand_beside_the_protection_of_terraform() -> None:
    both = call("deletionProtection: {}", "terraform: {preventDestroy: {}}")
    assert both.variant == ("prevent_destroy", "deletion_protection")


def test_components_decide_every_setting_because_eks_keeps_what_is_left_out() -> None:
    assert plain(call("components: {}").arguments["components"]) == {
        "event_ttl": "60m",
        "node_ports": {"min": 30000, "max": 32767},
        "scoring": {"type": "LeastAllocated", "resources": {"cpu": 1, "memory": 1}},
        "sync_period": None,
    }
    provisioned = plain(call("components: {}, scalingTier: tier-2xl").arguments["components"])
    assert provisioned["sync_period"] == "15s"
    scored = SCORING.format("type: MostAllocated, resources: [{name: nvidia.com/gpu, weight: 3}]")
    assert plain(call(scored).arguments["components"])["scoring"] == {
        "type": "MostAllocated",
        "resources": {"nvidia.com/gpu": 3},
    }


@pytest.mark.parametrize(
    "plane", ["deletionProtection: none", "scalingTier: standard", "egress: aws", "components: {}"]
)
def test_an_older_provider_is_refused_with_the_line_to_change(plane: str) -> None:
    text = SPEC.format(plane=plane, more='terraform: {awsProvider: "~> 5.95"}')
    (finding,) = (
        f for f in check_text(text.encode(), "a.yaml").findings if f.code == "impossible-constraint"
    )
    assert finding.helps == ('write `awsProvider: ">= 6.62, < 7"`, or a part of this range',)
    assert finding.notes == (f"`controlPlane.{plane.partition(':')[0]}` needs version 6 of the AWS provider",)
