"""Find ways out of logs and images that are in no state: subscriptions of log groups, policies of registries.

Terraform does not list what is added to a log group or a repository, so it does not see a subscription that
sends the audit log elsewhere, a policy that lets another account pull, or a rule that deletes images.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ...catalog.destroy_blockers.delete_commands import remove_command
from ...catalog.resources.risk import Risk
from ..drift.result import DriftFinding, DriftLevel, Removal
from ..plan.document import PlanDocument
from ..plan.state_values import attribute_values, recorded_values
from ..source_map.trace import Trace
from .listing import list_all
from .outside_state import Clients
from .unmanaged_finding import Verdict, unmanaged_finding

_SUBSCRIPTION = "aws_cloudwatch_log_subscription_filter"
_POLICIES = (
    (
        "aws_ecr_repository_policy",
        "get_repository_policy",
        "RepositoryPolicyNotFoundException",
        Verdict(DriftLevel.HIGH, Risk.CODE, "somebody may pull or push images who is not in the spec"),
    ),
    (
        "aws_ecr_lifecycle_policy",
        "get_lifecycle_policy",
        "LifecyclePolicyNotFoundException",
        Verdict(DriftLevel.MEDIUM, Risk.LOSS, "images are deleted by a rule that is not in the spec"),
    ),
)
"""Type, operation, the error of a repository without a policy, and what a policy means."""
_TEXTS = ("policyText", "lifecyclePolicyText")


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
                verdict = Verdict(DriftLevel.HIGH, Risk.DATA, why)
                about = (
                    ("sends to", str(item["destinationArn"])),
                    ("filter", str(item.get("filterPattern"))),
                )
                command = remove_command(_SUBSCRIPTION, values, document.region or "")
                yield unmanaged_finding(
                    _SUBSCRIPTION,
                    text,
                    values,
                    verdict,
                    trace,
                    call="log_groups",
                    removal=Removal(about, (command,)),
                )


def _policies(
    ecr: Any, repositories: frozenset[str], document: PlanDocument, trace: Trace
) -> Iterator[DriftFinding]:
    for kind, operation, absent, verdict in _POLICIES:
        known = attribute_values(document, kind, "repository")
        for name in sorted(repositories - known):
            answer = _answer(partial(getattr(ecr, operation), repositoryName=name), absent)
            if answer is not None:
                about = tuple(("policy", str(answer[key])) for key in _TEXTS if key in answer)
                values = {"repository": name}
                removal = Removal(about, (remove_command(kind, values, document.region or ""),))
                yield unmanaged_finding(kind, name, values, verdict, trace, call="registry", removal=removal)


def _answer(get: partial[Any], absent: str) -> Mapping[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        answer: Mapping[str, Any] = get()
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == absent:
            return None
        raise
    return answer
