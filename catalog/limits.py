"""Limits of AWS on names and other values in a spec, and on generated names.

Sources (read 2026-11-24): botocore 1.44.5 models (eks, iam, ec2, logs, kms) and the service quotas of EKS,
EC2 and ELB; EKS user guide, "View Amazon EKS networking requirements". Lengths are in characters.
"""

NAME_LENGTHS: dict[str, int] = {
    "cluster": 100,
    "fargate_profile": 100,
    "iam_policy": 128,
    "iam_role": 64,
    "instance_profile": 128,
    "kms_alias": 256,  # including "alias/"
    "launch_template": 128,
    "load_balancer": 32,
    "log_group": 512,
    "node_group": 63,
    "security_group": 255,
    "target_group": 32,
}

CLUSTER_NAME_PATTERN = r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}"
NODE_GROUP_NAME_PATTERN = r"[0-9A-Za-z][0-9A-Za-z_-]{0,62}"

TAG_KEY_MAX = 128
TAG_VALUE_MAX = 256
TAGS_PER_RESOURCE = 50
RESERVED_TAG_PREFIX = "aws:"

SUBNET_PREFIXES = (16, 28)
"""Minimum and maximum length of the IPv4 prefix of a VPC or a subnet."""
SERVICE_CIDR_PREFIXES = (12, 24)
"""Minimum and maximum prefix length of a cluster's service CIDR, which must be private (RFC 1918)."""
RESERVED_ADDRESSES_PER_SUBNET = 5
CLUSTER_SUBNET_ADDRESSES = 6
"""Free addresses that EKS needs in each subnet of the control plane; it recommends 16."""
CLUSTER_MIN_ZONES = 2

TAINTS_PER_NODE_GROUP = 50
TAINT_TEXT_MAX = 63
INSTANCE_TYPES_PER_NODE_GROUP = 20
PUBLIC_ACCESS_CIDRS_MAX = 40
FARGATE_SELECTORS_MAX = 5
KMS_DELETION_DAYS = (7, 30)
FLOW_LOG_AGGREGATION_SECONDS = (60, 600)
"""The two possible aggregation intervals of a flow log."""
