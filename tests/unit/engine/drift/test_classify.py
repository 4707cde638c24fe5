"""Each row of the truth table of drift, on plans the real provider made, or by hand where it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eksgen.engine.drift.classify import read_drift
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftResult
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.trace import Trace

ADOPTED, CONFLICT, NOISE = DriftClass.ADOPTED, DriftClass.CONFLICT, DriftClass.NOISE
OUTSIDE, DELETED, PENDING = DriftClass.CHANGED_OUTSIDE, DriftClass.DELETED_OUTSIDE, DriftClass.PENDING


@pytest.fixture
def drifted(
    recorded: Callable[[str], PlanDocument], trace: Trace, subject: RunSubject
) -> Callable[[str], DriftResult]:
    return lambda name: read_drift(recorded(name), subject, trace)


def only(drift: DriftResult) -> DriftFinding:
    (finding,) = drift.findings
    return finding


def by_hand(
    drift: tuple[object, object] | None,
    change: tuple[list[str], object, object] | None,
    **more: object,
) -> DriftResult:
    entry = {"address": "aws_thing.x", "type": "aws_thing", "mode": "managed"}
    raw: dict[str, object] = {}
    if drift is not None:
        gone = drift[1] is None
        body = {"actions": ["delete" if gone else "update"], "before": drift[0], "after": drift[1]}
        raw["resource_drift"] = [{**entry, "change": body}]
    if change is not None:
        body = {"actions": change[0], "before": change[1], "after": change[2], **more}
        raw["resource_changes"] = [{**entry, "change": body}]
    return read_drift(parse_document(raw), RunSubject(), Trace())


@pytest.mark.parametrize(
    ("name", "kind", "path", "values", "line"),
    [
        ("drift_tag", OUTSIDE, ("tags", "team"), ("platform", "hand", "platform"), 6),
        ("drift_retention", OUTSIDE, ("retention_in_days",), (90, 7, 90), 31),
        ("drift_conflict", CONFLICT, ("retention_in_days",), (90, 7, 30), 31),
        ("drift_max", OUTSIDE, ("scaling_config", 0, "max_size"), (12, 10, 12), 41),
        (
            "drift_cidrs",
            OUTSIDE,
            ("vpc_config", 0, "public_access_cidrs"),
            (["198.51.100.0/24"], ["203.0.113.0/24"], ["198.51.100.0/24"]),
            28,
        ),
        ("drift_rule_deleted", DELETED, (), ("present", "absent", "present"), 26),
        ("drift_log_group_deleted", DELETED, (), ("present", "absent", "present"), 30),
    ],
)
def test_each_outside_change_is_exactly_one_finding_at_its_spec_line(
    drifted: Callable[[str], DriftResult],
    name: str,
    kind: DriftClass,
    path: tuple[str | int, ...],
    values: tuple[object, object, object],
    line: int,
) -> None:
    found = only(drifted(name))
    assert (found.kind, found.path) == (kind, path)
    assert (found.recorded, found.live, found.desired) == values
    assert found.spec is not None
    assert found.spec.line == line


ROWS = {
    "empty": {},
    "drift_max": {"max_size": OUTSIDE},
    "drift_adopted": {"retention_in_days": ADOPTED},
    "drift_left_alone": {"desired_size": NOISE},
    "drift_computed": {"platform_version": NOISE},
    "drift_computed_output": {"platform_version": NOISE},
    "drift_log_group_deleted": {"": DELETED},
    "drift_deleted_given_up": {"": ADOPTED},
    "pending": {"max_size": PENDING, "retention_in_days": PENDING},
    "drift_mixed": {"max_size": OUTSIDE, "tier": PENDING},
    "drift_conflict": {"retention_in_days": CONFLICT},
    "drift_sensitive": {"user_data": OUTSIDE},
}
"""Plans of the truth table -> attributes and their classes, what follows from other objects left out."""


@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_the_truth_table_has_its_classes(
    drifted: Callable[[str], DriftResult], name: str
) -> None:
    found = {
        str(next((step for step in reversed(f.path) if isinstance(step, str)), "")): f.kind
        for f in drifted(name).findings
        if f.path != ("ingress",)
    }
    assert {n: kind for n, kind in found.items() if n in ROWS[name] or kind is not NOISE} == ROWS[name]


def test_a_changed_policy_is_one_finding_compared_by_content(
    drifted: Callable[[str], DriftResult],
) -> None:
    found = only(drifted("drift_policy"))
    assert found.path == ("assume_role_policy",)
    assert found.live["Statement"][0]["Action"] == ["sts:AssumeRole"]


@pytest.mark.parametrize("name", ["empty", "drift_computed"])
def test_attributes_that_nobody_set_are_noise(drifted: Callable[[str], DriftResult], name: str) -> None:
    found = drifted(name)
    assert {f.kind for f in found.findings} == {NOISE}
    assert found.counted == ()
    assert all(f.why for f in found.findings)


def test_an_outside_change_that_equals_the_spec_is_adopted(
    drifted: Callable[[str], DriftResult],
) -> None:
    found = only(drifted("drift_adopted"))
    assert found.kind is ADOPTED
    assert found.live == found.desired != found.recorded


def test_an_outside_change_and_an_edit_are_distinguished(
    drifted: Callable[[str], DriftResult],
) -> None:
    found = drifted("drift_tag_and_pending")
    assert {kind: found.count(kind) for kind in DriftClass if found.count(kind)} == {OUTSIDE: 1, PENDING: 1}
    assert len(found.findings) == 2


def test_an_outside_change_and_an_edit_of_one_resource_are_distinguished_by_attribute() -> None:
    found = by_hand(
        ({"public": False, "version": "1.33"}, {"public": True, "version": "1.33"}),
        (["update"], {"public": True, "version": "1.33"}, {"public": False, "version": "1.34"}),
    )
    assert {f.path: f.kind for f in found.findings} == {("public",): OUTSIDE, ("version",): PENDING}


def test_unapplied_edits_alone_are_pending(drifted: Callable[[str], DriftResult]) -> None:
    found = drifted("pending")
    assert {f.kind for f in found.findings} == {PENDING}
    assert [f.recorded == f.live for f in found.findings] == [True, True]


def test_knock_on_effects_of_a_replacement_are_no_findings(drifted: Callable[[str], DriftResult]) -> None:
    found = only(drifted("replace_subnet"))
    assert found.path == ("cidr_block",)
    assert found.forces_replacement


def test_a_change_that_the_plan_does_not_revert_is_adopted() -> None:
    found = only(by_hand(({"desired": 2}, {"desired": 5}), (["no-op"], {"desired": 5}, {"desired": 5})))
    assert found.kind is ADOPTED


def test_a_change_that_the_plan_does_not_revert_is_adopted_next_to_an_edit() -> None:
    found = by_hand(
        ({"desired": 2, "max": 3}, {"desired": 5, "max": 3}),
        (["update"], {"desired": 5, "max": 3}, {"desired": 5, "max": 9}),
    )
    assert {f.path: f.kind for f in found.findings} == {("desired",): ADOPTED, ("max",): PENDING}


def test_an_object_deleted_outside_and_removed_from_the_spec_is_adopted() -> None:
    found = only(by_hand(({"a": 1}, None), None))
    assert (found.kind, found.path) == (ADOPTED, ())
    assert (found.recorded, found.live, found.desired) == ("present", "absent", "absent")


def test_a_change_of_an_object_removed_from_the_spec_is_noise() -> None:
    found = by_hand(({"a": 1}, {"a": 2}), (["delete"], {"a": 2}, None))
    assert {f.path: f.kind for f in found.findings} == {(): PENDING, ("a",): NOISE}
    assert only(by_hand(({"a": 1}, {"a": 2}), None)).why == "the spec no longer has the object"


def test_a_tag_added_outside_is_a_finding_without_a_recorded_value() -> None:
    found = only(
        by_hand(
            ({"tags": {}, "tags_all": {}}, {"tags": {"x": "1"}, "tags_all": {"x": "1"}}),
            (["update"], {"tags": {"x": "1"}, "tags_all": {"x": "1"}}, {"tags": {}, "tags_all": {}}),
        )
    )
    assert (found.path, found.recorded, found.live, found.desired) == (("tags", "x"), None, "1", None)


def test_an_attribute_that_is_known_only_after_apply_is_noise_only_if_the_catalog_says_who_changes_it() -> (
    None
):
    """The next apply sets it to something, so a change by hand must be named."""
    for resource_type, name, kind in (
        ("aws_launch_template", "latest_version", NOISE),
        ("aws_eks_node_group", "version", OUTSIDE),
    ):
        entry = {"address": f"{resource_type}.x"}
        body = {"actions": ["update"], "before": {name: "1"}, "after": {name: "2"}}
        change = {
            "actions": ["update"],
            "before": {name: "2"},
            "after": {},
            "after_unknown": {name: True},
        }
        raw = {
            "resource_drift": [{**entry, "change": body}],
            "resource_changes": [{**entry, "change": change}],
        }
        assert only(read_drift(parse_document(raw), RunSubject(), Trace())).kind is kind


@pytest.mark.parametrize(
    "sides",
    [
        {"before": {"a": 1}, "after": {"a": 2}, "after_sensitive": True},
        {"before": {"a": 1}, "after": {"a": 2}, "before_sensitive": True, "after_sensitive": True},
        {"before": "text", "after": {"a": 2}},
        {"before": {"a": 1}, "after": 7},
        {"before": {"a": 1}, "after": {"a": 1}, "after_unknown": True},
        {"before": ["a"], "after": "b"},
    ],
)
def test_a_side_that_is_secret_unknown_or_no_object_as_a_whole_is_compared_by_attribute(
    sides: dict[str, object],
) -> None:
    entry = {"address": "aws_thing.x", "change": {"actions": ["update"], **sides}}
    found = read_drift(
        parse_document({"resource_drift": [entry], "resource_changes": [entry]}), RunSubject(), Trace()
    )
    assert all(finding.path == ("a",) for finding in found.findings)
    if sides.get("after_sensitive"):
        assert found.findings
        assert all(finding.sensitive for finding in found.findings)


def test_creates_and_deletes_are_pending_as_whole_objects() -> None:
    made = only(by_hand(None, (["create"], None, {"name": "x"})))
    assert (made.kind, made.live, made.desired) == (PENDING, "absent", "present")
    gone = only(by_hand(None, (["delete"], {"name": "x"}, None)))
    assert (gone.live, gone.desired) == ("present", "absent")


def test_a_tainted_object_is_pending_as_a_whole() -> None:
    found = only(by_hand(None, (["delete", "create"], {"name": "x"}, {"name": "x"})))
    assert (found.kind, found.desired) == (PENDING, "replaced")


def test_data_sources_and_deposed_objects_are_no_findings() -> None:
    body = {"actions": ["delete"], "before": {"a": 1}, "after": None}
    raw = {
        "resource_changes": [
            {"address": "aws_thing.x", "deposed": "0a", "change": body},
            {"address": "data.aws_region.here", "mode": "data", "change": {**body, "actions": ["read"]}},
        ]
    }
    assert read_drift(parse_document(raw), RunSubject(), Trace()).findings == ()


def test_an_id_is_stable_and_changes_with_the_live_value(
    drifted: Callable[[str], DriftResult],
) -> None:
    both = {f.kind: f.id for f in drifted("drift_tag_and_pending").findings}
    assert only(drifted("drift_tag")).id == both[OUTSIDE]
    one = only(by_hand(({"a": 1}, {"a": 2}), (["update"], {"a": 2}, {"a": 1})))
    other = only(by_hand(({"a": 1}, {"a": 3}), (["update"], {"a": 3}, {"a": 1})))
    assert one.id != other.id
    assert len(one.id) == 12
