"""Ignoring adds a rule that accepts the finding and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands.runs.drift_baseline import drift_rules_of
from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.pipeline import check_file
from eksgen.engine.addresses import Address, parse_address
from eksgen.engine.drift.ignore_rules import apply_rules, rule_path
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftResult
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.remediation.ignore import NewIgnoreRule

from .conftest import ADMIN, BATCH, CLUSTER, GROUP, LOGS, POLICY, SPEC, apply, changed, compiled_trace

RULE = NewIgnoreRule("moved by hand: see wiki", "platform", date(2026, 12, 20))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ((GROUP, ("scaling_config", 0, "max_size"), 42), "nodeGroups.web.scaling.max"),
        ((GROUP, ("labels", "zone"), "a"), "nodeGroups.web.labels.zone"),
        ((CLUSTER, ("tags", "team"), "web"), "module.eks.aws_eks_cluster.this.tags.team"),
        ((CLUSTER, ("platform_version",), "eks.9"), "module.eks.aws_eks_cluster.this.platform_version"),
    ],
)  # fmt: skip
def test_a_rule_names_the_finding_alone(folder: Path, change: tuple[str, SpecPath, Any], path: str) -> None:
    trace = compiled_trace(folder)
    finding = changed(trace, *change)
    apply(trace, [finding], ignore=(finding.id,), rule=RULE)
    assert (folder / "cluster.yaml").read_text("utf-8") == SPEC + (
        f"drift:\n  ignore:\n    - path: {path}\n"
        '      reason: "moved by hand: see wiki"\n      owner: platform\n      until: 2026-12-20\n'
    )


@pytest.mark.parametrize(
    ("address", "path", "kind"),
    [
        (GROUP, ("scaling_config", 0, "max_size"), DriftClass.CHANGED_OUTSIDE),
        (GROUP, ("labels", "a.b/c"), DriftClass.CHANGED_OUTSIDE),
        (CLUSTER, ("tags", "team"), DriftClass.CHANGED_OUTSIDE),
        (CLUSTER, ("tags", "kubernetes.io/x"), DriftClass.CHANGED_OUTSIDE),
        (CLUSTER, ("vpc_config", 0, "public_access_cidrs"), DriftClass.CHANGED_OUTSIDE),
        (LOGS, ("retention_in_days",), DriftClass.CHANGED_OUTSIDE),
        (BATCH, ("taint",), DriftClass.CHANGED_OUTSIDE),
        (ADMIN.format("BreakGlass"), (), DriftClass.DELETED_OUTSIDE),
        (POLICY.format("BreakGlass"), (), DriftClass.DELETED_OUTSIDE),
        (BATCH, (), DriftClass.DELETED_OUTSIDE),
    ],
)
def test_a_rule_accepts_the_finding_it_was_added_for(
    folder: Path, address: str, path: SpecPath, kind: DriftClass
) -> None:
    trace = compiled_trace(folder)
    finding = changed(trace, address, path, "x", kind=kind)
    apply(trace, [finding], ignore=(finding.id,), rule=RULE)
    assert is_accepted(finding)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (ADMIN.format("BreakGlass"), ()),
        (POLICY.format("BreakGlass"), ()),
        (BATCH, ("taint", 0, "effect")),
        (BATCH, ("taint",)),
        (BATCH, ("instance_types",)),
    ],
)
def test_a_rule_never_names_an_entry_by_its_position_in_the_spec(
    folder: Path, address: str, path: SpecPath
) -> None:
    """Positions change when somebody adds or removes an entry, and the rule would accept another one."""
    trace = compiled_trace(folder)
    rule = rule_path(trace, parse_address(address), path)
    assert rule.startswith("module.") or "[" not in rule, rule


def test_a_rule_accepts_an_unmanaged_object(folder: Path) -> None:
    trace = compiled_trace(folder)
    at = Address("aws_lb[my.lb]", "", "aws_lb", "my.lb")
    finding = DriftFinding("abc", DriftClass.UNMANAGED, at, spec=trace.call_place("eks"))
    apply(trace, [finding], ignore=("abc",), rule=RULE)
    assert 'path: "aws_lb[\\"my.lb\\"]"' in (folder / "cluster.yaml").read_text("utf-8")
    assert is_accepted(finding)


def is_accepted(finding: DriftFinding) -> bool:
    rules = drift_rules_of(check_file("cluster.yaml"), "cluster.yaml")
    drift = DriftResult(RunSubject(), (finding,))
    (ruled,) = apply_rules(drift, rules, date(2026, 12, 20)).findings
    return ruled.kind is DriftClass.ACCEPTED


def test_a_rule_is_added_to_the_existing_rules(folder: Path) -> None:
    trace = compiled_trace(folder)
    findings = [
        changed(trace, GROUP, ("scaling_config", 0, "max_size"), 42),
        changed(trace, LOGS, ("retention_in_days",), 7),
    ]
    for finding in findings:
        apply(trace, [finding], ignore=(finding.id,), rule=RULE)
    assert (folder / "cluster.yaml").read_text("utf-8").count("    - path: ") == 2
