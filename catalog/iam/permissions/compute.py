"""EKS, launch templates and Auto Scaling.

Sources, read 2026-11-30: the calls of terraform-provider-aws 5.100 in runs of the local AWS, and its source
of 2026 for add-ons; the actions of the service authorization reference (the copy in cfn-lint 1.58); Amazon
EC2 Auto Scaling user guide, "Amazon EC2 Auto Scaling API permissions" (`iam:CreateServiceLinkedRole`,
`iam:PassRole`, `ec2:RunInstances` and `ec2:CreateTags` to make a group from a launch template); EKS user
guide, "Using service-linked roles for Amazon EKS" and "Amazon EKS capability IAM role"; service
authorization reference of EKS, "API operations" (which actions and which `iam:PassedToService` each one asks
for). Some calls of these services are made with the rights of the caller, so they are in the rows as well:
for Argo CD, EKS makes an application of IAM Identity Center (aws-samples/eks-workshop-v2,
`lab/iam/policies/eks-capabilities.yaml`; a refusal: modernisation-platform-environments pull request 18225).
"""

from __future__ import annotations

from .permission import Permissions, actions

_TAGS = actions("eks", "TagResource UntagResource")
_EC2_TAGS = actions("ec2", "CreateTags DeleteTags")
_LAUNCH = actions("ec2", "RunInstances CreateTags")
_NETWORK = actions("ec2", "DescribeSecurityGroups DescribeSubnets DescribeVpcs")
_TEMPLATES = actions("ec2", "DescribeLaunchTemplateVersions DescribeLaunchTemplates")
_ROLE = ("iam:GetRole",)
_SIGN_IN = actions(
    "sso",
    "CreateApplication CreateApplicationAssignment DeleteApplication DeleteApplicationAccessScope "
    "DeleteApplicationAssignment DeleteApplicationAuthenticationMethod DeleteApplicationGrant "
    "DescribeApplication DescribeInstance ListApplicationAssignments PutApplicationAccessScope "
    "PutApplicationAssignmentConfiguration PutApplicationAuthenticationMethod PutApplicationGrant "
    "UpdateApplication",
)
_ROLE_WITH_POLICIES = actions("iam", "GetRole ListAttachedRolePolicies")


def _eks(type_: str, read: str, write: str, **more: tuple[str, ...]) -> Permissions:
    """Return the permissions of an EKS object; `reads` and `writes` are those of other services."""
    return Permissions(
        type_,
        actions("eks", read) + more.pop("reads", ()),
        actions("eks", write) + more.pop("writes", ()),
        **more,
    )


EKS: tuple[Permissions, ...] = (
    _eks(
        "aws_eks_access_entry",
        "DescribeAccessEntry",
        "CreateAccessEntry DeleteAccessEntry UpdateAccessEntry",
        writes=_TAGS,
        passed_to=("ec2",),
    ),
    _eks(
        "aws_eks_access_policy_association",
        "ListAssociatedAccessPolicies",
        "AssociateAccessPolicy DisassociateAccessPolicy",
    ),
    _eks(
        "aws_eks_addon",
        "DescribeAddon DescribePodIdentityAssociation",
        "CreateAddon CreatePodIdentityAssociation DeleteAddon DeletePodIdentityAssociation UpdateAddon "
        "UpdatePodIdentityAssociation",
        reads=("eks:DescribeUpdate", *_ROLE),
        writes=_TAGS,
        passed_to=("eks", "pods.eks"),
    ),
    _eks(
        "aws_eks_capability",
        "DescribeCapability",
        "CreateCapability DeleteCapability UpdateCapability",
        reads=_ROLE,
        writes=(*_TAGS, *_SIGN_IN),
        passed_to=("eks", "capabilities.eks"),
    ),
    _eks(
        "aws_eks_cluster",
        "DescribeCluster DescribeUpdate",
        # EKS makes access entries for the creator and for Auto Mode nodes, with the rights of the caller.
        "AssociateEncryptionConfig CreateAccessEntry CreateCluster DeleteCluster UpdateClusterConfig "
        "UpdateClusterVersion",
        reads=(*_ROLE, *_NETWORK, "kms:DescribeKey"),
        writes=(*_TAGS, "kms:CreateGrant"),
        passed_to=("eks", "ec2"),
        linked=("eks.amazonaws.com",),
    ),
    _eks(
        "aws_eks_fargate_profile",
        "DescribeFargateProfile",
        "CreateFargateProfile DeleteFargateProfile",
        reads=(*_ROLE, "ec2:DescribeSubnets"),
        writes=_TAGS,
        passed_to=("eks", "eks-fargate-pods"),
        linked=("eks-fargate.amazonaws.com",),
    ),
    _eks(
        "aws_eks_identity_provider_config",
        "DescribeIdentityProviderConfig DescribeUpdate",
        "AssociateIdentityProviderConfig DisassociateIdentityProviderConfig",
        writes=_TAGS,
    ),
    _eks(
        "aws_eks_node_group",
        "DescribeNodegroup DescribeUpdate",
        "CreateNodegroup DeleteNodegroup UpdateNodegroupConfig UpdateNodegroupVersion",
        reads=(*_ROLE_WITH_POLICIES, *_TEMPLATES, "ec2:DescribeSubnets"),
        writes=(*_TAGS, *_LAUNCH),
        passed_to=("eks", "ec2"),
        linked=("eks-nodegroup.amazonaws.com", "autoscaling.amazonaws.com", "spot.amazonaws.com"),
    ),
    _eks(
        "aws_eks_pod_identity_association",
        "DescribePodIdentityAssociation",
        "CreatePodIdentityAssociation DeletePodIdentityAssociation UpdatePodIdentityAssociation",
        reads=_ROLE,
        writes=_TAGS,
        passed_to=("eks", "pods.eks"),
    ),
)

