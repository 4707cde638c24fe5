"""What changes on an EKS cluster without anybody asking for it, so that drift counts it as noise.

Attributes stand in the rows of `catalog/resources`. Sources, read 2026-11: AWS Load Balancer Controller,
"Subnet auto discovery"; hashicorp/aws issue 8392 (tags of the cluster on subnets) and its guide "Resource
Tagging" (`ignore_tags`); Cluster Autoscaler on AWS, "Auto-Discovery Setup"; Karpenter, "NodeClasses".
"""

from __future__ import annotations

from . import RESOURCE_TYPES
from .resource_type import Path

TAGS_OF_OTHERS: tuple[tuple[str, str], ...] = (
    ("kubernetes.io/cluster/", "Kubernetes controllers mark with it what a cluster uses"),
    ("elbv2.k8s.aws/", "the AWS Load Balancer Controller marks its objects with it"),
    ("k8s.io/", "the Cluster Autoscaler finds Auto Scaling groups by it"),
    ("karpenter.sh/", "Karpenter finds subnets and security groups by it"),
    ("eks:", "EKS marks its objects with it"),
    ("aws:", "AWS marks its objects with it"),
)
"""Prefixes of tag keys, and who sets them; the spec can name none of them."""

IGNORED_TAG_PREFIXES = tuple(sorted(prefix for prefix, _ in TAGS_OF_OTHERS if prefix != "aws:"))
"""What the provider is told to ignore (`ignore_tags`); it ignores `aws:` by itself."""

RULES_OF_OTHERS = ("elbv2.k8s.aws/", "kubernetes.io/rule/")
"""How descriptions of security group rules begin that Kubernetes adds to reach nodes: the AWS Load Balancer
Controller ("Security groups", backend rules) and the cloud provider in Kubernetes (aws_loadbalancer.go)."""


def changed_by(resource_type: str, names: Path) -> str:
    """Return who is known to change an attribute, or an empty text; `names` has no list indexes."""
    row = RESOURCE_TYPES.get(resource_type)
    attributes = row.attributes if row else ()
    return next((a.changed_by for a in attributes if a.changed_by and a.covers(names)), "")
