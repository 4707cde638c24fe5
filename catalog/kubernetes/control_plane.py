"""What EKS offers for the control plane: scaling tiers, settings of its programs, security groups.

Sources (read 2026-11-30): EKS user guide, "Advanced Kubernetes control plane configuration" (ranges,
defaults, merging updates, the tiers that the sync period needs, no way back to a default but to write it),
"Amazon EKS Provisioned Control Plane" (tiers; every region of the partitions aws, aws-us-gov and aws-cn),
"Configure control plane egress routing" (one-way; the way out of the subnets), "Enable EKS zonal shift" and
"Protect EKS clusters from accidental deletion"; AWS What's New of July 2026 (zonal shift in Auto Mode, as
quoted in ministryofjustice/cloud-platform issue 8373); EKS API reference, CreateCluster (five security
groups) and UpdateClusterConfig; hashicorp/aws, cluster.go of 6.x (order and shape of the updates)
and changelogs: `deletion_protection` 6.9, `control_plane_scaling_config` 6.23,
`control_plane_egress_mode` 6.52,
`kube_*_config` 6.60.
"""

from __future__ import annotations

import re
from typing import Literal

Tier = Literal["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"]
STANDARD_TIER = "standard"
"""The tier in which EKS scales the control plane by load; the others have an hourly price."""

PARTITIONS = frozenset({"aws", "aws-us-gov", "aws-cn"})
"""Where tiers, settings of the programs, the own way out and zonal shift are known to exist."""

SECURITY_GROUPS_PER_CLUSTER = 5
"""That a cluster is made with, besides the one that EKS makes."""

EVENT_SECONDS = (600, 3600)
SYNC_SECONDS = (10, 15)
NODE_PORTS = (10260, 32767, 30000)
"""The lowest and the highest port of Services, and the lowest one of a cluster that sets nothing."""
WEIGHTS = (1, 100)
ScoredResource = Literal[
    "cpu", "memory", "nvidia.com/gpu", "aws.amazon.com/neuron", "aws.amazon.com/neuroncore"
]

# What EKS sets in a cluster whose spec sets nothing.
EVENT_TTL = "60m"
SYNC_PERIOD = "15s"
SCORING = "LeastAllocated"
SCORED = (("cpu", 1), ("memory", 1))

SYNC_PERIOD_PATH = (
    "kube_controller_manager_config",
    0,
    "horizontal_pod_autoscaler_controller_config",
    0,
    "horizontal_pod_autoscaler_sync_period",
)
"""The attribute of `aws_eks_cluster`."""

EGRESS = {"aws": "AWS_MANAGED", "own": "CUSTOMER_ROUTED"}

_SECONDS = {"s": 1, "m": 60, "h": 3600}


def seconds(duration: str) -> int | None:
    """Return the seconds of a duration with one unit, such as 30m; None for any other text."""
    match = re.fullmatch(r"([1-9][0-9]{0,4})([smh])", duration)
    return int(match[1]) * _SECONDS[match[2]] if match else None


def is_provisioned(tier: str | None) -> bool:
    """Return whether the control plane has a size of its own, which some settings need."""
    return tier not in (None, STANDARD_TIER)
