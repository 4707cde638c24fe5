"""`metadata`: name, region, account and tags of the cluster."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..catalog.limits.arguments import LIMITS
from .base import AccountId, Model, Tags, matching

_LENGTH = LIMITS["eks.ClusterName"].high
ClusterName = Annotated[
    str,
    matching(
        rf"[0-9A-Za-z][0-9A-Za-z_-]{{0,{_LENGTH - 1}}}",
        "invalid-name",
        "a cluster name",
        f"at most {_LENGTH} letters, digits, hyphens and underscores, starting with a letter or digit "
        "(EKS CreateCluster)",
    ),
]


class Metadata(Model):
    """Identity of the cluster."""

    name: ClusterName = Field(
        description="Name of the cluster, and prefix of most AWS names.", examples=["demo"]
    )
    region: str = Field(description="AWS region; it determines the partition.", examples=["us-west-2"])
    account_id: AccountId | None = Field(
        None, description="ID of the AWS account; plan and apply refuse any other account."
    )
    tags: Tags = Field(default_factory=dict, description="Tags for every resource that supports tags.")
