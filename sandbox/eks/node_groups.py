"""Managed node groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)

from ...catalog.immutable import RESTRICTION
from ...catalog.kubernetes.versions import minor_versions_between
from .access.access_entries import ensure_node_access_entry
from .auto_scaling_groups import create_group, delete_group, resize_group
from .compute import refuse_nodes_without_ipv6
from .launch_templates import refuse_template, resolve_template
from .managed_resources import public_subnets
from .records import ClusterRecord, Record, merge, new_id, now, pick
from .request import EksRequest, list_response
from .updates import record_update
from .versions.releases import node_release, refuse_release


def create_nodegroup(request: EksRequest) -> Record:
    """`CreateNodegroup`; `ACTIVE` at once, with an Auto Scaling group that has no instances."""
    cluster = request.cluster()
    body, name = request.body, request.body["nodegroupName"]
    if name in cluster.node_groups:
        raise ResourceInUseException(
            clusterName=request.path["name"],
            nodegroupName=name,
            message=f"NodeGroup already exists with name {name} and cluster name {request.path['name']}",
        )
    request.check_role(body["nodeRole"])
    _refuse_sizes(name, body.get("scalingConfig") or {})
    _refuse_public_subnets(request, name, body["subnets"])
    refuse_nodes_without_ipv6(request, cluster, body)
    group = _new_node_group(request, cluster, body)
    group["resources"]["autoScalingGroups"] = [{"name": create_group(request, group)}]
    cluster.node_groups[name] = group
    kind = "EC2_WINDOWS" if group["amiType"].startswith("WINDOWS") else "EC2_LINUX"
    ensure_node_access_entry(request, cluster, group["nodeRole"], kind)
    return {"nodegroup": group}


def _refuse_public_subnets(request: EksRequest, name: str, subnet_ids: list[str]) -> None:
    """Refuse public subnets that assign no addresses; EKS fails with `Ec2SubnetInvalidConfiguration`."""
    for subnet in public_subnets(request, subnet_ids):
        if str(subnet.map_public_ip_on_launch).lower() != "true":
            raise InvalidParameterException(
                nodegroupName=name,
                message=f"One or more Amazon EC2 Subnets of [{subnet.id}] for node group {name} does not "
                "automatically assign public IP addresses to instances launched into it.",
            )


def _new_node_group(request: EksRequest, cluster: ClusterRecord, body: Record) -> Record:
    cluster_name, name = request.path["name"], body["nodegroupName"]
    version = _version(cluster, body)
    ami_type, template = _image(request, body)
    refuse_release(request, name, body.get("releaseVersion"), version, ami_type)
    moment = now()
    group = {
        "nodegroupName": name,
        "nodegroupArn": request.arn(f"nodegroup/{cluster_name}/{name}/{new_id()}"),
        "clusterName": cluster_name,
        "version": version,
        "releaseVersion": body.get("releaseVersion") or node_release(version, ami_type, request.account),
        "createdAt": moment,
        "modifiedAt": moment,
        "status": "ACTIVE",
        "capacityType": body.get("capacityType") or "ON_DEMAND",
        "scalingConfig": body.get("scalingConfig") or {"minSize": 1, "maxSize": 2, "desiredSize": 2},
        "subnets": body["subnets"],
        "amiType": ami_type,
        "nodeRole": body["nodeRole"],
        "labels": body.get("labels") or {},
        "taints": body.get("taints") or [],
        "resources": {},
        "health": {"issues": []},
        "updateConfig": body.get("updateConfig") or {"maxUnavailable": 1},
        "tags": body.get("tags") or {},
        **pick(body, "instanceTypes", "remoteAccess", "nodeRepairConfig", "warmPoolConfig"),
    }
    if template:
        return {**group, "launchTemplate": template}
    return {"instanceTypes": ["t3.medium"], **group, "diskSize": body.get("diskSize") or 20}


def _version(cluster: ClusterRecord, body: Record) -> str:
    control_plane: str = cluster.details["version"]
    version: str = body.get("version") or control_plane
    if (minor_versions_between(control_plane, version) or 0) > 0:
        raise InvalidParameterException(
            nodegroupName=body["nodegroupName"],
            message="Nodegroup Kubernetes version should be equal to "
            f"Cluster kubernetes version {control_plane} or NodeGroup kubernetes version {control_plane}",
        )
    return version


def _image(request: EksRequest, body: Record) -> tuple[str, Record | None]:
    """Return the AMI type, and the launch template with both its id and its name."""
    reference = body.get("launchTemplate")
    template, data = resolve_template(request, reference) if reference else (None, {})
    refuse_template(body, data)
    if template and body.get("diskSize"):
        raise InvalidParameterException(message="Disk size must be specified within the launch template.")
    if template and body.get("remoteAccess"):
        raise InvalidParameterException(
            message="Remote access configuration cannot be specified with a launch template."
        )
    if data.get("ImageId"):
        return "CUSTOM", template
    return body.get("amiType") or "AL2023_x86_64_STANDARD", template


def _node_group(request: EksRequest) -> tuple[ClusterRecord, Record]:
    cluster, name = request.cluster(), request.path["nodegroupName"]
    if name not in cluster.node_groups:
        raise ResourceNotFoundException(
            clusterName=request.path["name"],
            nodegroupName=name,
            message=f"No node group found for name: {name}.",
        )
    return cluster, cluster.node_groups[name]


def describe_nodegroup(request: EksRequest) -> Record:
    """`DescribeNodegroup`."""
    return {"nodegroup": _node_group(request)[1]}


def list_nodegroups(request: EksRequest) -> Record:
    """`ListNodegroups`."""
    return list_response("nodegroups", sorted(request.cluster().node_groups), request)


def delete_nodegroup(request: EksRequest) -> Record:
    """`DeleteNodegroup`, with its Auto Scaling group."""
    cluster, group = _node_group(request)
    delete_group(request, group)
    del cluster.node_groups[group["nodegroupName"]]
    return {"nodegroup": {**group, "status": "DELETING"}}


def update_nodegroup_config(request: EksRequest) -> Record:
    """`UpdateNodegroupConfig`: labels, taints, scaling, update, repair and warm pool settings."""
    cluster, group = _node_group(request)
    body = request.body
    scaling = merge(group["scalingConfig"], body.get("scalingConfig") or {})
    _refuse_sizes(group["nodegroupName"], scaling)
    _change_labels(group, body.get("labels") or {})
    _change_taints(group, body.get("taints") or {})
    group["scalingConfig"] = scaling
    group.update(pick(body, "updateConfig", "nodeRepairConfig", "warmPoolConfig"), modifiedAt=now())
    resize_group(request, group)
    return {"update": record_update(cluster, "ConfigUpdate", _config_params(body), of=_owner(group))}


def _refuse_sizes(name: str, scaling: Record) -> None:
    """Refuse a minimum above the desired size, and a maximum below it."""
    for key, bound in (("minimum-size", "minSize"), ("maximum-size", "maxSize")):
        desired, limit = scaling.get("desiredSize"), scaling.get(bound)
        if RESTRICTION[key].refuses(desired, limit):
            answer = RESTRICTION[key].answer.format(recorded=desired, planned=limit)
            raise InvalidParameterException(nodegroupName=name, message=answer.partition(": ")[2])


def _owner(group: Record) -> tuple[str, str]:
    return ("nodegroup", group["nodegroupName"])


def _change_labels(group: Record, change: Record) -> None:
    removed = set(change.get("removeLabels") or [])
    kept = {key: value for key, value in group["labels"].items() if key not in removed}
    group["labels"] = {**kept, **(change.get("addOrUpdateLabels") or {})}


def _change_taints(group: Record, change: Record) -> None:
    added = change.get("addOrUpdateTaints") or []
    removed = {(taint["key"], taint["effect"]) for taint in (*added, *(change.get("removeTaints") or []))}
    kept = [taint for taint in group["taints"] if (taint["key"], taint["effect"]) not in removed]
    group["taints"] = [*kept, *added]


def _refuse_other_image(group: Record, data: Mapping[str, Any]) -> None:
    """Refuse to switch between an image of EKS and one in the launch template."""
    if bool(data.get("ImageId")) != (group["amiType"] == "CUSTOM"):
        raise InvalidParameterException(
            nodegroupName=group["nodegroupName"],
            message="You cannot switch between specifying an image id in the launch template and not "
            "specifying one; create a new node group.",
        )


def _config_params(body: Record) -> Record:
    scaling, update = body.get("scalingConfig") or {}, body.get("updateConfig") or {}
    labels, taints = body.get("labels") or {}, body.get("taints") or {}
    params = {
        "LabelsToAdd": labels.get("addOrUpdateLabels"),
        "LabelsToRemove": labels.get("removeLabels"),
        "TaintsToAdd": taints.get("addOrUpdateTaints"),
        "TaintsToRemove": taints.get("removeTaints"),
        "MinSize": scaling.get("minSize"),
        "MaxSize": scaling.get("maxSize"),
        "DesiredSize": scaling.get("desiredSize"),
        "MaxUnavailable": update.get("maxUnavailable"),
        "MaxUnavailablePercentage": update.get("maxUnavailablePercentage"),
        "NodeRepairConfig": body.get("nodeRepairConfig"),
    }
    return {key: value for key, value in params.items() if value is not None}


def update_nodegroup_version(request: EksRequest) -> Record:
    """`UpdateNodegroupVersion`: Kubernetes version, AMI release and launch template version."""
    cluster, group = _node_group(request)
    body = {"nodegroupName": group["nodegroupName"], **request.body}
    version = _version(cluster, body) if body.get("version") else group["version"]
    release = body.get("releaseVersion")
    refuse_release(request, group["nodegroupName"], release, version, group["amiType"])
    if body.get("version"):
        group["version"] = version
        group["releaseVersion"] = node_release(version, group["amiType"], request.account)
    group.update(pick(body, "releaseVersion"), modifiedAt=now())
    if body.get("launchTemplate"):
        template, data = resolve_template(request, body["launchTemplate"])
        _refuse_other_image(group, data)
        group["launchTemplate"] = template
    params = {"Version": group["version"], "ReleaseVersion": group["releaseVersion"]}
    if "launchTemplate" in group:
        params["LaunchTemplateVersion"] = group["launchTemplate"]["version"]
    return {"update": record_update(cluster, "VersionUpdate", params, of=_owner(group))}


OPERATIONS = {
    "create_nodegroup": create_nodegroup,
    "describe_nodegroup": describe_nodegroup,
    "list_nodegroups": list_nodegroups,
    "delete_nodegroup": delete_nodegroup,
    "update_nodegroup_config": update_nodegroup_config,
    "update_nodegroup_version": update_nodegroup_version,
}
