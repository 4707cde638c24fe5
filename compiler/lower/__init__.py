"""Stage 5: cluster model in, module calls out, in the order they stand in main.tf."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..resolve.model import Cluster
from ..values import ModuleCall
from .addons import addons_after_nodes, addons_before_nodes
from .eks import eks
from .elb import elb
from .kms import keys
from .log_groups import log_groups
from .nodes import nodes
from .vpc import vpc

LOWERINGS: tuple[Callable[[Cluster], Iterator[ModuleCall]], ...] = (
    vpc,
    keys,
    log_groups,
    eks,
    addons_before_nodes,
    nodes,
    addons_after_nodes,
    elb,
)


def lower(cluster: Cluster) -> tuple[ModuleCall, ...]:
    """Every module call of the cluster."""
    return tuple(call for lowering in LOWERINGS for call in lowering(cluster))
