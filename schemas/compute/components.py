"""`controlPlane.components`: settings of the API server, the scheduler and the controller manager."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ...catalog.kubernetes.control_plane import (
    EVENT_SECONDS,
    NODE_PORTS,
    SYNC_SECONDS,
    WEIGHTS,
    ScoredResource,
    seconds,
)
from ..base import Form, Model, pattern_keywords, printable, problem

_UNITS = "s|m|h"
NodePort = Annotated[int, Field(ge=NODE_PORTS[0], le=NODE_PORTS[1])]


def _duration(low: int, high: int, low_text: str, high_text: str) -> Form:
    """Accept only durations with one unit, such as 30m, between two numbers of seconds."""
    note = f"EKS accepts {low_text} to {high_text}, as one number with the unit s, m or h"

    def check(value: str) -> str:
        length = seconds(value)
        if length is None:
            problem(
                "invalid-duration", f"`{printable(value)}` is not a duration", "not a duration", note=note
            )
        if not low <= length <= high:
            problem("out-of-range", f"`{value}` is not between {low_text} and {high_text}", "", note=note)
        return value

    return Form(check, pattern_keywords(f"[1-9][0-9]{{0,4}}({_UNITS})", f"not a duration: {note}"))


class NodePortRange(Model):
    """The range of the ports of Services, the same on every node."""

    min_port: NodePort = Field(NODE_PORTS[2], description="The lowest port.")
    max_port: NodePort = Field(NODE_PORTS[1], description="The highest port.")


class ApiServer(Model):
    """The Kubernetes API server."""

    event_ttl: Annotated[str, _duration(*EVENT_SECONDS, "10m", "60m")] | None = Field(
        None, description="How long events are kept. EKS begins with 60m.", examples=["30m"]
    )
    service_node_port_range: NodePortRange | None = Field(
        None, description="Ports of Services of type NodePort. EKS begins with 30000 to 32767."
    )


class ResourceWeight(Model):
    """How much a resource counts when nodes are compared."""

    name: ScoredResource = Field(description="The resource.")
    weight: Annotated[int, Field(ge=WEIGHTS[0], le=WEIGHTS[1])] = Field(
        1, description="Its weight, compared with those of the others."
    )


class ScoringStrategy(Model):
    """How the scheduler compares nodes by what is in use."""

    type: Literal["LeastAllocated", "MostAllocated"] = Field(
        description="LeastAllocated spreads pods over nodes, MostAllocated fills nodes one after the other."
    )
    resources: tuple[ResourceWeight, ...] = Field(
        (),
        max_length=5,
        description="The resources that count; others do not. EKS begins with cpu and memory.",
    )


class NodeResourcesFit(Model):
    """The plugin of the scheduler that looks at the resources of nodes."""

    scoring_strategy: ScoringStrategy = Field(description="How nodes are compared.")


class Scheduler(Model):
    """The Kubernetes scheduler."""

    node_resources_fit: NodeResourcesFit | None = Field(
        None, description="How nodes are compared by their resources."
    )


class PodAutoscalerController(Model):
    """The controller of horizontal pod autoscalers."""

    horizontal_pod_autoscaler_sync_period: Annotated[str, _duration(*SYNC_SECONDS, "10s", "15s")] | None = (
        Field(None, description="How often autoscalers decide. EKS begins with 15s.", examples=["10s"])
    )


class ControllerManager(Model):
    """The Kubernetes controller manager."""

    horizontal_pod_autoscaler_controller_config: PodAutoscalerController | None = Field(
        None, description="Horizontal pod autoscalers; needs a `scalingTier` above standard."
    )


class Components(Model):
    """Settings of the control plane's programs, as EKS names them; EKS keeps one that is left out later."""

    api_server: ApiServer = Field(ApiServer(), description="The API server.")
    scheduler: Scheduler = Field(Scheduler(), description="The scheduler.")
    controller_manager: ControllerManager = Field(ControllerManager(), description="The controller manager.")
