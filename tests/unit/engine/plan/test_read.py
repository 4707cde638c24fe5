from __future__ import annotations

from collections.abc import Callable

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.plan.document import PlanDocument, parse_document, read_plan_json, subject_of
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import Action, ChangeOrigin, Counts, ObjectChange, PlanResult, RunSubject
from eksgen.engine.redact import UNKNOWN
from eksgen.engine.source_map.trace import Trace

Recorded = Callable[[str], PlanDocument]


@pytest.fixture
def planned(recorded: Recorded, trace: Trace, subject: RunSubject) -> Callable[[str], PlanResult]:
    return lambda name: read_plan(recorded(name), subject, trace)


def only(plan: PlanResult) -> ObjectChange:
    (change,) = plan.changes
    return change


def entry(actions: list[str], before: object, after: object, **more: object) -> PlanDocument:
    change = {"actions": actions, "before": before, "after": after, **more}
    return parse_document(
        {"resource_changes": [{"address": "aws_thing.x", "type": "aws_thing", "change": change}]}
    )


def attributes(found: PlanDocument) -> dict[tuple[str | int, ...], tuple[object, object]]:
    return {a.path: (a.before, a.after) for a in only(read_plan(found, RunSubject(), Trace())).attributes}


def test_a_first_plan_creates_everything(planned: Callable[[str], PlanResult]) -> None:
    plan = planned("create")
    assert plan.counts == Counts(create=12)
    assert plan.outputs == ("cluster_name",)
    assert not plan.empty


def test_a_converged_folder_has_an_empty_plan_although_computed_values_changed(
    planned: Callable[[str], PlanResult],
) -> None:
    plan = planned("empty")
    assert plan.empty
    assert plan.changes == ()


def test_a_destroy_deletes_everything_and_keeps_the_old_values(planned: Callable[[str], PlanResult]) -> None:
    plan = planned("destroy")
    assert plan.counts == Counts(delete=12)
    assert all(c.values for c in plan.changes)


def test_an_edit_of_the_spec_points_at_its_line(planned: Callable[[str], PlanResult]) -> None:
    change = next(c for c in planned("pending").changes if c.address.resource_type == "aws_eks_node_group")
    (attribute,) = change.attributes
    assert (attribute.before, attribute.after, attribute.origin) == (10, 12, ChangeOrigin.SPEC)
    assert str(attribute.spec) == "cluster.yaml:41:12 nodeGroups.web.scaling.max"


def test_an_outside_change_is_distinguished_in_the_same_plan(planned: Callable[[str], PlanResult]) -> None:
    origins = {a.path: a.origin for c in planned("drift_tag_and_pending").changes for a in c.attributes}
    assert origins == {
        ("tags", "team"): ChangeOrigin.OUTSIDE,
        ("scaling_config", 0, "max_size"): ChangeOrigin.SPEC,
    }


def test_an_attribute_changed_in_spec_and_cloud_is_a_conflict_with_three_values(
    planned: Callable[[str], PlanResult],
) -> None:
    (attribute,) = only(planned("drift_conflict")).attributes
    assert (attribute.recorded, attribute.before, attribute.after) == (90, 7, 30)
    assert attribute.origin is ChangeOrigin.CONFLICT


def test_a_replacement_names_the_field_that_forces_it_and_not_the_ids_that_follow(
    planned: Callable[[str], PlanResult],
) -> None:
    change = only(planned("replace_type"))
    assert change.action is Action.REPLACE
    assert change.replace_first == "create"
    assert [(a.path, a.forces_replacement) for a in change.attributes] == [(("instance_types",), True)]


def test_a_consequence_of_another_replacement_is_derived(planned: Callable[[str], PlanResult]) -> None:
    changes = {c.address.resource_type: c for c in planned("replace_subnet").changes}
    assert [a.origin for a in changes["aws_eks_cluster"].attributes] == [ChangeOrigin.DERIVED]
    assert [a.origin for a in changes["aws_subnet"].attributes] == [ChangeOrigin.SPEC]


def test_an_object_deleted_outside_is_marked_as_recreated(planned: Callable[[str], PlanResult]) -> None:
    change = only(planned("drift_rule_deleted"))
    assert change.deleted_outside
    assert change.action is Action.CREATE


def test_the_subject_is_read_from_the_plan(recorded: Recorded) -> None:
    found = subject_of(recorded("create"), "Terraform 1", None, True, None)
    assert (found.cluster, found.region, found.sandbox) == ("demo", "us-west-2", True)


