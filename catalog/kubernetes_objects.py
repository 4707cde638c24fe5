"""What Kubernetes makes in AWS by itself, and how to know it again: by tags, names and descriptions.

Sources (read 2026-11-24): AWS Load Balancer Controller, "Resource tags" (`elbv2.k8s.aws/cluster`,
`service.k8s.aws/stack`, `ingress.k8s.aws/stack`) and pkg/networking/backend_sg_provider.go (security groups
carry the first one too); cloud-provider-aws, pkg/providers/v1/aws.go and tags.go
(`kubernetes.io/cluster/NAME`, formerly `KubernetesCluster`, `kubernetes.io/service-name`; the security group
`k8s-elb-BALANCER` of a classic load balancer and its description); aws-ebs-csi-driver, docs/tagging.md and
options.md and its issue 996 (`CSIVolumeName` on every volume; `kubernetes.io/created-for/pvc/namespace` and
`/name`; `kubernetes.io/cluster/NAME` and `KubernetesCluster` only with `--k8s-tag-cluster-id`, which has no
default) and its pull request 2899 of 2026-03-24 (`ebs.csi.aws.com/cluster-name`, likewise); AWS managed
policy AmazonEBSCSIDriverEKSClusterScopedPolicy (`eks:cluster-name` on instances of managed node groups);
amazon-vpc-cni-k8s, pkg/awsutils/awsutils.go (description `aws-K8S-INSTANCE`, tag
`cluster.k8s.amazonaws.com/name`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LEFT_INTERFACE = "aws-K8S-"
"""The description of a network interface of the VPC CNI begins so."""
INTERFACE_CLUSTER = "cluster.k8s.amazonaws.com/name"
CONTROLLER_CLUSTER = "elbv2.k8s.aws/cluster"
"""On what the AWS Load Balancer Controller made; the value is the cluster's name."""
CLAIM = "kubernetes.io/created-for/pvc/"
VOLUME_KEYS = ("CSIVolumeName", f"{CLAIM}name")
"""A volume that Kubernetes made has one of these tags. It need not name its cluster."""

_OWNED = "kubernetes.io/cluster/"
_NAMING = (CONTROLLER_CLUSTER, "KubernetesCluster", "ebs.csi.aws.com/cluster-name", "eks:cluster-name")
_GROUP_NAME = "k8s-elb-"
_GROUP_SERVICE = re.compile(r"Security group for Kubernetes ELB \S+ \(([^/()]+)/([^/()]+)\)")


def clusters(tags: Mapping[str, str]) -> frozenset[str]:
    """The clusters that the tags of an object name as its own; a VPC or subnet may be shared, others not."""
    owned = (key.removeprefix(_OWNED) for key in tags if key.startswith(_OWNED) and tags[key] == "owned")
    return frozenset((*owned, *(tags[key] for key in _NAMING if key in tags)))


def made_for(tags: Mapping[str, str], cluster: str) -> bool:
    """Whether Kubernetes of this cluster made what carries these tags."""
    return cluster in clusters(tags)


def balancer_group(name: str, tags: Mapping[str, str], cluster: str) -> bool:
    """Whether a security group was made for a load balancer of this cluster. Its own groups, and those of its
    nodes, carry `kubernetes.io/cluster/NAME` too, so the name has to tell."""
    controlled = tags.get(CONTROLLER_CLUSTER) == cluster
    return controlled or (name.startswith(_GROUP_NAME) and made_for(tags, cluster))


def owner(tags: Mapping[str, str], description: str = "") -> tuple[str, str, str]:
    """(kind, namespace, name) of the Kubernetes object behind it; empty texts if nothing tells."""
    for key, kind in (
        ("service.k8s.aws/stack", "service"),
        ("kubernetes.io/service-name", "service"),
        ("ingress.k8s.aws/stack", "ingress"),
    ):
        namespace, slash, name = tags.get(key, "").partition("/")
        if slash and name:
            return kind, namespace, name
    if group := _GROUP_SERVICE.match(description):
        return "service", group[1], group[2]
    claim = tags.get(f"{CLAIM}name", "")
    return ("pvc", tags.get(f"{CLAIM}namespace", ""), claim) if claim else ("", "", "")
