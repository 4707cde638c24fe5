"""The Auto Scaling group behind a node group: real for the API, but with no instances in it.

It is made as EKS makes it: named `eks-NODEGROUP-ID`, with the Cluster Autoscaler's tags and with a
launch template of its own named `eks-ID`. Launching moto's instances would cost time and leave
network interfaces behind, and nothing that Terraform manages looks at them.
"""

from __future__ import annotations

from moto.autoscaling.models import autoscaling_backends
from moto.ec2.models import ec2_backends

from .call import Call, Record


def create_group(call: Call, node_group: Record) -> str:
    """Make the group (and its launch template) and return its name."""
    unique = _unique(node_group)
    ec2 = ec2_backends[call.account][call.region]
    template = ec2.create_launch_template(
        name=f"eks-{unique}",
        description="",
        template_data={},
        tag_spec={"launch-template": _tags(node_group)},
    )
    name = f"eks-{node_group['nodegroupName']}-{unique}"
    autoscaling_backends[call.account][call.region].create_auto_scaling_group(
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
    _resize(call, name, node_group)
    return name


def _unique(node_group: Record) -> str:
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


def resize_group(call: Call, node_group: Record) -> None:
    """Give the group the sizes that its node group has now."""
    _resize(call, node_group["resources"]["autoScalingGroups"][0]["name"], node_group)


def _resize(call: Call, name: str, node_group: Record) -> None:
    # Set, not asked for: moto would launch instances for a desired capacity that it is asked for.
    group = autoscaling_backends[call.account][call.region].autoscaling_groups.get(name)
    if group is not None:
        scaling = node_group["scalingConfig"]
        group.min_size, group.max_size = scaling["minSize"], scaling["maxSize"]
        group.desired_capacity = scaling["desiredSize"]


def delete_group(call: Call, node_group: Record) -> None:
    """Delete the group and its launch template, as far as they are still there."""
    name = node_group["resources"]["autoScalingGroups"][0]["name"]
    autoscaling_backends[call.account][call.region].autoscaling_groups.pop(name, None)
    ec2 = ec2_backends[call.account][call.region]
    template_name = f"eks-{_unique(node_group)}"
    if template_name in ec2.launch_template_name_to_ids:
        ec2.delete_launch_template(template_name, None)
