"""`nodeGroups.*.repair`: EKS replaces or reboots nodes that are not healthy."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..base import Model, shape
from ..values import Percentage

Threshold = Annotated[
    Annotated[int, Field(ge=1), Tag("<number>")] | Annotated[Percentage, Tag("<text>")], Discriminator(shape)
]


class RepairOverride(Model):
    """What EKS does for one kind of fault."""

    condition: str = Field(description="Condition of the node, as the monitoring agent names it.")
    reason: str = Field(description="Reason of the condition.")
    wait_minutes: int = Field(ge=1, description="Minutes before the repair.")
    action: Literal["Replace", "Reboot", "NoAction"] = Field(description="What EKS does.")


class Repair(Model):
    """Automatic repair of nodes."""

    max_unhealthy: Threshold | None = Field(
        None, description="With more unhealthy nodes than this, EKS repairs none: a number, or a percentage."
    )
    max_parallel: Threshold | None = Field(
        None, description="Nodes that EKS repairs at once: a number, or a percentage."
    )
    overrides: tuple[RepairOverride, ...] = Field((), description="Other actions for certain faults.")
