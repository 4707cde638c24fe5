"""Stage 5, beside `lower/`: describe Kubernetes objects. In: the cluster model. Out: manifests.

A manifest is applied with `kubectl` after Terraform has run, so it holds only what the compiler knows: no
value of a Terraform resource.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..resolve.model import Cluster
from ..values import ChartValues, Manifest
from .ingresses import ingresses
from .karpenter import karpenter
from .network_policy import network_policy, network_policy_values
from .rbac import rbac
from .service_accounts import service_accounts
from .services import services
from .target_group_bindings import target_group_bindings

MANIFESTS: tuple[Callable[[Cluster], Iterator[Manifest]], ...] = (
    network_policy,
    service_accounts,
    rbac,
    karpenter,
    target_group_bindings,
    services,
    ingresses,
)
VALUES: tuple[Callable[[Cluster], Iterator[ChartValues]], ...] = (network_policy_values,)


def manifests(cluster: Cluster) -> tuple[Manifest, ...]:
    """Return every manifest of the cluster, in the order in which they are applied."""
    return tuple(manifest for function in MANIFESTS for manifest in function(cluster))


def chart_values(cluster: Cluster) -> tuple[ChartValues, ...]:
    """Return the values of every Helm chart that the cluster needs and eksgen knows settings of."""
    return tuple(values for function in VALUES for values in function(cluster))
