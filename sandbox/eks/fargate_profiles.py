"""Fargate profiles."""

from __future__ import annotations

from collections.abc import Iterator

from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from ...catalog.limits import FARGATE_LABELS_PER_SELECTOR, FARGATE_SELECTORS_PER_PROFILE
from .access.access_entries import ensure_node_access_entry
from .managed_resources import public_subnets
from .records import ClusterRecord, Record, new_id, now
from .request import EksRequest, list_response


def create_fargate_profile(request: EksRequest) -> Record:
    """`CreateFargateProfile`; `ACTIVE` at once."""
    cluster, body, name = request.cluster(), request.body, request.body["fargateProfileName"]
    if name in cluster.fargate_profiles:
        raise ResourceInUseException(
            clusterName=request.path["name"],
            message="A Fargate Profile already exists with this name in this cluster.",
        )
    subnets = body.get("subnets") or cluster.details["resourcesVpcConfig"]["subnetIds"]
    for message in _refused(body):
        raise InvalidParameterException(message=message)
    for subnet in public_subnets(request, subnets):
        message = f"Subnet {subnet.id} provided in Fargate Profile is not a private subnet"
        raise InvalidParameterException(message=message)
    profile = {
        "fargateProfileName": name,
        "fargateProfileArn": request.arn(f"fargateprofile/{request.path['name']}/{name}/{new_id()}"),
        "clusterName": request.path["name"],
        "createdAt": now(),
        "podExecutionRoleArn": body["podExecutionRoleArn"],
        "subnets": subnets,
        "selectors": body["selectors"],
        "status": "ACTIVE",
        "tags": body.get("tags") or {},
        "health": {"issues": []},
    }
    cluster.fargate_profiles[name] = profile
    ensure_node_access_entry(request, cluster, body["podExecutionRoleArn"], "FARGATE_LINUX")
    return {"fargateProfile": profile}


def _refused(body: Record) -> Iterator[str]:
    """Yield why EKS does not accept a profile."""
    selectors = body.get("selectors") or []
    if body["fargateProfileName"].startswith("eks-"):
        yield "Fargate Profile name cannot start with the reserved prefix eks-"
    if not selectors:
        yield "Fargate Profile requires at least one selector."
    if len(selectors) > FARGATE_SELECTORS_PER_PROFILE:
        yield f"Fargate Profile can have at most {FARGATE_SELECTORS_PER_PROFILE} selectors."
    for selector in selectors:
        if not selector.get("namespace"):
            yield "Fargate Profile must have at least one selector with at least one namespace value."
        if len(selector.get("labels") or {}) > FARGATE_LABELS_PER_SELECTOR:
            yield f"Fargate Profile selectors can have at most {FARGATE_LABELS_PER_SELECTOR} labels."


def _profile(request: EksRequest) -> tuple[ClusterRecord, Record]:
    cluster, name = request.cluster(), request.path["fargateProfileName"]
    if name not in cluster.fargate_profiles:
        raise ResourceNotFoundException(
            clusterName=request.path["name"],
            fargateProfileName=name,
            message=f"No Fargate Profile found with name: {name}.",
        )
    return cluster, cluster.fargate_profiles[name]


def describe_fargate_profile(request: EksRequest) -> Record:
    """`DescribeFargateProfile`."""
    return {"fargateProfile": _profile(request)[1]}


def list_fargate_profiles(request: EksRequest) -> Record:
    """`ListFargateProfiles`."""
    return list_response("fargateProfileNames", sorted(request.cluster().fargate_profiles), request)


def delete_fargate_profile(request: EksRequest) -> Record:
    """`DeleteFargateProfile`, with the access entry of its role if no other profile has this role."""
    cluster, profile = _profile(request)
    del cluster.fargate_profiles[profile["fargateProfileName"]]
    role = profile["podExecutionRoleArn"]
    if all(other["podExecutionRoleArn"] != role for other in cluster.fargate_profiles.values()):
        cluster.access_entries.pop(role, None)
    return {"fargateProfile": {**profile, "status": "DELETING"}}


OPERATIONS = {
    "create_fargate_profile": create_fargate_profile,
    "describe_fargate_profile": describe_fargate_profile,
    "list_fargate_profiles": list_fargate_profiles,
    "delete_fargate_profile": delete_fargate_profile,
}
