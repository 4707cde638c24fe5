"""`karpenter`: what Karpenter needs in AWS, and the node pools that it fills."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..base import Model, Name, Namespace, matching, shape
from ..iam import Iam
from ..nodes import LabelKey, LabelValue, Taint
from .disks import RootDisk

Quantity = Annotated[
    Annotated[int, Field(ge=0), Tag("<number>")]
    | Annotated[
        str,
        matching(
            r"[0-9]{1,18}(\.[0-9]{1,9})?([KMGTPE]i|[mkMGTPE])?",
            "invalid-quantity",
            "a quantity of Kubernetes",
            'a number with or without a unit, such as "100", 500m or 400Gi',
        ),
        Tag("<text>"),
    ],
    Discriminator(shape),
]
"""An amount of a resource as Kubernetes writes it."""
ResourceName = Annotated[
    str,
    matching(
        r"cpu|memory|nodes|pods|ephemeral-storage|[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+/[A-Za-z0-9][A-Za-z0-9_.-]{0,62}",
        "invalid-name",
        "the name of a resource",
        "cpu, memory, nodes, pods, ephemeral-storage, or a device such as nvidia.com/gpu",
    ),
]


class NodePool(Model):
    """A pool of nodes that Karpenter starts and stops as pods need them."""

    instance_types: tuple[str, ...] = Field(
        (),
        max_length=100,
        description="Instance types that Karpenter chooses from, in any order. Default: x86_64 types of the "
        "classes c, m and r, from the fifth generation.",
        examples=[["m7i.large", "m7g.large"]],
    )
    capacity: tuple[Literal["on-demand", "spot"], ...] = Field(
        ("on-demand",),
        min_length=1,
        description="Purchase options that Karpenter chooses from; it prefers spot.",
        examples=[["spot", "on-demand"]],
    )
    limits: dict[ResourceName, Quantity] = Field(
        default_factory=dict,
        description="The most that all nodes of the pool have together; Karpenter starts no node beyond it.",
        examples=[{"cpu": "100", "memory": "400Gi"}],
    )
    labels: dict[LabelKey, LabelValue] = Field(
        default_factory=dict, description="Kubernetes labels on every node."
    )
    taints: tuple[Taint, ...] = Field((), description="Kubernetes taints on every node.")
    disk: RootDisk = Field(RootDisk(), description="Root volume.")


class Karpenter(Model):
    """The controller of Karpenter: its role and queue, the role of its nodes, and its node pools."""

    namespace: Namespace = Field(
        "kube-system",
        description="Namespace in which you install Karpenter; its service account is `karpenter`.",
    )
    node_role: Iam = Field(Iam(), description="IAM role of the nodes that Karpenter starts.")
    node_pools: dict[Name, NodePool] = Field(
        default_factory=dict, description="Node pools by name, written as manifests for `kubectl`."
    )
