"""Buckets, log groups, the trail, registries, queues, events and functions.

Sources, read 2026-11-30: the calls of terraform-provider-aws 5.100 in runs of the local AWS; the actions of
the service authorization reference (the copy in cfn-lint 1.58), whose names for S3 differ from those of the
calls: HeadBucket is `s3:ListBucket`. Provider 6.x reads and writes tags of buckets by
`s3:ListTagsForResource` and `s3:TagResource`. ECR user guide, "Encryption at rest" (ECR makes grants for a
key with a repository).
"""

from __future__ import annotations

from .permission import Permissions, actions

_READ_BUCKET = (
    "GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging "
    "GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging "
    "GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration "
    "GetReplicationConfiguration ListBucket ListTagsForResource"
)


def _of(service: str, type_: str, read: str, write: str, **more: tuple[str, ...]) -> Permissions:
    """Return the permissions of a type in a service; `reads` and `writes` are those of other services."""
    return Permissions(
        type_,
        actions(service, read) + more.pop("reads", ()),
        actions(service, write) + more.pop("writes", ()),
        **more,
    )


STORAGE: tuple[Permissions, ...] = (
    _of(
        "s3",
        "aws_s3_bucket",
        _READ_BUCKET,
        "CreateBucket DeleteBucket PutBucketTagging TagResource UntagResource",
    ),
    _of(
        "s3",
        "aws_s3_bucket_lifecycle_configuration",
        "GetLifecycleConfiguration",
        "PutLifecycleConfiguration",
    ),
    _of(
        "s3",
        "aws_s3_bucket_ownership_controls",
        "GetBucketOwnershipControls",
        "PutBucketOwnershipControls",
    ),
    _of("s3", "aws_s3_bucket_policy", "GetBucketPolicy", "DeleteBucketPolicy PutBucketPolicy"),
    _of(
        "s3",
        "aws_s3_bucket_public_access_block",
        "GetBucketPublicAccessBlock",
        "PutBucketPublicAccessBlock",
    ),
    _of(
        "s3",
        "aws_s3_bucket_server_side_encryption_configuration",
        "GetEncryptionConfiguration",
        "PutEncryptionConfiguration",
    ),
    _of("s3", "aws_s3_bucket_versioning", "GetBucketVersioning", "PutBucketVersioning"),
    _of(
        "cloudtrail",
        "aws_cloudtrail",
        "DescribeTrails GetEventSelectors GetInsightSelectors GetTrail GetTrailStatus ListTags",
        "AddTags CreateTrail DeleteTrail PutEventSelectors PutInsightSelectors RemoveTags StartLogging "
        "StopLogging UpdateTrail",
        reads=("iam:GetRole",),
        passed_to=("cloudtrail",),
    ),
    _of(
        "events",
        "aws_cloudwatch_event_rule",
        "DescribeRule ListTagsForResource",
        "DeleteRule DisableRule EnableRule PutRule TagResource UntagResource",
    ),
    _of("events", "aws_cloudwatch_event_target", "ListTargetsByRule", "PutTargets RemoveTargets"),
    _of(
        "logs",
        "aws_cloudwatch_log_group",
        "DescribeLogGroups ListTagsForResource",
        "AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey "
        "PutLogGroupDeletionProtection PutRetentionPolicy TagResource UntagResource",
    ),
    _of(
        "logs",
        "aws_cloudwatch_log_subscription_filter",
        "DescribeSubscriptionFilters",
        "DeleteSubscriptionFilter PutSubscriptionFilter",
        passed_to=("logs",),
    ),
    _of("lambda", "aws_lambda_permission", "GetPolicy", "AddPermission RemovePermission"),
    _of(
        "ecr",
        "aws_ecr_lifecycle_policy",
        "GetLifecyclePolicy",
        "DeleteLifecyclePolicy PutLifecyclePolicy",
    ),
    _of(
        "ecr",
        "aws_ecr_repository",
        "DescribeRepositories ListTagsForResource",
        "CreateRepository DeleteRepository PutImageScanningConfiguration PutImageTagMutability TagResource "
        "UntagResource",
        reads=("kms:DescribeKey",),
        writes=actions("kms", "CreateGrant RetireGrant"),
    ),
    _of(
        "ecr",
        "aws_ecr_repository_policy",
        "GetRepositoryPolicy",
        "DeleteRepositoryPolicy SetRepositoryPolicy",
    ),
    _of(
        "sqs",
        "aws_sqs_queue",
        "GetQueueAttributes ListQueueTags",
        "CreateQueue DeleteQueue SetQueueAttributes TagQueue UntagQueue",
    ),
    _of("sqs", "aws_sqs_queue_policy", "GetQueueAttributes", "SetQueueAttributes"),
)
