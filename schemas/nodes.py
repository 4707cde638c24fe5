"""`nodeGroups` and `nodeDefaults`: groups of worker nodes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ..catalog.compute.auto_scaling import CLASSIC_LOAD_BALANCERS, TARGET_GROUPS
from ..catalog.limits import TAINTS_PER_NODE_GROUP
from ..catalog.limits.arguments import LIMITS
from .base import Model, Name, Tags, ZoneName, matching, shape, within
from .compute.bootstrap import Bootstrap
from .compute.disks import Disk
from .compute.launch import AmiId, CapacityReservation, PlacementGroup, SecurityGroups, Ssh
from .compute.repair import Repair
from .compute.self_managed import (
    ClassicLoadBalancerName,
    InstanceRefresh,
    MaxInstanceLifetime,
    Metrics,
    MixedInstances,
    ScalingProcess,
    TargetGroupArn,
    WarmPool,
)
from .iam import Iam
from .values import NumberOrPercentage, Present
from .vpc.existing import SubnetId

OperatingSystem = Literal[
    "al2023",
    "bottlerocket",
    "bottlerocket-fips",
    "windows-2019-core",
    "windows-2019-full",
    "windows-2022-core",
    "windows-2022-full",
    "windows-2025-core",
    "windows-2025-full",
    "custom",
]
_LABEL_NAME = r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_DNS = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_KEY_LENGTH = min(LIMITS["eks.labelKey"].high, LIMITS["eks.taintKey"].high)
LabelKey = Annotated[
    str,
    matching(
        rf"(?=.{{1,{_KEY_LENGTH}}}$)({_DNS}(\.{_DNS})*/)?{_LABEL_NAME}",
        "invalid-label",
        "a label key",
        "an optional DNS prefix and `/`, then letters, digits, `-`, `_`, `.`; "
        f"EKS accepts {_KEY_LENGTH} characters, prefix included",
    ),
]
LabelValue = Annotated[
    str,
    matching(
        _LABEL_NAME,
        "invalid-label",
        "a label value",
        f"1 to {LIMITS['eks.labelValue'].high} letters, digits, `-`, `_`, `.`, "
        "starting and ending with a letter or digit",
    ),
]
TaintValue = Annotated[
    str,
    matching(
        rf"({_LABEL_NAME})?",
        "invalid-label",
        "the value of a taint",
        f"at most {LIMITS['eks.taintValue'].high} letters, digits, `-`, `_`, `.`, "
        "starting and ending with a letter or digit",
    ),
]
_HOP_LIMIT = "ec2.LaunchTemplateInstanceMetadataOptionsRequest.HttpPutResponseHopLimit"


class Scaling(Model):
    """Number of nodes in the group."""

    min: Annotated[int, within("eks.ZeroCapacity")] | None = Field(
        None, description="Minimum number of nodes. Default: `desired`."
    )
    max: Annotated[int, within("eks.Capacity")] | None = Field(
        None, description="Maximum number of nodes. Default: the larger of `min` and `desired`."
    )
    desired: Annotated[int, within("eks.ZeroCapacity")] | None = Field(
        None,
        description="Number of nodes; with `autoscaled`, only at creation. Default: `min`, else 2.",
    )
    autoscaled: bool = Field(
        False, description="An autoscaler changes `desired`, so Terraform ignores it after creation."
    )


class SubnetsOf(Model):
    """The subnets of a tier, all or those in certain zones; or subnets that exist, by ID."""

    zones: tuple[ZoneName, ...] | None = Field(
        None, min_length=1, description="Zones of the network to use. Default: all."
    )
    tier: Literal["private", "public"] = Field("private", description="Tier of the subnets.")
    ids: tuple[SubnetId, ...] | None = Field(
        None,
        min_length=1,
        description="IDs of subnets of `network.existing.subnets`, in place of `tier` and `zones`: all "
        "private or all public.",
        examples=[["subnet-0123456789abcdef0"]],
    )


class Taint(Model):
    """A Kubernetes taint on every node of the group."""

    key: LabelKey = Field(description="Key of the taint.")
    value: TaintValue | None = Field(None, description="Value of the taint.")
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = Field(
        description="Effect on pods that do not tolerate the taint."
    )


class Imds(Model):
    """The instance metadata service; version 2 is always required."""

    hop_limit: Annotated[int, within(_HOP_LIMIT)] = Field(
        1,
        description="Hop limit of metadata responses; 1 prevents pods from using the node's credentials.",
    )


class Update(Model):
    """Limits of rolling updates."""

    max_unavailable: NumberOrPercentage = Field(
        1,
        description="Nodes that may be unavailable during an update: a number, or a percentage in quotes.",
        examples=["33%"],
    )
    strategy: Literal["default", "minimal"] = Field(
        "default",
        description="default starts new nodes before it ends old ones; minimal ends old ones first.",
    )
    force: bool = Field(False, description="End nodes even if a PodDisruptionBudget blocks their pods.")


MaxPods = Annotated[
    Annotated[int, Field(ge=1, le=1000), Tag("<number>")] | Annotated[Literal["auto"], Tag("<text>")],
    Discriminator(shape),
]
Release = Annotated[
    str,
    matching(
        r"[0-9][0-9A-Za-z.-]{0,62}",
        "invalid-release",
        "the release of an image",
        "a release looks like 1.34.1-20261101, on Bottlerocket like 1.50.0-7a4c9d3e",
    ),
]
InstanceName = Annotated[
    str,
    matching(
        r"[\w .:/=+@-]{1,256}",
        "invalid-tag",
        "the name of an instance",
        "1 to 256 letters, digits, spaces and _.:/=+-@",
        schema_pattern=r"[^\x00-\x1f!-*,;<>?\[-\^`{-\x7f]{1,256}",
    ),
]
SubnetChoice = Annotated[
    Annotated[Literal["private", "public"], Tag("<text>")] | Annotated[SubnetsOf, Tag("<map>")],
    Discriminator(shape),
]


class NodeGroup(Model):
    """A group of nodes with the same configuration."""

    kind: Literal["managed", "self-managed"] = Field(
        "managed",
        description="Who manages the group: EKS, or with self-managed EC2 Auto Scaling; then the nodes join "
        "the cluster by themselves, and nobody drains them before they end.",
    )
    os: OperatingSystem = Field("al2023", description="Operating system family.")
    accelerator: Literal["auto", "none", "nvidia", "neuron"] = Field(
        "auto", description="Drivers in the image: auto (by the instance type), none, nvidia or neuron."
    )
    instance_types: tuple[str, ...] = Field(
        ("m7i.large",),
        min_length=1,
        max_length=LIMITS["eks.CreateNodegroupRequest.instanceTypes"].high,
        description="Instance types of one CPU architecture, in order of preference. Default: m7i.large; in "
        "regions without it m6i.large or m5.large.",
        examples=[["m7i.large", "m6i.large"]],
    )
    capacity: Literal["on-demand", "spot", "capacity-block"] = Field(
        "on-demand", description="Purchase option of the instances."
    )
    scaling: Scaling = Field(Scaling(), description="Number of nodes.")
    subnets: SubnetChoice = Field(
        "private",
        description="private, public, {tier: public, zones: [...]} for the subnets of a tier in these "
        "zones, or {ids: [...]} for subnets that exist.",
    )
    labels: dict[LabelKey, LabelValue] = Field(
        default_factory=dict, description="Kubernetes labels on every node."
    )
    taints: tuple[Taint, ...] = Field(
        (), max_length=TAINTS_PER_NODE_GROUP, description="Kubernetes taints on every node."
    )
    disk: Disk = Field(Disk(), description="Root volume.")
    imds: Imds = Field(Imds(), description="Instance metadata service.")
    ssm: bool = Field(True, description="Allow shell access through AWS Systems Manager.")
    iam: Iam = Field(Iam(), description="IAM role of the nodes.")
    update: Update = Field(Update(), description="Limits of rolling updates.")
    tags: Tags = Field(
        default_factory=dict,
        description="Tags of the group, its instances and volumes, in addition to `metadata.tags`.",
    )
    max_pods: MaxPods = Field(
        "auto", description="Most pods on a node: auto (by the instance type and the VPC CNI), or a number."
    )
    ami: AmiId | None = Field(
        None,
        description="Image instead of that of EKS, of the family `os` or, with its own user data, custom.",
    )
    release: Release | None = Field(
        None,
        description="Release of EKS's image. Default: that of the lock file, else the newest at creation.",
        examples=["1.34.1-20261101"],
    )
    bootstrap: Bootstrap = Field(Bootstrap(), description="What a node sets and runs while it joins.")
    ssh: Ssh | None = Field(None, description="Logins with a key.")
    security_groups: SecurityGroups = Field(
        SecurityGroups(), description="Security groups besides or instead of that of the cluster's nodes."
    )
    repair: Repair | None = Field(None, description="Let EKS repair nodes that are not healthy.")
    placement_group: PlacementGroup | None = Field(
        None, description="Name of a placement group, or the strategy of one that eksgen makes."
    )
    efa: Present | None = Field(
        None,
        description="`{}`: Elastic Fabric Adapter on every network card, in a cluster placement group.",
    )
    capacity_reservation: CapacityReservation | None = Field(None, description="Reserved capacity of EC2.")
    detailed_monitoring: Present | None = Field(
        None, description="`{}`: CloudWatch metrics of the instances every minute; AWS charges for them."
    )
    cpu_credits: Literal["standard", "unlimited"] | None = Field(
        None, description="CPU credits of burstable types. Default: as AWS."
    )
    tenancy: Literal["default", "dedicated"] = Field(
        "default", description="dedicated: hardware that no other account uses."
    )
    enclaves: Present | None = Field(None, description="`{}`: AWS Nitro Enclaves.")
    instance_name: InstanceName | None = Field(
        None, description="Tag `Name` of the instances. Default: the cluster and the group."
    )
    renamed_from: Name | None = Field(
        None, description="Former name of the group; its objects in AWS stay as they are."
    )
    warm_pool: WarmPool | None = Field(
        None, description="Instances that have been started once, for faster scaling; self-managed only."
    )
    mixed_instances: MixedInstances | None = Field(
        None, description="Several types and ways to pay in one group; self-managed only."
    )
    instance_refresh: InstanceRefresh | None = Field(
        None,
        description="Replace all instances when the launch template changes; self-managed only. Without it, "
        "nodes keep theirs until they end.",
    )
    max_instance_lifetime: MaxInstanceLifetime | None = Field(
        None, description="Seconds after which an instance is replaced; self-managed only.", examples=[604800]
    )
    target_groups: tuple[TargetGroupArn, ...] = Field(
        (),
        max_length=TARGET_GROUPS,
        description="ARNs of target groups that the instances join; self-managed only.",
    )
    classic_load_balancers: tuple[ClassicLoadBalancerName, ...] = Field(
        (),
        max_length=CLASSIC_LOAD_BALANCERS,
        description="Names of classic load balancers that the instances join; self-managed only.",
    )
    suspend_processes: tuple[ScalingProcess, ...] = Field(
        (), description="Processes of EC2 Auto Scaling that are suspended; self-managed only."
    )
    scale_in_protection: Present | None = Field(
        None, description="`{}`: scaling in ends no instance of the group; self-managed only."
    )
    metrics: Metrics | None = Field(
        None, description="Metrics of the group in CloudWatch: all, or names; self-managed only."
    )
