"""What EC2 Auto Scaling accepts and refuses in a group of self-managed nodes.

Sources (read 2026-11-29): EC2 Auto Scaling API reference (CreateAutoScalingGroup, InstancesDistribution,
LaunchTemplateOverrides, RefreshPreferences, PutWarmPool, EnableMetricsCollection) as in botocore; EC2 Auto
Scaling user guide, "Use AWS Systems Manager parameters instead of AMI IDs in launch templates", "Suspend and
resume processes", "Replace Auto Scaling instances based on maximum instance lifetime" and "Warm pools" (since
November 2025 with several instance types, never with spot capacity) and "Quotas for Auto Scaling resources
and groups" (target groups and classic load balancers of a group, which cannot be raised; read 2026-11-30);
AWS general reference, "Amazon EC2 Auto Scaling endpoints and quotas" (tags of a group); Cluster Autoscaler,
cloudprovider/aws/README.md (tags of a group).
"""

from __future__ import annotations

SECONDS_PER_LIFETIME = (86400, 31536000)
SPOT_POOLS = (1, 20)
WEIGHTS = (1, 999)
TARGET_GROUPS, CLASSIC_LOAD_BALANCERS = 50, 50
TAGS_PER_GROUP = 50
REFRESH_PERCENTAGE_SPAN = 100
"""The greatest difference between `maxHealthyPercentage` and `minHealthyPercentage`."""

METRICS = (
    "GroupMinSize",
    "GroupMaxSize",
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
    "GroupInServiceCapacity",
    "GroupPendingCapacity",
    "GroupStandbyCapacity",
    "GroupTerminatingCapacity",
    "GroupTotalCapacity",
    "WarmPoolDesiredCapacity",
    "WarmPoolWarmedCapacity",
    "WarmPoolPendingCapacity",
    "WarmPoolTerminatingCapacity",
    "WarmPoolTotalCapacity",
    "GroupAndWarmPoolDesiredCapacity",
    "GroupAndWarmPoolTotalCapacity",
)

WITHOUT_PROCESS = {
    "Launch": "no node is started while it is suspended, also at the first apply",
    "Terminate": "a destroy waits ten minutes for the nodes to end, and fails",
}
"""What follows from a suspended process (EC2 Auto Scaling user guide, "Suspend and resume processes"; the AWS
provider does not resume it before it deletes a group: service/autoscaling/group.go, `drainGroup`)."""
NEEDED_BY_REFRESH = ("InstanceRefresh", "Launch", "Terminate")
"""Processes without which an instance refresh does not go on."""

AUTOSCALER_TAG = "k8s.io/cluster-autoscaler"
"""How the tags begin by which the Cluster Autoscaler finds a group and knows its nodes."""
