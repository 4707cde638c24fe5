"""A plan is the same plan for who may read its secrets and for who may not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.engine.plan.document import PlanDocument, read_plan_json
from eksgen.engine.plan.fingerprint import plan_deviations, plan_digest, planned_steps, to_json
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import Action, RunSubject
from eksgen.engine.redact import SENSITIVE
from eksgen.engine.source_map.trace import Trace
from tests.cloud.server.runs.plan_json import redacted

SUBJECT = RunSubject("prod", "us-west-2", False, "terraform", None, account="111122223333")
HIDDEN = {"password": True}
LISTED = {"block": [{"password": True}, {}]}


def plan(
    before: Any, after: Any, marks_before: Any, marks_after: Any, *, actions: tuple[str, ...] = ("update",)
) -> dict[str, Any]:
    change = {
        "actions": list(actions),
        "before": before,
        "after": after,
        "after_unknown": {},
        "before_sensitive": marks_before,
        "after_sensitive": marks_after,
    }
    entry = {"address": "terraform_data.a", "mode": "managed", "type": "terraform_data", "name": "a"}
    return {"format_version": "1.2", "resource_changes": [{**entry, "change": change}]}


FAMILY = {
    "added, marked on one side": plan({"password": None}, {"password": "new"}, {}, HIDDEN),
    "added, marked on both sides": plan({"password": None}, {"password": "new"}, HIDDEN, HIDDEN),
    "changed": plan({"password": "old"}, {"password": "new"}, HIDDEN, HIDDEN),
    "changed beside another": plan(
        {"password": "old", "size": 1}, {"password": "new", "size": 2}, HIDDEN, HIDDEN
    ),
    "unchanged beside another": plan(
        {"password": "old", "size": 1}, {"password": "old", "size": 2}, HIDDEN, HIDDEN
    ),
    "removed, marked on one side": plan({"password": "old"}, {"password": None}, HIDDEN, {}),
    "removed, marked on both sides": plan({"password": "old"}, {"password": None}, HIDDEN, HIDDEN),
    "no longer a secret": plan({"password": "old"}, {"password": "old"}, HIDDEN, {}),
    "empty": plan({"password": "", "size": 1}, {"password": None, "size": 2}, HIDDEN, HIDDEN),
    "only written in another way": plan(
        {"password": "old", "policy": '{"a": 1}'}, {"password": "old", "policy": '{"a":1}'}, HIDDEN, HIDDEN
    ),
    "in one of several blocks": plan(
        {"block": [{"password": "old"}, {"size": 1}]},
        {"block": [{"password": "new"}, {"size": 1}]},
        LISTED,
        LISTED,
    ),
    "a whole block": plan({"block": [{"a": 1}]}, {"block": [{"a": 2}]}, {"block": True}, {"block": True}),
    "of a new object": plan(None, {"password": "new", "size": 1}, False, HIDDEN, actions=("create",)),
    "of a replaced object": plan(
        {"password": "old", "size": 1}, {"password": "new"}, HIDDEN, HIDDEN, actions=("delete", "create")
    ),
    "of a deleted object": plan({"password": "old"}, None, HIDDEN, False, actions=("delete",)),
}


def readings(raw: dict[str, Any]) -> tuple[PlanDocument, PlanDocument]:
    """Return a plan as an admin of a workspace reads it, and as others do."""
    found = redacted(raw, {})
    found["format_version"] = found["plan_format_version"]
    return read_plan_json(json.dumps(raw)), read_plan_json(json.dumps(found))


@pytest.mark.parametrize("raw", FAMILY.values(), ids=list(FAMILY))
def test_both_readings_have_the_same_digest_and_neither_makes_the_other_stale(raw: dict[str, Any]) -> None:
    full, hidden = readings(raw)
    assert hidden.redacted
    assert not full.redacted
    assert plan_digest(full, SUBJECT) == plan_digest(hidden, SUBJECT)
    assert plan_deviations(planned_steps(full), planned_steps(hidden)) == ()
    assert plan_deviations(planned_steps(hidden), planned_steps(full)) == ()


@pytest.mark.parametrize("raw", FAMILY.values(), ids=list(FAMILY))
def test_a_secret_is_in_no_digest_and_a_new_one_is_no_other_plan(raw: dict[str, Any]) -> None:
    other = json.loads(json.dumps(raw).replace('"old"', '"another"'))
    digests = {plan_digest(reading, SUBJECT) for each in (raw, other) for reading in readings(each)}
    assert len(digests) == 1


def test_who_may_read_secrets_finds_that_one_was_changed_outside() -> None:
    raw = FAMILY["changed"]
    other = json.loads(json.dumps(raw).replace('"old"', '"another"'))
    (full, hidden), (later, _) = readings(raw), readings(other)
    (found,) = plan_deviations(planned_steps(full), planned_steps(later))
    assert (found.path, found.then, found.now) == (("password",), '"(sensitive)"', '"(sensitive)"')
    assert plan_deviations(planned_steps(hidden), planned_steps(later)) == ()
    assert "old" not in json.dumps(to_json(planned_steps(full)))


def test_a_change_that_is_not_of_a_secret_is_found_by_everybody() -> None:
    raw = FAMILY["changed beside another"]
    other = json.loads(json.dumps(raw).replace('"size": 2', '"size": 3'))
    for saved in readings(raw):
        for fresh in readings(other):
            found = plan_deviations(planned_steps(saved), planned_steps(fresh))
            assert [deviation.path for deviation in found] == [("size",)]
    full, hidden = readings(other)
    assert plan_digest(full, SUBJECT) == plan_digest(hidden, SUBJECT)
    assert plan_digest(full, SUBJECT) != plan_digest(readings(raw)[0], SUBJECT)


@pytest.mark.parametrize("name", ["changed", "added, marked on both sides", "removed, marked on both sides"])
def test_an_object_that_changes_in_a_secret_alone_is_not_lost(name: str) -> None:
    full, hidden = (read_plan(document, SUBJECT, Trace(spec=None)) for document in readings(FAMILY[name]))
    assert hidden.counts == full.counts
    (change,) = hidden.changes
    assert change.action is Action.UPDATE
    (attribute,) = change.attributes
    assert attribute.path == ("password",)
    assert (attribute.before, attribute.after) == (SENSITIVE, SENSITIVE)
    assert attribute.sensitive


NAMES = st.sampled_from(["name", "password", "block", "policy"])
VALUES = st.recursive(
    st.none() | st.integers(0, 2) | st.sampled_from(["", "a", '{"a": 1}', '{"a":1}', "[]"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=3)


@st.composite
def marks(draw: st.DrawFn, value: Any) -> Any:
    """Draw marks for some parts of a value, in its shape."""
    if draw(st.integers(0, 3)) == 0:
        return True
    if isinstance(value, dict):
        return {key: draw(marks(item)) for key, item in value.items()}
    return [draw(marks(item)) for item in value] if isinstance(value, list) else False


@settings(max_examples=300)
@given(st.data(), OBJECTS, OBJECTS, st.sampled_from([("update",), ("delete", "create"), ("create",)]))
def test_any_plan_with_any_marks_is_one_plan(
    data: st.DataObject, before: Any, after: Any, actions: tuple[str, ...]
) -> None:
    old = None if actions == ("create",) else before
    sides = [{k: data.draw(marks(v)) for k, v in side.items()} for side in (before, after)]
    full, hidden = readings(
        plan(old, after, sides[0] if old is not None else False, sides[1], actions=actions)
    )
    assert plan_digest(full, SUBJECT) == plan_digest(hidden, SUBJECT)
    assert plan_deviations(planned_steps(full), planned_steps(hidden)) == ()
    assert plan_deviations(planned_steps(hidden), planned_steps(full)) == ()
    assert plan_deviations(planned_steps(full), planned_steps(full)) == ()
