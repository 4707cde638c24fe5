"""`kubernetes`: version, support policy and service network."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Cidr, Model


class Kubernetes(Model):
    """Version, support policy and service network of Kubernetes."""

    version: str = Field(
        description="Kubernetes minor version, in quotes because it is text.", examples=["1.34"]
    )
    support: Literal["standard", "extended"] = Field(
        "extended",
        description="After standard support: pay for extended support, as AWS does by default, or (standard) "
        "let AWS upgrade the control plane.",
    )
    service_cidr: Cidr | None = Field(
        None,
        description="CIDR block of Services: a private /12 to /24 outside the network. Default: the first of "
        "172.20.0.0/16 and 10.100.0.0/16 that is; EKS chooses that of an IPv6 cluster.",
        examples=["172.20.0.0/16"],
    )
    ip_family: Literal["ipv4", "ipv6"] = Field(
        "ipv4",
        description="Address family of pods and Services; nodes have IPv4 addresses in any case. EKS never "
        "changes it.",
    )
    network_policy: Literal["none", "vpc-cni", "calico"] = Field(
        "none",
        description="What enforces NetworkPolicy objects: the add-on vpc-cni, or Calico, whose operator you "
        "install with the manifests of eksgen. With none, nothing does.",
    )
