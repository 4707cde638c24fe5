"""`controlPlane`: the managed control plane of EKS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..catalog.kubernetes.control_plane import SECURITY_GROUPS_PER_CLUSTER, Tier
from ..catalog.limits import PUBLIC_RANGES_PER_CLUSTER
from .base import Cidr, Model, ZoneName, shape
from .compute.auto_mode import AutoMode
from .compute.components import Components
from .compute.launch import SecurityGroupId
from .compute.remote_networks import RemoteNetworks
from .iam import Iam
from .logs import LogClass
from .values import KmsKey, OrNone, Present, Source

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


class ControlPlaneGroups(Model):
    """Security groups of the control plane's network interfaces."""

    existing: SecurityGroupId | None = Field(
        None,
        description="A group that takes the place of the one that eksgen makes. It gets no rules: it must "
        "let in the nodes (443), and reach them (443, 10250, 1025-65535).",
    )
    additional: Annotated[tuple[SecurityGroupId, ...], Field(max_length=SECURITY_GROUPS_PER_CLUSTER - 1)] = (
        Field((), description="Groups that the interfaces have besides.")
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
    security_groups: ControlPlaneGroups = Field(
        ControlPlaneGroups(), description="Security groups of the control plane's network interfaces."
    )
    zonal_shift: OrNone[Present] | None = Field(
        None,
        description="`{}`: traffic can be shifted away from a zone (zonal shift of ARC). Once on, it stays "
        "on until you write `none`.",
    )
    deletion_protection: OrNone[Present] | None = Field(
        None,
        description="`{}`: EKS does not delete the cluster. Once on, it stays on until you write `none`. "
        "AWS provider 6.",
    )
    scaling_tier: Tier | None = Field(
        None,
        description="Size of the control plane: standard scales by load, the others are provisioned, and "
        "paid by the hour. EKS begins with standard. AWS provider 6.",
    )
    egress: Literal["aws", "own"] | None = Field(
        None,
        description="Way of the API server to webhooks and OIDC issuers: that of AWS, or the routes of your "
        "own subnets (own), which is for good. EKS begins with aws. AWS provider 6.",
    )
    components: Components | None = Field(
        None, description="Settings of the API server, scheduler and controller manager. AWS provider 6."
    )
