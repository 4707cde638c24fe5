"""AWS CloudTrail: names and ARNs of trails, and who writes their log files.

Sources, read 2026-11-30: CloudTrail API reference, CreateTrail (names;
MaximumNumberOfTrailsExceededException); CloudTrail user guide, "Quotas in AWS CloudTrail" (a trail of several
regions counts in each of them), "Amazon S3 bucket policy for CloudTrail" and "Configure AWS KMS key policies
for CloudTrail" (the principal, which is the same in every partition, and the condition `aws:SourceArn`),
"Role policy document for CloudTrail to use CloudWatch Logs for monitoring" (the role cannot have such a
condition); hashicorp/aws issues 3697, 4040 and 11712 (an event selector that says the default is planned
again in every run, so the trail has none).
"""

SERVICE = "cloudtrail.amazonaws.com"
TRAILS_PER_REGION = 5


def trail_arn(partition: str, region: str, account: str, name: str) -> str:
    """Return the ARN of a trail."""
    return f"arn:{partition}:cloudtrail:{region}:{account}:trail/{name}"
