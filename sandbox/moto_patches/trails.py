"""CloudTrail: what CreateTrail refuses and moto accepts, and trails that are deleted by their ARN.

Source: CloudTrail API reference, CreateTrail, read 2026-11-30. A bucket policy that names the service lets it
write; which conditions it has is not looked at.
"""

from __future__ import annotations

from typing import Any

from moto.cloudtrail.models import CloudTrailBackend
from moto.cloudtrail.responses import CloudTrailResponse
from moto.core.exceptions import JsonRESTError
from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from ...catalog.logs.trails import SERVICE, TRAILS_PER_REGION
from .patch import Function, Patch


def _create_trail(create: Function) -> Function:
    """Refuse a second trail of one name, a sixth one, and a bucket that does not let CloudTrail write."""

    def patched(self: Any) -> Any:
        backend: CloudTrailBackend = self.cloudtrail_backend
        name, bucket = self._get_param("Name"), self._get_param("S3BucketName")
        if name in backend.trails:
            raise JsonRESTError("TrailAlreadyExistsException", f"Trail {name} already exists for customer")
        if len(list(backend.describe_trails(True))) >= TRAILS_PER_REGION:
            message = f"User: {self.current_account} already has {TRAILS_PER_REGION} trails in {self.region}."
            raise JsonRESTError("MaximumNumberOfTrailsExceededException", message)
        buckets = s3_backends[self.current_account][get_partition(self.region)].buckets
        if bucket in buckets and SERVICE.encode() not in (buckets[bucket].policy or b""):
            message = f"Incorrect S3 bucket policy is detected for bucket: {bucket}"
            raise JsonRESTError("InsufficientS3BucketPolicyException", message)
        return create(self)

    return patched


def _delete_trail(delete: Function) -> Function:
    """Delete a trail by its ARN too, as the provider does."""

    def patched(self: CloudTrailBackend, name: str) -> None:
        delete(self, self.get_trail(name).trail_name)

    return patched


PATCHES = (
    Patch(CloudTrailResponse, "create_trail", _create_trail),
    Patch(CloudTrailBackend, "delete_trail", _delete_trail),
)
