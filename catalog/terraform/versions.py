"""The versions of Terraform and of the AWS provider that the modules work with.

`modules/*/versions.tf` say the same; a test compares them. In the European Sovereign Cloud the provider
refuses ARNs ("invalid region value", seen with 5.100.0 and 6.14.1: hashicorp/aws #44561) up to 6.28; 6.29
accepts the names of its regions (#45895, changelog read 2026-11-29). Remote networks in 100.64.0.0/10 are
accepted since #47988, merged in May 2026: 6.60 is later.
"""

TERRAFORM = ">= 1.10"
AWS_PROVIDER = ">= 5.95, < 7"
AWS_PROVIDER_6 = ">= 6.62, < 7"
"""For what 5.x lacks; 6.62 is the oldest version whose schema the tests hold."""
SHARED_RANGE_PROVIDER = ">= 6.60, < 7"
_IN_PARTITION = {"aws-eusc": ">= 6.29, < 7"}


REGIONAL_NAT = ">= 6.24, < 7"
"""`availability_mode` of `aws_nat_gateway` (hashicorp/aws #45240, changelog of 6.24.0 read 2026-11-29)."""

ADDON_NAMESPACE = ">= 6.42, < 7"
"""`namespace_config` of `aws_eks_addon` (hashicorp/aws #44087, changelog of 6.42.0 read 2026-11-30)."""

CAPABILITIES = ">= 6.25, < 7"
"""`aws_eks_capability` (hashicorp/aws #45326, changelog of 6.25.0 read 2026-11-30)."""


def aws_provider_in(partition: str) -> str:
    """Return the versions of the provider that work in a partition."""
    return _IN_PARTITION.get(partition, AWS_PROVIDER)
