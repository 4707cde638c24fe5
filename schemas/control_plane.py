"""`controlPlane`: the managed control plane of EKS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..catalog.limits import PUBLIC_RANGES_PER_CLUSTER
from .base import Cidr, Later, Model, ZoneName, shape
from .compute.auto_mode import AutoMode
from .compute.remote_networks import RemoteNetworks
from .iam import Iam
from .logs import LogClass
from .values import KmsKey, Source

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]

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
    sources: tuple[Source, ...] = Field(
        (),
        alias="from",
        max_length=50,
        description="CIDR blocks, security groups and prefix lists that reach the private endpoint, besides "
        "nodes and pods.",
        examples=[["10.0.0.0/8"]],
    )


class ControlPlaneLogs(Model):
    """Control-plane logs in CloudWatch."""

    types: tuple[LogType, ...] = Field(("api", "audit", "authenticator"), description="Log types to enable.")
    retention_days: int | None = Field(None, description="Retention in days. Default: `logs.retentionDays`.")
    log_class: LogClass = Field(
        "standard", alias="class", description="Log class of the CloudWatch log group."
    )
    kms_key: KmsKey | None = Field(
        None, description="Key of the log group: managed, aws, or a KMS key ARN. Default: `logs.kmsKey`."
    )
    keep_on_destroy: bool = Field(
        False,
        description="Leave the log group when the cluster is destroyed; a new cluster of this name takes it "
        "over with `eksgen apply --import-orphans`.",
    )


class ControlPlane(Model):
    """The EKS control plane."""

    endpoint: Endpoint = Field(Endpoint(), description="Access to the Kubernetes API.")
    role: Iam = Field(Iam(), description="IAM role of the control plane.")
    logs: ControlPlaneLogs = Field(ControlPlaneLogs(), description="Control-plane logs.")
    secrets_encryption: KmsKey = Field(
        "managed",
        description="Key of the Kubernetes secrets: managed (a key of its own), aws, or a KMS key ARN.",
    )
    zones: Annotated[tuple[ZoneName, ...], Field(min_length=2, max_length=6)] | None = Field(
        None,
        description="Zones of the control plane's subnets, which can never change. Default: `network.zones`.",
    )
    auto_mode: AutoMode | None = Field(
        None,
        description="`{}`: EKS starts nodes as pods need them, and does what the base add-ons do.",
    )
    remote_networks: RemoteNetworks | None = Field(
        None,
        description="Networks outside AWS whose machines may join as nodes; eksgen makes no route to them.",
    )
    security_groups: Later = None
    zonal_shift: Later = None
    deletion_protection: Later = None
    scaling_tier: Later = None
    egress: Later = None
    components: Later = None
