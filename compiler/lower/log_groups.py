"""The call of module `log_groups`: all log groups, and their subscriptions."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.logs.cloudwatch import WRITE_ACTIONS
from ...catalog.regions.partitions import service_principal
from ..resolve.model import Cluster, LogGroup, ResolvedSubscription
from ..values import At, ModuleCall, Value
from .iam import role_without_policies
from .kms import key_arn
from .tags import tags


def log_groups(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for all log groups of the cluster, if there are any."""
    if not cluster.log_groups:
        return
    groups: dict[str, Value] = {group.key: At(_group(group), group.path) for group in cluster.log_groups}
    subscriptions: dict[str, Value] = {
        subscription.name: At(_subscription(cluster, subscription), subscription.path)
        for subscription in cluster.subscriptions
    }
    arguments: dict[str, Value] = {
        "groups": groups,
        "subscriptions": At(subscriptions, ("logs", "subscriptions")),
        "tags": tags(cluster),
    }
    yield ModuleCall("log_groups", "log_groups", ("logs",), arguments)


def _group(group: LogGroup) -> dict[str, Value]:
    values: dict[str, Value] = {
        "name": At(group.name, (*group.path, "name") if group.path[0] == "logs" else group.path),
        "retention_days": group.retention_days,
        "class": At(group.log_class, (*group.path, "class")),
        "kms_key_arn": key_arn(group.kms_key, "logs_key"),
    }
    if group.kept:
        values["keep_on_destroy"] = At(group.kept, (*group.path, "keepOnDestroy"))
    return values


def _subscription(cluster: Cluster, subscription: ResolvedSubscription) -> dict[str, Value]:
    path, spec = subscription.path, subscription.spec
    destination = At(spec.destination, (*path, "destination"))
    return {
        "group": At(subscription.group_key, (*path, "group")),
        "destination_arn": destination,
        "filter_pattern": At(spec.filter, (*path, "filter")),
        "function": _function(cluster, subscription),
        "role": _role(cluster, subscription),
    }


def _function(cluster: Cluster, subscription: ResolvedSubscription) -> Value:
    """Return the Lambda function that CloudWatch Logs may then call; None for another destination."""
    if subscription.service != "lambda":
        return None
    *function, alias = subscription.spec.destination.split(":", 7)
    named = len(function) == 7
    return {
        "arn": ":".join(function) if named else subscription.spec.destination,
        "qualifier": alias if named else None,
        "principal": service_principal("logs", cluster.region),
        "account_id": cluster.account_id,
    }


def _role(cluster: Cluster, subscription: ResolvedSubscription) -> Value:
    """Return the role with which CloudWatch Logs writes to a stream; None for another destination."""
    if subscription.role_name is None:
        return None
    return {
        **role_without_policies(cluster, subscription.path, subscription.role_name),
        "principal": service_principal("logs", cluster.region),
        "actions": WRITE_ACTIONS[subscription.service],
        # The conditions keep another account from having the service use this role on its behalf.
        "source_arn": f"arn:{cluster.partition}:logs:{cluster.region}:{cluster.account_id}:*",
    }
