"""Whatever a plan JSON holds, reading and drawing it never fails."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eksgen.engine.drift.classify import read_drift
from eksgen.engine.plan.attribute_diff import ResourceValues, differences, same_value
from eksgen.engine.plan.document import parse_document
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.trace import Trace
from eksgen.report.terminal import Style

from ...report.drawings import draw_drift, draw_plan, drift_json, plan_json

quick = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "a", '{"a": 1}', "[", "é", "1.5"])
    | st.just(0.5)
)
names = st.sampled_from(
    ["name", "tags", "tags_all", "policy", "user_data", "vpc_config", "scaling_config", "é"]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)
objects = st.dictionaries(names, values, max_size=4)
actions = st.lists(
    st.sampled_from(["create", "delete", "update", "no-op", "forget", "read", "open", "?"]), max_size=2
)
addresses = st.sampled_from(
    [
        "aws_vpc.this",
        'module.nodes_web.aws_eks_node_group.this["a"]',
        "module.x",
        "",
        "][",
        "data.aws_x.y",
        "aws_eks_cluster.this",
    ]
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "actions": actions | scalars,
        "before": objects | values,
        "after": objects | values,
        "after_unknown": objects | values,
        "before_sensitive": objects | values,
        "after_sensitive": objects | values,
        "replace_paths": values,
        "importing": values,
        "later": values,
    },
)
entries = st.fixed_dictionaries(
    {"address": addresses | scalars},
    optional={
        "change": changes | scalars,
        "deposed": scalars,
        "action_reason": scalars,
        "previous_address": scalars,
    },
)
plans = st.fixed_dictionaries(
    {},
    optional={
        "resource_changes": st.lists(entries | scalars, max_size=3) | scalars,
        "resource_drift": st.lists(entries | scalars, max_size=3) | scalars,
        "output_changes": values,
        "configuration": values,
        "complete": scalars,
    },
)


@quick
@given(plans)
def test_a_plan_of_any_shape_can_be_read_and_drawn(raw: dict[str, object]) -> None:
    found = parse_document(raw)
    plan, drift = read_plan(found, RunSubject(), Trace()), read_drift(found, RunSubject(), Trace())
    for style in (Style(), Style(width=60, colour=True, unicode=False)):
        for text in (draw_plan(plan, style), draw_drift(drift, style)):
            assert text.endswith("\n")
            assert style.unicode or text.isascii()
    assert json.loads(plan_json(plan))["kind"] == "plan"
    assert json.loads(drift_json(drift))["kind"] == "drift"


@quick
@given(objects)
def test_a_value_does_not_differ_from_itself(value: dict[str, object]) -> None:
    assert differences(ResourceValues(value), ResourceValues(value)) == ()


@quick
@given(objects, objects)
def test_there_is_a_difference_exactly_when_two_values_are_not_equivalent(
    one: dict[str, object], other: dict[str, object]
) -> None:
    hidden = {"tags_all"} if "tags" in one or "tags" in other else set()
    if not hidden & (one.keys() | other.keys()):
        assert bool(differences(ResourceValues(one), ResourceValues(other))) is not same_value(one, other)
