"""Every example grows in place: only what must change is added or edited, and nothing that stays is replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from eksgen.compiler.diff.compare import Comparison, compare_specs
from eksgen.compiler.diff.consequence import ConsequenceKind
from eksgen.compiler.diff.module_calls import CallChangeKind
from eksgen.compiler.pipeline import Compilation, check_text, compile_spec
from tests.growing import GROWTHS, Document

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.yaml"))
ENI_CONFIG = r"addons_before_nodes\.addons\.vpc-cni\.eni_config"
MAY_CHANGE: dict[str, tuple[str, ...]] = {
    "zone": (
        r"\+ vpc\.(private|public|intra|pod)_subnets\.NEW",
        r"\+ vpc\.ipv6_subnets\.\w+/NEW",
        r"\+ vpc\.nat_routes\.NEW",
        r"~ vpc\.nat_zones",
        rf"\+ {ENI_CONFIG}\.subnet_ids\.NEW",
        r"\+ karpenter\.subnet_ids\.NEW",
        r"~ elb_\w+\.subnet_ids",
        r"~ manifests\.Ingress\.[\w/-]+\.metadata\.annotations\.alb\.ingress\.kubernetes\.io/subnets",
    ),
    "group": (
        r"\+ nodes_added\..+",
        r"\+ addons_(before|after)_nodes\..+",
        r"~ addons_after_nodes\.addons\.coredns\.configuration",  # from Fargate to nodes
        r"~ elb_\w+\.targets",
    ),
    "instance type": (
        r"~ nodes_[\w-]+\.node_group_name",
        r"~ nodes_[\w-]+\.instance_types",
        r"~ manifests\.Service\..+/aws-load-balancer-target-node-labels",  # the name of the new group
    ),
    "pod range": (
        r"~ vpc\.secondary_cidrs",
        r"[+-] vpc\.pod_subnets(\..+)?",
        r"~ addons_before_nodes\.addons\.vpc-cni\.configuration",
        rf"[+-] {ENI_CONFIG}(\..+)?",
        r"~ nodes_[\w-]+\.user_data",  # fewer pods, where the nodes join by themselves
    ),
    "nat": (r"~ vpc\.nat_zones", r"~ vpc\.nat_routes\..+", r"[+-] vpc\.nat_addresses(\..+)?"),
    "add-on": (r"\+ addons_after_nodes\.addons\.kube-state-metrics\..+",),
    "entry": (r"\+ eks\.access_entries\.[^~]+:role/Added\..+",),
    "service account": (r"\+ identity\.accounts\.added/added\..+", r"\+ identity\.[a-z_]+(\.[^.]+)?"),
    "binding": (r"\+ manifests\.ClusterRoleBinding\.added\..+",),
}
"""What each way to grow may add (+), edit (~) or take away (-): module call and argument."""
MAY_FOLLOW: dict[str, dict[ConsequenceKind, str]] = {
    "instance type": {ConsequenceKind.REPLACE: r"node group \S+ is replaced, the new one first"},
    "pod range": {ConsequenceKind.NODE_ROLL: r"node group \S+ rolls: .+"},
    "entry": {ConsequenceKind.ACCESS: r"\S+:role/Added now holds AmazonEKSViewPolicy in the whole cluster"},
    "nat": {ConsequenceKind.DESTROY: r"(the )?NAT gateway in .+ is deleted.*"},
}
"""Consequences that nobody can avoid: EKS changes no instance type, nodes with custom networking take fewer
pods, and one gateway for all ends the others."""


def compiled(document: Document) -> Compilation:
    """Compile a document; one that is refused skips the test, because the cluster cannot grow this way."""
    checked = check_text(yaml.safe_dump(document, allow_unicode=True).encode(), "cluster.yaml")
    if checked.failed:
        pytest.skip(" ".join(finding.message for finding in checked.findings))
    return compile_spec(checked)


@cache
def compared(example: Path, growth: str) -> tuple[Compilation, Compilation, Comparison]:
    document: Document = yaml.safe_load(example.read_text("utf-8"))
    before = compiled(document)
    grown = GROWTHS[growth](document, before)
    if grown is None:
        pytest.skip("the cluster has this already, or has no place for it")
    after = compiled(grown)
    return before, after, compare_specs(before, after)


def changes(comparison: Comparison) -> Iterator[str]:
    """Yield every argument that differs, as `+ call.argument`."""
    for call in comparison.calls:
        assert call.kind in (CallChangeKind.ADDED, CallChangeKind.CHANGED), f"{call.name} is {call.kind}"
        for argument in call.arguments:
            sign = "~" if argument.before and argument.after else "-" if argument.before else "+"
            yield f"{sign} {call.name}.{'.'.join(argument.at)}"


@pytest.mark.parametrize("growth", GROWTHS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_only_what_must_change_is_added_or_edited(example: Path, growth: str) -> None:
    before, after, comparison = compared(example, growth)
    new = set(after.cluster.network.zones) - set(before.cluster.network.zones)
    allowed = "|".join(MAY_CHANGE[growth]).replace("NEW", "|".join(map(re.escape, new)) or "NEW")
    found = list(changes(comparison))
    assert found
    assert [
        change for change in found if change[2:9] != "outputs" and not re.fullmatch(allowed, change)
    ] == []
    for consequence in comparison.consequences:
        expected = MAY_FOLLOW.get(growth, {}).get(consequence.effect, "nothing")
        assert re.fullmatch(expected, consequence.message), consequence


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_a_nat_gateway_that_both_modes_have_stays(example: Path) -> None:
    before, after, comparison = compared(example, "nat")
    one, other = (set(some.cluster.network.nat_zones) for some in (before, after))
    assert one < other or other < one
    stay = one & other
    addresses = re.compile(rf"\S vpc\.nat_addresses\.({'|'.join(map(re.escape, stay))})\b")
    assert [change for change in changes(comparison) if addresses.match(change)] == []


@pytest.mark.parametrize("growth", GROWTHS)
def test_most_examples_can_grow(growth: str) -> None:
    """The tests above skip what is not possible; most things must be."""
    possible = 0
    for example in EXAMPLES:
        try:
            compared(example, growth)
        except pytest.skip.Exception:
            continue
        possible += 1
    assert possible >= len(EXAMPLES) // 2


def test_a_growth_that_moves_a_subnet_is_found() -> None:
    document: Document = yaml.safe_load(
        next(f for f in EXAMPLES if f.stem == "quickstart").read_text("utf-8")
    )
    moved = {**document, "network": {"subnets": {"private": {"prefix": 20}}}}
    comparison = compare_specs(compiled(document), compiled(moved))
    assert ConsequenceKind.REFUSED in {consequence.effect for consequence in comparison.consequences}
