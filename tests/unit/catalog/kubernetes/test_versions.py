"""The Kubernetes support calendar."""

from datetime import date, timedelta

import pytest

from eksgen.catalog.kubernetes.versions import (
    VERSIONS,
    ended,
    kubernetes_version,
    may_be_released,
    minor_versions_between,
    next_step,
    support_state,
    version_names,
    version_step_text,
)


def test_versions_are_in_order_without_a_gap() -> None:
    assert version_names() == ("1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
    assert [minor_versions_between(VERSIONS[0].name, version.name) for version in VERSIONS] == [*range(7)]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
def test_support_lasts_fourteen_months_and_extended_support_twelve(version: object) -> None:
    known = next(v for v in VERSIONS if v is version)
    standard = known.end_of_standard_support - known.released
    extended = known.end_of_extended_support - known.end_of_standard_support
    assert timedelta(days=420) <= standard <= timedelta(days=430)
    assert timedelta(days=365) <= extended <= timedelta(days=366)


@pytest.mark.parametrize(
    ("name", "on", "state"),
    [
        ("1.34", date(2025, 10, 1), "upcoming"),
        ("1.34", date(2025, 10, 2), "standard"),
        ("1.34", date(2026, 12, 1), "standard"),
        ("1.34", date(2026, 12, 2), "extended"),
        ("1.34", date(2027, 12, 1), "extended"),
        ("1.34", date(2027, 12, 2), "ended"),
        ("1.31", date(2026, 11, 24), "extended"),
        ("1.36", date(2026, 11, 24), "standard"),
    ],
)
def test_the_state_changes_on_the_day_support_ends(name: str, on: date, state: str) -> None:
    version = kubernetes_version(name)
    assert version is not None
    assert support_state(version, on) == state


@pytest.mark.parametrize("name", ["1.30", "1.38", "1", "1.34.1", "v1.34", ""])
def test_an_unknown_version_is_none(name: str) -> None:
    assert kubernetes_version(name) is None


@pytest.mark.parametrize(
    ("name", "over", "released"),
    [
        ("1.10", True, False),
        ("1.30", True, False),
        ("1.31", False, False),
        ("1.37", False, False),
        ("1.38", False, True),
        ("1.46", False, True),
        ("1.47", False, False),
        ("1.9", False, False),
        ("1.038", False, False),
        ("1.38.1", False, False),
        ("v1.38", False, False),
        ("2.0", False, False),
        ("", False, False),
    ],
)
def test_a_version_that_is_not_in_the_calendar_has_ended_or_may_be_new(
    name: str, over: bool, released: bool
) -> None:
    assert (ended(name), may_be_released(name)) == (over, released)


@pytest.mark.parametrize(
    ("old", "new", "steps", "following"),
    [
        ("1.33", "1.34", 1, "1.34"),
        ("1.34", "1.33", -1, "1.33"),
        ("1.33", "1.35", 2, "1.34"),
        ("1.36", "1.33", -3, "1.35"),
        ("1.34", "1.34", 0, "1.34"),
        ("1.9", "1.10", 1, "1.10"),
        ("1.34", "2.0", None, "2.0"),
        ("1.34", "", None, ""),
    ],
)
def test_the_way_from_one_version_to_another(old: str, new: str, steps: int | None, following: str) -> None:
    assert minor_versions_between(old, new) == steps
    assert next_step(old, new) == following


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("1.33", "1.34", "in place, about 10 minutes; EKS can roll it back only within 7 days"),
        (
            "1.34",
            "1.33",
            "a rollback, which EKS allows only within 7 days of the upgrade and after the nodes are rolled back",
        ),
        ("1.33", "1.35", "EKS upgrades one minor version at a time: 1.34 comes next"),
    ],
)
def test_a_step_in_words(old: str, new: str, text: str) -> None:
    assert version_step_text(old, new) == text
