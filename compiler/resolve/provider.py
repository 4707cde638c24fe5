"""The versions of the AWS provider that a cluster needs and gets."""

from __future__ import annotations

from ...catalog.regions.regions import region
from ...catalog.terraform_versions import AWS_PROVIDER, aws_provider_in
from ...schemas.cluster import ClusterSpec


def needed_provider(spec: ClusterSpec) -> str:
    """Return the constraint that the modules and the region need."""
    known = region(spec.metadata.region)
    return aws_provider_in(known.partition.name) if known else AWS_PROVIDER


def provider_constraint(spec: ClusterSpec) -> str:
    """Return `terraform.awsProvider`, narrowed to what the region needs."""
    written, needed = spec.terraform.aws_provider, needed_provider(spec)
    if needed == AWS_PROVIDER or _terms(needed) <= _terms(written):
        return written
    return needed if written == AWS_PROVIDER else f"{written}, {needed}"


def _terms(constraint: str) -> set[str]:
    return {term.strip() for term in constraint.split(",")}
