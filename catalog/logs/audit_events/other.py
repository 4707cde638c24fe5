"""The events of IAM, AWS KMS and CloudWatch Logs."""

from __future__ import annotations

from .event import AuditedType, ChangeEvent, Match, fixed, identity, objects, sets, tags

IAM, _KMS, _LOGS = "iam.amazonaws.com", "kms.amazonaws.com", "logs.amazonaws.com"
_TAGGED = tags("TagResource", "UntagResource", "tags", "tagKeys")
_TAGGED_ROLE = tags("TagRole", "UntagRole", "tags", "tagKeys")

OTHER: dict[str, AuditedType] = {
    "aws_iam_role": AuditedType(
        IAM,
        (identity(name="roleName"),),
        (
            *sets("UpdateAssumeRolePolicy", assume_role_policy="policyDocument"),
            *_TAGGED_ROLE,
            *sets("UpdateRole", description="description", max_session_duration="maxSessionDuration"),
            *sets("UpdateRoleDescription", description="description"),
            *sets("PutRolePermissionsBoundary", permissions_boundary="permissionsBoundary"),
            fixed("DeleteRolePermissionsBoundary", "permissions_boundary", ""),
            ChangeEvent("AttachRolePolicy", ("managed_policy_arns",), ("policyArn",), Match.ADDED),
            ChangeEvent("DetachRolePolicy", ("managed_policy_arns",), ("policyArn",), Match.REMOVED),
            ChangeEvent("PutRolePolicy", ("inline_policy",), ("policyName",), Match.ADDED, "name"),
            ChangeEvent("DeleteRolePolicy", ("inline_policy",), ("policyName",), Match.REMOVED, "name"),
        ),
        objects("CreateRole"),
        objects("DeleteRole"),
    ),
    "aws_iam_role_policy": AuditedType(
        IAM,
        (identity(role="roleName", name="policyName"),),
        sets("PutRolePolicy", policy="policyDocument"),
        objects("PutRolePolicy"),
        objects("DeleteRolePolicy"),
    ),
    "aws_iam_role_policy_attachment": AuditedType(
        IAM,
        (identity(role="roleName", policy_arn="policyArn"),),
        (),
        objects("AttachRolePolicy"),
        objects("DetachRolePolicy"),
    ),
    "aws_cloudwatch_log_group": AuditedType(
        _LOGS,
        (identity(name="logGroupName logGroupIdentifier"), identity(arn="resourceArn resourceIdentifier")),
        (
            *sets("PutRetentionPolicy", retention_in_days="retentionInDays"),
            fixed("DeleteRetentionPolicy", "retention_in_days", "0"),
            *sets("AssociateKmsKey", kms_key_id="kmsKeyId"),
            fixed("DisassociateKmsKey", "kms_key_id", ""),
            *sets("PutLogGroupDeletionProtection", deletion_protection_enabled="deletionProtectionEnabled"),
            *_TAGGED,
            *tags("TagLogGroup", "UntagLogGroup", "tags", "tags"),
        ),
        objects("CreateLogGroup"),
        objects("DeleteLogGroup"),
    ),
    "aws_cloudwatch_log_subscription_filter": AuditedType(
        _LOGS,
        (identity(log_group_name="logGroupName", name="filterName"),),
        sets(
            "PutSubscriptionFilter",
            destination_arn="destinationArn",
            filter_pattern="filterPattern",
            role_arn="roleArn",
            distribution="distribution",
        ),
        objects("PutSubscriptionFilter"),
        objects("DeleteSubscriptionFilter"),
    ),
    "aws_kms_key": AuditedType(
        _KMS,
        (identity(key_id="keyId"), identity(arn="keyId")),
        (
            *sets("PutKeyPolicy", policy="policy"),
            fixed("EnableKeyRotation", "enable_key_rotation", "true"),
            fixed("DisableKeyRotation", "enable_key_rotation", "false"),
            *sets("EnableKeyRotation", rotation_period_in_days="rotationPeriodInDays"),
            *sets("UpdateKeyDescription", description="description"),
            fixed("EnableKey", "is_enabled", "true"),
            fixed("DisableKey", "is_enabled", "false"),
            *_TAGGED,
        ),
        objects("CreateKey"),
        objects("ScheduleKeyDeletion"),
    ),
    "aws_kms_alias": AuditedType(
        _KMS,
        (identity(name="aliasName"),),
        sets("UpdateAlias", target_key_id="targetKeyId"),
        objects("CreateAlias"),
        objects("DeleteAlias"),
    ),
}
