"""`controlPlane`: the managed control plane of EKS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from .base import Cidr, KmsKeyArn, Later, Model, shape

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
LogClass = Literal["standard", "infrequent-access"]

PublicAccess = Annotated[
    Annotated[bool, Tag("<flag>")]
    | Annotated[tuple[Cidr, ...], Field(min_length=1, max_length=40), Tag("<list>")],
    Discriminator(shape),
]


class Endpoint(Model):
    """Who can reach the Kubernetes API."""

    private: bool = Field(True, description="Reachable from inside the VPC.")
    public: PublicAccess = Field(
        False, description="false, true (open to the world), or the ranges that may reach it."
    )


class ControlPlaneLogs(Model):
    """Control-plane logs in CloudWatch."""

    types: tuple[LogType, ...] = Field(("api", "audit", "authenticator"), description="Log types to write.")
    retention_days: int | None = Field(
        None, description="Days the logs are kept; default `logs.retentionDays`."
    )
    log_class: LogClass = Field("standard", alias="class", description="CloudWatch log class.")
    kms_key: KmsKeyArn | None = Field(None, description="Key of the log group; default `logs.kmsKey`.")


def key_shape(value: object) -> str:
    """Tell the words that choose a key from the ARN of one."""
    return "<choice>" if value in ("managed", "aws", "none") else shape(value)


class SecretsEncryption(Model):
    """Envelope encryption of Kubernetes secrets."""

    kms_key: Annotated[
        Annotated[Literal["managed", "aws"], Tag("<choice>")] | Annotated[KmsKeyArn, Tag("<text>")],
        Discriminator(key_shape),
    ] = Field(
        "managed",
        description="managed (a key made for the cluster), aws (a key that AWS owns), or a key ARN.",
    )


class ControlPlane(Model):
    """The control plane."""

    endpoint: Endpoint = Field(Endpoint(), description="Access to the Kubernetes API.")
    logs: ControlPlaneLogs = Field(ControlPlaneLogs(), description="Control-plane logs.")
    secrets_encryption: SecretsEncryption = Field(
        default_factory=SecretsEncryption, description="Encryption of secrets."
    )
    security_groups: Later = None
    zonal_shift: Later = None
    deletion_protection: Later = None
    scaling_tier: Later = None
    auto_mode: Later = None
    remote_networks: Later = None
