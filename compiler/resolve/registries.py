"""Resolve `registries`: who may pull from each repository."""

from __future__ import annotations

from ...catalog.regions.partitions import account_root_arn
from ...schemas.cluster import ClusterSpec
from ...schemas.registries import Registry
from .model import ResolvedRegistry


def resolve_registries(spec: ClusterSpec, partition: str) -> tuple[ResolvedRegistry, ...]:
    """Return the repositories, sorted by name."""
    return tuple(
        ResolvedRegistry(name, ("registries", name), registry, pullers(registry, partition))
        for name, registry in sorted(spec.registries.items())
    )


def pullers(registry: Registry, partition: str) -> tuple[str, ...]:
    """Return the ARNs of who may pull, sorted, each once; an account is its root, as ECR stores it."""
    arns = {
        entry if entry.startswith("arn:") else account_root_arn(partition, entry)
        for entry in registry.pull_from
    }
    return tuple(sorted(arns))
