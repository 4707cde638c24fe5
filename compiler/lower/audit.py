"""The call of module `audit`: the trail of CloudTrail, and its bucket."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.logs.cloudwatch import AUDIT_TRAIL
from ..resolve.model import Cluster, ResolvedTrail
from ..values import At, ModuleCall, Ref, RootOutput, Value
from .iam import role_without_policies
from .kms import key_arn
from .tags import tags


def audit(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call for the trail; none if the spec has none."""
    if (trail := cluster.trail) is None:
        return
    path = trail.path
    arguments: dict[str, Value] = {
        "name": At(trail.name, path),
        "partition": cluster.partition,
        "region": At(cluster.region, ("metadata", "region")),
        "account_id": At(cluster.account_id, ("metadata", "accountId")),
        "bucket": At(
            {"name": At(trail.bucket, (*path, "bucket")), "make": trail.makes_bucket}, (*path, "bucket")
        ),
        "kms_key_arn": key_arn(trail.kms_key, "logs_key"),
        "multi_region": At(trail.spec.multi_region, (*path, "multiRegion")),
        "cloudwatch": At(_cloudwatch(cluster, trail), (*path, "toCloudWatch")),
        "tags": tags(cluster),
    }
    yield ModuleCall("audit", "audit", path, arguments)


def audit_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the bucket, which people read the log files from."""
    if cluster.trail is not None:
        yield RootOutput("audit_bucket", "Bucket with the log files of the trail.", Ref("audit", "bucket"))


def _cloudwatch(cluster: Cluster, trail: ResolvedTrail) -> dict[str, Value]:
    if trail.spec.to_cloud_watch is None:
        return {}
    role = role_without_policies(cluster, (*trail.path, "toCloudWatch"), trail.role_name)
    return {"this": {"group_arn": Ref("log_groups", "arns", (AUDIT_TRAIL,)), "role": role}}
