"""Clusters and their updates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from moto.ec2.models import ec2_backends
from moto.eks.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceInUseException,
)

from ...catalog.immutable import RESTRICTION
from ...catalog.kubernetes.versions import (
    ROLLBACK_DAYS,
    kubernetes_version,
    minor_versions_between,
    support_state,
)
from ...catalog.logs.cloudwatch import CONTROL_PLANE_LOG_TYPES
from ...catalog.regions.partitions import partition_of_region
from ..certificate import certificate_authority
from .addon_configuration import SELF_MANAGED
from .compute import refuse_changed_compute, refuse_compute, refuse_family, settle_compute
from .control_plane import (
    control_plane_settings,
    refuse_control_plane,
    refuse_mixed_update,
    refuse_way_back,
)
from .managed_resources import create_cluster_network, delete_cluster_network, ensure_log_group
from .records import ClusterRecord, Record, merge, new_id, now, pick
from .request import EksRequest, list_response
from .updates import record_update
from .versions.insights import refuse_unready
from .versions.releases import DEFAULT_VERSION

# Stored and returned as sent, if sent.
OPTIONAL_CONFIG = (
    "zonalShiftConfig",
    "encryptionConfig",
    "outpostConfig",
    "remoteNetworkConfig",
    "computeConfig",
    "storageConfig",
)
# Key of UpdateClusterConfig: type of the update, type of its parameter.
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


def create_cluster(request: EksRequest) -> Record:
    """`CreateCluster`; the cluster is `ACTIVE` at once and has its security group."""
    body = request.body
    name = body["name"]
    if name in request.clusters:
        raise ResourceInUseException(clusterName=name, message=f"Cluster already exists with name: {name}")
    request.check_role(body["roleArn"])
    refuse_family(request, body)
    details = _identity(request, name) | _configuration(request, body)
    details["resourcesVpcConfig"] = create_cluster_network(request, name, body["resourcesVpcConfig"])
    try:
        refuse_control_plane(request, body, details)
        refuse_compute(request, details)
    except InvalidParameterException:
        delete_cluster_network(request, details)
        raise
    cluster = request.clusters[name] = ClusterRecord(details)
    if body.get("bootstrapSelfManagedAddons") is not False:
        cluster.self_managed.update(SELF_MANAGED)
    settle_compute(request, cluster)
    ensure_log_group(request, details)
    return {"cluster": details}


def _identity(request: EksRequest, name: str) -> Record:
    suffix = partition_of_region(request.region).dns_suffix
    cluster_id = new_id().upper()
    return {
        "name": name,
        "arn": request.arn(f"cluster/{name}"),
        "createdAt": now(),
        "status": "ACTIVE",
        "platformVersion": "eks.1",
        "health": {"issues": []},
        "endpoint": f"https://{cluster_id}.gr7.{request.region}.eks.{suffix}",
        "identity": {"oidc": {"issuer": f"https://oidc.eks.{request.region}.{suffix}/id/{cluster_id}"}},
        "certificateAuthority": {"data": certificate_authority()},
    }


def _configuration(request: EksRequest, body: Record) -> Record:
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
        **pick(body, *OPTIONAL_CONFIG),
        **control_plane_settings(body),
    }


def _network(config: Record) -> Record:
    family = config.get("ipFamily") or "ipv4"
    network = {"ipFamily": family, "elasticLoadBalancing": {"enabled": False}}
    if family == "ipv6":
        network["serviceIpv6Cidr"] = "fd30:1c53:5f8a::/108"
    else:
        network["serviceIpv4Cidr"] = "172.20.0.0/16"
    return {**network, **{key: value for key, value in config.items() if value is not None}}


def _logging(old: Record, changes: Record) -> Record:
    """Return all five log types in two groups, enabled and disabled, as EKS does."""
    enabled = {kind for group in old.get("clusterLogging", []) if group["enabled"] for kind in group["types"]}
    for group in changes.get("clusterLogging") or []:
        kinds = set(group.get("types") or [])
        enabled = enabled | kinds if group.get("enabled") else enabled - kinds
    on = [kind for kind in CONTROL_PLANE_LOG_TYPES if kind in enabled]
    off = [kind for kind in CONTROL_PLANE_LOG_TYPES if kind not in enabled]
    groups = [{"types": on, "enabled": True}, {"types": off, "enabled": False}]
    return {"clusterLogging": [group for group in groups if group["types"]]}


def describe_cluster(request: EksRequest) -> Record:
    """`DescribeCluster`."""
    return {"cluster": request.cluster().details}


def list_clusters(request: EksRequest) -> Record:
    """`ListClusters`."""
    return list_response("clusters", sorted(request.clusters), request)


def delete_cluster(request: EksRequest) -> Record:
    """`DeleteCluster`; refused if it is protected or has node groups, Fargate profiles or capabilities."""
    cluster = request.cluster()
    name = cluster.details["name"]
    if cluster.details["deletionProtection"]:
        raise InvalidRequestException(
            message=f"Cluster {name} has deletion protection enabled. Disable it to delete the cluster."
        )
    for kind, attached in (
        ("nodegroups", cluster.node_groups),
        ("Fargate profiles", cluster.fargate_profiles),
        ("capabilities", cluster.capabilities),
    ):
        if attached:
            names = ",".join(sorted(attached))
            raise ResourceInUseException(
                clusterName=name, nodegroupName=names, message=f"Cluster has {kind} attached"
            )
    delete_cluster_network(request, cluster.details)
    del request.clusters[name]
    return {"cluster": {**cluster.details, "status": "DELETING"}}


def update_cluster_config(request: EksRequest) -> Record:
    """`UpdateClusterConfig`: merges the changes into the cluster; one update per request."""
    cluster = request.cluster()
    changed = pick(request.body, *CONFIG_UPDATES)
    if not changed:
        raise InvalidParameterException(clusterName=request.path["name"], message="No changes needed")
    refuse_mixed_update(request, changed)
    _refuse_immutable(request, cluster.details, changed)
    refuse_way_back(request, cluster.details, changed)
    refuse_changed_compute(cluster.details, changed)
    details = dict(cluster.details)
    for key, value in changed.items():
        _merge_change(details, key, value)
    refuse_control_plane(request, changed, details)
    refuse_compute(request, details)
    cluster.details.update(details)
    settle_compute(request, cluster)
    ensure_log_group(request, cluster.details)
    kind = _update_type(changed)
    params = {CONFIG_UPDATES[key][1]: value for key, value in changed.items()}
    return {"update": record_update(cluster, kind, params)}


def _refuse_immutable(request: EksRequest, details: Record, changed: Record) -> None:
    """Refuse the changes of `catalog/immutable/` that this operation takes."""
    old, new = details["kubernetesNetworkConfig"], changed.get("kubernetesNetworkConfig") or {}
    fixed = {"serviceIpv4Cidr": "service-range", "ipFamily": "ip-family"}
    checks = [(row, old.get(key), new.get(key)) for key, row in fixed.items()]
    mode = (changed.get("accessConfig") or {}).get("authenticationMode")
    for row in ("access-mode", "access-mode-step"):
        checks.append((row, details["accessConfig"]["authenticationMode"], mode))
    subnets = (changed.get("resourcesVpcConfig") or {}).get("subnetIds")
    if subnets:
        before = _zones(request, details["resourcesVpcConfig"]["subnetIds"])
        checks.append(("control-plane-zones", before, _zones(request, subnets)))
    for row, recorded, planned in checks:
        if planned is not None and RESTRICTION[row].refuses(recorded, planned):
            message = f"{RESTRICTION[row].answer} (from {recorded} to {planned})"
            raise InvalidParameterException(clusterName=request.path["name"], message=message)


def _zones(request: EksRequest, subnets: list[str]) -> list[str]:
    ec2 = ec2_backends[request.account][request.region]
    return sorted({subnet.availability_zone for subnet in ec2.describe_subnets(subnets)})


def _merge_change(details: Record, key: str, value: Any) -> None:
    if key == "logging":
        details[key] = _logging(details[key], value)
    else:
        details[key] = merge(details.get(key), value)


def _update_type(changed: Record) -> str:
    network = changed.get("resourcesVpcConfig") or {}
    if "endpointPublicAccess" in network or "endpointPrivateAccess" in network:
        return "EndpointAccessUpdate"
    if "controlPlaneEgressMode" in network:
        return "ControlPlaneEgressUpdate"
    return CONFIG_UPDATES[next(iter(changed))][0]


def update_cluster_version(request: EksRequest) -> Record:
    """`UpdateClusterVersion`: one minor version up, or back within seven days once no node is newer."""
    cluster = request.cluster()
    old, new = cluster.details["version"], request.body["version"]
    _refuse_version(request, cluster, old, new)
    back = RESTRICTION["version-rollback"].refuses(old, new)
    if not back:
        refuse_unready(request, new)
    cluster.details["version"] = new
    cluster.upgraded = None if back else now()
    params = {"Version": new, "PlatformVersion": cluster.details["platformVersion"]}
    return {"update": record_update(cluster, "VersionRollback" if back else "VersionUpdate", params)}


def _refuse_version(request: EksRequest, cluster: ClusterRecord, old: str, new: str) -> None:
    """Refuse what the rows about versions refuse."""
    back = RESTRICTION["version-rollback"].refuses(old, new)
    skips = any(RESTRICTION[row].refuses(old, new) for row in ("version-skip", "version-skip-back"))
    if skips or not minor_versions_between(old, new) or (back and not _upgraded_lately(cluster)):
        raise InvalidParameterException(
            clusterName=request.path["name"],
            message=f"Unsupported Kubernetes minor version update from {old} to {new}",
        )
    if back and _needs_extended_support(cluster, new):
        raise InvalidRequestException(
            message=f"Version {new} is in extended support, and the upgrade policy of the cluster is STANDARD"
        )
    versions = {name: group["version"] for name, group in cluster.node_groups.items()}
    newer = [name for name, version in versions.items() if (minor_versions_between(new, version) or 0) > 0]
    if newer:
        raise InvalidRequestException(
            message=f"Nodegroups {', '.join(sorted(newer))} must be rolled back to {new} before the cluster"
        )


def _needs_extended_support(cluster: ClusterRecord, new: str) -> bool:
    version = kubernetes_version(new)
    extended = version is not None and support_state(version, datetime.now(UTC).date()) == "extended"
    return extended and cluster.details["upgradePolicy"]["supportType"] == "STANDARD"


def _upgraded_lately(cluster: ClusterRecord) -> bool:
    return cluster.upgraded is not None and now() - cluster.upgraded <= ROLLBACK_DAYS * 24 * 3600


def associate_encryption_config(request: EksRequest) -> Record:
    """`AssociateEncryptionConfig`; the encryption of secrets cannot be changed afterwards."""
    cluster = request.cluster()
    if cluster.details.get("encryptionConfig"):  # with another key or the same one
        answer = RESTRICTION["secrets-encryption-key"].answer
        raise InvalidRequestException(message=answer.partition(": ")[2].capitalize())
    cluster.details["encryptionConfig"] = request.body["encryptionConfig"]
    params = {"EncryptionConfig": request.body["encryptionConfig"]}
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
