"""`network.nat` and `network.routes`: the ways out of the subnets."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from .base import (
    AWS_ID,
    CIDR_PATTERN,
    Form,
    Model,
    ZoneName,
    aws_id,
    cidr,
    matching,
    pattern_keywords,
    printable,
    problem,
    shape,
)

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
        note = "such an ID looks like pl-0123456789abcdef0"
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
