"""Add-ons and their versions."""

from __future__ import annotations

import json

from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from ...catalog.kubernetes import version_names
from .access.pod_identities import add_association, remove_association
from .records import ClusterRecord, Record, new_id, now, pick
from .request import EksRequest, list_response
from .updates import record_update

# name: version; "{version}" is the Kubernetes version. An add-on that is not listed is accepted with the
# version of the request: the list of add-ons grows faster than this table.
NEWEST_VERSIONS = {
    "amazon-cloudwatch-observability": "v4.7.0-eksbuild.1",
    "aws-ebs-csi-driver": "v1.53.0-eksbuild.1",
    "aws-efs-csi-driver": "v2.1.15-eksbuild.1",
    "aws-mountpoint-s3-csi-driver": "v2.2.2-eksbuild.1",
    "coredns": "v1.12.4-eksbuild.1",
    "eks-node-monitoring-agent": "v1.4.2-eksbuild.1",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.1",
    "kube-proxy": "v{version}.0-eksbuild.2",
    "metrics-server": "v0.8.0-eksbuild.3",
    "snapshot-controller": "v8.3.0-eksbuild.1",
    "vpc-cni": "v1.20.4-eksbuild.1",
}
DEFAULT_VERSION = "v1.0.0-eksbuild.1"


def newest_version(name: str, kubernetes_version: str) -> str:
    """Return the version of an add-on that EKS chooses by default."""
    return NEWEST_VERSIONS.get(name, DEFAULT_VERSION).format(version=kubernetes_version)


def create_addon(request: EksRequest) -> Record:
    """`CreateAddon`; `ACTIVE` at once."""
    cluster, body, name = request.cluster(), request.body, request.body["addonName"]
    if name in cluster.addons:
        raise ResourceInUseException(
            clusterName=request.path["name"], addonName=name, message="Addon already exists."
        )
    _check_configuration(request, name)
    _check_roles(request, name)
    moment = now()
    addon = {
        "addonName": name,
        "clusterName": request.path["name"],
        "status": "ACTIVE",
        "addonVersion": body.get("addonVersion") or newest_version(name, cluster.details["version"]),
        "health": {"issues": []},
        "addonArn": request.arn(f"addon/{request.path['name']}/{name}/{new_id()}"),
        "createdAt": moment,
        "modifiedAt": moment,
        "tags": body.get("tags") or {},
        **pick(body, "serviceAccountRoleArn", "configurationValues", "namespaceConfig"),
    }
    cluster.addons[name] = addon
    _set_pod_identities(request, cluster, addon, body.get("podIdentityAssociations") or [])
    return {"addon": addon}


def _check_roles(request: EksRequest, name: str) -> None:
    """Refuse an empty role: the one that an add-on has by IRSA can be replaced, not removed."""
    if request.body.get("serviceAccountRoleArn") == "":
        raise InvalidParameterException(
            clusterName=request.path["name"],
            addonName=name,
            message="serviceAccountRoleArn must have length greater than or equal to 1",
        )


def _check_configuration(request: EksRequest, name: str) -> None:
    """Refuse invalid JSON; EKS accepts JSON and YAML."""
    values = (request.body.get("configurationValues") or "").strip()
    try:
        if values.startswith("{"):
            json.loads(values)
    except ValueError as error:
        raise InvalidParameterException(
            clusterName=request.path["name"],
            addonName=name,
            message=f"ConfigurationValue provided in request is not supported: {error}",
        ) from error


def _set_pod_identities(
    request: EksRequest, cluster: ClusterRecord, addon: Record, identities: list[Record]
) -> None:
    """Replace the pod identity associations that the add-on owns."""
    for arn in addon.get("podIdentityAssociations") or []:
        remove_association(cluster, arn)
    namespace = (addon.get("namespaceConfig") or {}).get("namespace") or "kube-system"
    associations = [
        add_association(request, cluster, {"namespace": namespace, **identity}, owner=addon["addonArn"])
        for identity in identities
    ]
    addon["podIdentityAssociations"] = [association["associationArn"] for association in associations]


