"""Fargate profiles: create, describe, list, delete."""

from __future__ import annotations

from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from .call import Call, ClusterRecord, Record, new_id, now, page


def create_fargate_profile(call: Call) -> Record:
    """`CreateFargateProfile`; `ACTIVE` at once."""
    cluster, body, name = call.cluster(), call.body, call.body["fargateProfileName"]
    if name in cluster.fargate_profiles:
        raise ResourceInUseException(
            clusterName=call.path["name"],
            message="A Fargate Profile already exists with this name in this cluster.",
        )
    if not body.get("selectors"):
        raise InvalidParameterException(message="Fargate Profile requires at least one selector.")
    profile = {
        "fargateProfileName": name,
        "fargateProfileArn": call.arn(f"fargateprofile/{call.path['name']}/{name}/{new_id()}"),
        "clusterName": call.path["name"],
        "createdAt": now(),
        "podExecutionRoleArn": body["podExecutionRoleArn"],
        "subnets": body.get("subnets") or cluster.described["resourcesVpcConfig"]["subnetIds"],
        "selectors": body["selectors"],
        "status": "ACTIVE",
        "tags": body.get("tags") or {},
        "health": {"issues": []},
    }
    cluster.fargate_profiles[name] = profile
    return {"fargateProfile": profile}


def _profile(call: Call) -> tuple[ClusterRecord, Record]:
    cluster, name = call.cluster(), call.path["fargateProfileName"]
    if name not in cluster.fargate_profiles:
        raise ResourceNotFoundException(
            clusterName=call.path["name"],
            fargateProfileName=name,
            message=f"No Fargate Profile found with name: {name}.",
        )
    return cluster, cluster.fargate_profiles[name]


def describe_fargate_profile(call: Call) -> Record:
    """`DescribeFargateProfile`."""
    return {"fargateProfile": _profile(call)[1]}


def list_fargate_profiles(call: Call) -> Record:
    """`ListFargateProfiles`."""
    return page("fargateProfileNames", sorted(call.cluster().fargate_profiles), call)


def delete_fargate_profile(call: Call) -> Record:
    """`DeleteFargateProfile`."""
    cluster, profile = _profile(call)
    del cluster.fargate_profiles[profile["fargateProfileName"]]
    return {"fargateProfile": {**profile, "status": "DELETING"}}


OPERATIONS = {
    "create_fargate_profile": create_fargate_profile,
    "describe_fargate_profile": describe_fargate_profile,
    "list_fargate_profiles": list_fargate_profiles,
    "delete_fargate_profile": delete_fargate_profile,
}
