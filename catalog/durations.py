"""How long AWS usually takes for the objects people wait for longest.

AWS promises no times: the EKS user guide says "several minutes" of a cluster (read 2026-11). These are what
operators commonly see, rounded, not measured by us. They calm a reader; nothing is decided by them.
"""

from __future__ import annotations

from collections.abc import Mapping

USUAL_MINUTES: Mapping[tuple[str, str], tuple[int, int]] = {
    ("aws_eks_cluster", "create"): (8, 15),
    ("aws_eks_node_group", "create"): (2, 5),
}
"""(resource type, action) -> from and to, in minutes; of the others nothing is said."""


def usual(resource_type: str, action: str) -> str:
    """`usually 8 to 15 min`, or "" for what takes no time worth telling."""
    minutes = USUAL_MINUTES.get((resource_type, action))
    return f"usually {minutes[0]} to {minutes[1]} min" if minutes else ""
