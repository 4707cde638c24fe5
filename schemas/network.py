"""`network`: the VPC of the cluster, its subnets and the ways out of them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from .base import (
    AWS_ID,
    CIDR_PATTERN,
    ArnOf,
    Cidr,
    Form,
    Model,
    TagKey,
    Tags,
    ZoneName,
    arn_of,
    aws_id,
    cidr,
    matching,
    pattern_keywords,
    printable,
    problem,
    shape,
)
from .iam import Iam
from .values import AccessRule, KmsKey, OrNone
from .vpc.existing import ExistingVpc


class SubnetSize(Model):
    """Size of the subnets of a tier; eksgen chooses their CIDR blocks."""

    prefix: int = Field(ge=16, le=28, description="Prefix length of each subnet, /16 to /28.", examples=[19])


def _tier_shape(value: object) -> str:
    if isinstance(value, SubnetSize) or (isinstance(value, dict) and "prefix" in value):
        return "<size>"
    return "<explicit>" if isinstance(value, dict) else shape(value)


SubnetTier = Annotated[
    Annotated[SubnetSize, Tag("<size>")] | Annotated[dict[ZoneName, Cidr], Tag("<explicit>")],
    Discriminator(_tier_shape),
]
"""`{prefix: 19}`, or a CIDR block for each zone."""

OptionalTier = Annotated[
    Annotated[Literal["none"], Tag("<text>")]
    | Annotated[SubnetSize, Tag("<size>")]
    | Annotated[dict[ZoneName, Cidr], Tag("<explicit>")],
    Discriminator(_tier_shape),
]


class SubnetTags(Model):
    """Tags of the subnets of each tier, in addition to `metadata.tags`."""

    private: Tags = Field(default_factory=dict, description="Tags of the private subnets.")
    public: Tags = Field(default_factory=dict, description="Tags of the public subnets.")
    intra: Tags = Field(default_factory=dict, description="Tags of the subnets of the control plane.")


class Subnets(Model):
    """The three tiers of subnets. Default sizes depend on the network (for a /16: /19, /22 and /26)."""

    private: SubnetTier | None = Field(
        None, description="Subnets of nodes and internal load balancers, with outbound access through NAT."
    )
    public: OptionalTier | None = Field(
        None,
        description="Subnets of internet-facing load balancers and NAT gateways; none leaves them and the "
        "internet gateway out.",
    )
    intra: OptionalTier | None = Field(
        None,
        description="Subnets of the control plane's network interfaces, without outbound access; none puts "
        "the interfaces in the private subnets.",
    )
    tags: SubnetTags = Field(SubnetTags(), description="Tags of the subnets.")


BucketArn = Annotated[
    str, arn_of("an S3 bucket", ArnOf("s3", "", "", r"\S+", "arn:aws:s3:::acme-flow-logs/prod/"))
]
PolicyDocument = Annotated[dict[str, Any], Field(examples=[{"Statement": [{"Effect": "Allow"}]}])]


class FlowLogs(Model):
    """VPC flow logs: records of accepted and rejected traffic."""

    to: Literal["cloudwatch", "s3"] = Field("cloudwatch", description="Destination of the flow logs.")
    retention_days: int | None = Field(None, description="Retention in days. Default: `logs.retentionDays`.")
    aggregation: Literal["1m", "10m"] = Field("10m", description="Interval covered by one record.")
    kms_key: KmsKey | None = Field(
        None, description="Key of the log group: managed, aws, or a KMS key ARN. Default: `logs.kmsKey`."
    )
    role: Iam = Field(Iam(), description="IAM role that writes the flow logs.")
    bucket: BucketArn | None = Field(
        None,
        description="With `to: s3`: the bucket, with a prefix if there is one. AWS adds itself to the policy "
        "of a bucket of the same account.",
        examples=["arn:aws:s3:::acme-flow-logs/prod/"],
    )


Zones = Annotated[
    Annotated[int, Field(ge=2, le=6), Tag("<number>")]
    | Annotated[tuple[ZoneName, ...], Field(min_length=2, max_length=6), Tag("<list>")],
    Discriminator(shape),
]


TARGETS = ("tgw", "pcx", "vgw", "igw", "nat", "eni", "vpce", "lgw")
"""The kinds of targets of a route, by the prefix of their IDs (EC2 API reference, CreateRoute)."""

AllocationId = Annotated[
    str, aws_id("eipalloc", "an Elastic IP address"), Field(examples=["eipalloc-0123456789abcdef0"])
]


class NatGateways(Model):
    """NAT gateways with Elastic IP addresses that exist."""

    mode: Literal["single", "per-zone", "regional"] = Field(
        description="One gateway (single), one in each zone (per-zone), or one in all zones (regional)."
    )
    addresses: dict[ZoneName, AllocationId] = Field(
        min_length=1,
        description="Allocation IDs by zone; a zone that is left out gets a new address. The zone of a "
        "single address is that of a single gateway.",
        examples=[{"us-west-2a": "eipalloc-0123456789abcdef0"}],
    )


Nat = Annotated[
    Annotated[Literal["none", "single", "per-zone", "regional"], Tag("<text>")]
    | Annotated[NatGateways, Tag("<map>")],
    Discriminator(shape),
]
"""A mode, or a mode with addresses."""

_TARGET = rf"({'|'.join(TARGETS)})-{AWS_ID}"
_CORE_NETWORK = r"arn:[a-z-]+:networkmanager::[0-9]{12}:core-network/core-network-[0-9a-f]+"
_TARGET_NOTE = f"a target is an ID that starts with {', '.join(TARGETS)}, or the ARN of a core network"


def _destination(value: str) -> str:
    if not value.startswith("pl-"):
        return cidr(value)
    if not re.fullmatch(rf"pl-{AWS_ID}", value):
        note = "IDs look like pl-0123456789abcdef0"
        problem("invalid-id", f"`{printable(value)}` is not the ID of a prefix list", "not an ID", note=note)
    return value


Destination = Annotated[
    str,
    Form(
        _destination,
        pattern_keywords(
            rf"({CIDR_PATTERN}|pl-{AWS_ID})", "not a destination: a CIDR block, or the ID of a prefix list"
        ),
    ),
    Field(examples=["10.0.0.0/8"]),
]
RouteTarget = Annotated[
    str,
    matching(rf"({_TARGET}|{_CORE_NETWORK})", "invalid-id", "the target of a route", _TARGET_NOTE),
    Field(examples=["tgw-0123456789abcdef0"]),
]


class Route(Model):
    """A route in the tables of one or more tiers."""

    to: Destination = Field(description="Destination: a CIDR block, or the ID of a prefix list.")
    via: RouteTarget = Field(
        description="Target: the ID of a transit gateway, peering connection, VPN gateway, interface or "
        "endpoint, or the ARN of a core network."
    )
    tiers: tuple[Literal["private", "public", "intra"], ...] = Field(
        ("private",), min_length=1, description="Tiers of subnets that get the route."
    )


class Network(Model):
    """The VPC: created for the cluster, or one that exists."""

    cidr: Cidr = Field(
        "10.20.0.0/16",
        description="CIDR block of the VPC, /16 to /28; subnets of the default sizes fit into /16 to /23.",
    )
    secondary_cidrs: tuple[Cidr, ...] = Field(
        (),
        description="Further CIDR blocks of the VPC, for subnets whose ranges are written.",
        examples=[["10.21.0.0/16"]],
    )
    zones: Zones | None = Field(
        None,
        description="Number of availability zones, or a list of them. Default: those of the subnets that are "
        "written, else 3, or all that EKS can use in the region.",
    )
    subnets: Subnets = Field(Subnets(), description="Sizes or CIDR blocks of the subnets.")
    nat: Nat | None = Field(
        None,
        description="NAT gateways for private subnets: none, one (single), one in each zone (per-zone), or "
        "one that AWS keeps in all zones (regional). Default: single; without public subnets none.",
    )
    endpoints: tuple[str, ...] | None = Field(
        None,
        description="VPC endpoints by short name, or the preset `private-cluster`. Default: [s3], which "
        "costs nothing; with subnets that exist none, because most VPCs have that of s3 already.",
        examples=[["s3", "ecr.api", "ecr.dkr"]],
    )
    flow_logs: OrNone[FlowLogs] = Field(FlowLogs(), description="VPC flow logs, or none.")
    node_ingress: tuple[AccessRule, ...] = Field(
        (), description="Who reaches every node, besides what EKS and the load balancers need."
    )
    ignore_tags: tuple[TagKey, ...] = Field(
        (),
        description="Keys of tags that others set: no plan removes them, and drift does not report them. "
        "Tags of Kubernetes controllers are always ignored.",
        examples=[["cost-center"]],
    )
    pod_cidr: Cidr | None = Field(
        None,
        description="CIDR block for pods, /16 to /25: the VPC CNI gives them addresses of a subnet in each "
        "zone (custom networking). Default: pods are in the subnets of their nodes.",
        examples=["100.64.0.0/16"],
    )
    existing: ExistingVpc | None = Field(
        None,
        description="A VPC that exists, instead of one that is created.",
        examples=[{"vpcId": "vpc-0123456789abcdef0", "cidr": "10.0.0.0/16"}],
    )
    endpoint_policies: dict[str, PolicyDocument] = Field(
        default_factory=dict,
        description="IAM policy documents by name of the endpoint. Default: the policy of AWS, which allows "
        "everything.",
        examples=[
            {
                "s3": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
                    ],
                }
            }
        ],
    )
    routes: tuple[Route, ...] = Field(
        (),
        description="Further routes of the subnets.",
        examples=[[{"to": "10.0.0.0/8", "via": "tgw-0123456789abcdef0"}]],
    )
