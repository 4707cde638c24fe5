"""What a plan right after an apply finds, as the rules of the spec see it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.addresses import parse_address
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
from eksgen.engine.runs.convergence import apply_ignore_rules
from eksgen.engine.source_map.trace import Trace, load_trace

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
RULE = {"path": "nodeGroups.*.scaling.max", "reason": "moved by hand", "owner": "platform"}


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


def told(trace: Trace, *changes: ObjectChange, rules: tuple[dict[str, str], ...] = (RULE,)) -> ApplyResult:
    left = PlanResult(RunSubject("demo"), Counts(update=len(changes)), changes)
    done = ApplyResult(PlanResult(RunSubject("demo"), Counts(create=1)), applied=True)
    return apply_ignore_rules(done, left, read_rules({"ignore": rules}), trace, TODAY)


def test_what_a_rule_covers_is_accepted_and_the_apply_has_converged(trace: Trace) -> None:
    result = told(trace, change(trace, GROUP, attribute(trace, GROUP, MAX)))
    assert result.converged
    (one,) = result.tolerated
    assert [rule.reason for rule in one.rules] == ["moved by hand"]
    assert result.suggested == ()


def test_an_object_counts_as_long_as_one_attribute_of_it_is_not_covered(trace: Trace) -> None:
    both = (attribute(trace, GROUP, MAX), attribute(trace, GROUP, DESIRED))
    result = told(trace, change(trace, GROUP, *both))
    assert (result.converged, result.remaining_count, result.tolerated) == (False, 1, ())
    until = date(2027, 2, 22)
    assert SuggestedRule("nodeGroups.web.scaling.desired", until) in result.suggested
    further = {"path": "nodeGroups.web.scaling.desired", "reason": "autoscaler"}
    (one,) = told(trace, change(trace, GROUP, *both), rules=(RULE, further)).tolerated
    assert [rule.reason for rule in one.rules] == ["moved by hand", "autoscaler"]


def test_a_rule_that_is_over_accepts_nothing(trace: Trace) -> None:
    over = {**RULE, "until": "2026-11-23"}
    changed = change(trace, GROUP, attribute(trace, GROUP, MAX))
    assert told(trace, changed, rules=(over,)).converged is False
    assert told(trace, changed, rules=({**RULE, "until": "2026-11-24"},)).converged is True


def test_what_only_follows_from_an_accepted_change_does_not_count(trace: Trace) -> None:
    accepted = change(trace, GROUP, attribute(trace, GROUP, MAX))
    derived = AttributeChange(("arn",), "a", UNKNOWN, unknown=True, origin=ChangeOrigin.DERIVED)
    follows = change(trace, VPC, derived)
    assert told(trace, accepted, follows).converged
    assert told(trace, follows).converged is False, "nobody accepted anything"
    other = change(trace, VPC, attribute(trace, VPC, ("tags", "team")))
    assert told(trace, accepted, follows, other).remaining_count == 2


@pytest.mark.parametrize("action", [Action.REPLACE, Action.DELETE, Action.CREATE])
def test_no_rule_accepts_that_an_object_is_made_or_removed(trace: Trace, action: Action) -> None:
    changed = change(trace, GROUP, attribute(trace, GROUP, MAX), action=action)
    assert told(trace, changed).converged is False


def test_a_rule_that_is_suggested_names_the_one_object_where_the_field_decides_more(trace: Trace) -> None:
    result = told(trace, change(trace, VPC, attribute(trace, VPC, ("tags", "team"))))
    assert [rule.path for rule in result.suggested] == ["module.vpc.aws_vpc.this.tags.team"]
