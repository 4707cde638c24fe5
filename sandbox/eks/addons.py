"""Add-ons and their versions."""

from __future__ import annotations

import json

from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from ...catalog.addons.addons import addon_or_default
from ...catalog.regions.partitions import managed_policy_arn
from .access.pod_identities import add_association, remove_association
from .addon_configuration import check_configuration, known_schema, set_conflicts
from .records import ClusterRecord, Record, new_id, now, pick
from .request import EksRequest, list_response
from .updates import record_update
from .versions.addon_versions import refuse_version, usual_version


def create_addon(request: EksRequest) -> Record:
    """`CreateAddon`; `ACTIVE` at once."""
    cluster, body, name = request.cluster(), request.body, request.body["addonName"]
    if name in cluster.addons:
        raise ResourceInUseException(
            clusterName=request.path["name"], addonName=name, message="Addon already exists."
        )
    refuse_version(request, name, body.get("addonVersion"))
    check_configuration(request, name)
    _check_roles(request, name)
    moment = now()
    addon = {
        "addonName": name,
        "clusterName": request.path["name"],
        "status": "ACTIVE",
        "addonVersion": body.get("addonVersion")
        or usual_version(name, cluster.details["version"], request.account),
        "health": {"issues": []},
        "addonArn": request.arn(f"addon/{request.path['name']}/{name}/{new_id()}"),
        "createdAt": moment,
        "modifiedAt": moment,
        "tags": body.get("tags") or {},
        "namespaceConfig": {"namespace": _namespace(body, name)},
        **pick(body, "serviceAccountRoleArn", "configurationValues"),
    }
    set_conflicts(request, cluster, addon)
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


def _set_pod_identities(
    request: EksRequest, cluster: ClusterRecord, addon: Record, identities: list[Record]
) -> None:
    """Replace the pod identity associations that the add-on owns."""
    for arn in addon.get("podIdentityAssociations") or []:
        remove_association(cluster, arn)
    namespace = addon["namespaceConfig"]["namespace"]
    associations = [
        add_association(request, cluster, {"namespace": namespace, **identity}, owner=addon["addonArn"])
        for identity in identities
    ]
    addon["podIdentityAssociations"] = [association["associationArn"] for association in associations]


def _namespace(body: Record, name: str) -> str:
    """Return the namespace of an add-on: EKS never changes it."""
    return (body.get("namespaceConfig") or {}).get("namespace") or addon_or_default(name).namespace


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
    refuse_version(request, addon["addonName"], request.body.get("addonVersion"), addon["addonVersion"])
    check_configuration(request, addon["addonName"])
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


def describe_addon_configuration(request: EksRequest) -> Record:
    """`DescribeAddonConfiguration`: the schema and the permissions that eksgen knows of."""
    name = request.parameter("addonName")
    return {
        "addonName": name,
        "addonVersion": request.parameter("addonVersion"),
        "configurationSchema": json.dumps(known_schema(name)),
        "podIdentityConfiguration": [
            {
                "serviceAccount": account,
                "recommendedManagedPolicies": [
                    managed_policy_arn(request.partition, policy) for policy in policies
                ],
            }
            for account, policies in addon_or_default(name).service_accounts.items()
        ],
    }


OPERATIONS = {
    "create_addon": create_addon,
    "describe_addon": describe_addon,
    "list_addons": list_addons,
    "update_addon": update_addon,
    "delete_addon": delete_addon,
    "describe_addon_configuration": describe_addon_configuration,
}
