"""Resolve `audit`: the name of the trail, its bucket and the key of its log files."""

from __future__ import annotations

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from ..values import At
from .model import ResolvedTrail
from .names import role_name, trail_bucket_name, trail_name
from .state import account_of

TRAIL: Path = ("audit", "trail")


def resolve_trail(spec: ClusterSpec) -> ResolvedTrail | None:
    """Return the trail; None if the spec has none.

    A bucket of others decides itself how it encrypts: its readers may not be able to use a key of this
    account.
    """
    if spec.audit is None:
        return None
    trail = spec.audit.trail
    made = trail.bucket == "managed"
    return ResolvedTrail(
        path=TRAIL,
        spec=trail,
        name=trail_name(spec),
        bucket=trail_bucket_name(spec, account_of(spec)) if made else trail.bucket.rpartition(":")[2],
        kms_key=At(spec.logs.kms_key, ("logs", "kmsKey")) if made else At("aws", (*TRAIL, "bucket")),
        role_name=role_name(spec, "audit-trail"),
    )
