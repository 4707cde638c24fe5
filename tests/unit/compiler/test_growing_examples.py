"""Every example grows in place: only what must change is added or edited, and nothing that stays is replaced."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from eksgen.compiler.diagnostics import Severity
from eksgen.compiler.diff.compare import Comparison, compare_specs
from eksgen.compiler.diff.consequence import ConsequenceKind
from eksgen.compiler.diff.module_calls import CallChangeKind
from eksgen.compiler.pipeline import Compilation, check_text, compile_spec
from tests.growing import GROWTHS, Document, start
from tests.shuffling import shuffled

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.yaml"))
ENI_CONFIG = r"addons_before_nodes\.addons\.vpc-cni\.eni_config"
BALANCERS = ("application", "network", "classic")
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
        r"~ nodes_[\w-]+\.user_data",  # the name is a label of nodes with an image of the user
        r"~ manifests\.Service\..+/aws-load-balancer-target-node-labels",  # the name of the new group
    ),
    "pod range": (
        r"~ vpc\.secondary_cidrs",
        r"[+-] vpc\.pod_subnets(\..+)?",
        r"~ addons_before_nodes\.addons\.vpc-cni\.configuration",
        rf"[+-] {ENI_CONFIG}(\..+)?",
        r"~ elb_\w+\.sources",  # those of internal load balancers are the network
        r"~ manifests\.Service\.[\w/-]+\.spec\.loadBalancerSourceRanges",
        r"~ nodes_[\w-]+\.user_data",  # fewer pods, where the nodes join by themselves
    ),
    "nat": (r"~ vpc\.nat_zones", r"~ vpc\.nat_routes\..+", r"[+-] vpc\.nat_addresses(\..+)?"),
    "add-on": (r"\+ addons_after_nodes\.addons\.(kube-state-metrics|snapshot-controller)\..+",),
    "entry": (r"\+ eks\.access_entries\.[^~]+:role/Added\..+",),
    "service account": (r"\+ identity\.accounts\.added/added\..+", r"\+ identity\.[a-z_]+(\.[^.]+)?"),
    "binding": (r"\+ manifests\.ClusterRoleBinding\.added\..+",),
    **dict.fromkeys(
        (f"{kind} load balancer" for kind in BALANCERS),
        (r"\+ elb_added\..+", r"\+ manifests\.TargetGroupBinding\.[^.]+\..+"),
    ),
    **dict.fromkeys(
        (f"{kind} listener" for kind in BALANCERS),
        (r"\+ elb_\w+\.(listeners|target_groups)\.8099\..+", r"\+ manifests\.TargetGroupBinding\.[^.]+\..+"),
    ),
    "rule": (
        r"- elb_\w+\.rules",  # before the first one
        r"\+ elb_\w+\.rules\.\d+/\d+\..+",
        r"\+ elb_\w+\.target_groups\.http/(30097/[\w+-]+|added/other/8080)\..+",
        r"\+ manifests\.TargetGroupBinding\.[^.]+\..+",
    ),
    "log group": (r"\+ log_groups\.groups\.added\..+",),
    "subscription": (r"\+ log_groups\.subscriptions\.added\..+", r"- log_groups\.subscriptions"),
    "registry": (
        r"\+ registry\.(repositories|expiry|pull_from)\.added/registry(\..+)?",
        r"\+ registry\.tags(\..+)?",  # of the first one
    ),
}
"""What each way to grow may add (+), edit (~) or take away (-): module call and argument."""
MAY_FOLLOW: dict[str, dict[ConsequenceKind, str]] = {
    "instance type": {ConsequenceKind.REPLACE: r"node group \S+ is replaced, the new one first"},
    "pod range": {ConsequenceKind.NODE_ROLL: r"node group \S+ rolls: .+"},
    "entry": {ConsequenceKind.ACCESS: r"\S+:role/Added now holds AmazonEKSViewPolicy in the whole cluster"},
    "nat": {ConsequenceKind.DESTROY: r"(the )?NAT gateway in .+ is deleted.*"},
}
PIECES = (
    *(f"{kind} {what}" for kind in BALANCERS for what in ("load balancer", "listener")),
    *("rule", "log group", "subscription", "registry"),
)
"""What can be taken away again without anything else."""
DELETED = (
    r"(the listener on port|target group) 8099 is deleted",
    r"target group http/(30097/[\w+-]+|added/other/8080) is deleted",
    r"log group added is deleted with everything in it",
    r"log subscription added is deleted",
    r"the rule \d+/\d+ is deleted",
    r"the registries are deleted, which ECR refuses while they have images",  # the only one
    r"[\w ]+ added(/registry)? is deleted.*",
    r"the TargetGroupBinding (added|shop)/\S+ stays until .+",
)
"""What a comparison says of one piece that is taken away."""
"""Consequences that nobody can avoid: EKS changes no instance type, nodes with custom networking take fewer
pods, and one gateway for all ends the others."""


def compiled(document: Document) -> Compilation:
    """Compile a document; one that is refused skips the test, because the cluster cannot grow this way."""
    checked = check_text(yaml.safe_dump(document, allow_unicode=True).encode(), "cluster.yaml")
    if checked.failed:
        errors = [finding for finding in checked.findings if finding.severity is Severity.ERROR]
        pytest.skip(" ".join(finding.message for finding in errors))
    return compile_spec(checked)


@cache
def compared(example: Path, growth: str) -> tuple[Compilation, Compilation, Comparison]:
    document, before = started(example, growth)
    grown = GROWTHS[growth](document, before)
    if grown is None:
        pytest.skip("the cluster has this already, or has no place for it")
    after = compiled(grown)
    return before, after, compare_specs(before, after)


def started(example: Path, growth: str) -> tuple[Document, Compilation]:
    """Return an example with what it needs to grow in a way."""
    document: Document = yaml.safe_load(example.read_text("utf-8"))
    before = compiled(document)
    begun = start(growth, document, before)
    if begun is None:
        pytest.skip("the cluster has no place for what it needs first")
    return (document, before) if begun is document else (begun, compiled(begun))


def changes(comparison: Comparison, kind: CallChangeKind = CallChangeKind.ADDED) -> Iterator[str]:
    """Yield every argument that differs, as `+ call.argument`; whole calls are `kind`."""
    for call in comparison.calls:
        assert call.kind in (kind, CallChangeKind.CHANGED), f"{call.name} is {call.kind}"
        for argument in call.arguments:
            sign = "~" if argument.before and argument.after else "-" if argument.before else "+"
            yield f"{sign} {call.name}.{'.'.join(argument.at)}"


def others(found: list[str], growth: str, new: Collection[str] = ()) -> list[str]:
    """Return the changes that the growth does not explain; outputs list everything."""
    allowed = "|".join(MAY_CHANGE[growth]).replace("NEW", "|".join(map(re.escape, new)) or "NEW")
    return [change for change in found if change[2:9] != "outputs" and not re.fullmatch(allowed, change)]


@pytest.mark.parametrize("growth", GROWTHS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_only_what_must_change_is_added_or_edited(example: Path, growth: str) -> None:
    before, after, comparison = compared(example, growth)
    new = set(after.cluster.network.zones) - set(before.cluster.network.zones)
    found = list(changes(comparison))
    assert found
    assert others(found, growth, new) == []
    for consequence in comparison.consequences:
        expected = MAY_FOLLOW.get(growth, {}).get(consequence.effect, "nothing")
        assert re.fullmatch(expected, consequence.message), consequence


@pytest.mark.parametrize("growth", PIECES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_what_is_taken_away_takes_nothing_else_with_it(example: Path, growth: str) -> None:
    before, after, _ = compared(example, growth)
    comparison = compare_specs(after, before)
    turned = {"+": "-", "-": "+", "~": "~"}
    found = [turned[change[0]] + change[1:] for change in changes(comparison, CallChangeKind.REMOVED)]
    assert found
    assert others(found, growth) == []
    for consequence in comparison.consequences:
        assert consequence.effect in (ConsequenceKind.DESTROY, ConsequenceKind.KEPT)
        assert re.fullmatch("|".join(DELETED), consequence.message), consequence.message


@pytest.mark.parametrize("growth", PIECES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_it_does_not_matter_where_something_is_added(example: Path, growth: str) -> None:
    _, after, _ = compared(example, growth)
    grown = GROWTHS[growth](*started(example, growth))
    assert compare_specs(after, compiled(shuffled(grown, random.Random(7)))).calls == ()


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
