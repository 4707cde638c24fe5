"""`kubernetes`: version, support and the service network."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Cidr, Model, only


class Kubernetes(Model):
    """The Kubernetes side of the control plane."""

    version: str = Field(description="Kubernetes minor version, in quotes.", examples=["1.34"])
    support: Literal["standard", "extended"] = Field(
        "standard", description="What happens at the end of standard support."
    )
    service_cidr: Cidr = Field(
        "172.20.0.0/16", description="Addresses of Services; /12 to /24, private, outside the network."
    )
    ip_family: Annotated[Literal["ipv4", "ipv6"], only("ipv4")] = Field(
        "ipv4", description="Address family of pods and Services."
    )
