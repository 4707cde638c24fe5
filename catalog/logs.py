"""CloudWatch Logs: what a log group may be told, and the logs an EKS control plane can write.

Sources (read 2026-11-24): botocore 1.44.5, `logs` (PutRetentionPolicy, LogGroupClass) and `eks` (LogType).
"""

from dataclasses import dataclass

RETENTION_DAYS: tuple[int, ...] = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""Periods CloudWatch accepts, in days."""

NEVER_EXPIRE = 0
"""How Terraform's `retention_in_days` says "keep for ever"; CloudWatch itself has no such number."""

CONTROL_PLANE_LOG_TYPES: tuple[str, ...] = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""Names as the EKS API spells them."""


@dataclass(frozen=True, slots=True)
class LogClass:
    """A class of log groups; it cannot be changed after creation. Infrequent access takes no subscription."""

    name: str
    api_name: str
    subscriptions: bool


# DELIVERY and ESSENTIALS are in the API too, but are for log groups no part of a cluster writes to.
LOG_CLASSES: dict[str, LogClass] = {
    "standard": LogClass("standard", "STANDARD", True),
    "infrequent-access": LogClass("infrequent-access", "INFREQUENT_ACCESS", False),
}
"""Classes by the name a spec uses."""


def accepted_retention(days: int) -> bool:
    """Whether a log group may keep events for `days`; `NEVER_EXPIRE` counts as accepted."""
    return days == NEVER_EXPIRE or days in RETENTION_DAYS


def nearest_retention(days: int) -> tuple[int, ...]:
    """The accepted periods on either side of `days`, shorter first; one value at an end or on a hit."""
    if days in RETENTION_DAYS:
        return (days,)
    below = [period for period in RETENTION_DAYS if period < days][-1:]
    above = [period for period in RETENTION_DAYS if period > days][:1]
    return (*below, *above)


def control_plane_log_group(cluster: str) -> str:
    """The name EKS writes a cluster's control-plane logs to (EKS user guide, "Control plane logs")."""
    return f"/aws/eks/{cluster}/cluster"
