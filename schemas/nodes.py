"""`nodeGroups` and `nodeDefaults`: groups of worker nodes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from .base import KmsKeyArn, Later, Model, Tags, ZoneName, matching, only, shape

OperatingSystem = Literal[
    "al2023",
    "bottlerocket",
    "bottlerocket-fips",
    "windows-2022-core",
    "windows-2022-full",
    "windows-2025-core",
    "windows-2025-full",
    "custom",
]
_LABEL_NAME = r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
LabelKey = Annotated[
    str,
    matching(
        rf"([a-z0-9]([-a-z0-9.]{{0,251}}[a-z0-9])?/)?{_LABEL_NAME}",
        "invalid-label",
        "a label key",
        "an optional DNS prefix and `/`, then at most 63 letters, digits, `-`, `_`, `.`",
    ),
]
LabelValue = Annotated[
    str,
    matching(
        rf"({_LABEL_NAME})?",
        "invalid-label",
        "a label value",
        "at most 63 letters, digits, `-`, `_`, `.`, starting and ending with a letter or digit",
    ),
]


class Scaling(Model):
    """How many nodes."""

    min: int | None = Field(None, ge=0, description="Least number of nodes; default `desired`.")
    max: int | None = Field(
        None, ge=1, description="Greatest number of nodes; default the greater of `min` and `desired`."
    )
    desired: int | None = Field(
        None, ge=0, description="Nodes at creation and, unless autoscaled, always; default `min`, else 2."
    )
    autoscaled: bool = Field(
        False, description="An autoscaler moves `desired`; Terraform then leaves it alone."
    )


class ZoneChoice(Model):
    """The private subnets of some zones."""

    zones: tuple[ZoneName, ...] = Field(min_length=1, description="Zones of the network.")


class Taint(Model):
    """A taint on every node of the group."""

    key: LabelKey = Field(description="Key of the taint.")
    value: LabelValue | None = Field(None, description="Value of the taint.")
    effect: Literal["no-schedule", "prefer-no-schedule", "no-execute"] = Field(
        description="What happens to pods that do not tolerate it."
    )


class Disk(Model):
    """The root volume of each node."""

    size: int = Field(80, ge=20, le=16384, description="Size in GiB.")
    type: Literal["gp3", "gp2", "io1", "io2"] = Field("gp3", description="EBS volume type.")
    iops: int | None = Field(None, ge=100, le=256000, description="Provisioned IOPS; gp3, io1 and io2.")
    throughput: int | None = Field(None, ge=125, le=2000, description="Throughput in MiB/s; gp3 only.")
    encrypted: bool = Field(True, description="Encrypt the volume.")
    kms_key: KmsKeyArn | None = Field(None, description="Key of the volume; default the account's EBS key.")
    extra: Later = None


class Imds(Model):
    """The instance metadata service; version 2 is always required."""

    hop_limit: int = Field(1, ge=1, le=64, description="1 keeps pods away from the node's credentials.")


class Update(Model):
    """How many nodes may be away during an update: one of the two."""

    max_unavailable: int | None = Field(None, ge=1, le=100, description="Number of nodes; default 1.")
    max_unavailable_percentage: int | None = Field(
        None, alias="maxUnavailablePercent", ge=1, le=100, description="Share of the nodes."
    )
    strategy: Later = None


SubnetChoice = Annotated[
    Annotated[Literal["private", "public"], Tag("<text>")] | Annotated[ZoneChoice, Tag("<map>")],
    Discriminator(shape),
]


class NodeGroup(Model):
    """One group of like nodes."""

    kind: Annotated[Literal["managed", "self-managed"], only("managed")] = Field(
        "managed", description="Who runs the group."
    )
    os: Annotated[OperatingSystem, only("al2023")] = Field("al2023", description="Operating system family.")
    instance_types: tuple[str, ...] = Field(
        ("m7i.large",),
        min_length=1,
        max_length=20,
        description="Instance types of one CPU architecture, best first.",
        examples=[["m7i.large", "m6i.large"]],
    )
    capacity: Annotated[Literal["on-demand", "spot", "capacity-block"], only("on-demand", "spot")] = Field(
        "on-demand", description="How instances are bought."
    )
    scaling: Scaling = Field(Scaling(), description="Number of nodes.")
    subnets: SubnetChoice = Field("private", description="private, public, or {zones: [...]}.")
    labels: dict[LabelKey, LabelValue] = Field(
        default_factory=dict, description="Kubernetes labels on every node."
    )
    taints: tuple[Taint, ...] = Field((), max_length=50, description="Kubernetes taints on every node.")
    disk: Disk = Field(Disk(), description="Root volume.")
    imds: Imds = Field(Imds(), description="Instance metadata service.")
    ssm: bool = Field(True, description="Allow a shell through AWS Systems Manager.")
    update: Update = Field(Update(), description="Rolling updates.")
    tags: Tags = Field(
        default_factory=dict,
        description="Tags on the group, its instances and volumes, besides `metadata.tags`.",
    )
    max_pods: Later = None
    ami: Later = None
    release: Later = None
    bootstrap: Later = None
    ssh: Later = None
    security_groups: Later = None
    iam: Later = None
    repair: Later = None
    placement_group: Later = None
    efa: Later = None
    capacity_reservation: Later = None
    detailed_monitoring: Later = None
    renamed_from: Later = None
    mixed_instances: Later = None
    instance_refresh: Later = None
    max_instance_lifetime: Later = None
    warm_pool: Later = None
    target_groups: Later = None
    classic_load_balancers: Later = None
