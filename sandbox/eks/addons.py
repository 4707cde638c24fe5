"""Add-ons: create, describe, list, update, delete, and which versions there are."""

from __future__ import annotations

import json

from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from .call import Call, ClusterRecord, Record, given, new_id, now, page
from .identities import associate, dissociate
from .updates import record_update
from .versions import CALENDAR

# name: version; "{version}" stands for the Kubernetes version. An add-on that is not listed is
# accepted with the version that was asked for: the list of add-ons grows faster than this table.
KNOWN = {
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
FALLBACK = "v1.0.0-eksbuild.1"


def newest(name: str, kubernetes_version: str) -> str:
    """The version of an add-on that EKS would choose by itself."""
    return KNOWN.get(name, FALLBACK).format(version=kubernetes_version)


def create_addon(call: Call) -> Record:
    """`CreateAddon`; `ACTIVE` at once."""
    cluster, body, name = call.cluster(), call.body, call.body["addonName"]
    if name in cluster.addons:
        raise ResourceInUseException(
            clusterName=call.path["name"], addonName=name, message="Addon already exists."
        )
    _check_configuration(call, name)
    moment = now()
    addon = {
        "addonName": name,
        "clusterName": call.path["name"],
        "status": "ACTIVE",
        "addonVersion": body.get("addonVersion") or newest(name, cluster.described["version"]),
        "health": {"issues": []},
        "addonArn": call.arn(f"addon/{call.path['name']}/{name}/{new_id()}"),
        "createdAt": moment,
        "modifiedAt": moment,
        "tags": body.get("tags") or {},
        **given(body, "serviceAccountRoleArn", "configurationValues", "namespaceConfig"),
    }
    cluster.addons[name] = addon
    _set_identities(call, cluster, addon, body.get("podIdentityAssociations") or [])
    return {"addon": addon}


def _check_configuration(call: Call, name: str) -> None:
    """EKS takes JSON or YAML; what looks like JSON must be JSON."""
    values = (call.body.get("configurationValues") or "").strip()
    try:
        if values.startswith("{"):
            json.loads(values)
    except ValueError as error:
        raise InvalidParameterException(
            clusterName=call.path["name"],
            addonName=name,
            message=f"ConfigurationValue provided in request is not supported: {error}",
        ) from error


def _set_identities(call: Call, cluster: ClusterRecord, addon: Record, asked: list[Record]) -> None:
    """Replace the pod identity associations that the add-on owns."""
    for arn in addon.get("podIdentityAssociations") or []:
        dissociate(cluster, arn)
    namespace = (addon.get("namespaceConfig") or {}).get("namespace") or "kube-system"
    made = [
        associate(call, cluster, {"namespace": namespace, **one}, owner=addon["addonArn"]) for one in asked
    ]
    addon["podIdentityAssociations"] = [association["associationArn"] for association in made]


def _addon(call: Call) -> tuple[ClusterRecord, Record]:
    cluster, name = call.cluster(), call.path["addonName"]
    if name not in cluster.addons:
        raise ResourceNotFoundException(
            clusterName=call.path["name"], addonName=name, message=f"No addon: {name} found in cluster."
        )
    return cluster, cluster.addons[name]


def describe_addon(call: Call) -> Record:
    """`DescribeAddon`."""
    return {"addon": _addon(call)[1]}


def list_addons(call: Call) -> Record:
    """`ListAddons`."""
    return page("addons", sorted(call.cluster().addons), call)


def update_addon(call: Call) -> Record:
    """`UpdateAddon`: version, role, configuration and pod identities; what is not sent stays."""
    cluster, addon = _addon(call)
    _check_configuration(call, addon["addonName"])
    changed = given(call.body, "addonVersion", "serviceAccountRoleArn", "configurationValues")
    addon.update(changed, modifiedAt=now())
    identities = call.body.get("podIdentityAssociations")
    if identities is not None:
        _set_identities(call, cluster, addon, identities)
        changed["podIdentityAssociations"] = identities
    params = {key[0].upper() + key[1:]: value for key, value in changed.items()}
    params["ResolveConflicts"] = call.body.get("resolveConflicts") or "NONE"
    return {"update": record_update(cluster, "AddonUpdate", params, of=("addon", addon["addonName"]))}


def delete_addon(call: Call) -> Record:
    """`DeleteAddon`, with the pod identity associations it owns."""
    cluster, addon = _addon(call)
    _set_identities(call, cluster, addon, [])
    del cluster.addons[addon["addonName"]]
    return {"addon": {**addon, "status": "DELETING"}}


def describe_addon_versions(call: Call) -> Record:
    """`DescribeAddonVersions` of all known add-ons or of one, for all versions or for one."""
    names = [call.asked("addonName")] if call.asked("addonName") else sorted(KNOWN)
    versions = [call.asked("kubernetesVersion")] if call.asked("kubernetesVersion") else list(CALENDAR)
    return page("addons", [_versions_of(name, versions) for name in names], call)


def _versions_of(name: str, kubernetes_versions: list[str]) -> Record:
    builds: dict[str, list[str]] = {}
    for version in kubernetes_versions:
        builds.setdefault(newest(name, version), []).append(version)
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


def describe_addon_configuration(call: Call) -> Record:
    """`DescribeAddonConfiguration`; the schema lets everything through."""
    schema = {"$schema": "http://json-schema.org/draft-06/schema#", "type": "object"}
    return {
        "addonName": call.asked("addonName"),
        "addonVersion": call.asked("addonVersion"),
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
