"""Clusters: create, describe, list, delete, and every way to update one."""

from __future__ import annotations

from typing import Any

from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
)
from moto.eks.utils import validate_role_arn

from .call import Call, ClusterRecord, Record, given, merge, new_id, now, page
from .certificate import certificate_authority
from .network import create_cluster_network, delete_cluster_network, ensure_log_group
from .updates import record_update
from .versions import DEFAULT_VERSION, minor

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
# What is stored and answered as it was sent, when it was sent.
KEPT = (
    "zonalShiftConfig",
    "encryptionConfig",
    "outpostConfig",
    "remoteNetworkConfig",
    "computeConfig",
    "storageConfig",
    "controlPlaneScalingConfig",
    "kubeApiServerConfig",
    "kubeSchedulerConfig",
    "kubeControllerManagerConfig",
)
# Member of UpdateClusterConfig: type of the update, type of its parameter.
CONFIG_UPDATES = {
    "resourcesVpcConfig": ("VpcConfigUpdate", "Subnets"),
    "logging": ("LoggingUpdate", "ClusterLogging"),
    "accessConfig": ("AccessConfigUpdate", "AuthenticationMode"),
    "upgradePolicy": ("UpgradePolicyUpdate", "UpgradePolicy"),
    "zonalShiftConfig": ("ZonalShiftConfigUpdate", "ZonalShiftConfig"),
    "computeConfig": ("AutoModeUpdate", "ComputeConfig"),
    "kubernetesNetworkConfig": ("AutoModeUpdate", "KubernetesNetworkConfig"),
    "storageConfig": ("AutoModeUpdate", "StorageConfig"),
    "remoteNetworkConfig": ("RemoteNetworkConfigUpdate", "RemoteNetworkConfig"),
    "deletionProtection": ("DeletionProtectionUpdate", "DeletionProtection"),
    "controlPlaneScalingConfig": ("ControlPlaneScalingConfigUpdate", "UpdatedTier"),
    "kubeApiServerConfig": ("ControlPlaneComponentConfigUpdate", "KubeApiServerConfig"),
    "kubeSchedulerConfig": ("ControlPlaneComponentConfigUpdate", "KubeSchedulerConfig"),
    "kubeControllerManagerConfig": ("ControlPlaneComponentConfigUpdate", "KubeControllerManagerConfig"),
}


def create_cluster(call: Call) -> Record:
    """`CreateCluster`; the answer is `ACTIVE` at once, with its security group made."""
    body = call.body
    name = body["name"]
    if name in call.clusters:
        raise ResourceInUseException(clusterName=name, message=f"Cluster already exists with name: {name}")
    validate_role_arn(body["roleArn"])
    described = _identity(call, name) | _configuration(call, body)
    described["resourcesVpcConfig"] = create_cluster_network(call, name, body["resourcesVpcConfig"])
    call.clusters[name] = ClusterRecord(described)
    ensure_log_group(call, described)
    return {"cluster": described}


def _identity(call: Call, name: str) -> Record:
    suffix = "amazonaws.com.cn" if call.partition == "aws-cn" else "amazonaws.com"
    unique = new_id().upper()
    return {
        "name": name,
        "arn": call.arn(f"cluster/{name}"),
        "createdAt": now(),
        "status": "ACTIVE",
        "platformVersion": "eks.1",
        "health": {"issues": []},
        "endpoint": f"https://{unique}.gr7.{call.region}.eks.{suffix}",
        "identity": {"oidc": {"issuer": f"https://oidc.eks.{call.region}.{suffix}/id/{unique}"}},
        "certificateAuthority": {"data": certificate_authority()},
    }


def _configuration(call: Call, body: Record) -> Record:
    mode = (body.get("accessConfig") or {}).get("authenticationMode") or "CONFIG_MAP"
    return {
        "version": body.get("version") or DEFAULT_VERSION,
        "roleArn": body["roleArn"],
        "tags": body.get("tags") or {},
        "logging": _logging({}, body.get("logging") or {}),
        "accessConfig": {"authenticationMode": mode},
        "kubernetesNetworkConfig": _network(body.get("kubernetesNetworkConfig") or {}),
        "upgradePolicy": body.get("upgradePolicy") or {"supportType": "EXTENDED"},
        "deletionProtection": bool(body.get("deletionProtection")),
        **given(body, *KEPT),
    }


