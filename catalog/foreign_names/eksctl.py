"""Names of eksctl's `ClusterConfig`, by the place where somebody writes them in a spec."""

from __future__ import annotations

from .row import LIST, ON, OTHER_FORM, ForeignName, renamed

_EKSCTL = "eksctl"
_BY_NAME = "a map by name instead of a list"
_BY_ACCOUNT = "a map by NAMESPACE/NAME instead of a list"

_RENAMED = {
    "metadata.version": "kubernetes.version",
    "availabilityZones": "network.zones",
    "vpc": "network",
    "vpc.id": "network.existing.vpcId",
    "vpc.cidr": "network.cidr",
    "vpc.clusterEndpoints.privateAccess": "controlPlane.endpoint.private",
    "vpc.clusterEndpoints.publicAccess": "controlPlane.endpoint.public",
    "vpc.publicAccessCIDRs": "controlPlane.endpoint.public",
    "vpc.extraCIDRs": "controlPlane.endpoint.from",
    "vpc.controlPlaneSecurityGroupIDs": "controlPlane.securityGroups.additional",
    "vpc.securityGroup": "controlPlane.securityGroups.existing",
    "vpc.sharedNodeSecurityGroup": "nodeDefaults.securityGroups.existing",
    "kubernetesNetworkConfig.serviceIPv4CIDR": "kubernetes.serviceCidr",
    "cloudWatch.clusterLogging.enableTypes": "controlPlane.logs.types",
    "cloudWatch.clusterLogging.logRetentionInDays": "controlPlane.logs.retentionDays",
    "secretsEncryption.keyARN": "controlPlane.secretsEncryption",
    "privateCluster.additionalEndpointServices": "network.endpoints",
    "iam.serviceRoleARN": "controlPlane.role.role",
    "iam.serviceRolePermissionsBoundary": "controlPlane.role.permissionsBoundary",
    "autoModeConfig": "controlPlane.autoMode",
    "autoModeConfig.nodePools": "controlPlane.autoMode.nodePools",
    "autoModeConfig.nodeRoleARN": "controlPlane.autoMode.nodeRole.role",
    "remoteNetworkConfig": "controlPlane.remoteNetworks",
    "controlPlaneScalingConfig.tier": "controlPlane.scalingTier",
    "kubeAPIServerConfig": "controlPlane.components.apiServer",
    "kubeSchedulerConfig": "controlPlane.components.scheduler",
    "kubeControllerManagerConfig": "controlPlane.components.controllerManager",
    "addons.*.configurationValues": "addons.*.configuration",
    "addons.*.serviceAccountRoleARN": "addons.*.role",
    "addons.*.attachPolicyARNs": "addons.*.policies",
    "addons.*.namespaceConfig.namespace": "addons.*.namespace",
}
_LATEST = "without `version`, EKS takes its default version for the Kubernetes version"
_NAT = {"Disable": "none", "Single": "single", "HighlyAvailable": "per-zone"}
_CLUSTER = (
    ForeignName("managedNodeGroups", "nodeGroups", _EKSCTL, note=_BY_NAME),
    ForeignName("vpc.subnets", "network.existing.subnets", _EKSCTL, OTHER_FORM),
    ForeignName("vpc.controlPlaneSubnetIDs", "network.existing.subnets.intra", _EKSCTL, OTHER_FORM),
    ForeignName("addons.*", "addons.*", values={"latest": "{}"}, note=_LATEST),
    ForeignName("addons.*.version", "addons.*.version", values={"latest": ""}, note=_LATEST),
    *(
        ForeignName(place, "network.nat", _EKSCTL, values=_NAT)
        for place in ("vpc.nat.gateway", "network.nat.gateway", "network.nat")
    ),
    ForeignName(
        "vpc.controlPlaneEgressMode",
        "controlPlane.egress",
        _EKSCTL,
        values={"AWS_MANAGED": "aws", "CUSTOMER_ROUTED": "own"},
    ),
    ForeignName(
        "kubernetesNetworkConfig.ipFamily",
        "kubernetes.ipFamily",
        _EKSCTL,
        values={"IPv4": "ipv4", "IPv6": "ipv6"},
    ),
    ForeignName(
        "upgradePolicy.supportType",
        "kubernetes.support",
        _EKSCTL,
        values={"STANDARD": "standard", "EXTENDED": "extended"},
    ),
    ForeignName(
        "privateCluster.enabled",
        "network.endpoints",
        _EKSCTL,
        values={"true": "[private-cluster]", "false": ""},
    ),
    ForeignName("iam.withOIDC", "identity.oidcProvider", _EKSCTL, values=ON),
    ForeignName("iam.serviceAccounts", "identity.serviceAccounts", _EKSCTL, OTHER_FORM, note=_BY_ACCOUNT),
    ForeignName(
        "iam.podIdentityAssociations", "identity.serviceAccounts", _EKSCTL, OTHER_FORM, note=_BY_ACCOUNT
    ),
    ForeignName("iamIdentityMappings", "access.entries", _EKSCTL, OTHER_FORM, note=_BY_NAME),
    ForeignName("identityProviders", "access.oidc", _EKSCTL, OTHER_FORM),
    ForeignName(
        "accessConfig.authenticationMode",
        "access.mode",
        _EKSCTL,
        values={"API": "api", "API_AND_CONFIG_MAP": "api-and-config-map", "CONFIG_MAP": "api-and-config-map"},
    ),
    ForeignName("accessConfig.accessEntries", "access.entries", _EKSCTL, OTHER_FORM, note=_BY_NAME),
    ForeignName(
        "accessConfig.bootstrapClusterCreatorAdminPermissions",
        "access.admins",
        _EKSCTL,
        OTHER_FORM,
        note="every administrator is named, also who creates the cluster",
    ),
    ForeignName(
        "autoModeConfig.enabled", "controlPlane.autoMode", _EKSCTL, values={"true": "{}", "false": ""}
    ),
    ForeignName("zonalShiftConfig.enabled", "controlPlane.zonalShift", _EKSCTL, values=ON),
    ForeignName(
        "addonsConfig.disableDefaultAddons",
        "addons",
        _EKSCTL,
        OTHER_FORM,
        note="`none` turns off a base add-on, as in `coredns: none`",
    ),
    ForeignName(
        "gitops", "", _EKSCTL, note="Flux is not a part of a cluster: run `flux bootstrap` afterwards"
    ),
    ForeignName("outpost", "", _EKSCTL, note="eksgen does not support AWS Outposts"),
    ForeignName("localZones", "", _EKSCTL, note="eksgen does not support local zones"),
)

