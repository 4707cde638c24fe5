"""What the user data of each family of images can set, and what EKS sets by itself.

Sources (read 2026-11-29): EKS user guide, "Customize managed nodes with launch templates" (user data, what
EKS merges, limits with an AMI ID); EC2 user guide, "Run commands when you launch an EC2 instance with user
data input" (16 KB before encoding); awslabs/amazon-eks-ami, nodeadm/doc/api.md; bottlerocket.dev, settings;
eksctl, pkg/apis/eksctl.io/v1alpha5/validation.go (fields of the kubelet that break a node). Labels of a
group, read 2026-11-30: the user data of EKS in pull request 1473 of terraform-aws-modules/eks, and the eksctl
user guide, "Launch Template support for Managed Nodegroups", whose users write the labels for an AMI ID.
"""

from ..load_balancers.service_makers import NODE_GROUP_LABEL

USER_DATA_BYTES = 16384
CLUSTER_VALUES_BYTES = 2500
"""About as much as the address and the certificate of a cluster with their frame."""

_SHELL = frozenset({"preCommands", "postCommands"})
_LINUX = _SHELL | {"kubelet", "containerd", "maxPods"}
_ARRAYS = frozenset({"localStorage: raid0", "localStorage: raid10", "localStorage: mount"})
_ROCKET = frozenset({"bottlerocket", "maxPods", "localStorage: raid0"})

FIELDS: dict[str, frozenset[str]] = {
    "al2023": _LINUX | _ARRAYS,
    "al2023-own": _LINUX | _ARRAYS,
    "bottlerocket": _ROCKET,
    "bottlerocket-own": _ROCKET,
    # EKS appends the commands that start the kubelet, so nothing can follow them or change their arguments.
    "windows": frozenset({"preCommands"}),
    "windows-own": _SHELL | {"maxPods"},
    "custom": frozenset(),
    "custom-own": frozenset(),
}
"""Fields by family, `-own` where nodes join by themselves (own image, self-managed group)."""

KUBELET_REFUSED: dict[str, str] = {
    "kind": "",
    "apiVersion": "",
    "address": "",
    "authentication": "",
    "authorization": "",
    "clusterDomain": "",
    "serverTLSBootstrap": "",
    "providerID": "",
    "maxPods": "maxPods",
    "registerWithTaints": "taints",
}
"""Fields of a KubeletConfiguration that may not be set, with the field of a node group to use instead."""

BOTTLEROCKET_SET_BY_EKSGEN: dict[str, str] = {
    "cluster-name": "",
    "api-server": "",
    "cluster-certificate": "",
    "max-pods": "maxPods",
    "node-labels": "labels",
    "node-taints": "taints",
}
"""Settings below `settings.kubernetes` likewise."""


def labels_of_group(name: str, capacity: str, image: str) -> dict[str, str]:
    """Return the labels that the user data of EKS gives to the nodes of a managed group.

    `capacity` is as EKS writes it, such as ON_DEMAND.
    """
    return {
        NODE_GROUP_LABEL: name,
        "eks.amazonaws.com/nodegroup-image": image,
        "eks.amazonaws.com/capacityType": capacity,
    }


LABEL_BYTES = 250
"""About as much as these labels take."""
