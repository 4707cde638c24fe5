"""Variables of terraform-aws-modules/eks and /vpc, by the place where somebody writes them in a spec."""

from __future__ import annotations

from .row import ON, OTHER_FORM, ForeignName, renamed

_EKS = "terraform-aws-modules/eks"
_VPC = "terraform-aws-modules/vpc"
_NODES = "nodeGroups.*.{}"
_BY_NAME = "its entries have other fields"

_RENAMED = {
    "cluster_name": "metadata.name",
    "cluster_version": "kubernetes.version",
    "kubernetes_version": "kubernetes.version",
    "service_ipv4_cidr": "kubernetes.serviceCidr",
    "cluster_service_ipv4_cidr": "kubernetes.serviceCidr",
    "ip_family": "kubernetes.ipFamily",
    "cluster_ip_family": "kubernetes.ipFamily",
    "tags": "metadata.tags",
    "iam_role_permissions_boundary": "iamDefaults.permissionsBoundary",
    "iam_role_path": "iamDefaults.path",
    "vpc_id": "network.existing.vpcId",
    "endpoint_private_access": "controlPlane.endpoint.private",
    "endpoint_public_access": "controlPlane.endpoint.public",
    "endpoint_public_access_cidrs": "controlPlane.endpoint.public",
    "cluster_endpoint_private_access": "controlPlane.endpoint.private",
    "cluster_endpoint_public_access": "controlPlane.endpoint.public",
    "cluster_endpoint_public_access_cidrs": "controlPlane.endpoint.public",
    "enabled_log_types": "controlPlane.logs.types",
    "cluster_enabled_log_types": "controlPlane.logs.types",
    "cloudwatch_log_group_retention_in_days": "controlPlane.logs.retentionDays",
    "eks_managed_node_groups": "nodeGroups",
    "self_managed_node_groups": "nodeGroups",
    "node_groups": "nodeGroups",
    "eks_managed_node_group_defaults": "nodeDefaults",
    "fargate_profiles": "fargateProfiles",
    "addons.*.addon_version": "addons.*.version",
    "addons.*.configuration_values": "addons.*.configuration",
    "addons.*.service_account_role_arn": "addons.*.role",
}
_CLUSTER = (
    ForeignName("cluster_addons", "addons", _EKS),
    ForeignName("subnet_ids", "network.existing.subnets.private", _EKS, OTHER_FORM),
    ForeignName("control_plane_subnet_ids", "network.existing.subnets.intra", _EKS, OTHER_FORM),
    ForeignName("access_entries", "access.entries", _EKS, OTHER_FORM, note=_BY_NAME),
    ForeignName(
        "enable_cluster_creator_admin_permissions",
        "access.admins",
        _EKS,
        OTHER_FORM,
        note="every administrator is named, also who creates the cluster",
    ),
    ForeignName(
        "authentication_mode",
        "access.mode",
        _EKS,
        values={"API": "api", "API_AND_CONFIG_MAP": "api-and-config-map", "CONFIG_MAP": "api-and-config-map"},
    ),
    ForeignName("enable_irsa", "identity.oidcProvider", _EKS, values=ON),
    ForeignName("encryption_config", "controlPlane.secretsEncryption", _EKS, OTHER_FORM),
    ForeignName("cluster_encryption_config", "controlPlane.secretsEncryption", _EKS, OTHER_FORM),
    ForeignName("compute_config", "controlPlane.autoMode", _EKS, OTHER_FORM),
    ForeignName("remote_network_config", "controlPlane.remoteNetworks", _EKS, OTHER_FORM),
    ForeignName("zonal_shift_config", "controlPlane.zonalShift", _EKS, OTHER_FORM),
    ForeignName("deletion_protection", "controlPlane.deletionProtection", _EKS, values=ON),
    ForeignName(
        "upgrade_policy.support_type",
        "kubernetes.support",
        _EKS,
        values={"STANDARD": "standard", "EXTENDED": "extended"},
    ),
)
_VPC_RENAMED = {
    "azs": "network.zones",
    "secondary_cidr_blocks": "network.secondaryCidrs",
}
_VPC_OTHER = {
    "private_subnets": ("network.subnets.private", {}),
    "public_subnets": ("network.subnets.public", {}),
    "intra_subnets": ("network.subnets.intra", {}),
    "enable_nat_gateway": ("network.nat", {"true": "per-zone", "false": "none"}),
    "single_nat_gateway": ("network.nat", {"true": "single"}),
    "one_nat_gateway_per_az": ("network.nat", {"true": "per-zone"}),
    "enable_flow_log": ("network.flowLogs", {"true": "", "false": "none"}),
}
_NODES_RENAMED = {
    "instance_types": "instanceTypes",
    "min_size": "scaling.min",
    "max_size": "scaling.max",
    "desired_size": "scaling.desired",
    "disk_size": "disk.size",
    "ami_id": "ami",
    "ami_release_version": "release",
    "key_name": "ssh.keyName",
    "iam_role_arn": "iam.role",
    "iam_role_name": "iam.roleName",
    "iam_role_permissions_boundary": "iam.permissionsBoundary",
    "vpc_security_group_ids": "securityGroups.additional",
    "update_config": "update",
    "update_config.max_unavailable": "update.maxUnavailable",
    "force_update_version": "update.force",
    "metadata_options": "imds",
    "metadata_options.http_put_response_hop_limit": "imds.hopLimit",
    "max_instance_lifetime": "maxInstanceLifetime",
    "suspended_processes": "suspendProcesses",
}
_AMI_TYPES = {
    "AL2023_x86_64_STANDARD": "al2023",
    "AL2023_ARM_64_STANDARD": "al2023",
    "AL2023_x86_64_NVIDIA": "al2023",
    "AL2023_ARM_64_NVIDIA": "al2023",
    "AL2023_x86_64_NEURON": "al2023",
    "BOTTLEROCKET_x86_64": "bottlerocket",
    "BOTTLEROCKET_ARM_64": "bottlerocket",
    "WINDOWS_CORE_2022_x86_64": "windows-2022-core",
    "WINDOWS_FULL_2022_x86_64": "windows-2022-full",
}
_EFFECTS = {"NO_SCHEDULE": "NoSchedule", "NO_EXECUTE": "NoExecute", "PREFER_NO_SCHEDULE": "PreferNoSchedule"}
_NODES_OTHER = (
    ForeignName(_NODES.format("ami_type"), _NODES.format("os"), _EKS, values=_AMI_TYPES),
    ForeignName(
        _NODES.format("capacity_type"),
        _NODES.format("capacity"),
        _EKS,
        values={"SPOT": "spot", "ON_DEMAND": "on-demand", "CAPACITY_BLOCK": "capacity-block"},
    ),
    ForeignName(
        _NODES.format("update_config.max_unavailable_percentage"),
        _NODES.format("update.maxUnavailable"),
        _EKS,
        '"{}%"',
    ),
    ForeignName(_NODES.format("enable_efa_support"), _NODES.format("efa"), _EKS, values=ON),
    ForeignName(_NODES.format("enable_monitoring"), _NODES.format("detailedMonitoring"), _EKS, values=ON),
    ForeignName(_NODES.format("subnet_ids"), _NODES.format("subnets.ids"), _EKS),
    ForeignName(_NODES.format("block_device_mappings"), _NODES.format("disk"), _EKS, OTHER_FORM),
    ForeignName(
        _NODES.format("iam_role_additional_policies"), _NODES.format("iam.policies"), _EKS, OTHER_FORM
    ),
    ForeignName(_NODES.format("node_repair_config"), _NODES.format("repair"), _EKS, OTHER_FORM),
    ForeignName(_NODES.format("cloudinit_pre_nodeadm"), _NODES.format("bootstrap"), _EKS, OTHER_FORM),
    ForeignName(
        _NODES.format("pre_bootstrap_user_data"), _NODES.format("bootstrap.preCommands"), _EKS, OTHER_FORM
    ),
    ForeignName("nodeGroups.*.taints.*.effect", "nodeGroups.*.taints.*.effect", _EKS, values=_EFFECTS),
)

TERRAFORM: tuple[ForeignName, ...] = (
    *_CLUSTER,
    *renamed(_EKS, _RENAMED),
    *(
        ForeignName(f"{part}{name}", field, _VPC, values=values or {}, write=OTHER_FORM)
        for name, (field, values) in _VPC_OTHER.items()
        for part in ("", "network.")
    ),
    *renamed(_VPC, _VPC_RENAMED),
    *renamed(_VPC, _VPC_RENAMED, "network.{}"),
    *_NODES_OTHER,
    *renamed(_EKS, _NODES_RENAMED, _NODES, _NODES),
)
