"""Everything else: registries, buckets, DNS records, parameters.

Source of the secrets: `terraform providers schema -json` of hashicorp/aws 5.100.0, 2026-11-24.
"""

from __future__ import annotations

from .resource_type import GENERAL, Attribute, Noun, ResourceType, high_severity, medium_severity

OTHER: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_ecr_lifecycle_policy",
        Noun("registry cleanup rule", "registry cleanup rules", ("repository",)),
        severity=GENERAL,
    ),
    ResourceType("aws_ecr_repository", Noun("registry", "registries"), severity=GENERAL),
    ResourceType(
        "aws_route53_record",
        Noun("DNS record", "DNS records"),
        severity=GENERAL,
        attributes=(Attribute("alias", (high_severity("clients are led elsewhere"),)),),
    ),
    ResourceType(
        "aws_s3_bucket",
        Noun("bucket", "buckets", ("bucket",)),
        severity=GENERAL,
        # Of these, the provider makes resources of their own, which are compared themselves.
        attributes=tuple(
            Attribute(name, changed_by="its settings are objects of their own")
            for name in ("policy", "versioning", "lifecycle_rule", "server_side_encryption_configuration")
        ),
    ),
    ResourceType(
        "aws_s3_bucket_lifecycle_configuration",
        Noun("expiry of objects", "expiries of objects", ("bucket",)),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_s3_bucket_ownership_controls",
        Noun("ownership of objects", "ownerships of objects", ("bucket",)),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_s3_bucket_policy",
        Noun("bucket policy", "bucket policies", ("bucket",)),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_s3_bucket_public_access_block",
        Noun("public access block", "public access blocks", ("bucket",)),
        severity=(high_severity("the bucket can become public"),),
    ),
    ResourceType(
        "aws_s3_bucket_server_side_encryption_configuration",
        Noun("encryption of a bucket", "encryptions of buckets", ("bucket",)),
        severity=(high_severity("it decides how objects are encrypted"),),
    ),
    ResourceType(
        "aws_s3_bucket_versioning",
        Noun("versioning of a bucket", "versionings of buckets", ("bucket",)),
        severity=(medium_severity("overwritten objects are lost"),),
    ),
    ResourceType(
        "aws_ssm_parameter",
        None,
        severity=GENERAL,
        attributes=(
            Attribute("value", secret=True),
            Attribute("value_wo", secret=True),
        ),
    ),
    ResourceType("terraform_data", Noun("data value", "data values", ()), severity=GENERAL),
)
