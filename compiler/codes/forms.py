"""Codes on the form of single values."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "invalid-account": Code(
        "An account id is not twelve digits.",
        "AWS account ids are, and plan and apply compare this one with the account they find.",
        "Write all twelve digits in quotes, without hyphens and with leading zeros.",
        """
metadata: {name: demo, region: us-west-2, accountId: "1111-2222-3333"}
""",
        """
metadata: {name: demo, region: us-west-2, accountId: "111122223333"}
""",
    ),
    "invalid-arn": Code(
        "A value is not an ARN, or it is the ARN of another service.",
        "The field names one AWS resource, and a name alone does not say in which account and partition.",
        "Copy the whole ARN from the console or the AWS command line.",
        """
access:
  admins: [PlatformAdmin]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
""",
    ),
    "invalid-cidr": Code(
        "A value is not an IPv4 range.",
        "A range is an address and a prefix length, with no bits set after the prefix. With such bits "
        "it is not clear whether one address or the range around it is meant.",
        "Write it like 10.20.0.0/16, and a single address with /32.",
        """
network:
  cidr: 10.20.3.0/16
""",
        """
network:
  cidr: 10.20.0.0/16
""",
    ),
    "invalid-constraint": Code(
        "A version constraint cannot be read.",
        "Terraform would refuse it at its first run.",
        "Write it like `>= 5.95, < 7`: comparisons, separated by commas.",
        """
terraform:
  awsProvider: newest
""",
        """
terraform:
  awsProvider: ">= 5.95, < 7"
""",
    ),
    "invalid-label": Code(
        "The key or value of a label or taint has a form that Kubernetes refuses.",
        "Nodes with it would not register with the cluster.",
        "Use at most 63 letters, digits, `-`, `_` and `.`, starting and ending with a letter or "
        "digit; a key may have a DNS name and `/` before it.",
        """
nodeGroups:
  web:
    labels: {my role: web}
""",
        """
nodeGroups:
  web:
    labels: {my-role: web}
""",
    ),
    "invalid-name": Code(
        "A name has a form that AWS or Terraform refuses.",
        "Names become part of AWS names, which are short, and of Terraform addresses, which allow few "
        "characters.",
        "Use lower-case letters, digits and inner hyphens, at most 30; a cluster name may also have "
        "capitals, and 100 characters.",
        """
nodeGroups:
  Web_1: {}
""",
        """
nodeGroups:
  web-1: {}
""",
    ),
    "invalid-retention": Code(
        "CloudWatch does not keep logs for this many days.",
        "It accepts certain periods only: 1, 3, 5, 7, 14, 30, 60, 90 and so on.",
        "Take one of the nearest periods, which the finding names.",
        """
logs:
  retentionDays: 45
""",
        """
logs:
  retentionDays: 60
""",
    ),
    "invalid-tag": Code(
        "A tag key or value has a form that AWS refuses.",
        "Tags go on everything, and IAM is the strictest: letters, digits, spaces and `_.:/=+-@`; "
        "keys have 1 to 128 characters and do not start with `aws:`, values have at most 256.",
        "Shorten or rename it.",
        """
metadata: {name: demo, region: us-west-2, tags: {"aws:team": platform}}
""",
        """
metadata: {name: demo, region: us-west-2, tags: {team: platform}}
""",
    ),
    "invalid-zone": Code(
        "A zone has the wrong form.",
        "The name of a zone is its region and a letter.",
        "Write it like us-west-2a. Zone ids such as usw2-az1 are not names.",
        """
network:
  zones: [us-west-2a, usw2-az2]
""",
        """
network:
  zones: [us-west-2a, us-west-2b]
""",
    ),
}
