"""The versions of the AWS provider that a cluster needs and gets."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.compute.ami import ONLY_PROVIDER_6
from ...catalog.regions.regions import region
from ...catalog.terraform_versions import AWS_PROVIDER, AWS_PROVIDER_6, aws_provider_in
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from .nodes import has_repair_limits, image_type


def needed_provider(spec: ClusterSpec) -> str:
    """Return the constraint that the modules, the region and the fields of the spec need."""
    if next(provider_6_fields(spec), None) is not None:
        return AWS_PROVIDER_6
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


def provider_6_fields(spec: ClusterSpec) -> Iterator[Path]:
    """Yield the fields that become arguments or values which only version 6 of the provider has."""
    for name, group in spec.node_groups.items():
        path = ("nodeGroups", name)
        if image_type(group) in ONLY_PROVIDER_6:
            yield (*path, "os")
        if has_repair_limits(group):
            yield (*path, "repair")
        if group.update.strategy != "default":
            yield (*path, "update", "strategy")
