"""`terraform`: versions, state backend and deletion protection."""

from __future__ import annotations

from pydantic import Field

from .base import KmsKeyArn, Later, Model
from .values import Present


class S3Backend(Model):
    """State in an S3 bucket."""

    bucket: str = Field(min_length=3, max_length=63, description="Name of the bucket.")
    key: str = Field(
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
    cloud: Later = None


class Terraform(Model):
    """Settings of the generated Terraform configuration."""

    version: str = Field(">= 1.10", description="Required Terraform version.")
    aws_provider: str = Field(">= 5.95, < 7", description="Required version of hashicorp/aws.")
    backend: Backend = Field(
        default_factory=Backend, description="Storage of the Terraform state. Default: a local file."
    )
    prevent_destroy: Present | None = Field(
        None, description="`{}`: reject plans that destroy the cluster, its KMS keys or its VPC."
    )
    assume_role: Later = None
    profile: Later = None
