"""Stage 5: lower the model. In: the cluster model. Out: module calls in the order of main.tf."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..resolve.model import Cluster
from ..values import ModuleCall, RootOutput
from .access_logs import access_logs
from .addons import addons_after_nodes, addons_before_nodes
from .audit import audit, audit_outputs
from .capabilities import capabilities, capabilities_outputs
from .eks import eks, eks_outputs
from .elb import elb, elb_outputs
from .existing_vpc import existing_vpc
from .fargate import fargate
from .identity import identity, identity_outputs
from .identity_provider import identity_provider
from .karpenter import karpenter, karpenter_outputs
from .kms import keys
from .log_groups import log_groups
from .nodes import nodes
from .registry import registry, registry_outputs
from .vpc import vpc, vpc_outputs

LOWERINGS: tuple[Callable[[Cluster], Iterator[ModuleCall]], ...] = (
    existing_vpc,
    vpc,
    keys,
    log_groups,
    eks,
    identity,
    addons_before_nodes,
    nodes,
    fargate,
    addons_after_nodes,
    identity_provider,
    karpenter,
    capabilities,
    elb,
    access_logs,
    audit,
    registry,
)

OUTPUTS: tuple[Callable[[Cluster], Iterator[RootOutput]], ...] = (
    eks_outputs,
    vpc_outputs,
    elb_outputs,
    karpenter_outputs,
    capabilities_outputs,
    identity_outputs,
    audit_outputs,
    registry_outputs,
)


def lower(cluster: Cluster) -> tuple[ModuleCall, ...]:
    """Return every module call of the cluster."""
    return tuple(call for lowering in LOWERINGS for call in lowering(cluster))


def root_outputs(cluster: Cluster) -> tuple[RootOutput, ...]:
    """Return every output of the compiled folder, in the order of outputs.tf."""
    return tuple(output for outputs in OUTPUTS for output in outputs(cluster))
