"""Findings are in one order, whatever the order in which they were found, and equal changes are one group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.catalog.resources.risk import Risk
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.order import alike_groups, group_id, grouped, sort_findings
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftLevel


def finding(number: int, path: tuple[str | int, ...] = ("tags", "team"), **others: Any) -> DriftFinding:
    kind = others.pop("kind", DriftClass.CHANGED_OUTSIDE)
    address = parse_address(others.pop("address", f'module.vpc.aws_subnet.private["{number}"]'))
    values = {"recorded": "platform", "live": "retail", "desired": "platform", **others}
    return DriftFinding(f"{number:012x}", kind, address, path, **values)


FINDINGS = st.builds(
    finding,
    st.integers(0, 30),
    st.sampled_from([("tags", "team"), ("tags", "a"), ("list", 0), ("list", 10), ("list", "x"), ()]),
    kind=st.sampled_from(list(DriftClass)),
    level=st.sampled_from(list(DriftLevel)),
    risk=st.sampled_from(list(Risk)),
    live=st.sampled_from(["retail", "shop"]),
    sensitive=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FINDINGS, unique_by=lambda one: one.id), st.randoms(use_true_random=False))
def test_the_order_and_the_groups_do_not_depend_on_the_order_of_the_findings(found: Any, random: Any) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert sort_findings(shuffled) == sort_findings(found)
    groups = alike_groups(sort_findings(shuffled))
    assert groups == alike_groups(sort_findings(found))
    assert sorted(one.id for group in groups for one in group) == sorted(one.id for one in found)
    assert all(len(group) == 1 or len(group) >= 3 for group in groups)
    assert len({group_id(group) for group in groups}) == len(groups) or len(groups) > 1


def test_the_level_comes_first_then_what_an_attacker_could_do_then_the_address() -> None:
    found = [
        finding(1, level=DriftLevel.LOW, risk=Risk.LABEL),
        finding(2, level=DriftLevel.HIGH, risk=Risk.LOSS),
        finding(3, level=DriftLevel.HIGH, risk=Risk.OPEN_API),
        finding(4, kind=DriftClass.NOISE, level=DriftLevel.HIGH, risk=Risk.OPEN_API),
        finding(5, kind=DriftClass.PENDING),
        finding(6, level=DriftLevel.HIGH, risk=Risk.OPEN_API),
    ]
    assert [int(one.id, 16) for one in sort_findings(found)] == [3, 6, 2, 1, 5, 4]


def test_equal_changes_are_one_group_at_the_place_of_the_first() -> None:
    same = [finding(number) for number in range(3)]
    other = finding(9, live="shop")
    assert grouped([same[0], other, *same[1:]], lambda one: one.live) == [same, [other]]
    assert alike_groups([same[0], other, *same[1:]]) == [same, [other]]
    assert alike_groups(same[:2]) == [[same[0]], [same[1]]]


def test_values_of_other_types_and_secrets_are_never_equal() -> None:
    assert len(alike_groups([finding(number, live=["1", 1, True][number]) for number in range(3)])) == 3
    assert len(alike_groups([finding(number, sensitive=True) for number in range(3)])) == 3


def test_deleted_objects_of_one_type_are_alike_and_those_that_nobody_asked_for_are_not() -> None:
    gone = [finding(number, (), kind=DriftClass.DELETED_OUTSIDE) for number in range(3)]
    assert alike_groups(gone) == [gone]
    roles = [
        replace(one, address=parse_address(f"module.a{number}.aws_iam_role.this"))
        for number, one in enumerate(gone)
    ]
    assert len(alike_groups([*gone[:2], *roles[:2]])) == 4
    assert len(alike_groups([finding(number, (), kind=DriftClass.UNMANAGED) for number in range(3)])) == 3


def test_a_group_keeps_its_id_while_its_difference_exists() -> None:
    same = [finding(number) for number in range(5)]
    assert group_id(same) == group_id(same[1:4]) != group_id([finding(n, live="x") for n in range(3)])
    assert group_id(same[:1]) == same[0].id


def test_pending_edits_are_alike_if_the_same_changes_inside_them() -> None:
    def pending(number: int, team: str) -> DriftFinding:
        before, after = ([{"tags": {"Name": f"node-{number}", "team": t}}] for t in ("platform", team))
        kind = DriftClass.PENDING
        return finding(number, ("tags",), kind=kind, recorded=before, live=before, desired=after)

    same = [pending(number, "retail") for number in range(3)]
    assert alike_groups([*same, pending(3, "shop")]) == [same, [pending(3, "shop")]]
    outside = [replace(one, kind=DriftClass.CHANGED_OUTSIDE) for one in same]
    assert alike_groups(outside) == [[one] for one in outside]
