"""`network`: the VPC of the cluster."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from .base import Cidr, KmsKeyArn, Later, Model, TagKey, ZoneName, only, shape


class SubnetSize(Model):
    """Size of the subnets of a tier; eksgen chooses their CIDR blocks."""

    prefix: int = Field(ge=16, le=28, description="Prefix length of each subnet, /16 to /28.")


def _tier_shape(value: object) -> str:
    if isinstance(value, SubnetSize) or (isinstance(value, dict) and "prefix" in value):
        return "<size>"
    return "<explicit>" if isinstance(value, dict) else shape(value)


SubnetTier = Annotated[
    Annotated[SubnetSize, Tag("<size>")] | Annotated[dict[ZoneName, Cidr], Tag("<explicit>")],
    Discriminator(_tier_shape),
]
"""`{prefix: 19}`, or a CIDR block for each zone."""


class Subnets(Model):
    """The three tiers of subnets. Default sizes depend on the network (for a /16: /19, /22 and /26)."""

    private: SubnetTier | None = Field(
        None, description="Subnets of nodes and internal load balancers, with outbound access through NAT."
    )
    public: SubnetTier | None = Field(
        None, description="Subnets of internet-facing load balancers and NAT gateways."
    )
    intra: SubnetTier | None = Field(
        None, description="Subnets of the control plane's network interfaces, without outbound access."
    )


class FlowLogs(Model):
    """VPC flow logs: records of accepted and rejected traffic."""

    enabled: bool = Field(True, description="Enable flow logs.")
    destination: Annotated[Literal["cloudwatch", "s3"], only("cloudwatch")] = Field(
        "cloudwatch", description="Destination of the flow logs."
    )
    retention_days: int = Field(
        30, description="Retention in days; one of the values that CloudWatch accepts."
    )
    aggregation: Literal["1m", "10m"] = Field("10m", description="Interval covered by one record.")
    kms_key: KmsKeyArn | None = Field(None, description="KMS key of the log group. Default: `logs.kmsKey`.")


Zones = Annotated[
    Annotated[int, Field(ge=2, le=6), Tag("<number>")]
    | Annotated[tuple[ZoneName, ...], Field(min_length=2, max_length=6), Tag("<list>")],
    Discriminator(shape),
]


class Network(Model):
    """The VPC, created for the cluster."""

    cidr: Cidr = Field("10.20.0.0/16", description="CIDR block of the VPC, /16 to /24.")
    zones: Zones | None = Field(
        None,
        description="Number of availability zones, or a list of them. Default: 3, or all that EKS can use "
        "in the region.",
    )
    subnets: Subnets = Field(Subnets(), description="Sizes or CIDR blocks of the subnets.")
    nat: Annotated[Literal["none", "single", "perZone", "regional"], only("none", "single", "perZone")] = (
        Field("single", description="NAT gateways for private subnets: none, one, or one per zone.")
    )
    endpoints: tuple[str, ...] = Field(
        ("s3",),
        description="VPC endpoints by short name, or the preset `private-cluster`; that of s3 costs nothing.",
        examples=[["s3", "ecr.api", "ecr.dkr"]],
    )
    flow_logs: FlowLogs = Field(FlowLogs(), description="VPC flow logs.")
    ignore_tags: tuple[TagKey, ...] = Field(
        (),
        description="Keys of tags that others set: no plan removes them, and drift does not report them. "
        "Tags of Kubernetes controllers are always ignored.",
        examples=[["cost-center"]],
    )
    pod_cidr: Later = None
    existing: Later = None
