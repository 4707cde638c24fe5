"""Managed node groups: create, describe, list, update, delete."""

from __future__ import annotations

from moto.ec2.models import ec2_backends
from moto.eks.exceptions import (
    InvalidParameterException,
    ResourceInUseException,
    ResourceNotFoundException,
)
from moto.eks.utils import validate_role_arn

from .access import admit_nodes
from .autoscaling import create_group, delete_group, resize_group
from .call import Call, ClusterRecord, Record, given, merge, new_id, now, page
from .updates import record_update
from .versions import minor, node_release


def create_nodegroup(call: Call) -> Record:
    """`CreateNodegroup`; `ACTIVE` at once, with an Auto Scaling group that holds no instances."""
    cluster = call.cluster()
    body, name = call.body, call.body["nodegroupName"]
    if name in cluster.node_groups:
        raise ResourceInUseException(
            clusterName=call.path["name"],
            nodegroupName=name,
            message=f"NodeGroup already exists with name {name} and cluster name {call.path['name']}",
        )
    validate_role_arn(body["nodeRole"])
    group = _describe_new(call, cluster, body)
    group["resources"]["autoScalingGroups"] = [{"name": create_group(call, group)}]
    cluster.node_groups[name] = group
    admit_nodes(call, cluster, group["nodeRole"])
    return {"nodegroup": group}


def _describe_new(call: Call, cluster: ClusterRecord, body: Record) -> Record:
    cluster_name, name = call.path["name"], body["nodegroupName"]
    version = _version(cluster, body)
    ami_type, template = _image(call, body)
    moment = now()
    group = {
        "nodegroupName": name,
        "nodegroupArn": call.arn(f"nodegroup/{cluster_name}/{name}/{new_id()}"),
        "clusterName": cluster_name,
        "version": version,
        "releaseVersion": body.get("releaseVersion") or node_release(version, ami_type),
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
        **given(body, "instanceTypes", "remoteAccess", "nodeRepairConfig", "warmPoolConfig"),
    }
    if template:
        return {**group, "launchTemplate": template}
    return {"instanceTypes": ["t3.medium"], **group, "diskSize": body.get("diskSize") or 20}


def _version(cluster: ClusterRecord, body: Record) -> str:
    control_plane: str = cluster.described["version"]
    version: str = body.get("version") or control_plane
    if minor(version) > minor(control_plane):
        raise InvalidParameterException(
            nodegroupName=body["nodegroupName"],
            message=f"Nodegroup version {version} is newer than the cluster version {control_plane}",
        )
    return version


def _image(call: Call, body: Record) -> tuple[str, Record | None]:
    """The AMI type, and the launch template with both its id and its name."""
    asked = body.get("launchTemplate")
    template = _resolve_template(call, asked) if asked else None
    if template and (body.get("diskSize") or body.get("remoteAccess")):
        wrong = "Disk size" if body.get("diskSize") else "Remote access configuration"
        raise InvalidParameterException(message=f"{wrong} must be specified within the launch template.")
    return body.get("amiType") or "AL2023_x86_64_STANDARD", template


def _resolve_template(call: Call, asked: Record) -> Record:
    templates = ec2_backends[call.account][call.region].launch_templates.values()
    for template in templates:
        if asked.get("id") == template.id or asked.get("name") == template.name:
            version = str(asked.get("version") or template.default_version_number)
            return {"id": template.id, "name": template.name, "version": version}
    wanted = asked.get("id") or asked.get("name")
    raise InvalidParameterException(message=f"Launch template {wanted} could not be found")


def _node_group(call: Call) -> tuple[ClusterRecord, Record]:
    cluster, name = call.cluster(), call.path["nodegroupName"]
    if name not in cluster.node_groups:
        raise ResourceNotFoundException(
            clusterName=call.path["name"],
            nodegroupName=name,
            message=f"No node group found for name: {name}.",
        )
    return cluster, cluster.node_groups[name]


def describe_nodegroup(call: Call) -> Record:
    """`DescribeNodegroup`."""
    return {"nodegroup": _node_group(call)[1]}


def list_nodegroups(call: Call) -> Record:
    """`ListNodegroups`."""
    return page("nodegroups", sorted(call.cluster().node_groups), call)


def delete_nodegroup(call: Call) -> Record:
    """`DeleteNodegroup`; its Auto Scaling group goes with it."""
    cluster, group = _node_group(call)
    delete_group(call, group)
    del cluster.node_groups[group["nodegroupName"]]
    return {"nodegroup": {**group, "status": "DELETING"}}


def update_nodegroup_config(call: Call) -> Record:
    """`UpdateNodegroupConfig`: labels, taints, scaling, update, repair and warm pool settings."""
    cluster, group = _node_group(call)
    body = call.body
    _change_labels(group, body.get("labels") or {})
    _change_taints(group, body.get("taints") or {})
    group["scalingConfig"] = merge(group["scalingConfig"], body.get("scalingConfig") or {})
    group.update(given(body, "updateConfig", "nodeRepairConfig", "warmPoolConfig"), modifiedAt=now())
    resize_group(call, group)
    return {"update": record_update(cluster, "ConfigUpdate", _config_params(body), of=_of(group))}


def _of(group: Record) -> tuple[str, str]:
    return ("nodegroup", group["nodegroupName"])


def _change_labels(group: Record, change: Record) -> None:
    removed = set(change.get("removeLabels") or [])
    kept = {key: value for key, value in group["labels"].items() if key not in removed}
    group["labels"] = {**kept, **(change.get("addOrUpdateLabels") or {})}


def _change_taints(group: Record, change: Record) -> None:
    added = change.get("addOrUpdateTaints") or []
    gone = {(taint["key"], taint["effect"]) for taint in (*added, *(change.get("removeTaints") or []))}
    kept = [taint for taint in group["taints"] if (taint["key"], taint["effect"]) not in gone]
    group["taints"] = [*kept, *added]


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


def update_nodegroup_version(call: Call) -> Record:
    """`UpdateNodegroupVersion`: Kubernetes version, AMI release and launch template version."""
    cluster, group = _node_group(call)
    body = {"nodegroupName": group["nodegroupName"], **call.body}
    if body.get("version"):
        group["version"] = _version(cluster, body)
        group["releaseVersion"] = node_release(group["version"], group["amiType"])
    group.update(given(body, "releaseVersion"), modifiedAt=now())
    if body.get("launchTemplate"):
        group["launchTemplate"] = _resolve_template(call, body["launchTemplate"])
    params = {"Version": group["version"], "ReleaseVersion": group["releaseVersion"]}
    if "launchTemplate" in group:
        params["LaunchTemplateVersion"] = group["launchTemplate"]["version"]
    return {"update": record_update(cluster, "VersionUpdate", params, of=_of(group))}


OPERATIONS = {
    "create_nodegroup": create_nodegroup,
    "describe_nodegroup": describe_nodegroup,
    "list_nodegroups": list_nodegroups,
    "delete_nodegroup": delete_nodegroup,
    "update_nodegroup_config": update_nodegroup_config,
    "update_nodegroup_version": update_nodegroup_version,
}
