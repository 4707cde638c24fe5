"""IAM and KMS.

Sources, read 2026-11-30: the calls of terraform-provider-aws 5.100 in runs of the local AWS; the actions of
the service authorization reference (the copy in cfn-lint 1.58). Before the provider deletes a role, it takes
it out of every instance profile, whoever made it, and takes away every policy that the refresh found
(`internal/service/iam/role.go`, `deleteRole`, 5.100 and 6.x).
"""

from __future__ import annotations

from .permission import Permissions, actions


def _of(service: str, type_: str, read: str, write: str, **more: tuple[str, ...]) -> Permissions:
    return Permissions(type_, actions(service, read), actions(service, write), **more)


IDENTITY: tuple[Permissions, ...] = (
    _of(
        "iam",
        "aws_iam_instance_profile",
        "GetInstanceProfile",
        "AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile RemoveRoleFromInstanceProfile "
        "TagInstanceProfile UntagInstanceProfile",
        passed_to=("ec2",),
    ),
    _of(
        "iam",
        "aws_iam_openid_connect_provider",
        "GetOpenIDConnectProvider",
        "AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider DeleteOpenIDConnectProvider "
        "RemoveClientIDFromOpenIDConnectProvider TagOpenIDConnectProvider UntagOpenIDConnectProvider "
        "UpdateOpenIDConnectProviderThumbprint",
    ),
    _of(
        "iam",
        "aws_iam_policy",
        "GetPolicy GetPolicyVersion ListPolicyVersions",
        "CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion TagPolicy UntagPolicy",
    ),
    _of(
        "iam",
        "aws_iam_role",
        "GetRole GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies",
        "CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy "
        "PutRolePermissionsBoundary RemoveRoleFromInstanceProfile TagRole UntagRole UpdateAssumeRolePolicy "
        "UpdateRole UpdateRoleDescription",
    ),
    _of("iam", "aws_iam_role_policy", "GetRolePolicy", "DeleteRolePolicy PutRolePolicy"),
    _of(
        "iam",
        "aws_iam_role_policy_attachment",
        "ListAttachedRolePolicies",
        "AttachRolePolicy DetachRolePolicy",
    ),
    _of("kms", "aws_kms_alias", "ListAliases", "CreateAlias DeleteAlias UpdateAlias"),
    _of(
        "kms",
        "aws_kms_key",
        "DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags",
        "CreateKey DisableKey DisableKeyRotation EnableKey EnableKeyRotation PutKeyPolicy "
        "ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription",
    ),
)
