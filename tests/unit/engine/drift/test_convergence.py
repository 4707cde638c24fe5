"""The rules of `drift.ignore`, applied to what a plan right after an apply still changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.convergence import apply_ignore_rules
from eksgen.engine.drift.ignore_rules import read_rules
from eksgen.engine.plan.result import (
    Action,
    ApplyResult,
    AttributeChange,
    ChangeOrigin,
    Counts,
    ObjectChange,
    PlanResult,
    RunSubject,
    SuggestedRule,
)
from eksgen.engine.redact import UNKNOWN
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

TODAY = date(2026, 11, 24)
SPEC = b"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2, tags: {team: platform}}
kubernetes: {version: "1.34"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
nodeGroups: {web: {scaling: {min: 1, max: 4}}}
"""
GROUP, VPC = "module.nodes_web.aws_eks_node_group.this", "module.vpc.aws_vpc.this"
MAX, DESIRED = (("scaling_config", 0, name) for name in ("max_size", "desired_size"))
RULE = {"path": "nodeGroups.*.scaling.max", "reason": "changed by hand", "owner": "platform"}


@pytest.fixture
def trace(tmp_path: Path) -> Trace:
    files = compile_spec(check_text(SPEC, "cluster.yaml")).files
    (tmp_path / "eksgen.map.json").write_bytes(files["eksgen.map.json"])
    return load_trace(tmp_path, INTERFACE)


def change(
    trace: Trace, address: str, *attributes: AttributeChange, action: Action = Action.UPDATE
) -> ObjectChange:
    at = parse_address(address)
    return ObjectChange(at, action, attributes=attributes, spec=trace.place(at))


def attribute(trace: Trace, address: str, path: tuple[str | int, ...]) -> AttributeChange:
    return AttributeChange(path, 9, 4, spec=trace.place(parse_address(address), path))


def converge(
    trace: Trace, *changes: ObjectChange, rules: tuple[dict[str, str], ...] = (RULE,)
) -> ApplyResult:
    remaining = PlanResult(RunSubject("demo"), Counts(update=len(changes)), changes)
    applied = ApplyResult(PlanResult(RunSubject("demo"), Counts(create=1)), applied=True)
    return apply_ignore_rules(applied, remaining, read_rules({"ignore": rules}), trace, TODAY)


def test_a_change_that_a_rule_covers_does_not_prevent_convergence(trace: Trace) -> None:
    result = converge(trace, change(trace, GROUP, attribute(trace, GROUP, MAX)))
    assert result.converged
    (tolerated,) = result.tolerated
    assert [rule.reason for rule in tolerated.rules] == ["changed by hand"]
    assert result.suggested == ()


def test_an_object_counts_unless_all_its_attributes_are_covered(trace: Trace) -> None:
    both = (attribute(trace, GROUP, MAX), attribute(trace, GROUP, DESIRED))
    result = converge(trace, change(trace, GROUP, *both))
    assert (result.converged, result.remaining_count, result.tolerated) == (False, 1, ())
    until = date(2027, 2, 22)
    assert SuggestedRule("nodeGroups.web.scaling.desired", until) in result.suggested
    second_rule = {"path": "nodeGroups.web.scaling.desired", "reason": "autoscaler"}
    (tolerated,) = converge(trace, change(trace, GROUP, *both), rules=(RULE, second_rule)).tolerated
    assert [rule.reason for rule in tolerated.rules] == ["changed by hand", "autoscaler"]


def test_an_expired_rule_covers_nothing(trace: Trace) -> None:
    expired = {**RULE, "until": "2026-11-23"}
    changed = change(trace, GROUP, attribute(trace, GROUP, MAX))
    assert converge(trace, changed, rules=(expired,)).converged is False
    assert converge(trace, changed, rules=({**RULE, "until": "2026-11-24"},)).converged is True


def test_a_change_that_follows_from_accepted_changes_does_not_count(trace: Trace) -> None:
    accepted = change(trace, GROUP, attribute(trace, GROUP, MAX))
    derived = AttributeChange(("arn",), "a", UNKNOWN, unknown=True, origin=ChangeOrigin.DERIVED)
    follows = change(trace, VPC, derived)
    assert converge(trace, accepted, follows).converged
    assert converge(trace, follows).converged is False, "no change is accepted"
    other = change(trace, VPC, attribute(trace, VPC, ("tags", "team")))
    assert converge(trace, accepted, follows, other).remaining_count == 2


@pytest.mark.parametrize("action", [Action.REPLACE, Action.DELETE, Action.CREATE])
def test_no_rule_covers_the_creation_or_deletion_of_an_object(trace: Trace, action: Action) -> None:
    changed = change(trace, GROUP, attribute(trace, GROUP, MAX), action=action)
    assert converge(trace, changed).converged is False
    accepted = change(trace, GROUP, attribute(trace, GROUP, MAX))
    assert converge(trace, accepted, changed).converged is False


def test_a_suggested_rule_names_the_object_if_the_field_decides_several(trace: Trace) -> None:
    result = converge(trace, change(trace, VPC, attribute(trace, VPC, ("tags", "team"))))
    assert [rule.path for rule in result.suggested] == ["module.vpc.aws_vpc.this.tags.team"]
