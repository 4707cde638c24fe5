"""Limits of AWS that no service model contains, from user guides and service quotas.

Sources (read 2026-11-24): EKS user guide, "View Amazon EKS service quotas" (public ranges; Fargate selectors
and their labels), "Node taints on managed node groups" and "Prepare networking for hybrid nodes" (remote
ranges; their sizes: EKS API reference, RemoteNodeNetwork); EC2 user guide, "Amazon VPC quotas"; Elastic Load
Balancing user guides (listeners); S3 user guide, "General purpose bucket naming rules"; IAM user guide, "IAM
and AWS STS quotas". Lengths are in characters. Limits that a service model contains are in `arguments.py`.
"""

from .arguments import LIMITS

BUCKET_NAME_LENGTHS = (3, 63)

TRAIL_NAME_LENGTH = 128
"""CloudTrail API reference, CreateTrail (read 2026-11-30)."""

NAME_LENGTHS: dict[str, int] = {
    "bucket": BUCKET_NAME_LENGTHS[1],
    "fargate_profile": 63,
    # 64 characters of the name of an EventBridge rule, without the 21 of the longest ending.
    "karpenter": 43,
    "iam_role": LIMITS["iam.roleNameType"].high,
    "launch_template": LIMITS["ec2.LaunchTemplateName"].high,
    "load_balancer": LIMITS["elbv2.CreateLoadBalancerInput.Name"].high,
    "node_group": 63,
    "target_group": LIMITS["elbv2.CreateTargetGroupInput.Name"].high,
    "trail": TRAIL_NAME_LENGTH,
}
"""Greatest lengths of the names that the compiler shortens."""

TAGS_PER_RESOURCE = LIMITS["eks.TagMap"].high

SUBNET_PREFIXES = (16, 28)
"""Minimum and maximum length of the IPv4 prefix of a VPC or a subnet."""
VPC_REFUSED = ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")
"""Ranges that EC2 does not accept for a VPC (EC2 CreateVpc, InvalidVpc.Range: this network, loopback,
link-local, multicast and reserved addresses)."""
SERVICE_CIDR_PREFIXES = (
    LIMITS["eks.KubernetesNetworkConfigRequest.serviceIpv4Cidr"].low,
    LIMITS["eks.KubernetesNetworkConfigRequest.serviceIpv4Cidr"].high,
)
"""Minimum and maximum prefix length of a cluster's service CIDR, which must be private (RFC 1918)."""
RESERVED_ADDRESSES_PER_SUBNET = 5

RULES_PER_SECURITY_GROUP = 60
"""The default quota of inbound rules, for IPv4 and for IPv6 each."""
ATTACHED_POLICIES = (10, 20)
"""Managed policies of a role: the default quota, and the greatest value of the quota."""
INLINE_POLICY_CHARACTERS = 10240
"""Of all inline policies of a role together, without white space."""
OIDC_AUDIENCES = 100
"""Client IDs of an IAM OIDC provider."""
OIDC_AUDIENCE_LENGTH = 255
POD_IDENTITIES_PER_CLUSTER = 5000
"""Associations of EKS Pod Identity, those of add-ons included (EKS user guide, "Learn how EKS Pod Identity
grants pods access to AWS services", read 2026-11-30)."""

PUBLIC_RANGES_PER_CLUSTER = 40
REMOTE_RANGES_PER_CLUSTER = 15
"""CIDR blocks of remote nodes, and as many of remote pods."""
REMOTE_RANGE_PREFIXES = (8, 32)
FARGATE_SELECTORS_PER_PROFILE = 5
FARGATE_LABELS_PER_SELECTOR = 5
TAINTS_PER_NODE_GROUP = 50
INSTANCES_PER_SPREAD_GROUP = 7
"""In each zone (EC2 user guide, "Placement strategies"; CDK, PlacementGroupSpreadLevel; read 2026-11-30)."""
LISTENERS_PER_LOAD_BALANCER = 50
RULES_PER_LOAD_BALANCER = 100
"""The default quota, without the rules for requests that match no other (Application Load Balancers user
guide, "Quotas", read 2026-11-30, as are the next five)."""
CERTIFICATES_PER_LOAD_BALANCER = 25
"""The default quota, without the default certificate of each listener."""
TARGETS_PER_RULE = 5
TARGET_GROUPS_PER_APPLICATION = 100
"""Target groups of an application load balancer, each counted once; the quota cannot be raised."""
RULE_CONDITION_VALUES = 5
"""Values of all conditions of a rule together; the same number of wildcards. Of these, the page of quotas
accepts 6, and "Condition types for listener rules" 5."""
RULE_PRIORITIES = (1, 50000)
RULE_WEIGHTS = (0, 999)
SECURITY_GROUPS_PER_LOAD_BALANCER = 5
"""The default quota of a network interface (Amazon VPC quotas), with the group that eksgen makes."""
LIFETIME_OF_COOKIE = (1, 604800)
"""Seconds that clients stay with a target (elbv2 API reference, TargetGroupAttribute)."""
RULE_DESCRIPTION_LENGTH = 255
"""Of a rule of a security group (EC2 API reference, IpRange, read 2026-11-29)."""
ROOT_DISK_GIB = 20
"""The smallest disk that holds the image of a node (EKS user guide, "Optimized AMIs")."""

BUCKET_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
BUCKET_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
"""Starts and ends of names that S3 keeps for itself."""
