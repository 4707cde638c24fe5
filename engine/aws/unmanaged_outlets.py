"""Find ways out of logs and images that are in no state: subscriptions of log groups, policies of registries.

Terraform does not list what is added to a log group or a repository, so it does not see a subscription that
sends the audit log elsewhere, a policy that lets another account pull, or a rule that deletes images.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ..drift.result import DriftFinding, DriftLevel
from ..plan.document import PlanDocument
from ..plan.state_values import attribute_values, recorded_values
from ..source_map.trace import Trace
from .listing import list_all
from .outside_state import Clients
from .unmanaged_finding import unmanaged_finding

_SUBSCRIPTION = "aws_cloudwatch_log_subscription_filter"
_POLICIES = (
    (
        "aws_ecr_repository_policy",
        "get_repository_policy",
        "RepositoryPolicyNotFoundException",
        DriftLevel.HIGH,
        "somebody may pull or push images who is not in the spec",
    ),
    (
        "aws_ecr_lifecycle_policy",
        "get_lifecycle_policy",
        "LifecyclePolicyNotFoundException",
        DriftLevel.MEDIUM,
        "images are deleted by a rule that is not in the spec",
    ),
)
"""Type, operation, the error that says that there is none, and what one means."""


def unmanaged_outlets(clients: Clients, document: PlanDocument, trace: Trace) -> Iterator[DriftFinding]:
    """Yield the subscriptions and policies that nobody asked for."""
    groups = attribute_values(document, "aws_cloudwatch_log_group", "name")
    yield from _subscriptions(clients("logs"), groups, document, trace) if groups else ()
    repositories = attribute_values(document, "aws_ecr_repository", "name")
    yield from _policies(clients("ecr"), repositories, document, trace) if repositories else ()


def _subscriptions(
    logs: Any, groups: frozenset[str], document: PlanDocument, trace: Trace
) -> Iterator[DriftFinding]:
    recorded = recorded_values(document, _SUBSCRIPTION)
    known = {(values.get("log_group_name"), values.get("name")) for values in recorded}
    for group in sorted(groups):
        for item in list_all(
            logs, "describe_subscription_filters", "subscriptionFilters", logGroupName=group
        ):
            name = str(item["filterName"])
            if (group, name) not in known:
                why = f"events of {group} are sent to {item['destinationArn']}, which is not in the spec"
                values = {"log_group_name": group, "name": name}
                text = f"{group}#{name}"
                yield unmanaged_finding(
                    _SUBSCRIPTION, text, values, DriftLevel.HIGH, why, trace, call="log_groups"
                )


def _policies(
    ecr: Any, repositories: frozenset[str], document: PlanDocument, trace: Trace
) -> Iterator[DriftFinding]:
    for kind, operation, absent, level, why in _POLICIES:
        known = attribute_values(document, kind, "repository")
        for name in sorted(repositories - known):
            if _exists(partial(getattr(ecr, operation), repositoryName=name), absent):
                yield unmanaged_finding(kind, name, {"repository": name}, level, why, trace, call="registry")


def _exists(get: partial[Any], absent: str) -> bool:
    from botocore.exceptions import ClientError

    try:
        get()
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == absent:
            return False
        raise
    return True
