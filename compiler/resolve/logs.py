"""Resolve `logs`: every log group of the cluster, with the defaults of `logs`, and the subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.logs.cloudwatch import (
    AUDIT_TRAIL,
    CONTROL_PLANE,
    FLOW_LOGS,
    LOG_CLASSES,
    WRITE_ACTIONS,
    control_plane_log_group,
)
from ...schemas.base import ARN
from ...schemas.cluster import ClusterSpec
from ...schemas.logs import Subscription
from ..diagnostics import Path
from ..values import At
from .model import LogGroup, ResolvedSubscription
from .names import role_name

GROUP_WORDS = {"controlPlane": CONTROL_PLANE, "flowLogs": FLOW_LOGS}
"""The words of a subscription for log groups that eksgen makes by itself, with their names in the module."""


def resolve_logs(spec: ClusterSpec) -> tuple[LogGroup, ...]:
    """Return every log group of the cluster, those that eksgen makes by itself first."""
    return (*_own_groups(spec), *_further_groups(spec))


def _own_groups(spec: ClusterSpec) -> Iterator[LogGroup]:
    name = spec.metadata.name
    control, flow = spec.control_plane.logs, spec.network.flow_logs
    if control.types:
        path: Path = ("controlPlane", "logs")
        retention = _own_or_default(spec, control.retention_days, path)
        key = _key(spec, control.kms_key, path)
        log_class = LOG_CLASSES[control.log_class].api_name
        yield LogGroup(
            CONTROL_PLANE,
            path,
            control_plane_log_group(name),
            retention,
            log_class,
            key,
            control.keep_on_destroy,
        )
    if flow != "none" and flow.to == "cloudwatch":
        path = ("network", "flowLogs")
        retention = _own_or_default(spec, flow.retention_days, path)
        key = _key(spec, flow.kms_key, path)
        yield LogGroup(FLOW_LOGS, path, f"/aws/vpc/{name}/flow-logs", retention, "STANDARD", key)
    if spec.audit is not None and spec.audit.trail.to_cloud_watch is not None:
        path = ("audit", "trail", "toCloudWatch")
        retention, key = _own_or_default(spec, None, path), _key(spec, None, path)
        yield LogGroup(AUDIT_TRAIL, path, f"/aws/cloudtrail/{name}/audit", retention, "STANDARD", key)


def _further_groups(spec: ClusterSpec) -> Iterator[LogGroup]:
    for key, group in sorted(spec.logs.groups.items()):
        path = ("logs", "groups", key)
        yield LogGroup(
            key,
            path,
            group.name,
            _own_or_default(spec, group.retention_days, path),
            LOG_CLASSES[group.log_class].api_name,
            _key(spec, None, path),
        )


def resolve_subscriptions(spec: ClusterSpec) -> tuple[ResolvedSubscription, ...]:
    """Return the subscriptions, sorted by name."""
    return tuple(
        ResolvedSubscription(
            name,
            ("logs", "subscriptions", name),
            subscription,
            GROUP_WORDS.get(subscription.group, subscription.group),
            service := destination_service(subscription),
            role_name(spec, "log-subscription", name) if service in WRITE_ACTIONS else None,
        )
        for name, subscription in sorted(spec.logs.subscriptions.items())
    )


def destination_service(subscription: Subscription) -> str:
    """Return the service in the ARN of the destination: `lambda`, `kinesis`, `firehose` or `logs`."""
    match = ARN.fullmatch(subscription.destination)
    return match[2] if match else ""


def _own_or_default(spec: ClusterSpec, own: int | None, path: Path) -> At:
    if own is not None:
        return At(own, (*path, "retentionDays"))
    return At(spec.logs.retention_days, ("logs", "retentionDays"))


def _key(spec: ClusterSpec, own: str | None, path: Path) -> At:
    if own is not None:
        return At(own, (*path, "kmsKey"))
    return At(spec.logs.kms_key, ("logs", "kmsKey"))
