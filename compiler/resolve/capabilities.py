"""Resolve `capabilities`: which the cluster has, and their names."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addons.capabilities import IN_NAMESPACE, TYPES, policies_by_eks
from ...schemas.access import AccessPolicy
from ...schemas.capabilities import ArgoCd, ArgoCdConfiguration, Capability
from ...schemas.cluster import ClusterSpec


def capabilities_of(spec: ClusterSpec) -> Iterator[tuple[str, Capability]]:
    """Yield every capability of the spec by its type, sorted."""
    for key in sorted(TYPES):
        capability: Capability | None = getattr(spec.capabilities, key)
        if capability is not None:
            yield key, capability


def capability_name(key: str, capability: Capability) -> str:
    """Return the name of a capability in AWS."""
    return capability.name or key


def argocd_configuration(capability: Capability) -> ArgoCdConfiguration | None:
    """Return the settings of Argo CD; None for another capability."""
    return capability.configuration if isinstance(capability, ArgoCd) else None


def policies_of_eks(key: str, capability: Capability) -> tuple[AccessPolicy, ...]:
    """Return the access policies that EKS gives to the role of a capability by itself."""
    own = argocd_configuration(capability)
    namespace = (own.namespace,) if own else ()
    return tuple(
        AccessPolicy(name=name, namespaces=namespace if name in IN_NAMESPACE else ())
        for name in policies_by_eks(key)
    )
