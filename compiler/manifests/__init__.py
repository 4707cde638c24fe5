"""Stage 5, beside `lower/`: describe Kubernetes objects. In: the cluster model. Out: manifests.

A manifest is applied with `kubectl` after Terraform has run, so it holds only what the compiler knows: no
value of a Terraform resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..resolve.model import Cluster
from ..values import Manifest
from .karpenter import karpenter
from .target_group_bindings import target_group_bindings

MANIFESTS: tuple[Callable[[Cluster], Iterator[Manifest]], ...] = (karpenter, target_group_bindings)


def manifests(cluster: Cluster) -> tuple[Manifest, ...]:
    """Return every manifest of the cluster, in the order in which they are applied."""
    return tuple(manifest for function in MANIFESTS for manifest in function(cluster))
