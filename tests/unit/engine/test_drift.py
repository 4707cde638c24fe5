"""Each row of the truth table of drift, on plans the real provider made, or by hand where it cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eksgen.engine.changes import DriftResult, Finding, FindingKind, Subject
from eksgen.engine.drift import read_drift
from eksgen.engine.planjson import PlanDocument, document
from eksgen.engine.trace import Trace

OUTSIDE, DELETED, PENDING = FindingKind.CHANGED_OUTSIDE, FindingKind.DELETED_OUTSIDE, FindingKind.PENDING


@pytest.fixture
def drifted(
    recorded: Callable[[str], PlanDocument], trace: Trace, subject: Subject
) -> Callable[[str], DriftResult]:
    return lambda name: read_drift(recorded(name), subject, trace)


def only(drift: DriftResult) -> Finding:
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
    return read_drift(document(raw), Subject(), Trace())


@pytest.mark.parametrize(
    ("name", "kind", "path", "values", "line"),
    [
        ("drift_tag", OUTSIDE, ("tags", "team"), ("platform", "hand", "platform"), 6),
        ("drift_retention", OUTSIDE, ("retention_in_days",), (90, 7, 90), 31),
        ("drift_conflict", OUTSIDE, ("retention_in_days",), (90, 7, 30), 31),
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
def test_one_outside_change_is_exactly_one_finding_at_its_spec_line(
    drifted: Callable[[str], DriftResult],
    name: str,
    kind: FindingKind,
    path: tuple[str | int, ...],
    values: tuple[object, object, object],
    line: int,
) -> None:
    found = only(drifted(name))
    assert (found.kind, found.path) == (kind, path)
    assert (found.recorded, found.live, found.desired) == values
    assert found.spec is not None
    assert found.spec.line == line


def test_a_changed_policy_is_one_finding_compared_by_what_it_says(
    drifted: Callable[[str], DriftResult],
) -> None:
    found = only(drifted("drift_policy"))
    assert found.path == ("assume_role_policy",)
    assert found.live["Statement"][0]["Action"] == ["sts:AssumeRole"]


@pytest.mark.parametrize("name", ["empty", "drift_computed", "drift_adopted"])
def test_what_nobody_set_or_the_spec_already_says_is_counted_but_no_finding(
    drifted: Callable[[str], DriftResult], name: str
) -> None:
    found = drifted(name)
    assert found.findings == ()
    assert found.unreported > 0


def test_a_conflict_is_known_as_one(drifted: Callable[[str], DriftResult]) -> None:
    assert only(drifted("drift_conflict")).conflict
    assert not only(drifted("drift_retention")).conflict


def test_an_outside_change_and_an_edit_in_one_run_are_told_apart(
    drifted: Callable[[str], DriftResult],
) -> None:
    found = drifted("drift_tag_and_pending")
    assert (found.count(OUTSIDE), found.count(PENDING), len(found.findings)) == (1, 1, 2)


def test_both_in_one_resource_are_told_apart_by_attribute() -> None:
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


def test_an_ignored_attribute_is_no_finding() -> None:
    found = by_hand(({"desired": 2}, {"desired": 5}), (["no-op"], {"desired": 5}, {"desired": 5}))
    assert found.findings == ()
    assert found.unreported == 1


def test_an_ignored_attribute_beside_an_edit_is_no_finding_either() -> None:
    found = by_hand(
        ({"desired": 2, "max": 3}, {"desired": 5, "max": 3}),
        (["update"], {"desired": 5, "max": 3}, {"desired": 5, "max": 9}),
    )
    assert [f.path for f in found.findings] == [("max",)]


def test_deleted_outside_and_given_up_in_the_spec_is_no_finding() -> None:
    assert by_hand(({"a": 1}, None), None).findings == ()


def test_a_tag_added_outside_is_a_finding_without_a_recorded_value() -> None:
    found = only(
        by_hand(
            ({"tags": {}, "tags_all": {}}, {"tags": {"x": "1"}, "tags_all": {"x": "1"}}),
            (["update"], {"tags": {"x": "1"}, "tags_all": {"x": "1"}}, {"tags": {}, "tags_all": {}}),
        )
    )
    assert (found.path, found.recorded, found.live, found.desired) == (("tags", "x"), None, "1", None)


def test_an_attribute_that_is_known_only_after_apply_is_no_finding() -> None:
    found = by_hand(
        ({"version": "1"}, {"version": "2"}),
        (["update"], {"version": "2"}, {}),
        after_unknown={"version": True},
    )
    assert found.findings == ()


def test_objects_to_make_and_to_remove_wait_as_wholes() -> None:
    made = only(by_hand(None, (["create"], None, {"name": "x"})))
    assert (made.kind, made.live, made.desired) == (PENDING, "absent", "present")
    gone = only(by_hand(None, (["delete"], {"name": "x"}, None)))
    assert (gone.live, gone.desired) == ("present", "absent")


def test_a_tainted_object_waits_as_a_whole() -> None:
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
    assert read_drift(document(raw), Subject(), Trace()).findings == ()


def test_an_id_stays_while_the_difference_does_and_changes_with_the_live_value(
    drifted: Callable[[str], DriftResult],
) -> None:
    assert only(drifted("drift_tag")).id == drifted("drift_tag_and_pending").findings[1].id
    one = only(by_hand(({"a": 1}, {"a": 2}), (["update"], {"a": 2}, {"a": 1})))
    other = only(by_hand(({"a": 1}, {"a": 3}), (["update"], {"a": 3}, {"a": 1})))
    assert one.id != other.id
    assert len(one.id) == 12
