"""The common ground of every spec part: the strict model and the shared value types.

A value of the wrong form raises `problem(...)`; the loader turns that into a diagnostic at the value's
own place in the file. Rules that need two fields are checks (`compiler/checks`), not validators.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A part of the spec: strict types, no unknown fields, camelCase in YAML, frozen once loaded."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=to_camel, populate_by_name=False
    )


def problem(code: str, message: str, label: str = "", *, note: str = "", help: str = "") -> NoReturn:
    """Refuse a value: `code` is a diagnostic code, the rest its text (see `compiler/diagnostics.py`)."""
    context = {"message": message, "label": label, "note": note, "help": help}
    raise PydanticCustomError(code, "{message}", context)


def _not_supported_yet(value: Any) -> NoReturn:
    problem(
        "not-supported-yet",
        "this part of the language is not supported yet",
        "eksgen would have to ignore this, so it refuses",
        help="leave it out until a version of eksgen supports it",
    )


Later = Annotated[None, BeforeValidator(_not_supported_yet)]
"""A field of the language that this version refuses instead of ignoring."""


def only(*supported: str) -> AfterValidator:
    """Of the values that the language knows, accept just these; refuse the others as not supported yet."""

    def check(value: Any) -> Any:
        if value not in supported:
            choices = ", ".join(f"`{choice}`" for choice in supported)
            problem(
                "not-supported-yet",
                f"`{value}` is not supported yet",
                "known to the language, not to this version",
                help=f"supported here: {choices}",
            )
        return value

    return AfterValidator(check)


def matching(pattern: str, code: str, what: str, note: str) -> AfterValidator:
    """Accept text of this form only; otherwise `VALUE is not WHAT`, with the note."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            problem(code, f"`{printable(value)}` is not {what}", "not accepted", note=note)
        return value

    return AfterValidator(check)


def printable(value: str, limit: int = 60) -> str:
    """A value as it may stand in a one-line message: control characters escaped, long text cut."""
    text = value.encode("unicode_escape").decode("ascii") if not value.isprintable() else value
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _cidr(value: str) -> str:
    try:
        network = IPv4Network(value, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        problem(
            "invalid-cidr",
            f"`{printable(value)}` is not an IPv4 range",
            "not a range",
            note="a range looks like 10.20.0.0/16",
        )
    if "/" not in value:
        problem(
            "invalid-cidr",
            f"`{value}` has no prefix length",
            "a single address",
            help=f"write `{value}/32` for one address, or the size you mean, such as `{value}/16`",
        )
    if str(network) != value:
        problem(
            "invalid-cidr",
            f"`{value}` is not the start of a /{network.prefixlen} range",
            "host bits are set",
            help=f"write `{network}`",
        )
    return value


Cidr = Annotated[str, AfterValidator(_cidr), Field(examples=["10.20.0.0/16"])]
"""An IPv4 range in CIDR notation, host bits zero."""

ARN = re.compile(
    r"arn:(aws|aws-cn|aws-us-gov|aws-iso|aws-iso-b):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(\S+)"
)


def _arn_of(*services: str) -> AfterValidator:
    def check(value: str) -> str:
        match = ARN.fullmatch(value)
        if not match:
            note = "an ARN looks like arn:aws:iam::111122223333:role/Name"
            problem("invalid-arn", f"`{printable(value)}` is not an ARN", "not an ARN", note=note)
        if match[2] not in services:
            message = f"this is the ARN of `{match[2]}`, not of `{services[0]}`"
            problem("invalid-arn", message, f"names {match[2]}")
        return value

    return AfterValidator(check)


IamPrincipalArn = Annotated[str, _arn_of("iam")]
KmsKeyArn = Annotated[str, _arn_of("kms")]
CertificateArn = Annotated[str, _arn_of("acm", "iam")]

AccountId = Annotated[
    str,
    matching(r"\d{12}", "invalid-account", "an AWS account id", "an account id has twelve digits, in quotes"),
    Field(examples=["111122223333"]),
]
Name = Annotated[
    str,
    matching(
        r"[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?",
        "invalid-name",
        "a usable name",
        "part of AWS names and addresses: lower-case letters, digits and inner hyphens, at most 30",
    ),
]
"""The key of a named thing (node group, load balancer)."""

ZoneName = Annotated[
    str,
    matching(
        r"[a-z]{2}(-[a-z]+)+-\d[a-z]", "invalid-zone", "an availability zone", "a zone looks like us-west-2a"
    ),
    Field(examples=["us-west-2a"]),
]

_TAG_TEXT = r"[\w .:/=+@-]"
TagKey = Annotated[
    str,
    matching(
        rf"(?!(?i:aws:)){_TAG_TEXT}{{1,128}}",
        "invalid-tag",
        "a tag key",
        "1 to 128 letters, digits, spaces and _.:/=+-@, not starting with `aws:` (what IAM accepts)",
    ),
]
TagValue = Annotated[
    str,
    matching(
        rf"{_TAG_TEXT}{{0,256}}",
        "invalid-tag",
        "a tag value",
        "at most 256 letters, digits, spaces and _.:/=+-@ (what IAM accepts)",
    ),
]
Tags = dict[TagKey, TagValue]

Port = Annotated[int, Field(ge=1, le=65535)]


def shape(value: Any) -> str:
    """The YAML shape of a value, to choose one branch of a union (the tags never clash with spec keys)."""
    if isinstance(value, bool):
        return "<flag>"
    if isinstance(value, int):
        return "<number>"
    if isinstance(value, str):
        return "<text>"
    return "<list>" if isinstance(value, tuple) else "<map>" if isinstance(value, dict) else "<other>"
