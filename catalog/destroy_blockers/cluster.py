"""Objects of EKS in a cluster."""

from __future__ import annotations

from .blocker import DestroyBlocker, of_cluster

IN_CLUSTER: tuple[DestroyBlocker, ...] = (
    of_cluster(
        "node group",
        "aws_eks_node_group.node_group_name",
        "list_nodegroups",
        ("nodegroups", ""),
        blocks="DeleteCluster",
    ),
    of_cluster(
        "Fargate profile",
        "aws_eks_fargate_profile.fargate_profile_name",
        "list_fargate_profiles",
        ("fargateProfileNames", ""),
        blocks="DeleteCluster",
    ),
    of_cluster(
        "capability",
        "aws_eks_capability.capability_name",
        "list_capabilities",
        ("capabilities", "capabilityName"),
        blocks="DeleteCluster",
    ),
    of_cluster(
        "add-on",
        "aws_eks_addon.addon_name",
        "list_addons",
        ("addons", ""),
    ),
    of_cluster(
        "access entry",
        "aws_eks_access_entry.principal_arn",
        "list_access_entries",
        ("accessEntries", ""),
        principals=True,
    ),
    of_cluster(
        "pod identity association",
        "aws_eks_pod_identity_association.association_id",
        "list_pod_identity_associations",
        ("associations", "associationId"),
        name="serviceAccount",
        ignored={"ownerArn": ".+"},  # of an add-on
    ),
    of_cluster(
        "identity provider",
        "aws_eks_identity_provider_config.oidc.identity_provider_config_name",
        "list_identity_provider_configs",
        ("identityProviderConfigs", "name"),
    ),
)
