"""How to recognize the AWS resources that Kubernetes creates: by tags, names and descriptions.

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
`cluster.k8s.amazonaws.com/name`); EKS user guide, "View Amazon EKS security group requirements for clusters"
(`aws:eks:cluster-name`), and Karpenter, "CloudFormation", read 2026-11-29 (`eks:eks-cluster-name` on what
Karpenter and EKS Auto Mode launch).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

VPC_CNI_DESCRIPTION_PREFIX = "aws-K8S-"
"""Prefix of the description of a network interface of the VPC CNI."""
VPC_CNI_CLUSTER_TAG = "cluster.k8s.amazonaws.com/name"
LOAD_BALANCER_CLUSTER_TAG = "elbv2.k8s.aws/cluster"
"""Tag on resources of the AWS Load Balancer Controller; its value is the name of the cluster."""
EKS_GROUP_TAG = "aws:eks:cluster-name"
"""Tag on the security group that EKS creates for each cluster; its value is the name of the cluster."""
SERVICE_STACK_TAGS = ("service.k8s.aws/stack", "service.eks.amazonaws.com/stack")
INGRESS_STACK_TAGS = ("ingress.k8s.aws/stack", "ingress.eks.amazonaws.com/stack")
"""Tags of the AWS Load Balancer Controller and of EKS Auto Mode (AWS managed policy
AmazonEKSLoadBalancingPolicy, read 2026-11-30); their value is the Service or the Ingress with its namespace,
or the name of a group of Ingresses."""
VOLUME_CLAIM_TAG_PREFIX = "kubernetes.io/created-for/pvc/"
VOLUME_TAGS = ("CSIVolumeName", f"{VOLUME_CLAIM_TAG_PREFIX}name")
"""A volume that Kubernetes created has one of these tags; it may not name its cluster."""

_CLUSTER_TAG_PREFIX = "kubernetes.io/cluster/"
_CLUSTER_NAME_TAGS = (
    LOAD_BALANCER_CLUSTER_TAG,
    "KubernetesCluster",
    "ebs.csi.aws.com/cluster-name",
    "eks:cluster-name",
    "eks:eks-cluster-name",
    EKS_GROUP_TAG,
)
_CLASSIC_GROUP_PREFIX = "k8s-elb-"
_CLASSIC_GROUP_DESCRIPTION = re.compile(r"Security group for Kubernetes ELB \S+ \(([^/()]+)/([^/()]+)\)")


def owning_clusters(tags: Mapping[str, str]) -> frozenset[str]:
    """Return the clusters that own an object according to its tags; a shared VPC or subnet has no owner."""
    owned = (
        key.removeprefix(_CLUSTER_TAG_PREFIX)
        for key in tags
        if key.startswith(_CLUSTER_TAG_PREFIX) and tags[key] == "owned"
    )
    return frozenset((*owned, *(tags[key] for key in _CLUSTER_NAME_TAGS if key in tags)))


def is_owned_by(tags: Mapping[str, str], cluster: str) -> bool:
    """Return whether an object with these tags belongs to a cluster."""
    return cluster in owning_clusters(tags)


def is_cni_interface(description: str, tags: Mapping[str, str], cluster: str) -> bool:
    """Return whether the VPC CNI of a cluster created a network interface; old ones name no cluster."""
    created = description.startswith(VPC_CNI_DESCRIPTION_PREFIX) or VPC_CNI_CLUSTER_TAG in tags
    return created and tags.get(VPC_CNI_CLUSTER_TAG, cluster) == cluster


def is_load_balancer_group(name: str, tags: Mapping[str, str], cluster: str) -> bool:
    """Return whether a security group was created for a load balancer of a cluster.

    The groups of the cluster itself and of its nodes have the tag `kubernetes.io/cluster/NAME`, too, so the
    name decides.
    """
    controlled = tags.get(LOAD_BALANCER_CLUSTER_TAG) == cluster
    of_stack = any(key in tags for key in (*SERVICE_STACK_TAGS, *INGRESS_STACK_TAGS))
    return (
        controlled
        or (of_stack and is_owned_by(tags, cluster))
        or (name.startswith(_CLASSIC_GROUP_PREFIX) and is_owned_by(tags, cluster))
    )


def ingress_group(tags: Mapping[str, str]) -> str:
    """Return the group of Ingresses that a resource belongs to; "" for others, and for one of no group."""
    stack = next((tags[key] for key in INGRESS_STACK_TAGS if key in tags), "")
    return "" if "/" in stack else stack


def kubernetes_owner(tags: Mapping[str, str], description: str = "") -> tuple[str, str, str]:
    """Return (kind, namespace, name) of the Kubernetes object that owns a resource; "" where unknown."""
    for key, kind in (
        *((key, "service") for key in SERVICE_STACK_TAGS),
        ("kubernetes.io/service-name", "service"),
        *((key, "ingress") for key in INGRESS_STACK_TAGS),
    ):
        namespace, slash, name = tags.get(key, "").partition("/")
        if slash and name:
            return kind, namespace, name
    if group := _CLASSIC_GROUP_DESCRIPTION.match(description):
        return "service", group[1], group[2]
    claim = tags.get(f"{VOLUME_CLAIM_TAG_PREFIX}name", "")
    return ("pvc", tags.get(f"{VOLUME_CLAIM_TAG_PREFIX}namespace", ""), claim) if claim else ("", "", "")
