"""The call of module `log_groups`."""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve.model import Cluster, LogGroup
from ..values import At, ModuleCall, Value
from .kms import key_arn
from .tags import tags


def log_groups(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for all log groups of the cluster, if there are any."""
    if not cluster.log_groups:
        return
    groups: dict[str, Value] = {group.key: At(_group(group), group.path) for group in cluster.log_groups}
    yield ModuleCall("log_groups", "log_groups", ("logs",), {"groups": groups, "tags": tags(cluster)})


def _group(group: LogGroup) -> dict[str, Value]:
    return {
        "name": At(group.name, group.path),
        "retention_days": group.retention_days,
        "class": At(group.log_class, (*group.path, "class")),
        "kms_key_arn": key_arn(group.kms_key, "logs_key"),
    }
