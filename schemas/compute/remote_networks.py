"""`controlPlane.remoteNetworks`: hybrid nodes, which are machines outside AWS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ...catalog.limits import REMOTE_RANGES_PER_CLUSTER
from ..base import Cidr, Model
from ..iam import Iam


class HybridNodeRole(Iam):
    """The IAM role of hybrid nodes, and who gives its credentials to them."""

    provider: Literal["ssm", "iam-roles-anywhere"] = Field(
        "ssm", description="Who gives the nodes credentials: Systems Manager or IAM Roles Anywhere."
    )


RemoteRanges = Annotated[tuple[Cidr, ...], Field(max_length=REMOTE_RANGES_PER_CLUSTER)]


class RemoteNetworks(Model):
    """Networks outside AWS with hybrid nodes, which are connected to the VPC."""

    nodes: Annotated[RemoteRanges, Field(min_length=1)] = Field(
        description="Private CIDR blocks of the hybrid nodes.", examples=[["10.80.0.0/16"]]
    )
    pods: RemoteRanges = Field(
        (),
        description="Private CIDR blocks of the pods on hybrid nodes; needed if they serve webhooks.",
        examples=[["10.85.0.0/16"]],
    )
    node_role: HybridNodeRole = Field(HybridNodeRole(), description="IAM role of the hybrid nodes.")