_GROUPS = "DescribeAutoScalingGroups"
_WRITE_GROUP = (
    "AttachTrafficSources CancelInstanceRefresh CreateAutoScalingGroup CreateOrUpdateTags "
    "DeleteAutoScalingGroup DeleteTags DeleteWarmPool DetachTrafficSources DisableMetricsCollection "
    "EnableMetricsCollection PutWarmPool ResumeProcesses SetInstanceProtection StartInstanceRefresh "
    "SuspendProcesses UpdateAutoScalingGroup"
)

COMPUTE: tuple[Permissions, ...] = (
    Permissions(
        "aws_autoscaling_attachment",
        actions("autoscaling", _GROUPS),
        actions(
            "autoscaling",
            "AttachLoadBalancerTargetGroups AttachLoadBalancers DetachLoadBalancerTargetGroups "
            "DetachLoadBalancers",
        ),
    ),
    Permissions(
        "aws_autoscaling_group",
        (
            *actions("autoscaling", _GROUPS, "DescribeInstanceRefreshes DescribeScalingActivities"),
            *actions("autoscaling", "DescribeTrafficSources DescribeWarmPool"),
            *_TEMPLATES,
            *actions("elasticloadbalancing", "DescribeInstanceHealth DescribeTargetHealth"),
        ),
        (*actions("autoscaling", _WRITE_GROUP), *_LAUNCH),
        passed_to=("ec2",),
        linked=("autoscaling.amazonaws.com", "spot.amazonaws.com"),
    ),
    Permissions(
        "aws_autoscaling_group_tag",
        actions("autoscaling", _GROUPS, "DescribeTags"),
        actions("autoscaling", "CreateOrUpdateTags DeleteTags"),
    ),
    Permissions(
        "aws_key_pair",
        ("ec2:DescribeKeyPairs",),
        (*actions("ec2", "DeleteKeyPair ImportKeyPair"), *_EC2_TAGS),
    ),
    Permissions(
        "aws_launch_template",
        # A template may name its image by a parameter, which EC2 reads for whoever uses the template.
        (*_TEMPLATES, "ssm:GetParameters"),
        (
            *actions("ec2", "CreateLaunchTemplate CreateLaunchTemplateVersion DeleteLaunchTemplate"),
            *actions("ec2", "ModifyLaunchTemplate"),
            *_EC2_TAGS,
        ),
    ),
    Permissions(
        "aws_placement_group",
        ("ec2:DescribePlacementGroups",),
        (*actions("ec2", "CreatePlacementGroup DeletePlacementGroup"), *_EC2_TAGS),
    ),
)
