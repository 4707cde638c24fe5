"""`disk` of node groups and node pools: the volumes of every node."""

from __future__ import annotations

from pydantic import Field

from ...catalog.limits import ROOT_DISK_GIB
from ..base import Model
from ..values import KmsKey
from .launch import SIZES, ExtraDisk, Iops, Throughput, VolumeType


class RootDisk(Model):
    """The root volume of every node; on Bottlerocket, the volume of images and pods."""

    size: int | None = Field(
        None,
        ge=ROOT_DISK_GIB,
        le=max(size.high for size in SIZES),
        description="Size in GiB. Default: 80, or more if `iops` needs more.",
    )
    type: VolumeType = Field("gp3", description="EBS volume type.")
    iops: Iops | None = Field(
        None,
        description="Provisioned IOPS; gp3, io1 and io2 only. Default for gp3: 3000, or more if `throughput` "
        "needs more.",
    )
    throughput: Throughput | None = Field(None, description="Throughput in MiB/s; gp3 only.")
    encrypted: bool = Field(True, description="Encrypt the volume.")
    kms_key: KmsKey = Field(
        "aws",
        description="Key of the volume: aws (the EBS key of the account), managed (one key for all node "
        "groups), or a KMS key ARN.",
    )


class Disk(RootDisk):
    """The volumes of every node."""

    extra: tuple[ExtraDisk, ...] = Field((), max_length=20, description="Volumes besides it.")
