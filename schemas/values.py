"""Value types of several parts: what can be turned off or on, KMS keys, percentages, access rules."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Network, NetmaskValueError
from math import isfinite
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Discriminator, Field, Tag

from ..catalog.limits import RULE_DESCRIPTION_LENGTH
from .base import (
    CIDR_PATTERN,
    Form,
    KmsKeyArn,
    Model,
    Port,
    cidr,
    cidr_as_written,
    matching,
    pattern_keywords,
    printable,
    problem,
    shape,
)

T = TypeVar("T")

OrNone = Annotated[
    Annotated[Literal["none"], Tag("<text>")] | Annotated[T, Tag("<map>")], Discriminator(shape)
]
"""A part that is on by default: its settings, or `none` to turn it off."""


class Present(Model):
    """A setting without options, on where it is written: `{}`."""


def finite(value: Any) -> Any:
    """Reject numbers that JSON, YAML and TOML do not all have, in a value of any depth."""
    for item in (
        value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    ):
        finite(item)
    if isinstance(value, float) and not isfinite(value):
        problem(
            "out-of-range",
            "the configuration contains a number that is too large",
            "a number is too large",
            note="numbers have at most 19 digits, or about 308 zeros with an exponent",
            help="write a smaller number, or put it in quotes if it is text",
        )
    return value


def _key_shape(value: Any) -> str:
    is_word = isinstance(value, str) and not value.startswith("arn:")
    return "<choice>" if is_word else shape(value)


KmsKey = Annotated[
    Annotated[Literal["managed", "aws"], Tag("<choice>")] | Annotated[KmsKeyArn, Tag("<text>")],
    Discriminator(_key_shape),
]
"""`managed` (eksgen makes a key), `aws` (the key that AWS owns or manages), or the ARN of a key."""

Percentage = Annotated[
    str,
    matching(
        r"([1-9][0-9]?|100)%",
        "invalid-percentage",
        "a percentage",
        'a percentage is a whole number from 1 to 100 and a percent sign, in quotes: "33%"',
    ),
]
NumberOrPercentage = Annotated[
    Annotated[int, Field(ge=1, le=100), Tag("<number>")] | Annotated[Percentage, Tag("<text>")],
    Discriminator(shape),
]

_GROUP_ID = r"(sg|pl)-[0-9a-f]{8,17}"
_CIDR_V6 = r"[0-9a-f:]*:[0-9a-f:]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])"


def _source(value: str) -> str:
    if not value.startswith(("sg-", "pl-")):
        return _cidr_v6(value) if ":" in value else cidr(value)
    if not re.fullmatch(_GROUP_ID, value):
        problem(
            "invalid-source",
            f"`{printable(value)}` is not the ID of a security group or a prefix list",
            "not an ID",
            note="IDs look like sg-0123456789abcdef0 or pl-0123456789abcdef0",
        )
    return value


def _cidr_v6(value: str) -> str:
    try:
        block = IPv6Network(value, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        problem(
            "invalid-cidr",
            f"`{printable(value)}` is not an IPv6 CIDR block",
            "not a CIDR block",
            note="an IPv6 CIDR block looks like 2001:db8::/32",
        )
    return cidr_as_written(value, block)


Source = Annotated[
    str,
    Form(
        _source,
        pattern_keywords(
            f"({CIDR_PATTERN}|{_CIDR_V6}|{_GROUP_ID})",
            "not a source: write a CIDR block, or the ID of a security group or a prefix list",
        ),
    ),
    Field(examples=["10.20.0.0/16"]),
]
"""Where traffic comes from: an IPv4 or IPv6 CIDR block, `sg-…` or `pl-…`."""


def _port_range(value: str) -> str:
    first, _, last = value.partition("-")
    if not re.fullmatch(_PORTS, value) or not int(first) < int(last) <= LAST_PORT:
        problem(
            "invalid-ports",
            f"`{printable(value)}` is not a range of ports",
            "not a range of ports",
            note='write the first and the last port, such as "30000-32767"; a single port is a number',
        )
    return value


LAST_PORT = 65535
_PORTS = r"(0|[1-9][0-9]{0,4})-[1-9][0-9]{0,4}"
_PORTS_ERROR = "not a range of ports: the first and the last port, such as 30000-32767"
Ports = Annotated[
    Annotated[Port, Tag("<number>")]
    | Annotated[str, Form(_port_range, pattern_keywords(_PORTS, _PORTS_ERROR)), Tag("<text>")],
    Discriminator(shape),
]
"""A port, or a range in quotes: `"30000-32767"`."""


class AccessRule(Model):
    """An inbound rule of a security group: a source, a protocol and ports."""

    source: Source = Field(
        alias="from",
        description="Where the traffic comes from: a CIDR block, a security group, or a prefix list.",
    )
    protocol: Literal["tcp", "udp", "icmp", "all"] = Field(
        "tcp", description="Protocol; icmp is that of the source's IP version."
    )
    ports: Ports | None = Field(
        None,
        description="A port, or a range in quotes; required for tcp and udp, which alone have ports.",
        examples=["30000-32767"],
    )
    description: (
        Annotated[
            str,
            matching(
                rf"[a-zA-Z0-9 ._:/()#,@\[\]+=&;{{}}!\x24*-]{{1,{RULE_DESCRIPTION_LENGTH}}}",
                "invalid-description",
                "the description of a rule",
                f"at most {RULE_DESCRIPTION_LENGTH} letters (a to z), digits, spaces "
                "and ._-:/()#,@[]+=&;{}!$* (EC2 SecurityGroupRule)",
            ),
        ]
        | None
    ) = Field(None, description="What the rule is for. Default: the ports and the source.")
