"""Managed capabilities (Argo CD, ACK, kro): create, describe, list and delete; `ACTIVE` at once."""

from __future__ import annotations

from moto.eks.exceptions import ResourceInUseException, ResourceNotFoundException

from .records import ClusterRecord, Record, new_id, now, pick
from .request import EksRequest, list_response


def create_capability(request: EksRequest) -> Record:
    """`CreateCapability`."""
    cluster, body, name = request.cluster(), request.body, request.body["capabilityName"]
    if name in cluster.capabilities:
        raise ResourceInUseException(
            clusterName=request.path["name"], message=f"Capability already exists with name: {name}"
        )
    moment = now()
    capability = {
        "capabilityName": name,
        "arn": request.arn(f"capability/{request.path['name']}/{name}/{new_id()}"),
        "clusterName": request.path["name"],
        "status": "ACTIVE",
        "createdAt": moment,
        "modifiedAt": moment,
        "tags": body.get("tags") or {},
        **pick(body, "type", "roleArn", "deletePropagationPolicy", "configuration"),
    }
    cluster.capabilities[name] = capability
    return {"capability": capability}


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


def delete_capability(request: EksRequest) -> Record:
    """`DeleteCapability`."""
    cluster, capability = _capability(request)
    del cluster.capabilities[capability["capabilityName"]]
    return {"capability": {**capability, "status": "DELETING"}}


OPERATIONS = {
    "create_capability": create_capability,
    "describe_capability": describe_capability,
    "list_capabilities": list_capabilities,
    "delete_capability": delete_capability,
}
