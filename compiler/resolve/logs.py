"""Resolve the log groups of the control plane and of VPC flow logs, with the defaults of `logs`."""

from __future__ import annotations

from ...catalog.logs import LOG_CLASSES, control_plane_log_group
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from ..values import At
from .model import LogGroup


def resolve_logs(spec: ClusterSpec) -> tuple[LogGroup, ...]:
    """Return every log group of the cluster."""
    name = spec.metadata.name
    control, flow = spec.control_plane.logs, spec.network.flow_logs
    groups = []
    if control.types:
        path: Path = ("controlPlane", "logs")
        retention = _own_or_default(spec, control.retention_days, path)
        key = _key(spec, control.kms_key, path)
        log_class = LOG_CLASSES[control.log_class].api_name
        groups.append(
            LogGroup("control-plane", path, control_plane_log_group(name), retention, log_class, key)
        )
    if flow != "none" and flow.to == "cloudwatch":
        path = ("network", "flowLogs")
        retention = _own_or_default(spec, flow.retention_days, path)
        key = _key(spec, flow.kms_key, path)
        groups.append(LogGroup("flow-logs", path, f"/aws/vpc/{name}/flow-logs", retention, "STANDARD", key))
    return tuple(groups)


def _own_or_default(spec: ClusterSpec, own: int | None, path: Path) -> At:
    if own is not None:
        return At(own, (*path, "retentionDays"))
    return At(spec.logs.retention_days, ("logs", "retentionDays"))


def _key(spec: ClusterSpec, own: str | None, path: Path) -> At:
    if own is not None:
        return At(own, (*path, "kmsKey"))
    return At(spec.logs.kms_key, ("logs", "kmsKey"))