def _network(asked: Record) -> Record:
    family = asked.get("ipFamily") or "ipv4"
    answer = {"ipFamily": family, "elasticLoadBalancing": {"enabled": False}}
    if family == "ipv6":
        answer["serviceIpv6Cidr"] = "fd30:1c53:5f8a::/108"
    else:
        answer["serviceIpv4Cidr"] = "172.20.0.0/16"
    return {**answer, **{key: value for key, value in asked.items() if value is not None}}


def _logging(old: Record, asked: Record) -> Record:
    """All five log types, in the two groups in which EKS answers them."""
    enabled = {kind for group in old.get("clusterLogging", []) if group["enabled"] for kind in group["types"]}
    for group in asked.get("clusterLogging") or []:
        kinds = set(group.get("types") or [])
        enabled = enabled | kinds if group.get("enabled") else enabled - kinds
    on = [kind for kind in LOG_TYPES if kind in enabled]
    off = [kind for kind in LOG_TYPES if kind not in enabled]
    groups = [{"types": on, "enabled": True}, {"types": off, "enabled": False}]
    return {"clusterLogging": [group for group in groups if group["types"]]}


def describe_cluster(call: Call) -> Record:
    """`DescribeCluster`."""
    return {"cluster": call.cluster().described}


def list_clusters(call: Call) -> Record:
    """`ListClusters`."""
    return page("clusters", sorted(call.clusters), call)


def delete_cluster(call: Call) -> Record:
    """`DeleteCluster`; refused while node groups or Fargate profiles exist or while protected."""
    cluster = call.cluster()
    name = cluster.described["name"]
    if cluster.described["deletionProtection"]:
        raise InvalidRequestException(
            message=f"Cluster {name} has deletion protection enabled. Disable it to delete the cluster."
        )
    attached = sorted(cluster.node_groups) or sorted(cluster.fargate_profiles)
    if attached:
        kind = "nodegroups" if cluster.node_groups else "Fargate profiles"
        raise ResourceInUseException(
            clusterName=name, nodegroupName=",".join(attached), message=f"Cluster has {kind} attached"
        )
    delete_cluster_network(call, cluster.described)
    del call.clusters[name]
    return {"cluster": {**cluster.described, "status": "DELETING"}}


def update_cluster_config(call: Call) -> Record:
    """`UpdateClusterConfig`: merges what was sent into what is stored, one receipt for the call."""
    cluster = call.cluster()
    changed = given(call.body, *CONFIG_UPDATES)
    if not changed:
        raise InvalidParameterException(clusterName=call.path["name"], message="No changes needed")
    for member, value in changed.items():
        _change(cluster.described, member, value)
    ensure_log_group(call, cluster.described)
    kind = _update_type(changed)
    params = {CONFIG_UPDATES[member][1]: value for member, value in changed.items()}
    return {"update": record_update(cluster, kind, params)}


def _change(described: Record, member: str, value: Any) -> None:
    if member == "logging":
        described[member] = _logging(described[member], value)
    else:
        described[member] = merge(described.get(member), value)


def _update_type(changed: Record) -> str:
    network = changed.get("resourcesVpcConfig") or {}
    if "endpointPublicAccess" in network or "endpointPrivateAccess" in network:
        return "EndpointAccessUpdate"
    return CONFIG_UPDATES[next(iter(changed))][0]


def update_cluster_version(call: Call) -> Record:
    """`UpdateClusterVersion`: one minor version at a time, as EKS demands."""
    cluster = call.cluster()
    old, new = cluster.described["version"], call.body["version"]
    if minor(new) != minor(old) + 1:
        raise InvalidParameterException(
            clusterName=call.path["name"],
            message=f"Unsupported Kubernetes minor version update from {old} to {new}",
        )
    cluster.described["version"] = new
    params = {"Version": new, "PlatformVersion": cluster.described["platformVersion"]}
    return {"update": record_update(cluster, "VersionUpdate", params)}


def associate_encryption_config(call: Call) -> Record:
    """`AssociateEncryptionConfig`; a cluster's secrets are encrypted once and for ever."""
    cluster = call.cluster()
    if cluster.described.get("encryptionConfig"):
        raise InvalidRequestException(message="Encryption is already enabled on this cluster")
    cluster.described["encryptionConfig"] = call.body["encryptionConfig"]
    params = {"EncryptionConfig": call.body["encryptionConfig"]}
    return {"update": record_update(cluster, "AssociateEncryptionConfig", params)}


OPERATIONS = {
    "create_cluster": create_cluster,
    "describe_cluster": describe_cluster,
    "list_clusters": list_clusters,
    "delete_cluster": delete_cluster,
    "update_cluster_config": update_cluster_config,
    "update_cluster_version": update_cluster_version,
    "associate_encryption_config": associate_encryption_config,
}
