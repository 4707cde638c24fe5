"""What eksgen itself and the state need in AWS, besides the resources.

Sources, read 2026-11-30: Terraform documentation, "Backend type: s3", "S3 bucket permissions" (a lock file
is written and deleted by every plan) and "KMS permissions"; service authorization reference of each
service. The calls are those of `engine/aws`; `sts:GetCallerIdentity` needs no permission.
"""

from __future__ import annotations

from .permission import actions

OWN_READS: tuple[str, ...] = (
    # plan, drift and doctor: what is in the cluster but in no state, and which versions there are.
    *actions(
        "eks",
        "DescribeAccessEntry DescribeAddon DescribeAddonVersions DescribeCapability DescribeCluster "
        "DescribeClusterVersions DescribeFargateProfile DescribeIdentityProviderConfig DescribeInsight "
        "DescribeNodegroup DescribePodIdentityAssociation ListAccessEntries ListAddons "
        "ListAssociatedAccessPolicies ListCapabilities ListClusters ListFargateProfiles "
        "ListIdentityProviderConfigs ListInsights ListNodegroups ListPodIdentityAssociations",
    ),
    *actions(
        "ec2",
        "DescribeInstances DescribeNetworkInterfaces DescribeSecurityGroupRules DescribeSecurityGroups "
        "DescribeSubnets DescribeVolumes",
    ),
    *actions("elasticloadbalancing", "DescribeListeners DescribeLoadBalancers DescribeTags"),
    *actions("logs", "DescribeLogGroups DescribeSubscriptionFilters"),
    *actions("ecr", "GetLifecyclePolicy GetRepositoryPolicy"),
    "ssm:GetParameters",
    # drift --who
    "cloudtrail:LookupEvents",
)
"""What `plan`, `drift`, `doctor`, `update` and `upgrade` ask AWS, for every cluster."""

DESTROY_READS: tuple[str, ...] = (
    *actions(
        "ec2",
        "DescribeInstanceConnectEndpoints DescribeInstances DescribeNatGateways DescribeNetworkAcls "
        "DescribeNetworkInterfaces DescribeRouteTables DescribeSubnets DescribeTransitGatewayVpcAttachments "
        "DescribeVpcEndpoints DescribeVpnGateways",
    ),
    "ecr:ListImages",
    "s3:ListBucketVersions",
)
"""What `plan --destroy` and `destroy` also read: what would stand in the way, and what would be lost."""

FAILED_APPLY_READS: tuple[str, ...] = (
    "eks:ListTagsForResource",
    *actions("iam", "ListOpenIDConnectProviderTags ListOpenIDConnectProviders ListPolicies ListPolicyTags"),
    "kms:ListKeys",
    "s3:ListAllMyBuckets",
)
"""What `apply` also reads after a failure, to take over objects that were made and not recorded."""

STATE_BUCKET = ("s3:ListBucket",)
STATE_READ = ("s3:GetObject",)
STATE_WRITE = ("s3:PutObject",)
STATE_LOCK = actions("s3", "DeleteObject GetObject PutObject")
STATE_KEY = actions("kms", "Decrypt Encrypt GenerateDataKey")
