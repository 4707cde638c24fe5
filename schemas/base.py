"""The common ground of every spec part: the strict model and the shared value types.

A value of the wrong form raises `problem(...)`; the loader turns that into a diagnostic at the value's
own place in the file. Rules that need two fields are checks (`compiler/checks`), not validators.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Network, NetmaskValueError
from typing import Annotated, Any, NoReturn

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function


class Model(BaseModel):
    """A part of the spec: strict types, no unknown fields, camelCase in YAML, frozen once loaded."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=to_camel, populate_by_name=False
    )


def problem(code: str, message: str, label: str = "", *, note: str = "", help: str = "") -> NoReturn:
    """Refuse a value: `code` is a diagnostic code, the rest its text (see `compiler/diagnostics.py`)."""
    context = {"message": message, "label": label, "note": note, "help": help}
    raise PydanticCustomError(code, "{message}", context)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """The form of a value: `check` returns it or refuses it, `said` is what a JSON Schema can say of that."""

    check: Callable[[Any], Any]
    said: dict[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the type."""
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of the type, and what is said of the form."""
        return {**handler(core), **self.said}


def said(pattern: str, otherwise: str) -> dict[str, Any]:
    """The keywords for a pattern of a whole text; editors show `otherwise` for one that does not match."""
    return {"pattern": f"^{pattern}$", "patternErrorMessage": otherwise}


def _not_supported_yet(value: Any) -> NoReturn:
    problem(
        "not-supported-yet",
        "this part of the language is not supported yet",
        "eksgen would have to ignore this, so it refuses",
        help="leave it out until a version of eksgen supports it",
    )


# `not: {}` accepts nothing; the other keywords make editors say why and offer no such field.
LATER: dict[str, Any] = {
    "not": {},
    "description": "Not supported yet.",
    "errorMessage": "not supported yet",
    "doNotSuggest": True,
}

Later = Annotated[None, BeforeValidator(_not_supported_yet), WithJsonSchema(LATER)]
"""A field of the language that this version refuses instead of ignoring."""


def only(*supported: str) -> Form:
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

    return Form(check, {"enum": list(supported)})


def matching(pattern: str, code: str, what: str, note: str, *, schema_pattern: str = "") -> Form:
    """Accept text of this form only; otherwise `VALUE is not WHAT`, with the note.

    `schema_pattern` stands in for a pattern that is not the same in Python and in ECMAScript.
    """
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            problem(code, f"`{printable(value)}` is not {what}", "not accepted", note=note)
        return value

    return Form(check, said(schema_pattern or pattern, f"not {what}: {note}"))


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


_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_RANGE = rf"({_OCTET}\.){{3}}{_OCTET}/(3[0-2]|[12]?[0-9])"

Cidr = Annotated[
    str,
    Form(_cidr, said(_RANGE, "not an IPv4 range: a range looks like 10.20.0.0/16")),
    Field(examples=["10.20.0.0/16"]),
]
"""An IPv4 range in CIDR notation, host bits zero."""

_ARN = r"arn:(aws|aws-cn|aws-us-gov|aws-iso|aws-iso-b):(SERVICE):([a-z0-9-]*):([0-9]{12}|aws|):(\S+)"
ARN = re.compile(_ARN.replace("SERVICE", "[a-z0-9-]+"))


def _arn_of(*services: str) -> Form:
    def check(value: str) -> str:
        match = ARN.fullmatch(value)
        if not match:
            note = "an ARN looks like arn:aws:iam::111122223333:role/Name"
            problem("invalid-arn", f"`{printable(value)}` is not an ARN", "not an ARN", note=note)
        if match[2] not in services:
            message = f"this is the ARN of `{match[2]}`, not of `{services[0]}`"
            problem("invalid-arn", message, f"names {match[2]}")
        return value

    pattern = _ARN.replace("SERVICE", "|".join(services))
    return Form(check, said(pattern, f"not an ARN of {' or '.join(services)}"))


IamPrincipalArn = Annotated[str, _arn_of("iam")]
KmsKeyArn = Annotated[str, _arn_of("kms")]
CertificateArn = Annotated[str, _arn_of("acm", "iam")]

AccountId = Annotated[
    str,
    matching(
        r"[0-9]{12}", "invalid-account", "an AWS account id", "an account id has twelve digits, in quotes"
    ),
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
        r"[a-z]{2}(-[a-z]+)+-[0-9][a-z]",
        "invalid-zone",
        "an availability zone",
        "a zone looks like us-west-2a",
    ),
    Field(examples=["us-west-2a"]),
]

_TAG_TEXT = r"[\w .:/=+@-]"
# `\w` means ASCII in ECMAScript; a schema can only leave out the ASCII characters that are not accepted.
_TAG_SAID = r"[^\x00-\x1f!-*,;<>?\[-\^`{-\x7f]"
_NO_AWS = "(?![aA][wW][sS]:)"
TagKey = Annotated[
    str,
    matching(
        rf"{_NO_AWS}{_TAG_TEXT}{{1,128}}",
        "invalid-tag",
        "a tag key",
        "1 to 128 letters, digits, spaces and _.:/=+-@, not starting with `aws:` (what IAM accepts)",
        schema_pattern=rf"{_NO_AWS}{_TAG_SAID}{{1,128}}",
    ),
]
TagValue = Annotated[
    str,
    matching(
        rf"{_TAG_TEXT}{{0,256}}",
        "invalid-tag",
        "a tag value",
        "at most 256 letters, digits, spaces and _.:/=+-@ (what IAM accepts)",
        schema_pattern=rf"{_TAG_SAID}{{0,256}}",
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
