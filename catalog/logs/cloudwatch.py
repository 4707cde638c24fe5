"""CloudWatch Logs: retention and classes of log groups, subscriptions, log types of an EKS control plane.

Periods and types are those of `limits/arguments.py`. Sources of the rest, read 2026-11-30: CloudWatch Logs
user guide, "CloudWatch Logs quotas" (subscription filters of a group), "Log classes" (what Infrequent Access
lacks), "Log group-level subscription filters" (destinations, what each needs) and "Confused deputy
prevention".
"""

import re
from dataclasses import dataclass

from ..limits.arguments import LIMITS

RETENTION_DAYS: tuple[int, ...] = tuple(
    int(days) for days in LIMITS["logs.PutRetentionPolicyRequest.retentionInDays"].values
)
"""The retention periods of CloudWatch, in days."""

NEVER_EXPIRE = 0
"""The value of Terraform's `retention_in_days` for "never expire"; CloudWatch itself has no such number."""

CONTROL_PLANE_LOG_TYPES: tuple[str, ...] = tuple(map(str, LIMITS["eks.LogType"].values))
"""Names of the EKS API."""


@dataclass(frozen=True, slots=True)
class LogClass:
    """A class of log groups, fixed at creation."""

    name: str
    api_name: str


# The API also has DELIVERY and ESSENTIALS, for log groups that no part of a cluster writes to.
LOG_CLASSES: dict[str, LogClass] = {
    "standard": LogClass("standard", "STANDARD"),
    "infrequent-access": LogClass("infrequent-access", "INFREQUENT_ACCESS"),
}
"""Classes by their name in a spec."""


SUBSCRIPTIONS_PER_GROUP = 2
FUNCTION_LOGS = "/aws/lambda/"
"""What the name of the log group of a Lambda function begins with; the name of the function follows (Lambda
developer guide, "Sending Lambda function logs to CloudWatch Logs", read 2026-11-30)."""
CONTROL_PLANE, FLOW_LOGS, AUDIT_TRAIL = RESERVED_NAMES = ("control-plane", "flow-logs", "audit-trail")
"""The log groups that a cluster has by itself, by their names in the module."""

WRITE_ACTIONS: dict[str, tuple[str, ...]] = {
    "kinesis": ("kinesis:PutRecord", "kinesis:PutRecords"),
    "firehose": ("firehose:PutRecord", "firehose:PutRecordBatch"),
}
"""What the role of a subscription does, by the service of its destination. A Lambda function has a permission
for CloudWatch Logs instead, and a destination of CloudWatch Logs a policy of its own."""


def accepted_retention(days: int) -> bool:
    """Return whether `days` is a retention period of CloudWatch or `NEVER_EXPIRE`."""
    return days == NEVER_EXPIRE or days in RETENTION_DAYS


def nearest_retention(days: int) -> tuple[int, ...]:
    """Return the nearest periods below and above `days`, or `days` itself if it is a period."""
    if days in RETENTION_DAYS:
        return (days,)
    below = [period for period in RETENTION_DAYS if period < days][-1:]
    above = [period for period in RETENTION_DAYS if period > days][:1]
    return (*below, *above)


def control_plane_log_group(cluster: str) -> str:
    """Return the log group of a cluster's control plane (EKS user guide, "Control plane logs")."""
    return f"/aws/eks/{cluster}/cluster"


def cluster_of_log_group(name: str) -> str | None:
    """Return the cluster whose control plane writes to a log group; None for any other log group."""
    found = re.fullmatch(r"/aws/eks/([^/]+)/cluster", name)
    return found[1] if found else None
