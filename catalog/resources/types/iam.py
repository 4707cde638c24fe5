"""IAM: roles, policies, OIDC providers.

Sources, read 2026-11: IAM user guide, "View last accessed information"; EKS best practices, "Identity and
access management"; hashicorp/aws issue 30861 (role_last_used).
"""

from __future__ import annotations

from ..resource_type import EXTRA, GENERAL, MISSING, Attribute, Noun, ResourceType, high_severity
from ..risk import Risk

_PERMISSIONS = (
    high_severity(Risk.LOSS, "a role lost rights that it needs", MISSING),
    high_severity(Risk.RIGHTS, "it decides what a role may do in AWS"),
)

_ROLE_PERMISSIONS = (
    high_severity(Risk.RIGHTS, "the role has rights that are not in the spec", EXTRA),
    high_severity(Risk.RIGHTS, "it decides what the role may do in AWS"),
)

IAM: tuple[ResourceType, ...] = (
    ResourceType("aws_iam_instance_profile", Noun("instance profile", "instance profiles"), severity=GENERAL),
    ResourceType(
        "aws_iam_openid_connect_provider",
        Noun("OIDC provider", "OIDC providers", ("url",)),
        severity=(high_severity(Risk.TRUST, "it decides whose tokens AWS trusts"),),
    ),
    ResourceType(
        "aws_iam_policy",
        Noun("IAM policy", "IAM policies"),
        severity=_PERMISSIONS,
        attributes=(Attribute("attachment_count", changed_by="IAM counts the roles that have the policy"),),
    ),
    ResourceType(
        "aws_iam_role",
        Noun("IAM role", "IAM roles"),
        severity=(high_severity(Risk.LOSS, "what needs the role stands still", MISSING),),
        attributes=(
            Attribute("assume_role_policy", (high_severity(Risk.TRUST, "others may take on this role"),)),
            Attribute(
                "unique_id", (high_severity(Risk.TRUST, "somebody deleted the role and created it again"),)
            ),
            Attribute(
                "permissions_boundary", (high_severity(Risk.RIGHTS, "it bounds what the role may do in AWS"),)
            ),
            Attribute("inline_policy", _ROLE_PERMISSIONS, changed_by="its policies are objects of their own"),
            Attribute(
                "managed_policy_arns", _ROLE_PERMISSIONS, changed_by="its policies are objects of their own"
            ),
            Attribute("role_last_used", changed_by="IAM tells when the role was last used"),
        ),
    ),
    ResourceType(
        "aws_iam_role_policy",
        Noun("inline role policy", "inline role policies"),
        severity=_PERMISSIONS,
    ),
    ResourceType(
        "aws_iam_role_policy_attachment",
        Noun("role policy attachment", "role policy attachments", ("policy_arn",)),
        severity=_PERMISSIONS,
    ),
)
