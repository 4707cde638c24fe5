"""Limits of AWS that no service model contains, from user guides and service quotas.

Sources (read 2026-11-24): EKS user guide, "View Amazon EKS service quotas" (public ranges) and "Node taints
on managed node groups"; EC2 user guide, "Amazon VPC quotas"; Elastic Load Balancing user guides (listeners);
S3 user guide, "General purpose bucket naming rules". Lengths are in characters. Limits that a service model
contains are in `arguments.py`.
"""

from .arguments import LIMITS

NAME_LENGTHS: dict[str, int] = {
    # 64 characters of the name of an EventBridge rule, without the 21 of the longest ending.
    "karpenter": 43,
    "iam_role": LIMITS["iam.roleNameType"].high,
    "launch_template": LIMITS["ec2.LaunchTemplateName"].high,
    "load_balancer": LIMITS["elbv2.CreateLoadBalancerInput.Name"].high,
    "node_group": 63,
    "target_group": LIMITS["elbv2.CreateTargetGroupInput.Name"].high,
}
"""Greatest lengths of the names that the compiler shortens."""

TAGS_PER_RESOURCE = LIMITS["eks.TagMap"].high

SUBNET_PREFIXES = (16, 28)
"""Minimum and maximum length of the IPv4 prefix of a VPC or a subnet."""
SERVICE_CIDR_PREFIXES = (
    LIMITS["eks.KubernetesNetworkConfigRequest.serviceIpv4Cidr"].low,
    LIMITS["eks.KubernetesNetworkConfigRequest.serviceIpv4Cidr"].high,
)
"""Minimum and maximum prefix length of a cluster's service CIDR, which must be private (RFC 1918)."""
RESERVED_ADDRESSES_PER_SUBNET = 5

PUBLIC_RANGES_PER_CLUSTER = 40
TAINTS_PER_NODE_GROUP = 50
LISTENERS_PER_LOAD_BALANCER = 50
ROOT_DISK_GIB = 20
"""The smallest disk that holds the image of a node (EKS user guide, "Optimized AMIs")."""

BUCKET_NAME_LENGTHS = (3, 63)
BUCKET_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
BUCKET_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
"""Starts and ends of names that S3 keeps for itself."""
