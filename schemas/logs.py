"""`logs`: defaults for every CloudWatch log group."""

from __future__ import annotations

from pydantic import Field

from .base import Later, Model
from .values import KmsKey


class Logs(Model):
    """Defaults for log groups."""

    retention_days: int = Field(
        90, description="Retention in days; one of the values that CloudWatch accepts."
    )
    kms_key: KmsKey = Field(
        "managed",
        description="Key of the log groups: managed (one key for all logs), aws, or a KMS key ARN.",
    )
    groups: Later = None
    subscriptions: Later = None
