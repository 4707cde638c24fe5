"""Facts about Karpenter v1.

Sources, read 2026-11-29: Karpenter, "NodeClasses" (discovery by tags), "NodePools" and the rules in its
custom resource definitions (labels), "Getting Started" (general instance types).
"""

DISCOVERY_TAG = "karpenter.sh/discovery"
"""The tag by which Karpenter finds subnets and security groups; its value is the name of the cluster."""

RESTRICTED_LABEL_DOMAINS = ("kubernetes.io", "k8s.io", "karpenter.sh", "karpenter.k8s.aws")
"""Domains whose labels a NodePool refuses, with those below them."""
OPEN_LABEL_DOMAINS = ("node.kubernetes.io", "node-restriction.kubernetes.io", "kops.k8s.io")
"""Domains below them whose labels it accepts."""
KNOWN_LABELS = frozenset(
    {
        "karpenter.sh/capacity-type",
        "kubernetes.io/arch",
        "kubernetes.io/os",
        "topology.kubernetes.io/region",
        "topology.kubernetes.io/zone",
    }
)
"""Labels of these domains that it accepts, since Karpenter sets them itself."""

LARGEST_DISK_GIB = 59_000
"""The largest volume that an EC2NodeClass accepts in GiB."""

DEFAULT_CATEGORIES = ("c", "m", "r")
OLDEST_GENERATION = 5
"""What a pool without instance types chooses from: general classes, built on Nitro."""
