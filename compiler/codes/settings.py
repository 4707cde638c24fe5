"""Codes on access, logs and the Terraform side."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "duplicate-log-type": Code(
        "A log type is listed twice.",
        "Each type is on or off.",
        "Delete one of the two.",
        """
controlPlane:
  logs: {types: [api, audit, api]}
""",
        """
controlPlane:
  logs: {types: [api, audit]}
""",
    ),
    "duplicate-principal": Code(
        "A principal is listed twice.",
        "EKS keeps one access entry a principal.",
        "Delete one of the two.",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::111122223333:role/PlatformAdmin
""",
        """
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
""",
    ),
    "not-a-principal": Code(
        "An administrator is neither a role nor a user.",
        "EKS access entries take nothing else: no groups, no account roots.",
        "Name an IAM role or user.",
        """
access:
  admins: [arn:aws:iam::111122223333:root]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
""",
    ),
    "two-backends": Code(
        "Two backends are given.",
        "Terraform keeps its state in one place.",
        "Delete one of the two.",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: demo.tfstate}
    local: {path: demo.tfstate}
""",
        """
terraform:
  backend:
    s3: {bucket: acme-state, key: demo.tfstate}
""",
    ),
}
