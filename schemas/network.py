"""`network`: the VPC that the cluster stands in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from .base import Cidr, KmsKeyArn, Later, Model, ZoneName, only, shape


class SubnetSize(Model):
    """Let eksgen place the subnets of a tier."""

    prefix: int = Field(ge=16, le=28, description="Prefix length of each subnet, /16 to /28.")


def _tier_shape(value: object) -> str:
    if isinstance(value, SubnetSize) or (isinstance(value, dict) and "prefix" in value):
        return "<size>"
    return "<explicit>" if isinstance(value, dict) else shape(value)


SubnetTier = Annotated[
    Annotated[SubnetSize, Tag("<size>")] | Annotated[dict[ZoneName, Cidr], Tag("<explicit>")],
    Discriminator(_tier_shape),
]
"""`{prefix: 19}`, or a range for each zone."""


class Subnets(Model):
    """The three tiers of subnets. Default sizes follow from the network's (for a /16: /19, /22 and /26)."""

    private: SubnetTier | None = Field(
        None, description="Nodes and internal load balancers; way out through NAT."
    )
    public: SubnetTier | None = Field(None, description="Internet-facing load balancers and NAT gateways.")
    intra: SubnetTier | None = Field(
        None, description="Network interfaces of the control plane; no route out."
    )


class FlowLogs(Model):
    """Records of accepted and rejected traffic of the VPC."""

    enabled: bool = Field(True, description="Write flow logs.")
    destination: Annotated[Literal["cloudwatch", "s3"], only("cloudwatch")] = Field(
        "cloudwatch", description="Where the records go."
    )
    retention_days: int = Field(30, description="Days the records are kept; a period CloudWatch accepts.")
    aggregation: Literal["1m", "10m"] = Field("10m", description="Time span of one record.")
    kms_key: KmsKeyArn | None = Field(None, description="Key of the log group; default `logs.kmsKey`.")


Zones = Annotated[
    Annotated[int, Field(ge=2, le=6), Tag("<number>")]
    | Annotated[tuple[ZoneName, ...], Field(min_length=2, max_length=6), Tag("<list>")],
    Discriminator(shape),
]


class Network(Model):
    """A new VPC."""

    cidr: Cidr = Field("10.20.0.0/16", description="Address range of the VPC, /16 to /24.")
    zones: Zones = Field(3, description="How many zones, or which.")
    subnets: Subnets = Field(Subnets(), description="Sizes or ranges of the subnets.")
    nat: Annotated[Literal["none", "single", "perZone", "regional"], only("none", "single", "perZone")] = (
        Field("single", description="NAT gateways for the private subnets.")
    )
    endpoints: tuple[str, ...] = Field(
        (), description="PrivateLink endpoints by short name, or the preset `private-cluster`."
    )
    flow_logs: FlowLogs = Field(FlowLogs(), description="VPC flow logs.")
    pod_cidr: Later = None
    existing: Later = None
