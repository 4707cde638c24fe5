"""What Kubernetes makes in AWS by itself, and how to know it again: by tags and descriptions.

Sources (read 2026-11-24): AWS Load Balancer Controller, "Resource tags" (`elbv2.k8s.aws/cluster`,
`service.k8s.aws/stack`, `ingress.k8s.aws/stack`); cloud-provider-aws, pkg/providers/v1/aws.go and tags.go
(`kubernetes.io/cluster/NAME`, `kubernetes.io/service-name`); aws-ebs-csi-driver, docs/tagging.md
(`kubernetes.io/created-for/pvc/namespace` and `/name`); amazon-vpc-cni-k8s, pkg/awsutils/awsutils.go
(description `aws-K8S-INSTANCE`, tag `cluster.k8s.amazonaws.com/name`).
"""

from __future__ import annotations

from collections.abc import Mapping

LEFT_INTERFACE = "aws-K8S-"
"""The description of a network interface of the VPC CNI begins so."""
INTERFACE_CLUSTER = "cluster.k8s.amazonaws.com/name"
CONTROLLER_CLUSTER = "elbv2.k8s.aws/cluster"
"""On what the AWS Load Balancer Controller made; the value is the cluster's name."""


def cluster_tag(cluster: str) -> str:
    """The tag key that says `owned` or `shared` about a cluster."""
    return f"kubernetes.io/cluster/{cluster}"


def made_for(tags: Mapping[str, str], cluster: str) -> bool:
    """Whether Kubernetes of this cluster made what carries these tags."""
    return tags.get(CONTROLLER_CLUSTER) == cluster or tags.get(cluster_tag(cluster)) == "owned"


def owner(tags: Mapping[str, str]) -> tuple[str, str, str]:
    """(kind, namespace, name) of the Kubernetes object behind it; empty texts if the tags do not tell."""
    for key, kind in (
        ("service.k8s.aws/stack", "service"),
        ("kubernetes.io/service-name", "service"),
        ("ingress.k8s.aws/stack", "ingress"),
    ):
        namespace, slash, name = tags.get(key, "").partition("/")
        if slash and name:
            return kind, namespace, name
    claim = tags.get("kubernetes.io/created-for/pvc/name", "")
    return ("pvc", tags.get("kubernetes.io/created-for/pvc/namespace", ""), claim) if claim else ("", "", "")
