"""`terraform`: versions, state and safety of the compiled configuration."""

from __future__ import annotations

from pydantic import Field

from .base import KmsKeyArn, Later, Model


class S3Backend(Model):
    """State in an S3 bucket."""

    bucket: str = Field(min_length=3, max_length=63, description="Bucket of the state.")
    key: str = Field(
        min_length=1,
        max_length=1024,
        description="Key of the state in the bucket.",
        examples=["clusters/prod.tfstate"],
    )
    region: str | None = Field(None, description="Region of the bucket; default the cluster's.")
    lockfile: bool = Field(True, description="Lock the state with a lock file in the bucket.")
    kms_key: KmsKeyArn | None = Field(None, description="Key of the state object.")


class LocalBackend(Model):
    """State in a local file."""

    path: str = Field(min_length=1, description="Path of the state file, from the compiled folder.")


class Backend(Model):
    """Where the state is kept: one of these."""

    s3: S3Backend | None = Field(None, description="State in S3.")
    local: LocalBackend | None = Field(None, description="State in a file.")
    cloud: Later = None


class Terraform(Model):
    """The Terraform side of the result."""

    version: str = Field(">= 1.10", description="Required Terraform version.")
    aws_provider: str = Field(">= 5.95, < 7", description="Required version of hashicorp/aws.")
    backend: Backend = Field(
        default_factory=Backend, description="Where the state is kept; default a local file."
    )
    prevent_destroy: bool = Field(
        False, description="Refuse plans that destroy the cluster, its keys or its VPC."
    )
    assume_role: Later = None
    profile: Later = None
