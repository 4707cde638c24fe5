"""Storage: registries of container images, and the bucket of the trail.

Sources, read 2026-11-30: ECR user guide, "Private repository policies", "Lifecycle policies" and "Prevent
image tags from being overwritten"; CloudTrail user guide, "Security best practices" (access to the bucket,
old versions); S3 user guide, "Block public access" and "Controlling ownership of objects".
"""

from __future__ import annotations

from ..resource_type import (
    EXTRA,
    MISSING,
    Attribute,
    Noun,
    ResourceType,
    high_severity,
    low_severity,
    medium_severity,
)
from ..risk import Risk

_WHO_PULLS = "it decides who may pull and push images"
_WHO_READS = "it decides who may read and write the log files"
_LOST = "what is overwritten or deleted is lost"

STORAGE: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_ecr_lifecycle_policy",
        Noun("registry cleanup rule", "registry cleanup rules", ("repository",)),
        severity=(
            medium_severity("it decides which images are deleted", EXTRA),
            medium_severity("it decides which images are deleted"),
        ),
    ),
    ResourceType(
        "aws_ecr_repository",
        Noun("registry", "registries"),
        severity=(high_severity(Risk.LOSS, "images cannot be pulled", MISSING),),
        attributes=(
            Attribute(
                "image_tag_mutability",
                (high_severity(Risk.CODE, "it decides whether a tag always means one image"),),
            ),
            Attribute(
                "image_scanning_configuration",
                (
                    medium_severity(
                        "it decides whether images are scanned when they are pushed", risk=Risk.AUDIT
                    ),
                ),
            ),
        ),
    ),
    ResourceType(
        "aws_ecr_repository_policy",
        Noun("registry policy", "registry policies", ("repository",)),
        severity=(
            medium_severity("other accounts can no longer pull images", MISSING),
            high_severity(Risk.CODE, _WHO_PULLS, EXTRA),
            high_severity(Risk.CODE, _WHO_PULLS),
        ),
    ),
    ResourceType(
        "aws_s3_bucket",
        Noun("bucket", "buckets", ("bucket",)),
        severity=(high_severity(Risk.LOSS, "log files are lost", MISSING),),
        attributes=tuple(
            Attribute(name, changed_by="its settings are objects of their own")
            for name in (
                "acl",
                "grant",
                "lifecycle_rule",
                "policy",
                "server_side_encryption_configuration",
                "versioning",
            )
        ),
    ),
    ResourceType(
        "aws_s3_bucket_lifecycle_configuration",
        Noun("cleanup rules of a bucket", "cleanup rules of buckets", ("bucket",)),
        severity=(
            low_severity("old versions of files are kept, and paid for, longer", MISSING),
            high_severity(Risk.AUDIT, "it decides which log files are deleted"),
        ),
    ),
    ResourceType(
        "aws_s3_bucket_ownership_controls",
        Noun("ownership of a bucket", "ownership of buckets", ("bucket",)),
        severity=(high_severity(Risk.DATA, _WHO_READS),),
    ),
    ResourceType(
        "aws_s3_bucket_policy",
        Noun("bucket policy", "bucket policies", ("bucket",)),
        severity=(
            high_severity(Risk.LOSS, "the trail can no longer write log files", MISSING),
            high_severity(Risk.DATA, _WHO_READS),
        ),
    ),
    ResourceType(
        "aws_s3_bucket_public_access_block",
        Noun("public access block", "public access blocks", ("bucket",)),
        severity=(high_severity(Risk.DATA, "it keeps the bucket from being made public"),),
    ),
    ResourceType(
        "aws_s3_bucket_server_side_encryption_configuration",
        Noun("encryption of a bucket", "encryption of buckets", ("bucket",)),
        severity=(
            medium_severity("it decides how files without a key of their own are encrypted", risk=Risk.DATA),
        ),
    ),
    ResourceType(
        "aws_s3_bucket_versioning",
        Noun("versions of a bucket", "versions of buckets", ("bucket",)),
        severity=(high_severity(Risk.LOSS, _LOST, MISSING), high_severity(Risk.LOSS, _LOST)),
    ),
)
