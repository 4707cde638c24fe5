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

quick = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])

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


PARTS = st.sampled_from(
    [
        "aws_iam_role.this",
        "aws_iam_role_policy.this",
        "aws_iam_role_policy_attachment.this",
        "aws_security_group.this",
        "aws_vpc_security_group_ingress_rule.this",
        "aws_route_table.this",
        "aws_route.this",
        "aws_vpc_endpoint.this",
        "aws_eks_cluster.this",
    ]
)
PART_NAMES = st.sampled_from(
    [
        "id", "name", "role", "policy_arn", "managed_policy_arns", "inline_policy", "ingress", "description",
        "cidr_blocks", "self", "protocol", "security_group_id", "route", "cidr_block", "route_table_id",
        "policy", "Statement", "vpc_config",
    ]
)  # fmt: skip
PART_TEXTS = st.sampled_from(["a", "-1", "0.0.0.0/0", "elbv2.k8s.aws/x", '{"Statement": [1]}'])
PART_VALUES = st.recursive(
    scalars | PART_TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(PART_NAMES, inner, max_size=3),
    max_leaves=6,
)
SIDES = st.dictionaries(PART_NAMES, PART_VALUES, max_size=4) | PART_VALUES


@quick
@given(st.lists(st.tuples(PARTS, SIDES, SIDES, SIDES, SIDES), min_size=1, max_size=3), st.booleans())
def test_drift_of_objects_of_any_shape_can_be_read(
    odd: list[tuple[str, object, object, object, object]], secret: bool
) -> None:
    """Also where a side is no object, or its marks say that all of it is secret."""

    def change(before: object, after: object, marks: object) -> dict[str, object]:
        marked = {"before_sensitive": secret or marks, "after_sensitive": marks}
        return {"actions": ["update"], "before": before, "after": after, **marked}

    raw = {
        "resource_drift": [
            {"address": address, "change": change(recorded, live, marks)}
            for address, recorded, live, _, marks in odd
        ],
        "resource_changes": [
            {"address": address, "change": change(live, desired, marks)}
            for address, _, live, desired, marks in odd
        ],
    }
    document = parse_document(raw)
    assert len(read_plan(document, RunSubject(), Trace()).changes) <= len(odd)
    for finding in read_drift(document, RunSubject(), Trace()).findings:
        assert finding.id
