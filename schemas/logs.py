"""`logs`: defaults for every CloudWatch log group."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from .base import KmsKeyArn, Later, Model
from .control_plane import key_shape


class Logs(Model):
    """Defaults for log groups."""

    retention_days: int = Field(
        90, description="Retention in days; one of the values that CloudWatch accepts."
    )
    kms_key: Annotated[
        Annotated[Literal["managed", "none"], Tag("<choice>")] | Annotated[KmsKeyArn, Tag("<text>")],
        Discriminator(key_shape),
    ] = Field("managed", description="managed (a key created for the logs), none, or a KMS key ARN.")
    groups: Later = None
    subscriptions: Later = None
