"""`network.existing`: a VPC that exists, and what the cluster uses of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from ..base import Cidr, Model, ZoneName, aws_id, shape

SubnetId = Annotated[str, aws_id("subnet", "a subnet"), Field(examples=["subnet-0123456789abcdef0"])]
VpcId = Annotated[str, aws_id("vpc", "a VPC")]
InternetGatewayId = Annotated[str, aws_id("igw", "an internet gateway")]
NatGatewayId = Annotated[str, aws_id("nat", "a NAT gateway")]


class GivenSubnet(Model):
    """A subnet that exists, with its CIDR block; eksgen can then count its addresses."""

    id: SubnetId = Field(description="ID of the subnet.")
    cidr: Cidr = Field(description="CIDR block of the subnet.", examples=["10.0.0.0/19"])


GivenSubnets = Annotated[
    Annotated[SubnetId, Tag("<text>")]
    | Annotated[tuple[SubnetId, ...], Field(min_length=1), Tag("<list>")]
    | Annotated[GivenSubnet, Tag("<map>")],
    Discriminator(shape),
]
"""`subnet-…`, a list of them, or `{id: subnet-…, cidr: 10.0.0.0/19}`."""


class GivenTiers(Model):
    """The subnets that the cluster uses, by tier and zone."""

    private: dict[ZoneName, GivenSubnets] = Field(
        default_factory=dict,
        description="Subnets of nodes and internal load balancers, by zone.",
        examples=[{"us-west-2a": "subnet-0123456789abcdef0"}],
    )
    public: dict[ZoneName, GivenSubnets] = Field(
        default_factory=dict,
        description="Subnets of internet-facing load balancers, by zone.",
        examples=[{"us-west-2a": "subnet-0123456789abcdef0"}],
    )
    intra: dict[ZoneName, GivenSubnets] = Field(
        default_factory=dict,
        description="Subnets of the control plane's network interfaces, by zone. Default: the private ones.",
        examples=[{"us-west-2a": "subnet-0123456789abcdef0"}],
    )


VpcRanges = Annotated[
    Annotated[Cidr, Tag("<text>")] | Annotated[tuple[Cidr, ...], Field(min_length=1), Tag("<list>")],
    Discriminator(shape),
]


class ExistingVpc(Model):
    """A VPC that exists. Plans read and check it; eksgen never changes or deletes it."""

    vpc_id: VpcId = Field(description="ID of the VPC.", examples=["vpc-0123456789abcdef0"])
    cidr: VpcRanges = Field(
        description="CIDR block of the VPC, or a list of all its blocks.", examples=["10.0.0.0/16"]
    )
    subnets: GivenTiers | None = Field(
        None,
        description="Subnets that exist. Default: eksgen makes those of `network.subnets` in the VPC.",
        examples=[{"private": {"us-west-2a": "subnet-0123456789abcdef0"}}],
    )
    internet_gateway: InternetGatewayId | None = Field(
        None,
        description="Internet gateway of the VPC, for public subnets that eksgen makes in it.",
        examples=["igw-0123456789abcdef0"],
    )
    nat_gateways: dict[ZoneName, NatGatewayId] = Field(
        default_factory=dict,
        description="NAT gateways by zone, for private subnets that eksgen makes in the VPC; a zone that is "
        "left out uses that of another zone.",
        examples=[{"us-west-2a": "nat-0123456789abcdef0"}],
    )
