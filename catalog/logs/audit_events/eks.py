"""The events of Amazon EKS."""

from __future__ import annotations

from .event import AuditedType, ChangeEvent, Match, ObjectEvent, identity, objects, sets, tags

_EKS = "eks.amazonaws.com"
_TAGGED = tags("TagResource", "UntagResource", "tags", "tagKeys")
_CLUSTER = "name clusterName"
_ARN = identity(arn="resourceArn")

EKS: dict[str, AuditedType] = {
    "aws_eks_cluster": AuditedType(
        _EKS,
        (identity(name=_CLUSTER), _ARN),
        (
            *sets("UpdateClusterVersion", version="version"),
            *sets(
                "AssociateEncryptionConfig",
                encryption_config__provider__key_arn="encryptionConfig.provider.keyArn",
            ),
            *_TAGGED,
            *sets(
                "UpdateClusterConfig",
                vpc_config__endpoint_public_access="resourcesVpcConfig.endpointPublicAccess",
                vpc_config__endpoint_private_access="resourcesVpcConfig.endpointPrivateAccess",
                vpc_config__public_access_cidrs="resourcesVpcConfig.publicAccessCidrs",
                vpc_config__subnet_ids="resourcesVpcConfig.subnetIds",
                vpc_config__security_group_ids="resourcesVpcConfig.securityGroupIds",
                access_config__authentication_mode="accessConfig.authenticationMode",
                upgrade_policy__support_type="upgradePolicy.supportType",
                zonal_shift_config__enabled="zonalShiftConfig.enabled",
                deletion_protection="deletionProtection",
            ),
            ChangeEvent(
                "UpdateClusterConfig",
                ("enabled_cluster_log_types",),
                ("logging", "clusterLogging"),
                Match.LOG_TYPES,
            ),
        ),
        objects("CreateCluster"),
        objects("DeleteCluster"),
    ),
    "aws_eks_node_group": AuditedType(
        _EKS,
        (identity(node_group_name="nodegroupName", cluster_name=_CLUSTER), _ARN),
        (
            *sets(
                "UpdateNodegroupVersion",
                version="version",
                release_version="releaseVersion",
                launch_template__version="launchTemplate.version",
            ),
            *_TAGGED,
            *sets(
                "UpdateNodegroupConfig",
                scaling_config__min_size="scalingConfig.minSize",
                scaling_config__max_size="scalingConfig.maxSize",
                scaling_config__desired_size="scalingConfig.desiredSize",
                update_config__max_unavailable="updateConfig.maxUnavailable",
                update_config__max_unavailable_percentage="updateConfig.maxUnavailablePercentage",
                node_repair_config__enabled="nodeRepairConfig.enabled",
            ),
            ChangeEvent("UpdateNodegroupConfig", ("labels",), ("labels", "addOrUpdateLabels"), Match.ENTRY),
            ChangeEvent(
                "UpdateNodegroupConfig", ("labels",), ("labels", "removeLabels"), Match.REMOVED_ENTRY
            ),
            ChangeEvent("UpdateNodegroupConfig", ("taint",), ("taints", "addOrUpdateTaints"), Match.ADDED),
            ChangeEvent("UpdateNodegroupConfig", ("taint",), ("taints", "removeTaints"), Match.REMOVED),
        ),
        objects("CreateNodegroup"),
        objects("DeleteNodegroup"),
    ),
    "aws_eks_addon": AuditedType(
        _EKS,
        (identity(addon_name="addonName", cluster_name=_CLUSTER), _ARN),
        (
            *_TAGGED,
            *sets(
                "UpdateAddon",
                addon_version="addonVersion",
                configuration_values="configurationValues",
                service_account_role_arn="serviceAccountRoleArn",
            ),
        ),
        objects("CreateAddon"),
        objects("DeleteAddon"),
    ),
    "aws_eks_capability": AuditedType(
        _EKS,
        (identity(capability_name="capabilityName", cluster_name=_CLUSTER), _ARN),
        (
            *_TAGGED,
            *sets(
                "UpdateCapability",
                role_arn="roleArn",
                configuration__argo_cd__network_access__vpce_ids="configuration.argoCd.networkAccess.vpceIds",
            ),
        ),
        objects("CreateCapability"),
        objects("DeleteCapability"),
    ),
    "aws_eks_fargate_profile": AuditedType(
        _EKS,
        (identity(fargate_profile_name="fargateProfileName", cluster_name=_CLUSTER), _ARN),
        _TAGGED,
        objects("CreateFargateProfile"),
        objects("DeleteFargateProfile"),
    ),
    "aws_eks_access_entry": AuditedType(
        _EKS,
        (
            identity(principal_arn="principalArn", cluster_name=_CLUSTER),
            identity(access_entry_arn="resourceArn"),
        ),
        (
            *_TAGGED,
            *sets("UpdateAccessEntry", kubernetes_groups="kubernetesGroups", user_name="username"),
        ),
        objects("CreateAccessEntry"),
        objects("DeleteAccessEntry"),
    ),
    "aws_eks_access_policy_association": AuditedType(
        _EKS,
        (identity(principal_arn="principalArn", policy_arn="policyArn", cluster_name=_CLUSTER),),
        sets(
            "AssociateAccessPolicy",
            access_scope__type="accessScope.type",
            access_scope__namespaces="accessScope.namespaces",
        ),
        objects("AssociateAccessPolicy"),
        (
            ObjectEvent("DisassociateAccessPolicy"),
            ObjectEvent("DeleteAccessEntry", identity(principal_arn="principalArn", cluster_name=_CLUSTER)),
        ),
    ),
}
