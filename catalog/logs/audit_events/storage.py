"""The events of CloudTrail, Amazon ECR and Amazon S3.

Sources, read 2026-11-30: API references of CloudTrail and ECR; Amazon S3 user guide, "Amazon S3 CloudTrail
events" (the names of events about buckets, and `bucketName`).
"""

from __future__ import annotations

from .event import AuditedType, ChangeEvent, Match, fixed, identity, objects, sets, tags

_TRAILS, _ECR, _S3 = "cloudtrail.amazonaws.com", "ecr.amazonaws.com", "s3.amazonaws.com"
_OF_BUCKET = (identity(bucket="bucketName"),)


STORAGE: dict[str, AuditedType] = {
    "aws_cloudtrail": AuditedType(
        _TRAILS,
        (identity(name="name"), identity(arn="name resourceId")),
        (
            fixed("StartLogging", "enable_logging", "true"),
            fixed("StopLogging", "enable_logging", "false"),
            *sets(
                "UpdateTrail",
                s3_bucket_name="s3BucketName",
                kms_key_id="kmsKeyId",
                is_multi_region_trail="isMultiRegionTrail",
                include_global_service_events="includeGlobalServiceEvents",
                enable_log_file_validation="enableLogFileValidation",
                cloud_watch_logs_group_arn="cloudWatchLogsLogGroupArn",
                cloud_watch_logs_role_arn="cloudWatchLogsRoleArn",
            ),
            ChangeEvent("AddTags", ("tags",), ("tagsList",), Match.ENTRY),
            ChangeEvent("RemoveTags", ("tags",), ("tagsList",), Match.REMOVED_ENTRY),
        ),
        objects("CreateTrail"),
        objects("DeleteTrail"),
    ),
    "aws_ecr_repository": AuditedType(
        _ECR,
        (identity(name="repositoryName"), identity(arn="resourceArn")),
        (
            *sets("PutImageTagMutability", image_tag_mutability="imageTagMutability"),
            *sets(
                "PutImageScanningConfiguration",
                image_scanning_configuration__scan_on_push="imageScanningConfiguration.scanOnPush",
            ),
            *tags("TagResource", "UntagResource", "tags", "tagKeys"),
        ),
        objects("CreateRepository"),
        objects("DeleteRepository"),
    ),
    "aws_ecr_repository_policy": AuditedType(
        _ECR,
        (identity(repository="repositoryName"),),
        sets("SetRepositoryPolicy", policy="policyText"),
        objects("SetRepositoryPolicy"),
        objects("DeleteRepositoryPolicy", "DeleteRepository"),
    ),
    "aws_ecr_lifecycle_policy": AuditedType(
        _ECR,
        (identity(repository="repositoryName"),),
        sets("PutLifecyclePolicy", policy="lifecyclePolicyText"),
        objects("PutLifecyclePolicy"),
        objects("DeleteLifecyclePolicy", "DeleteRepository"),
    ),
    "aws_s3_bucket": AuditedType(
        _S3,
        _OF_BUCKET,
        (),
        objects("CreateBucket"),
        objects("DeleteBucket"),
    ),
    "aws_s3_bucket_policy": AuditedType(
        _S3,
        _OF_BUCKET,
        sets("PutBucketPolicy", policy="bucketPolicy"),
        objects("PutBucketPolicy"),
        objects("DeleteBucketPolicy"),
    ),
}
