"""Limits of AWS on values in a spec and on generated names.

Sources (read 2026-11-24): botocore 1.44.5 models (eks, iam, ec2) and the service quotas of EKS, EC2 and ELB.
The limits of single fields are in `schemas/`. Lengths are in characters.
"""

NAME_LENGTHS: dict[str, int] = {
    "iam_role": 64,
    "launch_template": 128,
    "load_balancer": 32,
    "node_group": 63,
    "target_group": 32,
}
"""Greatest lengths of the names that the compiler shortens."""

TAGS_PER_RESOURCE = 50

SUBNET_PREFIXES = (16, 28)
"""Minimum and maximum length of the IPv4 prefix of a VPC or a subnet."""
SERVICE_CIDR_PREFIXES = (12, 24)
"""Minimum and maximum prefix length of a cluster's service CIDR, which must be private (RFC 1918)."""
RESERVED_ADDRESSES_PER_SUBNET = 5
