"""Tags that Kubernetes controllers and AWS set by themselves on the objects of a cluster.

Sources, read 2026-11: AWS Load Balancer Controller, "Subnet auto discovery"; hashicorp/aws issue 8392 (tags
of the cluster on subnets) and its guide "Resource Tagging" (`ignore_tags`); Cluster Autoscaler on AWS,
"Auto-Discovery Setup"; Karpenter, "NodeClasses".
"""

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
"""The prefixes in `ignore_tags` of the provider, which always ignores `aws:`."""
