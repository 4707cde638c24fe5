"""The sizes of node groups: EKS refuses bounds that exclude the number of nodes a group has."""

from __future__ import annotations

from typing import Any

from .restriction import Reader, Restriction, Rule


def _above(live: Any, bound: Any) -> bool:
    return isinstance(live, int) and isinstance(bound, int) and bound > live


def _below(live: Any, bound: Any) -> bool:
    return isinstance(live, int) and isinstance(bound, int) and bound < live


NODES: tuple[Restriction, ...] = (
    Restriction(
        key="minimum-size",
        resource_type="aws_eks_node_group",
        attribute=("scaling_config", 0, "min_size"),
        rule=Rule.BOUNDS,
        reader=Reader.LIVE_SIZE,
        refuses=_above,
        code="live-size",
        message="the live size of {subject} is {recorded}, and its minimum would be {planned}",
        answer="InvalidParameterException: "
        "minimum capacity {planned} can't be greater than desired size {recorded}",
        helps=("scale the group first, then plan again: {command}", "or set `{field}` to at most {recorded}"),
        source="EKS API reference, UpdateNodegroupConfig; terraform-aws-modules/terraform-aws-eks issue 3306",
    ),
    Restriction(
        key="maximum-size",
        resource_type="aws_eks_node_group",
        attribute=("scaling_config", 0, "max_size"),
        rule=Rule.BOUNDS,
        reader=Reader.LIVE_SIZE,
        refuses=_below,
        code="live-size",
        message="the live size of {subject} is {recorded}, and its maximum would be {planned}",
        answer="InvalidParameterException: "
        "desired capacity {recorded} can't be greater than max size {planned}",
        helps=(
            "scale the group first, then plan again: {command}",
            "or set `{field}` to at least {recorded}",
        ),
        source="EKS API reference, UpdateNodegroupConfig; aws/containers-roadmap issue 1637",
    ),
)
