"""The address family as an argument of the modules whose resources differ by it."""

from __future__ import annotations

from ..resolve.model import Cluster
from ..values import At


def ip_family(cluster: Cluster) -> At:
    """Return the address family of pods and Services."""
    return At(cluster.spec.kubernetes.ip_family, ("kubernetes", "ipFamily"))
