"""Resolve `fargateProfiles`: zones, and names that change on replacement."""

from __future__ import annotations

from ....schemas.cluster import ClusterSpec
from ....schemas.compute.fargate import FargateZones
from ..model import ResolvedFargateProfile
from ..names import fargate_profile_name, role_identity
from ..network import placement_of, zones_of_tier


def resolve_fargate(spec: ClusterSpec) -> tuple[ResolvedFargateProfile, ...]:
    """Return every Fargate profile, sorted by name."""
    return tuple(_profile(spec, name) for name in sorted(spec.fargate_profiles))


def zones_of_profile(spec: ClusterSpec, name: str) -> tuple[str, ...]:
    """Return the zones in which the pods of a Fargate profile run, sorted."""
    subnets = spec.fargate_profiles[name].subnets
    return (
        tuple(sorted(subnets.zones)) if isinstance(subnets, FargateZones) else zones_of_tier(spec, "private")
    )


def _profile(spec: ClusterSpec, name: str) -> ResolvedFargateProfile:
    profile, zones = spec.fargate_profiles[name], zones_of_profile(spec, name)
    placed = placement_of(spec, "private", zones)
    selectors = sorted((s.namespace, sorted(s.labels.items())) for s in profile.selectors)
    replaces = (selectors, placed, role_identity(spec, profile.iam))
    aws_name = fargate_profile_name(name, *replaces)
    return ResolvedFargateProfile(name, ("fargateProfiles", name), profile, aws_name, zones)
