"""What people call the objects Terraform makes: a noun for each resource type, and the order of a list.

The nouns stand in the rows of `catalog/resources`.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import RESOURCE_TYPES
from .resource_type import Noun

FIRST = (
    "aws_vpc",
    "aws_subnet",
    "aws_nat_gateway",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_eks_addon",
    "aws_lb",
    "aws_elb",
    "aws_kms_key",
    "aws_launch_template",
    "aws_iam_role",
    "aws_security_group",
)
"""The types that come first in a list, in this order; the others follow by name."""

TIERS: Mapping[str, str] = {"public": "public", "private": "private", "intra": "control-plane", "pods": "pod"}
"""The tiers of a network, by their names in Terraform, in words."""


def type_rank(resource_type: str) -> tuple[int, str]:
    """Return the sort key of a resource type: what matters most to a reader comes first."""
    place = FIRST.index(resource_type) if resource_type in FIRST else len(FIRST)
    return (place, noun(resource_type).many.lower())


def noun(resource_type: str) -> Noun:
    """Return the noun of a type; for one that is not listed, the type itself in words."""
    row = RESOURCE_TYPES.get(resource_type)
    if row is not None and row.noun is not None:
        return row.noun
    words = resource_type.removeprefix("aws_").replace("_", " ") or "object"
    return Noun(words, f"{words} objects", ("name", "id"))


def is_subject(resource_type: str) -> bool:
    """Return whether a module call of its own is about such an object."""
    row = RESOURCE_TYPES.get(resource_type)
    return row is not None and row.subject


def in_each_tier(resource_type: str) -> bool:
    """Return whether each tier of the network has such an object in every zone."""
    row = RESOURCE_TYPES.get(resource_type)
    return row is not None and row.in_each_tier
