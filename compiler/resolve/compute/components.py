"""The settings of the control plane's programs: what the spec writes, and what EKS begins with for the rest.

EKS keeps a setting that an update leaves out, so a spec with `components` decides all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ....catalog.kubernetes.control_plane import (
    EVENT_TTL,
    NODE_PORTS,
    SCORED,
    SCORING,
    SYNC_PERIOD,
    is_provisioned,
)
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.components import ControllerManager, Scheduler, ScoringStrategy


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `resources` are names and weights; `sync_period` is None where EKS refuses any value."""

    event_ttl: str
    node_ports: tuple[int, int]
    scoring: str
    resources: tuple[tuple[str, int], ...]
    sync_period: str | None


def settings_of(spec: ClusterSpec) -> Settings | None:
    """Return the settings of a spec with `components`; None leaves them as EKS has them."""
    components = spec.control_plane.components
    if components is None:
        return None
    server, scoring = components.api_server, scoring_of(components.scheduler)
    weights = tuple((item.name, item.weight) for item in scoring.resources) if scoring else ()
    default = SYNC_PERIOD if is_provisioned(spec.control_plane.scaling_tier) else None
    return Settings(
        server.event_ttl or EVENT_TTL,
        node_ports_of(spec),
        scoring.type if scoring else SCORING,
        weights or SCORED,
        sync_period_of(components.controller_manager) or default,
    )


def node_ports_of(spec: ClusterSpec) -> tuple[int, int]:
    """Return the lowest and the highest port of Services."""
    components = spec.control_plane.components
    ports = components.api_server.service_node_port_range if components else None
    return (ports.min_port, ports.max_port) if ports else (NODE_PORTS[2], NODE_PORTS[1])


def scoring_of(scheduler: Scheduler) -> ScoringStrategy | None:
    """Return how the scheduler compares nodes, if the spec says so."""
    fit = scheduler.node_resources_fit
    return fit.scoring_strategy if fit else None


def sync_period_of(manager: ControllerManager) -> str | None:
    """Return how often pod autoscalers decide, if the spec says so."""
    autoscaler = manager.horizontal_pod_autoscaler_controller_config
    return autoscaler.horizontal_pod_autoscaler_sync_period if autoscaler else None
