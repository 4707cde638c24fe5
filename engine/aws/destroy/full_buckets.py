"""Find the buckets of a state that S3 does not delete because something is in them.

S3 counts old versions and the markers of deleted objects as well (S3 API reference, DeleteBucket, read
2026-11-30).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from ....catalog.delete_commands import empty_bucket_command
from ...plan.document import PlanDocument
from ...plan.state_values import recorded_values
from ...workdir.workspace import Workspace
from ..session import call_aws, client
from .blocking_object import BlockingObject, Objects


def find_full_buckets(workspace: Workspace, document: PlanDocument) -> tuple[Objects, tuple[str, ...]]:
    """Return the buckets with something in them, and remarks about failed calls."""
    found: list[BlockingObject] = []
    remarks: list[str] = []
    region = document.region
    for bucket in recorded_values(document, "aws_s3_bucket"):
        name = str(bucket.get("bucket"))
        if region is None or bucket.get("force_destroy"):
            continue
        full, failed = call_aws(f"bucket {name}", partial(_holds_something, workspace, region, name), False)
        remarks += failed
        if full:
            command = empty_bucket_command(name, region)
            found.append(
                BlockingObject("content of bucket", name, blocks="DeleteBucket", commands=(command,))
            )
    return tuple(found), tuple(remarks)


def _holds_something(workspace: Workspace, region: str, name: str) -> bool:
    s3: Any = client(workspace, "s3", region)
    answer = s3.list_object_versions(Bucket=name, MaxKeys=1)
    return bool(answer.get("Versions") or answer.get("DeleteMarkers"))
