"""The calls of module `access_logs`: the bucket for access logs of a load balancer that Kubernetes makes."""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve.model import Cluster
from ..values import At, ModuleCall
from .elb import log_bucket
from .tags import tags


def access_logs(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for each bucket; module `elb` makes those of the load balancers of Terraform."""
    for balancer in cluster.load_balancers:
        logs, path = balancer.spec.access_logs, (*balancer.path, "accessLogs")
        if logs is None or balancer.by_terraform or balancer.log_bucket is None:
            continue
        yield ModuleCall(
            f"logs_{balancer.name}",
            "access_logs",
            path,
            {
                "kind": At(balancer.spec.type, (*balancer.path, "type")),
                "access_logs": At({"prefix": At(logs.prefix, (*path, "prefix"))}, path),
                "log_bucket": log_bucket(cluster, balancer),
                "tags": tags(cluster, balancer.spec.tags, balancer.path),
            },
        )
