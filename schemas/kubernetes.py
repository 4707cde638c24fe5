"""`kubernetes`: version, support policy and service network."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Cidr, Later, Model, only


class Kubernetes(Model):
    """Version, support policy and service network of Kubernetes."""

    version: str = Field(
        description="Kubernetes minor version, in quotes because it is text.", examples=["1.34"]
    )
    support: Literal["standard", "extended"] = Field(
        "standard",
        description="After standard support: upgrade automatically, or pay for extended support.",
    )
    service_cidr: Cidr = Field(
        "172.20.0.0/16", description="CIDR block of Services: a private /12 to /24 outside the network."
    )
    ip_family: Annotated[Literal["ipv4", "ipv6"], only("ipv4")] = Field(
        "ipv4", description="Address family of pods and Services."
    )
    network_policy: Later = None
