"""AWS partitions: their regions, DNS suffixes, policy ARNs and service principals.

Sources (read 2026-11-24): botocore 1.44.5 `data/partitions.json` for regular expressions and suffixes; the
service principals that differ by partition from terraform-provider-aws (`ServicePrincipalNameForPartition`).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Partition:
    """An AWS partition; `dns_suffix` has no leading dot, `console` is the host of the web console."""

    name: str
    dns_suffix: str
    console: str
    region_pattern: str


# The catalog has regions of aws, aws-cn, aws-us-gov and aws-eusc; the others keep theirs from matching those.
PARTITIONS: tuple[Partition, ...] = (
    Partition("aws-cn", "amazonaws.com.cn", "console.amazonaws.cn", r"cn-\w+-\d+"),
    Partition("aws-us-gov", "amazonaws.com", "console.amazonaws-us-gov.com", r"us-gov-\w+-\d+"),
    Partition("aws", "amazonaws.com", "console.aws.amazon.com", r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+"),
    Partition("aws-iso", "c2s.ic.gov", "", r"us-iso-\w+-\d+"),
    Partition("aws-iso-b", "sc2s.sgov.gov", "", r"us-isob-\w+-\d+"),
    Partition("aws-iso-e", "cloud.adc-e.uk", "", r"eu-isoe-\w+-\d+"),
    Partition("aws-iso-f", "csp.hci.ic.gov", "", r"us-isof-\w+-\d+"),
    Partition("aws-eusc", "amazonaws.eu", "console.amazonaws-eusc.eu", r"eusc-(de)-\w+-\d+"),
)

MODULE_PARTITIONS = frozenset({"aws", "aws-cn", "aws-us-gov", "aws-eusc"})
"""The partitions that the modules accept; names of policies and principals in others are unknown."""

# Principals of these services end in the partition's own DNS suffix; all others in amazonaws.com.
# aws-eusc is deliberately absent: its IAM refuses ec2.amazonaws.eu (pulumi-eks #2341). No source that was
# seen by 2026-11-30 shows the principal of CloudWatch Logs there, and KMS refuses a policy that names both.
# EKS is deliberately absent: eks.amazonaws.com.cn is refused (terraform-aws-modules/eks #1904, #2263).
_OWN_SUFFIX: dict[str, frozenset[str]] = {
    "aws-cn": frozenset({"codedeploy", "elasticmapreduce", "logs"}),
    "aws-iso": frozenset({"cloudhsm", "config", "logs", "workspaces"}),
    "aws-iso-b": frozenset({"dms", "logs"}),
}
# Services whose principal contains the region, as in the key policy of a log group.
# Source: CloudWatch Logs user guide, "Encrypt log data using AWS KMS".
_REGIONAL = frozenset({"logs"})
# Users report each of the two suffixes as the only one that works for nodes in China
# (terraform-aws-modules/eks #3389, #3636 against the provider's own table), so a trust policy must name both.
_BOTH_SUFFIXES = frozenset({("aws-cn", "ec2")})


def partition_of_region(region: str) -> Partition:
    """Return the partition of a region; raises ValueError if `region` is not the name of a region.

    The name decides, so that it works for regions that AWS opens later.
    """
    for partition in PARTITIONS:
        if re.fullmatch(partition.region_pattern, region):
            return partition
    raise ValueError(f"{region!r} is not the name of an AWS region")


def service_principals(service: str, region: str) -> tuple[str, ...]:
    """Return all principals that a trust or key policy must name for `service` ("ec2", "logs", "pods.eks").

    Usually one, such as ("eks.amazonaws.com",) or ("logs.us-west-2.amazonaws.com",); two for EC2 in China.
    """
    partition = partition_of_region(region)
    host = f"{service}.{region}" if service in _REGIONAL else service
    suffixes = [partition.dns_suffix if service in _OWN_SUFFIX.get(partition.name, ()) else "amazonaws.com"]
    if (partition.name, service) in _BOTH_SUFFIXES:
        suffixes.append(partition.dns_suffix)
    return tuple(f"{host}.{suffix}" for suffix in suffixes)


def service_principal(service: str, region: str) -> str:
    """Return the first of `service_principals`, for arguments with a single principal."""
    return service_principals(service, region)[0]


def managed_policy_arn(partition: str, name: str) -> str:
    """Return the ARN of an AWS managed policy; `name` may have a path, as in "service-role/NAME"."""
    return f"arn:{partition}:iam::aws:policy/{name}"


def access_policy_arn(partition: str, name: str) -> str:
    """Return the ARN of an EKS cluster access policy, for example "AmazonEKSViewPolicy"."""
    return f"arn:{partition}:eks::aws:cluster-access-policy/{name}"


def account_root_arn(partition: str, account: str) -> str:
    """Return the ARN of the account root user, which means the whole account in a resource policy."""
    return f"arn:{partition}:iam::{account}:root"