def _addon(request: EksRequest) -> tuple[ClusterRecord, Record]:
    cluster, name = request.cluster(), request.path["addonName"]
    if name not in cluster.addons:
        raise ResourceNotFoundException(
            clusterName=request.path["name"],
            addonName=name,
            message=f"No addon: {name} found in cluster: {request.path['name']}",
        )
    return cluster, cluster.addons[name]


def describe_addon(request: EksRequest) -> Record:
    """`DescribeAddon`."""
    return {"addon": _addon(request)[1]}


def list_addons(request: EksRequest) -> Record:
    """`ListAddons`."""
    return list_response("addons", sorted(request.cluster().addons), request)


def update_addon(request: EksRequest) -> Record:
    """`UpdateAddon`: version, role, configuration and pod identities; keys that are not sent stay.

    Pod identities take the place of a role by IRSA (hashicorp/aws issue 30645).
    """
    cluster, addon = _addon(request)
    _check_configuration(request, addon["addonName"])
    _check_roles(request, addon["addonName"])
    changed = pick(request.body, "addonVersion", "serviceAccountRoleArn", "configurationValues")
    addon.update(changed, modifiedAt=now())
    identities = request.body.get("podIdentityAssociations")
    if identities is not None:
        if identities and "serviceAccountRoleArn" not in changed:
            addon.pop("serviceAccountRoleArn", None)
        _set_pod_identities(request, cluster, addon, identities)
        changed["podIdentityAssociations"] = identities
    params = {key[0].upper() + key[1:]: value for key, value in changed.items()}
    params["ResolveConflicts"] = request.body.get("resolveConflicts") or "NONE"
    return {"update": record_update(cluster, "AddonUpdate", params, of=("addon", addon["addonName"]))}


def delete_addon(request: EksRequest) -> Record:
    """`DeleteAddon`, with the pod identity associations it owns."""
    cluster, addon = _addon(request)
    _set_pod_identities(request, cluster, addon, [])
    del cluster.addons[addon["addonName"]]
    return {"addon": {**addon, "status": "DELETING"}}


def describe_addon_versions(request: EksRequest) -> Record:
    """`DescribeAddonVersions`, of one add-on or all, for one Kubernetes version or all."""
    names = [request.parameter("addonName")] if request.parameter("addonName") else sorted(NEWEST_VERSIONS)
    versions = (
        [request.parameter("kubernetesVersion")]
        if request.parameter("kubernetesVersion")
        else list(version_names())
    )
    return list_response("addons", [_versions_of(name, versions) for name in names], request)


def _versions_of(name: str, kubernetes_versions: list[str]) -> Record:
    builds: dict[str, list[str]] = {}
    for version in kubernetes_versions:
        builds.setdefault(newest_version(name, version), []).append(version)
    return {
        "addonName": name,
        "type": "networking" if name in ("coredns", "kube-proxy", "vpc-cni") else "other",
        "publisher": "eks",
        "owner": "aws",
        "defaultNamespace": "kube-system",
        "addonVersions": [
            {
                "addonVersion": build,
                "architecture": ["amd64", "arm64"],
                "compatibilities": [
                    {"clusterVersion": version, "platformVersions": ["*"], "defaultVersion": True}
                    for version in versions
                ],
                "requiresConfiguration": False,
            }
            for build, versions in builds.items()
        ],
    }


def describe_addon_configuration(request: EksRequest) -> Record:
    """`DescribeAddonConfiguration`; the schema accepts everything."""
    schema = {"$schema": "http://json-schema.org/draft-06/schema#", "type": "object"}
    return {
        "addonName": request.parameter("addonName"),
        "addonVersion": request.parameter("addonVersion"),
        "configurationSchema": json.dumps(schema),
        "podIdentityConfiguration": [],
    }


OPERATIONS = {
    "create_addon": create_addon,
    "describe_addon": describe_addon,
    "list_addons": list_addons,
    "update_addon": update_addon,
    "delete_addon": delete_addon,
    "describe_addon_versions": describe_addon_versions,
    "describe_addon_configuration": describe_addon_configuration,
}