_NODES_RENAMED = {
    "desiredCapacity": "scaling.desired",
    "volumeSize": "disk.size",
    "volumeType": "disk.type",
    "volumeIOPS": "disk.iops",
    "volumeThroughput": "disk.throughput",
    "volumeEncrypted": "disk.encrypted",
    "volumeKmsKeyID": "disk.kmsKey",
    "additionalVolumes": "disk.extra",
    "instancePrefix": "instanceName",
    "ssh.publicKeyName": "ssh.keyName",
    "ssh.sourceSecurityGroupIds": "ssh.from",
    "ssh.enableSsm": "ssm",
    "iam.instanceRoleARN": "iam.role",
    "iam.instanceRoleName": "iam.roleName",
    "iam.attachPolicyARNs": "iam.policies",
    "iam.attachPolicy": "iam.statements",
    "iam.instanceRolePermissionsBoundary": "iam.permissionsBoundary",
    "securityGroups.attachIDs": "securityGroups.additional",
    "maxPodsPerNode": "maxPods",
    "asgSuspendProcesses": "suspendProcesses",
    "preBootstrapCommands": "bootstrap.preCommands",
    "kubeletExtraConfig": "bootstrap.kubelet",
    "bottlerocket.settings": "bootstrap.bottlerocket",
    "placement.groupName": "placementGroup",
    "updateConfig": "update",
    "updateConfig.maxUnavailable": "update.maxUnavailable",
    "releaseVersion": "release",
    "nodeRepairConfig": "repair",
    "instancesDistribution": "mixedInstances",
    "instancesDistribution.instanceTypes": "instanceTypes",
    "instancesDistribution.maxPrice": "mixedInstances.maxPrice",
    "instancesDistribution.onDemandBaseCapacity": "mixedInstances.onDemandBase",
    "instancesDistribution.onDemandPercentageAboveBaseCapacity": "mixedInstances.onDemandPercent",
    "instancesDistribution.spotAllocationStrategy": "mixedInstances.spotStrategy",
    "instancesDistribution.spotInstancePools": "mixedInstances.spotPools",
    "asgMetricsCollection": "metrics",
    "targetGroupARNs": "targetGroups",
    "classicLoadBalancerNames": "classicLoadBalancers",
}


