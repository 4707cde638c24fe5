"""Names of kOps' `Cluster` and `InstanceGroup`, by the place where somebody writes them in a spec."""

from __future__ import annotations

from .row import LIST, ON, OTHER_FORM, ForeignName, renamed

_KOPS = "kOps"
_NODES = "nodeGroups.*.{}"

# In a `Cluster`; written at the top level, or below `spec` as in kOps.
_RENAMED = {
    "kubernetesVersion": "kubernetes.version",
    "serviceClusterIPRange": "kubernetes.serviceCidr",
    "networkCIDR": "network.cidr",
    "additionalNetworkCIDRs": "network.secondaryCidrs",
    "networkID": "network.existing.vpcId",
    "nodePortAccess": "network.nodeIngress",
    "cloudLabels": "metadata.tags",
    "kubernetesApiAccess": "controlPlane.endpoint.public",
    "sshAccess": "nodeDefaults.ssh.from",
    "sshKeyName": "nodeDefaults.ssh.keyName",
    "additionalPolicies.node": "nodeDefaults.iam.statements",
    "externalPolicies.node": "nodeDefaults.iam.policies",
    "kubeProxy.proxyMode": "addons.kube-proxy.mode",
    "kubeAPIServer": "controlPlane.components.apiServer",
    "kubeScheduler": "controlPlane.components.scheduler",
    "kubeControllerManager": "controlPlane.components.controllerManager",
}
_SWITCHES = {
    "metricsServer.enabled": "addons.metrics-server",
    "certManager.enabled": "addons.cert-manager",
    "snapshotController.enabled": "addons.snapshot-controller",
    "cloudConfig.awsEBSCSIDriver.enabled": "addons.aws-ebs-csi-driver",
    "nodeProblemDetector.enabled": "addons.eks-node-monitoring-agent",
}
_REWRITTEN = {
    "authentication.aws.identityMappings": "access.entries",
    "iam.serviceAccountExternalPermissions": "identity.serviceAccounts",
    "encryptionConfig": "controlPlane.secretsEncryption",
    "networking.amazonvpc": "addons.vpc-cni.configuration",
    "kubeDNS": "addons.coredns",
    "topology": "controlPlane.endpoint",
    "clusterAutoscaler": "identity.serviceAccounts",
    "awsLoadBalancerController": "identity.serviceAccounts",
    "externalDns": "identity.serviceAccounts",
}
_OF_AWS = "AWS runs the control plane of EKS"
_WITHOUT = {
    "etcdClusters": _OF_AWS,
    "masterPublicName": _OF_AWS,
    "masterKubelet": _OF_AWS,
    "dnsZone": "AWS names the endpoint of the API",
    "configBase": "Terraform keeps the state: `terraform.backend`",
    "channel": "versions are written: `kubernetes.version`, and `version` of an add-on",
    "hooks": "EKS has no hooks; `bootstrap.preCommands` runs commands on nodes",
    "fileAssets": "EKS has no file assets; `bootstrap.preCommands` runs commands on nodes",
}


def _cluster(
    name: str, field: str, write: str = "{}", note: str = "", **values: str
) -> tuple[ForeignName, ...]:
    places = (name, f"spec.{name}")
    return tuple(ForeignName(place, field, _KOPS, write, values, note) for place in places)


_NODES_RENAMED = {
    "nodeLabels": "labels",
    "cloudLabels": "tags",
    "rootVolumeSize": "disk.size",
    "rootVolumeType": "disk.type",
    "rootVolumeIOPS": "disk.iops",
    "rootVolumeThroughput": "disk.throughput",
    "rootVolumeEncryption": "disk.encrypted",
    "rootVolumeEncryptionKey": "disk.kmsKey",
    "volumes": "disk.extra",
    "additionalSecurityGroups": "securityGroups.additional",
    "securityGroupOverride": "securityGroups.existing",
    "maxPrice": "mixedInstances.maxPrice",
    "mixedInstancesPolicy": "mixedInstances",
    "mixedInstancesPolicy.instances": "instanceTypes",
    "mixedInstancesPolicy.onDemandBase": "mixedInstances.onDemandBase",
    "mixedInstancesPolicy.onDemandAboveBase": "mixedInstances.onDemandPercent",
    "mixedInstancesPolicy.spotAllocationStrategy": "mixedInstances.spotStrategy",
    "instanceMetadata.httpPutResponseHopLimit": "imds.hopLimit",
    "kubelet": "bootstrap.kubelet",
    "kubelet.maxPods": "maxPods",
    "autoscale": "scaling.autoscaled",
    "rollingUpdate": "update",
    "rollingUpdate.maxUnavailable": "update.maxUnavailable",
}
_NODES_OTHER = (
    ForeignName(_NODES.format("machineType"), _NODES.format("instanceTypes"), _KOPS, LIST),
    ForeignName(_NODES.format("zones"), _NODES.format("subnets"), _KOPS, "{zones: {}}"),
    ForeignName(
        _NODES.format("associatePublicIp"),
        _NODES.format("subnets"),
        _KOPS,
        values={"true": "public", "false": "private"},
    ),
    ForeignName(
        _NODES.format("detailedInstanceMonitoring"), _NODES.format("detailedMonitoring"), _KOPS, values=ON
    ),
    ForeignName(_NODES.format("instanceProtection"), _NODES.format("scaleInProtection"), _KOPS, values=ON),
    ForeignName(
        _NODES.format("additionalUserData"), _NODES.format("bootstrap.preCommands"), _KOPS, OTHER_FORM
    ),
    ForeignName(_NODES.format("externalLoadBalancers"), _NODES.format("targetGroups"), _KOPS, OTHER_FORM),
    ForeignName(_NODES.format("iam.profile"), _NODES.format("iam.role"), _KOPS, OTHER_FORM),
    ForeignName(_NODES.format("image"), _NODES.format("os"), _KOPS, OTHER_FORM),
    ForeignName(_NODES.format("role"), "", _KOPS, note="node groups have no control plane: AWS runs it"),
)

KOPS: tuple[ForeignName, ...] = (
    *(row for name, field in _RENAMED.items() for row in _cluster(name, field)),
    *(row for name, field in _SWITCHES.items() for row in _cluster(name, field, **ON)),
    *(row for name, field in _REWRITTEN.items() for row in _cluster(name, field, OTHER_FORM)),
    *(row for name, why in _WITHOUT.items() for row in _cluster(name, "", note=why)),
    *_NODES_OTHER,
    *renamed(_KOPS, _NODES_RENAMED, _NODES, _NODES),
)
