"""How long AWS usually takes to create the slowest resources.

AWS documents no times; the EKS user guide says "several minutes" for a cluster (read 2026-11). These are
rounded values that operators commonly report, not measured by us. They are only displayed.
"""

from __future__ import annotations

from collections.abc import Mapping

USUAL_MINUTES: Mapping[tuple[str, str], tuple[int, int]] = {
    ("aws_autoscaling_group", "create"): (1, 3),
    ("aws_eks_cluster", "create"): (8, 15),
    ("aws_eks_fargate_profile", "create"): (1, 3),
    ("aws_eks_identity_provider_config", "create"): (10, 20),
    ("aws_eks_identity_provider_config", "delete"): (10, 20),
    ("aws_eks_node_group", "create"): (2, 5),
}
"""(resource type, action) -> minimum and maximum minutes."""


def usual_duration(resource_type: str, action: str) -> str:
    """Return a text such as `usually 8 to 15 min`; "" for other resources and actions."""
    minutes = USUAL_MINUTES.get((resource_type, action))
    return f"usually {minutes[0]} to {minutes[1]} min" if minutes else ""
