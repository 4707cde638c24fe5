"""The load balancers of a spec and their listeners, with paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ....schemas.cluster import ClusterSpec
from ....schemas.listeners import Listener, ListenerRule
from ....schemas.load_balancers import LoadBalancer
from ...diagnostics import Path
from ...resolve.services import is_service

ManagedBy = Literal["terraform", "kubernetes"]


def balancers(spec: ClusterSpec, managed_by: ManagedBy | None = None) -> Iterator[tuple[Path, LoadBalancer]]:
    """Yield every load balancer with its path, or those that Terraform or Kubernetes manages."""
    for name, balancer in spec.load_balancers.items():
        if managed_by in (None, balancer.managed_by):
            yield ("loadBalancers", name), balancer


def services(spec: ClusterSpec) -> Iterator[tuple[Path, LoadBalancer]]:
    """Yield the load balancers that Kubernetes makes of a Service, with their paths."""
    return (item for item in balancers(spec, "kubernetes") if is_service(item[1]))


def listeners(
    spec: ClusterSpec, managed_by: ManagedBy | None = None
) -> Iterator[tuple[Path, LoadBalancer, Listener]]:
    """Yield every listener with its path and its load balancer."""
    for path, balancer in balancers(spec, managed_by):
        for index, listener in enumerate(balancer.listeners):
            yield (*path, "listeners", index), balancer, listener


def forwards(balancer: LoadBalancer) -> bool:
    """Return whether any listener forwards to the targets, or a rule of it."""
    return any(
        listener.rules or (listener.redirect is None and (listener.target_port or balancer.targets.service))
        for listener in balancer.listeners
    )


def rules(spec: ClusterSpec) -> Iterator[tuple[Path, LoadBalancer, Listener, ListenerRule]]:
    """Yield every rule with its path, its load balancer and its listener."""
    for path, balancer, listener in listeners(spec):
        for index, rule in enumerate(listener.rules):
            yield (*path, "rules", index), balancer, listener, rule
