"""Managed capabilities (Argo CD, ACK, kro): create, describe, list, update and delete; `ACTIVE` at once.

EKS says how it answers a second capability of a type ("You can only create one"), but not with which code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moto.eks.exceptions import InvalidParameterException, ResourceInUseException, ResourceNotFoundException

from ...catalog.addons.capabilities import (
    ARGOCD_NAMESPACE,
    IDENTITIES,
    IN_NAMESPACE,
    NAME_LENGTH,
    policies_by_eks,
)
from .access.access_entries import ensure_access_entry
from .access.role_trust import check_trust
from .records import ClusterRecord, Record, new_id, now, pick
from .request import EksRequest, list_response
from .updates import record_update

_NAME = re.compile(rf"[0-9A-Za-z][0-9A-Za-z_-]{{0,{NAME_LENGTH - 1}}}")
_SERVICE = "capabilities.eks.amazonaws.com"


def create_capability(request: EksRequest) -> Record:
    """`CreateCapability`; one of each type, and EKS makes the access entry of its role."""
    cluster, body, name = request.cluster(), request.body, request.body["capabilityName"]
    if name in cluster.capabilities:
        _in_use(request, f"Capability already exists with name: {name}")
    if any(other["type"] == body["type"] for other in cluster.capabilities.values()):
        _in_use(request, f"Cluster already has a capability of type {body['type']}")
    for message in _refused(body):
        raise InvalidParameterException(clusterName=request.path["name"], message=message)
    check_trust(request, body["roleArn"], _SERVICE)
    moment = now()
    capability = {
        "capabilityName": name,
        "arn": request.arn(f"capability/{request.path['name']}/{body['type'].lower()}/{name}/{new_id()}"),
        "clusterName": request.path["name"],
        "status": "ACTIVE",
        "createdAt": moment,
        "modifiedAt": moment,
        "tags": body.get("tags") or {},
        "configuration": _configuration(request, body),
        "health": {"issues": []},
        **pick(body, "type", "roleArn", "deletePropagationPolicy"),
    }
    cluster.capabilities[name] = capability
    _let_in(request, cluster, capability)
    return {"capability": capability}


def _in_use(request: EksRequest, message: str) -> None:
    raise ResourceInUseException(clusterName=request.path["name"], message=message)


def _refused(body: Record) -> Iterator[str]:
    """Yield why EKS does not accept a capability; it has no deletion policy but `RETAIN`."""
    configuration = body.get("configuration") or {}
    if not _NAME.fullmatch(body["capabilityName"]):
        yield f"Capability name {body['capabilityName']} is invalid"
    if body["deletePropagationPolicy"] != "RETAIN":
        yield "deletePropagationPolicy must be RETAIN"
    if (body["type"] == "ARGOCD") != ("argoCd" in configuration):
        yield f"The configuration does not match capability type {body['type']}"
    yield from _refused_mappings((configuration.get("argoCd") or {}).get("rbacRoleMappings") or [])


def _refused_mappings(mappings: list[Record]) -> Iterator[str]:
    roles = [mapping["role"] for mapping in mappings]
    if len(set(roles)) < len(roles):
        yield "Each Argo CD role can be mapped once"
    if sum(len(mapping["identities"]) for mapping in mappings) > IDENTITIES:
        yield f"At most {IDENTITIES} identities can be mapped"


def _configuration(request: EksRequest, body: Record) -> Record:
    """Return the configuration with what EKS fills in."""
    given = (body.get("configuration") or {}).get("argoCd")
    if given is None:
        return {}
    application = f"arn:{request.partition}:sso::{request.account}:application"
    center = {
        "idcRegion": request.region,
        **given["awsIdc"],
        "idcManagedApplicationArn": f"{application}/{new_id(16)}",
    }
    url = f"https://{new_id(12)}.eks-capabilities.{request.region}.amazonaws.com"
    return {"argoCd": {"namespace": ARGOCD_NAMESPACE, **given, "awsIdc": center, "serverUrl": url}}


def _let_in(request: EksRequest, cluster: ClusterRecord, capability: Record) -> None:
    argo_cd = capability["configuration"].get("argoCd") or {}
    namespaces = [argo_cd["namespace"]] if argo_cd else []
    policies = {
        name: namespaces if name in IN_NAMESPACE else [] for name in policies_by_eks(capability["type"])
    }
    ensure_access_entry(request, cluster, capability["roleArn"], "STANDARD", policies)


def _capability(request: EksRequest) -> tuple[ClusterRecord, Record]:
    cluster, name = request.cluster(), request.path["capabilityName"]
    if name not in cluster.capabilities:
        raise ResourceNotFoundException(
            clusterName=request.path["name"], message=f"No capability found for name: {name}."
        )
    return cluster, cluster.capabilities[name]


def describe_capability(request: EksRequest) -> Record:
    """`DescribeCapability`."""
    return {"capability": _capability(request)[1]}


def list_capabilities(request: EksRequest) -> Record:
    """`ListCapabilities`."""
    keys = ("capabilityName", "arn", "type", "status", "createdAt", "modifiedAt")
    capabilities = [pick(capability, *keys) for capability in request.cluster().capabilities.values()]
    return list_response("capabilities", capabilities, request)


def update_capability(request: EksRequest) -> Record:
    """`UpdateCapability`: role, deletion policy, role mappings, network access; the rest stays for good."""
    cluster, capability = _capability(request)
    changed, argo_cd = request.body, (request.body.get("configuration") or {}).get("argoCd") or {}
    if argo_cd and "argoCd" not in capability["configuration"]:
        message = f"The configuration does not match capability type {capability['type']}"
        raise InvalidParameterException(clusterName=request.path["name"], message=message)
    if changed.get("roleArn"):
        check_trust(request, changed["roleArn"], _SERVICE)
    own = dict(capability["configuration"].get("argoCd") or {})
    mappings = _mapped(own.get("rbacRoleMappings") or [], argo_cd.get("rbacRoleMappings") or {})
    for message in _refused_mappings(mappings):
        raise InvalidParameterException(clusterName=request.path["name"], message=message)
    if argo_cd:
        own.update({"rbacRoleMappings": mappings, **pick(argo_cd, "networkAccess")})
        if not (own.get("networkAccess") or {}).get("vpceIds"):
            own.pop("networkAccess", None)
        capability["configuration"] = {"argoCd": own}
    capability.update(pick(changed, "roleArn", "deletePropagationPolicy"), modifiedAt=now())
    _let_in(request, cluster, capability)
    of = ("capability", capability["capabilityName"])
    return {"update": record_update(cluster, "CapabilityUpdate", {}, of=of)}


def _mapped(mappings: list[Record], changes: Record) -> list[Record]:
    """Return role mappings after an update: whole roles are added or replaced, identities are removed."""
    by_role = {mapping["role"]: mapping["identities"] for mapping in mappings}
    by_role |= {
        mapping["role"]: mapping["identities"] for mapping in changes.get("addOrUpdateRoleMappings") or ()
    }
    for mapping in changes.get("removeRoleMappings") or ():
        left = [one for one in by_role.get(mapping["role"], []) if one not in mapping["identities"]]
        by_role[mapping["role"]] = left
    return [{"role": role, "identities": people} for role, people in by_role.items() if people]


def delete_capability(request: EksRequest) -> Record:
    """`DeleteCapability`, with the access entry of its role if no other capability has this role."""
    cluster, capability = _capability(request)
    del cluster.capabilities[capability["capabilityName"]]
    role = capability["roleArn"]
    if all(other["roleArn"] != role for other in cluster.capabilities.values()):
        cluster.access_entries.pop(role, None)
    return {"capability": {**capability, "status": "DELETING"}}


OPERATIONS = {
    "create_capability": create_capability,
    "describe_capability": describe_capability,
    "list_capabilities": list_capabilities,
    "update_capability": update_capability,
    "delete_capability": delete_capability,
}
