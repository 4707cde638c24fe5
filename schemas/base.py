"""The strict base model and the value types that the parts of a spec share.

An invalid value calls `problem(...)`; the loader converts it to a diagnostic at the place of the value. Rules
that involve two fields are checks (`compiler/checks`), not validators.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Network, IPv6Network, NetmaskValueError, ip_interface
from typing import Annotated, Any, NoReturn, Self

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

from ..catalog.limits.arguments import LIMITS
from ..catalog.regions.partitions import PARTITIONS


class Model(BaseModel):
    """A part of a spec: strict types, no unknown fields, camelCase keys, immutable."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=to_camel, populate_by_name=False
    )

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return the part itself: nothing changes it, and pydantic copies every default that is a part."""
        return self


def problem(code: str, message: str, label: str = "", *, note: str = "", help: str = "") -> NoReturn:
    """Reject a value: `code` is a diagnostic code, the rest its text (see `compiler/diagnostics.py`)."""
    context = {"message": message, "label": label, "note": note, "help": help}
    raise PydanticCustomError(code, "{message}", context)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """The format of a value: `check` returns or rejects it, `keywords` describe the format in JSON Schema."""

    check: Callable[[Any], Any]
    keywords: dict[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Run the check after the check of the type."""
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Add the keywords to the schema of the type."""
        return {**handler(core), **self.keywords}


def within(argument: str) -> Any:
    """Accept only numbers in the range of an argument of AWS (a name in `catalog/limits/arguments.py`)."""
    limit = LIMITS[argument]
    return Field(ge=limit.low, le=limit.high or None)


def pattern_keywords(pattern: str, error: str) -> dict[str, Any]:
    """Return the keywords for a pattern of the whole text; editors show `error` if it does not match."""
    return {"pattern": f"^{pattern}$", "patternErrorMessage": error}


def _not_supported_yet(value: Any) -> NoReturn:
    problem(
        "not-supported-yet",
        "this field is not supported yet",
        "would be ignored",
        help="remove it until a version of eksgen supports it",
    )


# `not: {}` accepts nothing; the other keywords make editors show the reason and not suggest the field.
LATER: dict[str, Any] = {
    "not": {},
    "description": "Not supported yet.",
    "errorMessage": "not supported yet",
    "doNotSuggest": True,
}

Later = Annotated[None, BeforeValidator(_not_supported_yet), WithJsonSchema(LATER)]
"""A field of the language that this version rejects instead of ignoring it."""


def matching(pattern: str, code: str, what: str, note: str, *, schema_pattern: str = "") -> Form:
    """Accept only text that matches the pattern; the message is `VALUE is not WHAT`, with the note.

    `schema_pattern` replaces a pattern that has another meaning in ECMAScript than in Python.
    """
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            problem(code, f"`{printable(value)}` is not {what}", f"not {what}", note=note)
        return value

    return Form(check, pattern_keywords(schema_pattern or pattern, f"not {what}: {note}"))


AWS_ID = "[0-9a-f]{8}([0-9a-f]{9})?"
"""What follows the prefix of the ID of an AWS object."""


def aws_id(prefix: str, what: str) -> Form:
    """Accept only IDs of one kind of AWS object; `what` names it with an article."""
    example = f"IDs look like {prefix}-0123456789abcdef0"
    return matching(rf"{prefix}-{AWS_ID}", "invalid-id", f"the ID of {what}", example)


def printable(value: str, limit: int = 60) -> str:
    """Return a value for a one-line message: control characters escaped, long text cut in the middle.

    Long values often differ at their ends only, as ARNs do.
    """
    text = value.encode("unicode_escape").decode("ascii") if not value.isprintable() else value
    if len(text) <= limit:
        return text
    return f"{text[: limit // 2]}…{text[len(text) - (limit - limit // 2 - 1) :]}"


def cidr(value: str) -> str:
    """Return an IPv4 CIDR block, or reject it."""
    try:
        network = IPv4Network(value, strict=False)
    except (AddressValueError, NetmaskValueError, ValueError):
        problem(
            "invalid-cidr",
            f"`{printable(value)}` is not an IPv4 CIDR block",
            "not a CIDR block",
            note="a CIDR block looks like 10.20.0.0/16",
        )
    return cidr_as_written(value, network)


def cidr_as_written(value: str, network: IPv4Network | IPv6Network) -> str:
    """Return a CIDR block if it is written as AWS returns it: with a prefix length, without host bits."""
    if "/" not in value:
        problem(
            "invalid-cidr",
            f"`{value}` has no prefix length",
            "an address without prefix length",
            help=f"write `{network}` for a single address, or add the prefix length of a block",
        )
    if network.network_address != ip_interface(value).ip:
        problem(
            "invalid-cidr",
            f"`{value}` is not the first address of a /{network.prefixlen} block",
            "host bits are set",
            help=f"write `{network}`",
        )
    if str(network) != value:
        message = f"`{value}` is not written as AWS returns it"
        problem("invalid-cidr", message, "another spelling", help=f"write `{network}`")
    return value


_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
CIDR_PATTERN = rf"({_OCTET}\.){{3}}{_OCTET}/(3[0-2]|[12]?[0-9])"

Cidr = Annotated[
    str,
    Form(
        cidr, pattern_keywords(CIDR_PATTERN, "not an IPv4 CIDR block: a CIDR block looks like 10.20.0.0/16")
    ),
    Field(examples=["10.20.0.0/16"]),
]
"""An IPv4 CIDR block without host bits."""

ARN_PARTITION = "|".join(partition.name for partition in PARTITIONS)
_ARN = rf"arn:({ARN_PARTITION}):(SERVICE):([a-z0-9-]*):([0-9]{{12}}|aws|):(\S+)"
ARN = re.compile(_ARN.replace("SERVICE", "[a-z0-9-]+"))
"""An ARN: its partition, service, region, account and resource."""


@dataclass(frozen=True, slots=True)
class ArnOf:
    """ARNs of one kind of object: the service, patterns of region, account and resource, and an example."""

    service: str
    region: str
    account: str
    resource: str
    example: str

    @property
    def pattern(self) -> str:
        """The pattern of the whole ARN."""
        return f"arn:({ARN_PARTITION}):{self.service}:{self.region}:{self.account}:{self.resource}"


ACCOUNT_PATTERN, REGION_PATTERN = "[0-9]{12}", "[a-z]{2,4}(-[a-z]+)+-[0-9]"
_IN_IAM = "arn:aws:iam::111122223333:"


def of_iam(resource: str, example: str, account: str = ACCOUNT_PATTERN) -> ArnOf:
    """Return the kind of the objects of IAM whose resource matches a pattern."""
    return ArnOf("iam", "", account, resource, f"{_IN_IAM}{example}")


def arn_of(what: str, *kinds: ArnOf, help: str = "") -> Form:
    """Accept only ARNs of these kinds; `what` names them with an article, such as `an IAM role`."""
    pattern = "|".join(kind.pattern for kind in kinds)
    compiled = re.compile(pattern)
    note = f"the ARN of {what} looks like {' or '.join(kind.example for kind in kinds)}"

    def check(value: str) -> str:
        if not (match := ARN.fullmatch(value)):
            problem("invalid-arn", f"`{printable(value)}` is not an ARN", "not an ARN", note=note)
        if match[2] not in (services := [kind.service for kind in kinds]):
            message = f"this is an ARN of service `{match[2]}`, not of `{services[0]}`"
            problem("invalid-arn", message, f"ARN of `{match[2]}`", note=note)
        if not compiled.fullmatch(value):
            problem("invalid-arn", f"this is not the ARN of {what}", f"not {what}", note=note, help=help)
        return value

    return Form(check, pattern_keywords(f"({pattern})", f"not the ARN of {what}: {note}"))


_IAM_PATH, _IAM_NAME = r"(?!.{511}.*/)([!-.0-~]+/)*", "0-9A-Za-z_+=,.@-"
IAM_ROLE = rf"role/(?!aws-service-role/){_IAM_PATH}[{_IAM_NAME}]{{1,64}}"
IAM_POLICY = rf"policy/{_IAM_PATH}[{_IAM_NAME}]{{1,128}}"
_IAM_PRINCIPAL = (
    rf"(root|(role|user)/{_IAM_PATH}[*?{_IAM_NAME}]{{1,64}}|group/{_IAM_PATH}[{_IAM_NAME}]{{1,128}})"
)
"""Resources in ARNs of IAM: a path of at most 512 characters with its slashes, and a name (IAM API,
CreateRole, CreateUser, CreatePolicy, CreateGroup; read 2026-11-30). Roots, groups and wildcards get findings
of their own."""

_KEY_ID = "([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})"
_KEY_EXAMPLE = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_CERTIFICATE_EXAMPLE = "arn:aws:acm:us-west-2:111122223333:certificate/12345678-1234-1234-1234-123456789012"

IamPrincipalArn = Annotated[
    str,
    arn_of("an IAM user or role", of_iam(_IAM_PRINCIPAL, "role/PlatformAdmin", account="([0-9]{12}|aws|)")),
]
KmsKeyArn = Annotated[
    str,
    arn_of(
        "a KMS key",
        ArnOf("kms", REGION_PATTERN, ACCOUNT_PATTERN, f"key/{_KEY_ID}", _KEY_EXAMPLE),
        help="find the ARN of the key with `aws kms describe-key --key-id ALIAS --query KeyMetadata.Arn`",
    ),
]
"""A key itself: permissions for an alias give none for its key, and EKS answers with the key."""
CertificateArn = Annotated[
    str,
    arn_of(
        "a certificate",
        ArnOf(
            "acm",
            REGION_PATTERN,
            ACCOUNT_PATTERN,
            rf"certificate/[{_IAM_NAME}]{{1,128}}",
            _CERTIFICATE_EXAMPLE,
        ),
        of_iam(rf"server-certificate/{_IAM_PATH}[{_IAM_NAME}]{{1,128}}", "server-certificate/Name"),
    ),
]

AccountId = Annotated[
    str,
    matching(
        r"[0-9]{12}", "invalid-account", "an AWS account ID", "an account ID has twelve digits, in quotes"
    ),
    Field(examples=["111122223333"]),
]
Name = Annotated[
    str,
    matching(
        r"[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?",
        "invalid-name",
        "a valid name",
        "at most 30 lowercase letters, digits and hyphens, starting and ending with a letter or digit",
    ),
]
"""The name of a node group or load balancer."""

Namespace = Annotated[
    str,
    matching(
        r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
        "invalid-name",
        "the name of a namespace",
        "at most 63 lowercase letters, digits and hyphens, starting and ending with a letter or digit",
    ),
]

ZoneName = Annotated[
    str,
    matching(
        r"[a-z]{2,4}(-[a-z]+)+-[0-9][a-z]",
        "invalid-zone",
        "an availability zone",
        "a zone looks like us-west-2a",
    ),
    Field(examples=["us-west-2a"]),
]

_TAG_TEXT = r"[\w .:/=+@-]"
# `\w` means ASCII in ECMAScript; a schema can only exclude the ASCII characters that are not accepted.
_TAG_SCHEMA_TEXT = r"[^\x00-\x1f!-*,;<>?\[-\^`{-\x7f]"
_NO_AWS = "(?![aA][wW][sS]:)"
_KEY_LENGTH = LIMITS["iam.tagKeyType"].high
_VALUE_LENGTH = LIMITS["iam.tagValueType"].high
TagKey = Annotated[
    str,
    matching(
        rf"{_NO_AWS}{_TAG_TEXT}{{1,{_KEY_LENGTH}}}",
        "invalid-tag",
        "a tag key",
        f"1 to {_KEY_LENGTH} letters, digits, spaces and _.:/=+-@, "
        "not starting with `aws:` (the rule of IAM)",
        schema_pattern=rf"{_NO_AWS}{_TAG_SCHEMA_TEXT}{{1,{_KEY_LENGTH}}}",
    ),
]
TagValue = Annotated[
    str,
    matching(
        rf"{_TAG_TEXT}{{0,{_VALUE_LENGTH}}}",
        "invalid-tag",
        "a tag value",
        f"at most {_VALUE_LENGTH} letters, digits, spaces and _.:/=+-@ (the rule of IAM)",
        schema_pattern=rf"{_TAG_SCHEMA_TEXT}{{0,{_VALUE_LENGTH}}}",
    ),
]
Tags = dict[TagKey, TagValue]

Port = Annotated[int, within("elbv2.Port")]


def shape(value: Any) -> str:
    """Return the YAML type of a value as a tag that selects the branch of a union; never a spec key."""
    if isinstance(value, bool):
        return "<flag>"
    if isinstance(value, int):
        return "<number>"
    if isinstance(value, str):
        return "<text>"
    return "<list>" if isinstance(value, tuple) else "<map>" if isinstance(value, dict | Model) else "<other>"
