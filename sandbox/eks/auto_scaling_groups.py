"""The Auto Scaling group of a node group: it exists in the API but has no instances.

It is created as EKS creates it: named `eks-NODEGROUP-ID`, with the Cluster Autoscaler's tags and its own
launch template named `eks-ID`. moto's instances would take time and leave network interfaces behind, and
nothing that Terraform manages needs them.
"""

from __future__ import annotations

from moto.autoscaling.models import autoscaling_backends
from moto.ec2.models import ec2_backends

from .records import Record
from .request import EksRequest


def create_group(request: EksRequest, node_group: Record) -> str:
    """Create the group and its launch template, and return its name."""
    group_id = _group_id(node_group)
    ec2 = ec2_backends[request.account][request.region]
    template = ec2.create_launch_template(
        name=f"eks-{group_id}",
        description="",
        template_data={},
        tag_spec={"launch-template": _tags(node_group)},
    )
    name = f"eks-{node_group['nodegroupName']}-{group_id}"
    autoscaling_backends[request.account][request.region].create_auto_scaling_group(
        name=name,
        availability_zones=[],
        desired_capacity=0,
        max_size=node_group["scalingConfig"]["maxSize"],
        min_size=node_group["scalingConfig"]["minSize"],
        launch_config_name="",
        launch_template={"LaunchTemplateId": template.id, "Version": "1"},
        vpc_zone_identifier=",".join(node_group["subnets"]),
        default_cooldown=None,
        health_check_period=15,
        health_check_type="EC2",
        load_balancers=[],
        target_group_arns=[],
        placement_group=None,
        termination_policies=["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"],
        tags=[_propagated(key, value) for key, value in _tags(node_group).items()],
        capacity_rebalance=True,
    )
    _resize(request, name, node_group)
    return name


def _group_id(node_group: Record) -> str:
    return str(node_group["nodegroupArn"].rsplit("/", 1)[1])


def _tags(node_group: Record) -> dict[str, str]:
    cluster = node_group["clusterName"]
    return {
        "eks:cluster-name": cluster,
        "eks:nodegroup-name": node_group["nodegroupName"],
        "k8s.io/cluster-autoscaler/enabled": "true",
        f"k8s.io/cluster-autoscaler/{cluster}": "owned",
        f"kubernetes.io/cluster/{cluster}": "owned",
    }


def _propagated(key: str, value: str) -> dict[str, str]:
    return {"Key": key, "Value": value, "PropagateAtLaunch": "true"}


def resize_group(request: EksRequest, node_group: Record) -> None:
    """Set the sizes of the group to those of its node group."""
    _resize(request, node_group["resources"]["autoScalingGroups"][0]["name"], node_group)


def _resize(request: EksRequest, name: str, node_group: Record) -> None:
    # Not through moto's API, which would launch instances.
    group = autoscaling_backends[request.account][request.region].autoscaling_groups.get(name)
    if group is not None:
        scaling = node_group["scalingConfig"]
        group.min_size, group.max_size = scaling["minSize"], scaling["maxSize"]
        group.desired_capacity = scaling["desiredSize"]


def delete_group(request: EksRequest, node_group: Record) -> None:
    """Delete the group and its launch template, if they exist."""
    name = node_group["resources"]["autoScalingGroups"][0]["name"]
    autoscaling_backends[request.account][request.region].autoscaling_groups.pop(name, None)
    ec2 = ec2_backends[request.account][request.region]
    template_name = f"eks-{_group_id(node_group)}"
    if template_name in ec2.launch_template_name_to_ids:
        ec2.delete_launch_template(template_name, None)
