"""`controlPlane`: the managed control plane of EKS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..catalog.limits import PUBLIC_RANGES_PER_CLUSTER
from .base import Cidr, KmsKeyArn, Later, Model, ZoneName, shape

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
LogClass = Literal["standard", "infrequent-access"]

PublicAccess = Annotated[
    Annotated[bool, Tag("<flag>")]
    | Annotated[tuple[Cidr, ...], Field(min_length=1, max_length=PUBLIC_RANGES_PER_CLUSTER), Tag("<list>")],
    Discriminator(shape),
]


class Endpoint(Model):
    """Access to the Kubernetes API over the network."""

    private: bool = Field(True, description="Make the API reachable from inside the VPC.")
    public: PublicAccess = Field(
        False, description="false, true (open to the internet), or the CIDR blocks that may connect."
    )


class ControlPlaneLogs(Model):
    """Control-plane logs in CloudWatch."""

    types: tuple[LogType, ...] = Field(("api", "audit", "authenticator"), description="Log types to enable.")
    retention_days: int | None = Field(None, description="Retention in days. Default: `logs.retentionDays`.")
    log_class: LogClass = Field(
        "standard", alias="class", description="Log class of the CloudWatch log group."
    )
    kms_key: KmsKeyArn | None = Field(None, description="KMS key of the log group. Default: `logs.kmsKey`.")


def key_shape(value: object) -> str:
    """Return the tag of a key: `<choice>` for the words that choose a key, else its YAML type."""
    return "<choice>" if value in ("managed", "aws", "none") else shape(value)


class SecretsEncryption(Model):
    """Envelope encryption of Kubernetes secrets."""

    kms_key: Annotated[
        Annotated[Literal["managed", "aws"], Tag("<choice>")] | Annotated[KmsKeyArn, Tag("<text>")],
        Discriminator(key_shape),
    ] = Field(
        "managed",
        description="managed (a key created for the cluster), aws (a key owned by AWS), or a KMS key ARN.",
    )


class ControlPlane(Model):
    """The EKS control plane."""

    endpoint: Endpoint = Field(Endpoint(), description="Access to the Kubernetes API.")
    logs: ControlPlaneLogs = Field(ControlPlaneLogs(), description="Control-plane logs.")
    secrets_encryption: SecretsEncryption = Field(
        default_factory=SecretsEncryption, description="Encryption of Kubernetes secrets."
    )
    zones: Annotated[tuple[ZoneName, ...], Field(min_length=2, max_length=6)] | None = Field(
        None,
        description="Zones of the control plane's subnets, which can never change. Default: `network.zones`.",
    )
    security_groups: Later = None
    zonal_shift: Later = None
    deletion_protection: Later = None
    scaling_tier: Later = None
    auto_mode: Later = None
    remote_networks: Later = None
