"""`terraform`: versions, state backend and deletion protection."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from ..catalog.limits import BUCKET_NAME_LENGTHS, BUCKET_PREFIXES, BUCKET_SUFFIXES
from ..catalog.terraform.versions import AWS_PROVIDER, TERRAFORM
from .base import Form, KmsKeyArn, Model, matching, pattern_keywords, printable, problem
from .hcp_terraform import CloudBackend
from .iam import RoleArn
from .values import Present

_LEAST, _MOST = BUCKET_NAME_LENGTHS
BUCKET_PATTERN = rf"(?=.{{{_LEAST},{_MOST}}}$)(?!.*\.\.)(?!\d+(\.\d+){{3}}$)[a-z0-9][a-z0-9.-]*[a-z0-9]"
BUCKET_RULE = (
    f"{_LEAST} to {_MOST} lowercase letters, digits, hyphens and single dots, starting and ending with a "
    "letter or digit, not like an IP address"
)


def bucket_name(value: str) -> str:
    """Return the name of a bucket, or reject it."""
    if not re.fullmatch(BUCKET_PATTERN, value):
        message = f"`{printable(value)}` is not the name of a bucket"
        problem("invalid-bucket", message, "not a bucket name", note=BUCKET_RULE)
    kept = next((p for p in BUCKET_PREFIXES if value.startswith(p)), "") or next(
        (s for s in BUCKET_SUFFIXES if value.endswith(s)), ""
    )
    if kept:
        where = "begin" if value.startswith(kept) else "end"
        problem("invalid-bucket", f"the name of a bucket cannot {where} with `{kept}`", "reserved by S3")
    return value


_KEPT = f"(?!{'|'.join(BUCKET_PREFIXES)})(?!.*({'|'.join(BUCKET_SUFFIXES).replace('.', '[.]')})$)"
BucketName = Annotated[
    str,
    Form(bucket_name, pattern_keywords(_KEPT + BUCKET_PATTERN, f"not the name of a bucket: {BUCKET_RULE}")),
]


StateKey = Annotated[
    str,
    matching(
        r"(?=.*\S)[^/](.*[^/])?",
        "invalid-value",
        "the key of a state object",
        "Terraform accepts no key that is blank, or starts or ends with a slash",
    ),
]


Profile = Annotated[
    str,
    matching(
        r"[^\s\[\]\x00-\x1f\x7f](.*[^\s\[\]\x00-\x1f\x7f])?",
        "invalid-value",
        "the name of an AWS profile",
        "a profile is a section of ~/.aws/config, such as `production` for `[profile production]`",
    ),
    Field(max_length=128),
]


class S3Backend(Model):
    """State in an S3 bucket."""

    bucket: BucketName = Field(description="Name of the bucket.", examples=["acme-terraform-state"])
    key: StateKey = Field(
        "eks/{accountId}/{region}/{name}.tfstate",
        min_length=1,
        max_length=1024,
        description="Key of the state object in the bucket. `{name}`, `{region}` and `{accountId}` are "
        "replaced.",
        examples=["clusters/prod.tfstate"],
    )
    region: str | None = Field(None, description="Region of the bucket. Default: the region of the cluster.")
    lockfile: bool = Field(True, description="Lock the state with a lock file in the bucket.")
    kms_key: KmsKeyArn | None = Field(None, description="KMS key of the state object.")
    role: RoleArn | None = Field(
        None,
        description="IAM role that Terraform assumes to reach the state, which can be in another account.",
        examples=["arn:aws:iam::444455556666:role/TerraformState"],
    )
    profile: Profile | None = Field(
        None, description="AWS profile whose credentials reach the state. Default: those of the environment."
    )


class LocalBackend(Model):
    """State in a file on the local disk."""

    path: str = Field(
        min_length=1,
        description="Path of the state file, relative to the compiled folder. `{name}`, `{region}` and "
        "`{accountId}` are replaced.",
    )


class Backend(Model):
    """Storage of the Terraform state: one of these backends."""

    s3: S3Backend | None = Field(None, description="State in S3.")
    local: LocalBackend | None = Field(None, description="State in a local file.")
    cloud: CloudBackend | None = Field(
        None, description="State and runs in HCP Terraform or Terraform Enterprise."
    )


class Terraform(Model):
    """Settings of the generated Terraform configuration."""

    version: str = Field(TERRAFORM, description="Required Terraform version.")
    aws_provider: str = Field(AWS_PROVIDER, description="Required version of hashicorp/aws.")
    backend: Backend = Field(
        default_factory=Backend, description="Storage of the Terraform state. Default: a local file."
    )
    prevent_destroy: Present | None = Field(
        None, description="`{}`: reject plans that destroy the cluster, its KMS keys or its VPC."
    )
    assume_role: RoleArn | None = Field(
        None,
        description="IAM role that Terraform assumes in the account of the cluster.",
        examples=["arn:aws:iam::111122223333:role/Deploy"],
    )
    profile: Profile | None = Field(
        None, description="AWS profile of the credentials. Default: those of the environment."
    )
