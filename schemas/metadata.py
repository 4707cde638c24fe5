"""`metadata`: which cluster, where, and the tags on everything."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import AccountId, Model, Tags, matching

ClusterName = Annotated[
    str,
    matching(
        r"[0-9A-Za-z][0-9A-Za-z-]{0,99}",
        "invalid-name",
        "a cluster name",
        "letters, digits and hyphens, at most 100, starting with a letter or digit (EKS CreateCluster)",
    ),
]


class Metadata(Model):
    """Which cluster this is."""

    name: ClusterName = Field(description="Name of the cluster; the start of most AWS names made for it.")
    region: str = Field(description="AWS region; the partition follows from it.", examples=["us-west-2"])
    account_id: AccountId | None = Field(None, description="The only account that plan and apply accept.")
    tags: Tags = Field(default_factory=dict, description="Tags on everything that takes tags.")
