"""CloudWatch Logs: what PutSubscriptionFilter refuses and moto accepts, or the other way round.

Source: CloudWatch Logs API reference, PutSubscriptionFilter, and the user guide, "Log classes" and "Log
group-level subscription filters", read 2026-11-30.
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import lambda_backends
from moto.logs.exceptions import InvalidParameterException, LogsClientError, ResourceNotFoundException
from moto.logs.models import LogGroup, SubscriptionFilter, logs_backends
from moto.logs.responses import LogsResponse

from ...catalog.logs.cloudwatch import SUBSCRIPTIONS_PER_GROUP, WRITE_ACTIONS
from .patch import Function, Patch

_NO_PERMISSION = (
    "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute "
    "your function."
)


def _put_subscription_filter(put: Function) -> Function:
    """Check the class of the group, and the permission that the destination needs."""

    def patched(self: Any) -> Any:
        group = self.logs_backend.groups.get(self._get_param("logGroupName"))
        if group is not None and getattr(group, "eksgen_class", "STANDARD") != "STANDARD":
            raise LogsClientError(
                "InvalidOperationException", "The operation is not valid on the specified resource"
            )
        arn, role = self._get_param("destinationArn"), self._get_param("roleArn")
        service, region, account = arn.split(":")[2:5]
        if bool(role) != (service in WRITE_ACTIONS) and (role or service in WRITE_ACTIONS):
            how = "with" if role else "without"
            raise InvalidParameterException(
                f"destinationArn for vendor {service} cannot be used {how} roleArn"
            )
        if service == "lambda" and not _may_call(arn, self.current_account, self.region):
            raise InvalidParameterException(_NO_PERMISSION)
        if ":destination:" not in arn:
            return put(self)
        if group is None or arn not in logs_backends[account][region].destinations:
            raise ResourceNotFoundException("The specified destination does not exist.")
        group.put_subscription_filter(
            self._get_param("filterName"), self._get_param("filterPattern"), arn, role
        )
        return ""

    return patched


def _may_call(arn: str, account: str, region: str) -> bool:
    """Return whether a statement of the function's policy names CloudWatch Logs."""
    backend = lambda_backends[account][region]
    try:
        function = backend.get_function(":".join(arn.split(":")[:7]))
    except Exception:  # moto's own answer is right
        return True
    principals = (statement.get("Principal", {}) for statement in function.policy.statements)
    return any(str(principal.get("Service", "")).startswith("logs.") for principal in principals)


def _put_in_group(put: Function) -> Function:
    """Change a subscription of a group that has as many as it takes."""

    def patched(
        self: LogGroup, filter_name: str, filter_pattern: str, destination_arn: str, role_arn: str
    ) -> None:
        existing: SubscriptionFilter | None = self.subscription_filters.get(filter_name)
        if existing is None or len(self.subscription_filters) < SUBSCRIPTIONS_PER_GROUP:
            put(self, filter_name, filter_pattern, destination_arn, role_arn)
        else:
            existing.update(filter_pattern, destination_arn, role_arn)

    return patched


PATCHES = (
    Patch(LogsResponse, "put_subscription_filter", _put_subscription_filter),
    Patch(LogGroup, "put_subscription_filter", _put_in_group),
)
