"""Parts of the launch template of a node group: logins, security groups, volumes, placement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from ...catalog.limits.arguments import LIMITS
from ..base import Model, aws_id, matching, shape, within
from ..values import KmsKey, Source

_EBS = "ec2.LaunchTemplateEbsBlockDeviceRequest"
SIZES = [LIMITS[f"{_EBS}.VolumeSize.{kind}"] for kind in ("gp2", "gp3", "io1", "io2")]
IOPS = [LIMITS[f"{_EBS}.Iops.{kind}"] for kind in ("gp3", "io1", "io2")]
VolumeType = Literal["gp3", "gp2", "io1", "io2"]
Iops = Annotated[int, Field(ge=min(iops.low for iops in IOPS), le=max(iops.high for iops in IOPS))]
Throughput = Annotated[int, within(f"{_EBS}.Throughput")]


AmiId = Annotated[str, aws_id("ami", "an AMI"), Field(examples=["ami-0123456789abcdef0"])]
SecurityGroupId = Annotated[str, aws_id("sg", "a security group"), Field(examples=["sg-0123456789abcdef0"])]
SnapshotId = Annotated[str, aws_id("snap", "a snapshot"), Field(examples=["snap-0123456789abcdef0"])]
ReservationId = Annotated[
    str, aws_id("cr", "a capacity reservation"), Field(examples=["cr-0123456789abcdef0"])
]
KeyName = Annotated[
    str,
    matching(
        r"[!-~]([ -~]{0,253}[!-~])?",
        "invalid-name",
        "the name of a key pair",
        "at most 255 ASCII characters, without spaces at the ends",
    ),
]
PublicKey = Annotated[
    str,
    matching(
        r"(ssh-ed25519|ssh-rsa) [A-Za-z0-9+/]{60,}={0,2}( [ -~]*)?",
        "invalid-public-key",
        "a public key that EC2 accepts",
        "EC2 accepts OpenSSH keys of the types ssh-ed25519 and ssh-rsa, on one line",
    ),
]
Device = Annotated[
    str,
    matching(
        r"/dev/(sd[a-z][0-9]{0,2}|xvd[a-z]{1,2})|xvd[a-z]{1,2}",
        "invalid-device",
        "a device name",
        "a device looks like /dev/xvdf or /dev/sdf",
    ),
]
PlacementGroupName = Annotated[
    str,
    matching(
        r"[!-~]([ -~]{0,253}[!-~])?",
        "invalid-name",
        "the name of a placement group",
        "at most 255 ASCII characters, without spaces at the ends",
    ),
]


class Ssh(Model):
    """Logins with a key; without it, shells come through AWS Systems Manager (`ssm`)."""

    key_name: KeyName | None = Field(None, description="Name of a key pair that exists.")
    public_key: PublicKey | None = Field(
        None, description="OpenSSH public key; eksgen makes a key pair of it.", examples=["ssh-ed25519 AAAA…"]
    )
    sources: tuple[Source, ...] = Field(
        (),
        alias="from",
        max_length=50,
        description="Who reaches port 22 (on Windows 3389): CIDR blocks, security groups, prefix lists. "
        "Without it, nobody does from outside the nodes.",
        examples=[["203.0.113.0/24"]],
    )


class SecurityGroups(Model):
    """Security groups of the nodes."""

    existing: SecurityGroupId | None = Field(
        None,
        description="A group that takes the place of the one that all nodes of the cluster share. It must "
        "let in the control plane (443, 1025-65535) and the other nodes.",
    )
    additional: tuple[SecurityGroupId, ...] = Field(
        (), max_length=14, description="Groups that the nodes have besides."
    )


class ExtraDisk(Model):
    """A volume besides the root volume."""

    device: Device = Field(description="Device name.", examples=["/dev/xvdf"])
    size: int | None = Field(
        None, ge=1, le=max(size.high for size in SIZES), description="Size in GiB. Default: of the snapshot."
    )
    type: VolumeType = Field("gp3", description="EBS volume type.")
    iops: Iops | None = Field(None, description="Provisioned IOPS; gp3, io1 and io2 only.")
    throughput: Throughput | None = Field(None, description="Throughput in MiB/s; gp3 only.")
    encrypted: bool = Field(True, description="Encrypt the volume.")
    kms_key: KmsKey = Field("aws", description="Key of the volume: aws, managed, or a KMS key ARN.")
    snapshot: SnapshotId | None = Field(None, description="Snapshot that the volume is made from.")
    keep_on_termination: bool = Field(False, description="Keep the volume when the instance ends.")


class PlacementStrategy(Model):
    """A placement group that eksgen makes."""

    strategy: Literal["cluster", "spread", "partition"] = Field(
        description="cluster (close together), spread (each on hardware of its own), or partition."
    )


PlacementGroup = Annotated[
    Annotated[PlacementGroupName, Tag("<text>")] | Annotated[PlacementStrategy, Tag("<map>")],
    Discriminator(shape),
]


class CapacityReservation(Model):
    """Reserved capacity of EC2."""

    id: ReservationId | None = Field(None, description="ID of the reservation, or of the capacity block.")
    preference: Literal["open", "none"] | None = Field(
        None, description="Without `id`: use any open reservation that matches, or none. Default: open."
    )
