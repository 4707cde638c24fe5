"""`controlPlane.autoMode`: nodes that EKS starts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ..base import Model
from ..iam import Iam


class AutoMode(Model):
    """EKS Auto Mode: EKS starts the nodes, and brings networking, DNS, block storage and load balancing."""

    node_pools: tuple[Literal["general-purpose", "system"], ...] = Field(
        ("general-purpose", "system"),
        description="The node pools of EKS; `[]` for a cluster with node pools of your own only.",
    )
    node_role: Iam = Field(Iam(), description="IAM role of the nodes, which can never change.")
