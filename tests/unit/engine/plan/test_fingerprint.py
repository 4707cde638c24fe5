"""Two plans compared: the same thing twice is no difference, and every difference is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from eksgen.engine.plan.document import PlanDocument
from eksgen.engine.plan.fingerprint import (
    PlanDeviation,
    from_json,
    plan_deviations,
    plan_digest,
    planned_steps,
    to_json,
)
from eksgen.engine.plan.result import RunSubject

RECORDED = [
    "create",
    "destroy",
    "drift_cidrs",
    "drift_policy",
    "empty",
    "pending",
    "replace_type",
    "user_data",
]
Recorded = Callable[[str], PlanDocument]


@pytest.mark.parametrize("name", RECORDED)
def test_a_plan_does_not_deviate_from_itself(recorded: Recorded, name: str) -> None:
    steps = planned_steps(recorded(name))
    assert plan_deviations(steps, planned_steps(recorded(name))) == ()
    assert from_json(json.loads(json.dumps(to_json(steps)))) == steps


def test_a_new_change_is_a_deviation_of_its_object(recorded: Recorded) -> None:
    found = plan_deviations(planned_steps(recorded("empty")), planned_steps(recorded("drift_max")))
    assert [(one.path, one.then, one.now) for one in found] == [
        (("scaling_config", 0, "max_size"), None, found[0].now)
    ]
    assert found[0].now is not None
    assert "aws_eks_node_group" in found[0].address


def test_a_change_that_is_no_longer_needed_is_a_deviation(recorded: Recorded) -> None:
    found = plan_deviations(planned_steps(recorded("drift_max")), planned_steps(recorded("empty")))
    assert [(one.path, one.now) for one in found] == [(("scaling_config", 0, "max_size"), None)]


def test_a_deleted_object_is_a_deviation(recorded: Recorded) -> None:
    found = plan_deviations(planned_steps(recorded("empty")), planned_steps(recorded("drift_rule_deleted")))
    assert [(one.path, one.then, one.now) for one in found] == [((), None, "create")]


def test_a_changed_live_value_is_reported_with_both_values(recorded: Recorded) -> None:
    steps = planned_steps(recorded("drift_max"))
    move = steps[0].attributes[0]
    later = replace(steps[0], attributes=(replace(move, now="99", digest="another"),))
    assert plan_deviations(steps, (later, *steps[1:])) == (
        PlanDeviation(steps[0].address, move.path, move.now, "99"),
    )


def test_an_added_or_removed_attribute_is_a_deviation(recorded: Recorded) -> None:
    steps = planned_steps(recorded("drift_max"))
    without = (replace(steps[0], attributes=()), *steps[1:])
    assert [(d.then is None, d.now is None) for d in plan_deviations(without, steps)] == [(True, False)]
    assert [(d.then is None, d.now is None) for d in plan_deviations(steps, without)] == [(False, True)]


def test_an_update_without_known_attributes_is_a_deviation(recorded: Recorded) -> None:
    steps = planned_steps(recorded("drift_max"))
    vague = replace(steps[0], attributes=())
    assert plan_deviations((), (vague,)) == (PlanDeviation(vague.address, (), None, "update"),)


def test_no_secret_is_kept(recorded: Recorded) -> None:
    text = json.dumps(to_json(planned_steps(recorded("user_data"))))
    assert "user_data" in text
    assert "(sensitive)" in text


SUBJECT = RunSubject("prod", "us-west-2", False, "terraform", None, account="111122223333")


@pytest.mark.parametrize("name", RECORDED)
def test_a_plan_keeps_its_digest(recorded: Recorded, name: str) -> None:
    document = recorded(name)
    mixed = replace(document, entries=document.entries[::-1])
    assert plan_digest(document, SUBJECT) == plan_digest(mixed, SUBJECT)


def test_other_plans_have_other_digests(recorded: Recorded) -> None:
    digests = {plan_digest(recorded(name), SUBJECT) for name in RECORDED}
    assert len(digests) == len(RECORDED)
    assert all(len(digest) == 32 for digest in digests)


def test_a_digest_is_that_of_one_cluster(recorded: Recorded) -> None:
    others = [replace(SUBJECT, cluster="test"), replace(SUBJECT, account="444455556666")]
    digests = {plan_digest(recorded("create"), subject) for subject in (SUBJECT, *others)}
    assert len(digests) == 3
