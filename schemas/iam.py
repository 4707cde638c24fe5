"""IAM roles: one type wherever a role is made, and the defaults of all roles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from .base import Model, Tags, arn_of, matching, shape

RoleArn = Annotated[str, arn_of("iam", resource="role/")]
PolicyArn = Annotated[str, arn_of("iam", resource="policy/")]
RoleName = Annotated[
    str,
    matching(
        r"[0-9A-Za-z_+=,.@-]{1,64}",
        "invalid-name",
        "the name of an IAM role",
        "at most 64 letters, digits and characters of _+=,.@-",
    ),
]
RolePath = Annotated[
    str,
    matching(
        r"/([0-9A-Za-z_+=,.@-]+/){0,20}",
        "invalid-name",
        "the path of an IAM role",
        "a path starts and ends with a slash, such as /eks/",
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


class Statement(Model):
    """A statement of an IAM policy."""

    effect: Literal["Allow", "Deny"] = Field("Allow", description="Allow or Deny.")
    actions: tuple[str, ...] = Field(
        min_length=1, description="Actions of AWS services.", examples=[["s3:GetObject"]]
    )
    resources: tuple[str, ...] = Field(
        min_length=1, description="ARNs of resources, or `*`.", examples=[["arn:aws:s3:::shop/*"]]
    )
    conditions: dict[str, dict[str, ConditionValue]] = Field(
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