def _of_nodes(
    name: str,
    field: str,
    write: str = "{}",
    values: dict[str, str] | None = None,
    note: str = "",
) -> ForeignName:
    target = f"nodeGroups.*.{field}" if field else ""
    return ForeignName(f"nodeGroups.*.{name}", target, _EKSCTL, write, values or {}, note)


_NODES = (
    _of_nodes(
        "amiFamily",
        "os",
        values={
            "AmazonLinux2023": "al2023",
            "Bottlerocket": "bottlerocket",
            "WindowsServer2019CoreContainer": "windows-2019-core",
            "WindowsServer2019FullContainer": "windows-2019-full",
            "WindowsServer2022CoreContainer": "windows-2022-core",
            "WindowsServer2022FullContainer": "windows-2022-full",
        },
        note="Amazon Linux 2 is not supported",
    ),
    _of_nodes("instanceType", "instanceTypes", LIST),
    _of_nodes("instanceSelector", "instanceTypes", OTHER_FORM, note="the types are listed"),
    _of_nodes("availabilityZones", "subnets", "{zones: {}}"),
    _of_nodes("privateNetworking", "subnets", values={"true": "private", "false": "public"}),
    _of_nodes("spot", "capacity", values={"true": "spot", "false": "on-demand"}),
    _of_nodes("instanceMarketOptions", "capacity", OTHER_FORM),
    _of_nodes("disablePodIMDS", "imds.hopLimit", values={"true": "1", "false": "2"}),
    _of_nodes("disableIMDSv1", "", note="IMDSv2 is always required"),
    _of_nodes("efaEnabled", "efa", values=dict(ON)),
    _of_nodes("enclaveEnabled", "enclaves", values=dict(ON)),
    _of_nodes("enableDetailedMonitoring", "detailedMonitoring", values=dict(ON)),
    _of_nodes("nodeRepairConfig.enabled", "repair", values=dict(ON)),
    _of_nodes("updateConfig.maxUnavailablePercentage", "update.maxUnavailable", '"{}%"'),
    _of_nodes("ssh.allow", "ssh.keyName", OTHER_FORM, note="a key turns it on: here, or in `publicKey`"),
    _of_nodes(
        "ssh.publicKeyPath", "ssh.publicKey", OTHER_FORM, note="the key itself, not the name of a file"
    ),
    _of_nodes("overrideBootstrapCommand", "bootstrap", OTHER_FORM),
    _of_nodes("clusterDNS", "bootstrap.kubelet.clusterDNS", LIST),
    _of_nodes("launchTemplate", "", note="eksgen writes the launch template; set its fields here"),
    _of_nodes("name", "", note="the key of a node group is its name"),
    _of_nodes("outpostARN", "", note="eksgen does not support AWS Outposts"),
    _of_nodes("localZones", "", note="eksgen does not support local zones"),
    _of_nodes("propagateASGTags", "", note="EKS tags the Auto Scaling groups of managed node groups"),
    _of_nodes("ebsOptimized", "", note="every instance type that EKS takes is optimized for EBS"),
    ForeignName(
        "nodeGroups.*.iam.withAddonPolicies",
        "identity.serviceAccounts",
        _EKSCTL,
        OTHER_FORM,
        note="permissions belong to the service account of the pods, as `wellKnown`",
    ),
)

EKSCTL: tuple[ForeignName, ...] = (
    *_CLUSTER,
    *renamed(_EKSCTL, _RENAMED),
    *renamed(
        "eksctl and kOps",
        {"minSize": "scaling.min", "maxSize": "scaling.max"},
        "nodeGroups.*.{}",
        "nodeGroups.*.{}",
    ),
    *_NODES,
    *renamed(_EKSCTL, _NODES_RENAMED, "nodeGroups.*.{}", "nodeGroups.*.{}"),
)
