"""What EKS, IAM and VPC do not offer in a partition, as far as AWS or its answers say so.

Sources, read 2026-11-30: AWS GovCloud (US) user guide, "Amazon EKS in AWS GovCloud (US)" (no Fargate, no
hybrid nodes; the EKS user guide says the same of Fargate in "Amazon EKS nodes"); terraform-aws-modules/eks
issue 3259 (AttachRolePolicy answers NoSuchEntity in China for the policies of Auto Mode) and EKS user guide,
"Update organization controls for EKS Auto Mode" (no region of China has an account with its images); "Amazon
ECR Public in Amazon Web Services China", aws-cdk issue 24743 and pull request 25215 (neither China nor
GovCloud has ECR Public, and so not its managed policy); AWS What's New of 2025-11-19, "regional availability
for NAT Gateway" (in commercial regions, so neither in China nor in GovCloud). Features are added over time:
what is here is a warning, which a spec can allow.
"""

FARGATE, AUTO_MODE, HYBRID_NODES = "Fargate", "Auto Mode", "hybrid nodes"
REGIONAL_NAT = "regional NAT gateways"

NOT_OFFERED: dict[str, tuple[str, ...]] = {
    "aws-cn": (AUTO_MODE, REGIONAL_NAT),
    "aws-us-gov": (FARGATE, HYBRID_NODES, REGIONAL_NAT),
}
"""Features by the partition that is without them."""

_ECR_PUBLIC = (
    "AmazonElasticContainerRegistryPublicFullAccess",
    "AmazonElasticContainerRegistryPublicPowerUser",
    "AmazonElasticContainerRegistryPublicReadOnly",
)
MISSING_POLICIES: dict[str, tuple[str, ...]] = {"aws-cn": _ECR_PUBLIC, "aws-us-gov": _ECR_PUBLIC}
"""Managed policies of AWS by the partition that is without them."""


def offered(feature: str, partition: str) -> bool:
    """Return whether AWS has a feature in a partition, as far as is known."""
    return feature not in NOT_OFFERED.get(partition, ())


def has_policy(partition: str, policy: str) -> bool:
    """Return whether AWS has a managed policy in a partition, as far as is known; `policy` is name or ARN."""
    return policy.rpartition("/")[2] not in MISSING_POLICIES.get(partition, ())
