"""The load balancers of a spec and their listeners, with paths."""

from __future__ import annotations

from collections.abc import Iterator

from ....schemas.cluster import ClusterSpec
from ....schemas.load_balancers import Listener, LoadBalancer
from ...diagnostics import Path


def balancers(spec: ClusterSpec) -> Iterator[tuple[Path, LoadBalancer]]:
    """Yield every load balancer with its path."""
    return ((("loadBalancers", name), balancer) for name, balancer in spec.load_balancers.items())


def listeners(spec: ClusterSpec) -> Iterator[tuple[Path, LoadBalancer, Listener]]:
    """Yield every listener with its path and its load balancer."""
    for path, balancer in balancers(spec):
        for index, listener in enumerate(balancer.listeners):
            yield (*path, "listeners", index), balancer, listener


def forwards(balancer: LoadBalancer) -> bool:
    """Return whether any listener forwards to the targets."""
    return any(listener.redirect is None and listener.target_port for listener in balancer.listeners)
