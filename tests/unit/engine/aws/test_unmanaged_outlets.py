"""Subscriptions of log groups and policies of registries that no state records are findings."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.engine.aws.unmanaged_outlets import unmanaged_outlets
from eksgen.engine.drift.result import DriftLevel
from eksgen.engine.source_map.trace import Trace

from .fake_aws import FakeApi, recorded

GROUP = "/aws/eks/prod/cluster"
FILTER = {"filterName": "spy", "destinationArn": "arn:aws:kinesis:us-west-2:444455556666:stream/spy"}
LOGS = ("aws_cloudwatch_log_group", {"name": GROUP})
REPOSITORY = ("aws_ecr_repository", {"name": "shop/web"})


def absent(code: str) -> Any:
    def call(**_: Any) -> Any:
        raise ClientError({"Error": {"Code": code, "Message": "none"}}, "Get")

    return call


NO_POLICY, NO_CLEANUP = "RepositoryPolicyNotFoundException", "LifecyclePolicyNotFoundException"


def found(*objects: tuple[str, dict[str, Any]], **ecr: Any) -> list[tuple[str, str, DriftLevel]]:
    none = {"get_repository_policy": absent(NO_POLICY), "get_lifecycle_policy": absent(NO_CLEANUP)}
    clients = {
        "logs": FakeApi(describe_subscription_filters={"subscriptionFilters": [FILTER]}),
        "ecr": FakeApi(**(none | ecr)),
    }
    findings = unmanaged_outlets(clients.__getitem__, recorded(*objects), Trace(None))
    return [(f.address.resource_type, f.address.name, f.level) for f in findings]


def test_a_subscription_of_a_recorded_group_that_no_state_has_is_found() -> None:
    kind = "aws_cloudwatch_log_subscription_filter"
    assert found(LOGS) == [(kind, f"{GROUP}#spy", DriftLevel.HIGH)]
    assert found(LOGS, (kind, {"log_group_name": GROUP, "name": "spy"})) == []
    assert found(LOGS, (kind, {"log_group_name": "/other", "name": "spy"})) != []
    assert found() == []


@pytest.mark.parametrize(
    ("kind", "operation", "level"),
    [
        ("aws_ecr_repository_policy", "get_repository_policy", DriftLevel.HIGH),
        ("aws_ecr_lifecycle_policy", "get_lifecycle_policy", DriftLevel.MEDIUM),
    ],
)
def test_a_policy_of_a_registry_that_no_state_has_is_found(
    kind: str, operation: str, level: DriftLevel
) -> None:
    assert found(REPOSITORY) == []
    assert found(REPOSITORY, **{operation: {}}) == [(kind, "shop/web", level)]
    assert found(REPOSITORY, (kind, {"repository": "shop/web"}), **{operation: {}}) == []


def test_another_error_is_not_taken_for_absence() -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        found(REPOSITORY, get_repository_policy=absent("AccessDeniedException"))