def test_tags_all_is_not_reported_in_addition_to_tags() -> None:
    found = entry(
        ["update"],
        {"tags": {"a": "1"}, "tags_all": {"a": "1", "d": "x"}},
        {"tags": {"a": "2"}, "tags_all": {"a": "2", "d": "x"}},
    )
    assert attributes(found) == {("tags", "a"): ("1", "2")}


def test_policies_are_compared_by_content() -> None:
    same = entry(["update"], {"policy": '{"a": [1, 2]}', "x": 1}, {"policy": '{ "a":[1,2] }', "x": 2})
    assert attributes(same) == {("x",): (1, 2)}
    other = entry(["update"], {"policy": '{"a": 1}'}, {"policy": '{"a": 2}'})
    assert attributes(other) == {("policy",): ({"a": 1}, {"a": 2})}


def test_null_and_empty_are_equal_but_false_and_zero_are_values() -> None:
    found = entry(
        ["update"],
        {"a": None, "b": "", "c": [], "d": False, "e": 0, "f": True},
        {"a": [], "b": None, "c": {}, "d": None, "e": None, "f": 1},
    )
    assert set(attributes(found)) == {("d",), ("e",), ("f",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"configuration_values": '{"a": 1, "b": [2]}'}, {"configuration_values": '{"b":[2],"a":1}'}),
        ({"description": ""}, {"description": None}),
        (
            {"policy": '{"Statement": [{"Action": ["a", "b"]}, {"Action": "c"}]}'},
            {"policy": '{"Statement": [{"Action": "c"}, {"Action": ["b", "a"]}]}'},
        ),
    ],
)
def test_another_form_of_a_value_is_no_change(before: object, after: object) -> None:
    assert read_plan(entry(["update"], before, after), RunSubject(), Trace()).empty


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ({"a": "1"}, {"a": "2"}, {}),
        ({"tags": {}, "tags_all": {"d": "x"}}, {"tags": {}, "tags_all": {}}, {}),
        ({"a": "1"}, {}, {"after_unknown": {"a": True}}),
        ({"a": "1"}, {"a": "2"}, {"before_sensitive": {"a": True}, "after_sensitive": {"a": True}}),
    ],
)
def test_every_other_update_is_a_change(before: object, after: object, more: dict[str, object]) -> None:
    assert not read_plan(entry(["update"], before, after, **more), RunSubject(), Trace()).empty


def test_a_single_block_is_entered_and_several_are_one_value() -> None:
    one = entry(["update"], {"b": [{"x": 1, "y": 2}]}, {"b": [{"x": 1, "y": 3}]})
    assert attributes(one) == {("b", 0, "y"): (2, 3)}
    two = entry(["update"], {"b": [{"x": 1}, {"x": 2}]}, {"b": [{"x": 1}, {"x": 3}]})
    assert set(attributes(two)) == {("b",)}


def test_an_unknown_value_is_marked_and_never_a_missing_one() -> None:
    found = entry(["update"], {"v": "1", "k": "a"}, {"k": "a"}, after_unknown={"v": True})
    assert attributes(found) == {("v",): ("1", UNKNOWN)}


def test_deposed_objects_moves_imports_and_forgetting_are_counted() -> None:
    def change(address: str, actions: list[str], **more: object) -> dict[str, object]:
        importing = more.pop("importing", None)
        body = {"actions": actions, "before": {}, "after": {}, "importing": importing}
        return {"address": address, "change": body, **more}

    found = parse_document(
        {
            "resource_changes": [
                change("aws_thing.a", ["no-op"]),
                change("aws_thing.a", ["delete"], deposed="00ff"),
                change("aws_thing.b", ["no-op"], previous_address="aws_thing.old"),
                change("aws_thing.c", ["no-op"], importing={"id": "i"}),
                change("aws_thing.d", ["forget"]),
                change("aws_thing.e", ["create", "forget"]),
            ]
        }
    )
    plan = read_plan(found, RunSubject(), Trace())
    assert plan.counts == Counts(delete=1, moved=1, imported=1, forget=1, replace=1)
    assert [c.deposed for c in plan.changes] == ["00ff", "", "", "", ""]


def test_a_format_of_another_major_version_is_refused() -> None:
    with pytest.raises(EksgenError, match=r"format version 2\.0"):
        read_plan_json('{"format_version": "2.0"}')
    with pytest.raises(EksgenError, match="not JSON"):
        read_plan_json("no")
