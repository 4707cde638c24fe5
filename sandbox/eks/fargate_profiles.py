"""Fargate profiles."""

from __future__ import annotations

from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)

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
    if not body.get("selectors"):
        raise InvalidParameterException(message="Fargate Profile requires at least one selector.")
    profile = {
        "fargateProfileName": name,
        "fargateProfileArn": request.arn(f"fargateprofile/{request.path['name']}/{name}/{new_id()}"),
        "clusterName": request.path["name"],
        "createdAt": now(),
        "podExecutionRoleArn": body["podExecutionRoleArn"],
        "subnets": body.get("subnets") or cluster.details["resourcesVpcConfig"]["subnetIds"],
        "selectors": body["selectors"],
        "status": "ACTIVE",
        "tags": body.get("tags") or {},
        "health": {"issues": []},
    }
    cluster.fargate_profiles[name] = profile
    return {"fargateProfile": profile}


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
    """`DeleteFargateProfile`."""
    cluster, profile = _profile(request)
    del cluster.fargate_profiles[profile["fargateProfileName"]]
    return {"fargateProfile": {**profile, "status": "DELETING"}}


OPERATIONS = {
    "create_fargate_profile": create_fargate_profile,
    "describe_fargate_profile": describe_fargate_profile,
    "list_fargate_profiles": list_fargate_profiles,
    "delete_fargate_profile": delete_fargate_profile,
}
