"""What changes on an EKS cluster without anybody asking for it, so that drift counts it as noise.

Attributes stand in the rows of `catalog/resources`, tags in `catalog/kubernetes/tags.py`.
"""

from __future__ import annotations

from . import RESOURCE_TYPES
from .resource_type import Path

ADMINISTRATION_PORTS = (22, 3389, 10250)
"""TCP ports of SSH, of RDP and of the kubelet, which no load balancer sends traffic to (Kubernetes, "Ports
and Protocols", read 2026-11)."""

RULES_OF_OTHERS = ("elbv2.k8s.aws/", "kubernetes.io/rule/")
"""How descriptions of security group rules begin that Kubernetes adds to reach nodes: the AWS Load Balancer
Controller ("Security groups", backend rules) and the cloud provider in Kubernetes (aws_loadbalancer.go).
Anybody can write such a description."""

RULE_OF_OTHERS = "Kubernetes lets load balancers reach nodes with it"


def changed_by(resource_type: str, names: Path) -> str:
    """Return who is known to change an attribute, or an empty text; `names` has no list indexes."""
    row = RESOURCE_TYPES.get(resource_type)
    attributes = row.attributes if row else ()
    return next((a.changed_by for a in attributes if a.changed_by and a.covers(names)), "")
