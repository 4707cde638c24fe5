"""IAM roles: one type wherever a role is made, and the defaults of all roles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..catalog.limits.arguments import LIMITS
from .base import IAM_POLICY, IAM_ROLE, Model, Tags, arn_of, matching, of_iam, shape

_NAME_LENGTH, _PATH_LENGTH = LIMITS["iam.roleNameType"].high, LIMITS["iam.pathType"].high
RoleArn = Annotated[
    str,
    arn_of(
        "an IAM role",
        of_iam(IAM_ROLE, "role/Name"),
        help="name a role that can be passed; those under `aws-service-role/` belong to one service of AWS",
    ),
]
"""A role that can be passed to a service; those under `aws-service-role/` belong to one service of AWS."""
PolicyArn = Annotated[
    str, arn_of("an IAM policy", of_iam(IAM_POLICY, "policy/Name", account="([0-9]{12}|aws)"))
]
RoleName = Annotated[
    str,
    matching(
        rf"[0-9A-Za-z_+=,.@-]{{1,{_NAME_LENGTH}}}",
        "invalid-name",
        "the name of an IAM role",
        f"at most {_NAME_LENGTH} letters, digits and characters of _+=,.@-",
    ),
]
RolePath = Annotated[
    str,
    matching(
        rf"(?=.{{1,{_PATH_LENGTH}}}$)/([0-9A-Za-z_+=,.@-]+/)*",
        "invalid-name",
        "the path of an IAM role",
        f"a path starts and ends with a slash, such as /eks/, and has at most {_PATH_LENGTH} characters",
    ),
]
PolicyName = Annotated[
    str,
    matching(
        r"([0-9A-Za-z_-]+/){0,5}[0-9A-Za-z_+=,.@-]{1,128}",
        "invalid-name",
        "the name of an AWS policy",
        "a name such as AmazonS3ReadOnlyAccess or service-role/AmazonEBSCSIDriverPolicy, or an ARN",
    ),
]


def _policy_shape(value: object) -> str:
    is_name = isinstance(value, str) and not value.startswith("arn:")
    return "<choice>" if is_name else shape(value)


Policy = Annotated[
    Annotated[PolicyName, Tag("<choice>")] | Annotated[PolicyArn, Tag("<text>")],
    Discriminator(_policy_shape),
]
"""The ARN of a policy, or the name of one of AWS's own."""

ConditionValue = Annotated[
    Annotated[str, Tag("<text>")] | Annotated[tuple[str, ...], Field(min_length=1), Tag("<list>")],
    Discriminator(shape),
]


Action = Annotated[
    str,
    matching(
        r"\*(:\*)?|[0-9A-Za-z-]+:[0-9A-Za-z*?]+",
        "invalid-statement",
        "an action of IAM",
        "an action is a service and a name, such as s3:GetObject or s3:Get*, or `*`",
    ),
]
Resource = Annotated[
    str,
    matching(r"\*|arn:.+", "invalid-statement", "a resource of IAM", "a resource is an ARN, or `*`"),
]
_OF_VALUES = (
    *(f"String{name}" for name in ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase")),
    *("StringLike", "StringNotLike", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
    *(
        f"{kind}{name}"
        for kind in ("Numeric", "Date")
        for name in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    ),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress"),
)
"""Condition operators (IAM user guide, "IAM JSON policy elements: Condition operators", read 2026-11-29)."""
Operator = Annotated[
    str,
    matching(
        rf"(ForAllValues:|ForAnyValue:)?(({'|'.join(_OF_VALUES)})(IfExists)?|Null)",
        "invalid-statement",
        "a condition operator of IAM",
        "an operator is one such as StringEquals, ArnLike, IpAddress or StringLikeIfExists",
    ),
]


class Statement(Model):
    """A statement of an IAM policy."""

    effect: Literal["Allow", "Deny"] = Field("Allow", description="Allow or Deny.")
    actions: tuple[Action, ...] = Field(
        min_length=1, description="Actions of AWS services.", examples=[["s3:GetObject"]]
    )
    resources: tuple[Resource, ...] = Field(
        min_length=1, description="ARNs of resources, or `*`.", examples=[["arn:aws:s3:::shop/*"]]
    )
    conditions: dict[Operator, dict[str, ConditionValue]] = Field(
        default_factory=dict,
        description="Values by condition operator and condition key.",
        examples=[{"StringEquals": {"aws:ResourceTag/team": "shop"}}],
    )


class Iam(Model):
    """An IAM role: `role` uses one that exists; the other fields describe one that eksgen makes."""

    role: RoleArn | None = Field(
        None,
        description="ARN of a role that exists; it is used as it is.",
        examples=["arn:aws:iam::111122223333:role/eks/nodes"],
    )
    role_name: RoleName | None = Field(
        None, description="Name of the role. Default: derived from the cluster."
    )
    path: RolePath | None = Field(None, description="Path of the role. Default: `iamDefaults.path`.")
    policies: tuple[Policy, ...] = Field(
        (),
        max_length=20,
        description="Policies besides those that the role needs: ARNs, or names of AWS's own policies.",
    )
    statements: tuple[Statement, ...] = Field((), description="Statements of an inline policy.")
    permissions_boundary: PolicyArn | None = Field(
        None, description="Policy that limits the role. Default: `iamDefaults.permissionsBoundary`."
    )
    tags: Tags = Field(
        default_factory=dict, description="Tags of the role, in addition to those of its part."
    )


class IamDefaults(Model):
    """Defaults of every IAM role that eksgen makes."""

    path: RolePath = Field("/", description="Path of the roles.", examples=["/eks/"])
    permissions_boundary: PolicyArn | None = Field(None, description="Policy that limits the roles.")
    tags: Tags = Field(default_factory=dict, description="Tags of the roles, in addition to `metadata.tags`.")
