"""CloudWatch log groups."""

import pytest

from eksgen.catalog.logs.cloudwatch import (
    CONTROL_PLANE_LOG_TYPES,
    LOG_CLASSES,
    NEVER_EXPIRE,
    RETENTION_DAYS,
    accepted_retention,
    control_plane_log_group,
    nearest_retention,
)


def test_periods_are_ascending_and_positive() -> None:
    assert list(RETENTION_DAYS) == sorted(set(RETENTION_DAYS))
    assert RETENTION_DAYS[0] == 1


@pytest.mark.parametrize(
    ("days", "accepted"), [(90, True), (0, True), (91, False), (-1, False), (4000, False)]
)
def test_only_listed_periods_are_accepted(days: int, accepted: bool) -> None:
    assert accepted_retention(days) is accepted
    assert NEVER_EXPIRE == 0


@pytest.mark.parametrize(
    ("days", "nearest"),
    [(90, (90,)), (100, (90, 120)), (2, (1, 3)), (0, (1,)), (-5, (1,)), (9999, (3653,))],
)
def test_the_nearest_periods_are_those_below_and_above(days: int, nearest: tuple[int, ...]) -> None:
    assert nearest_retention(days) == nearest


def test_log_types_have_the_names_of_the_eks_api() -> None:
    assert CONTROL_PLANE_LOG_TYPES == ("api", "audit", "authenticator", "controllerManager", "scheduler")

    assert LOG_CLASSES["infrequent-access"].api_name == "INFREQUENT_ACCESS"


def test_the_control_plane_log_group_has_the_name_of_the_cluster() -> None:
    assert control_plane_log_group("demo") == "/aws/eks/demo/cluster"
