"""EBS volume types: their limits of IOPS and throughput, and how these depend on the size.

Ranges are those of `limits/arguments.py`; how they depend on each other: EC2 user guide, "Amazon EBS volume
types" (read 2026-11-24). Sizes in GiB, throughput in MiB/s.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..limits.arguments import LIMITS


@dataclass(frozen=True, slots=True)
class VolumeType:
    """A volume type.

    `size` and `iops` are the ranges of the settings, None if the type has no such setting; `iops_per_gib` is
    the maximum per GiB; `must_have_iops` means that there is no default. `throughput_per_iops` (MiB/s) is
    None if the type has no throughput setting.
    """

    name: str
    size: tuple[int, int]
    iops: tuple[int, int] | None = None
    iops_per_gib: int = 0
    must_have_iops: bool = False
    throughput_per_iops: float | None = None


def _range(argument: str) -> tuple[int, int]:
    limit = LIMITS[f"ec2.LaunchTemplateEbsBlockDeviceRequest.{argument}"]
    return limit.low, limit.high


VOLUME_TYPES: dict[str, VolumeType] = {
    volume_type.name: volume_type
    for volume_type in (
        VolumeType("gp2", _range("VolumeSize.gp2")),
        VolumeType("gp3", _range("VolumeSize.gp3"), _range("Iops.gp3"), 500, throughput_per_iops=0.25),
        VolumeType("io1", _range("VolumeSize.io1"), _range("Iops.io1"), 50, must_have_iops=True),
        VolumeType("io2", _range("VolumeSize.io2"), _range("Iops.io2"), 1000, must_have_iops=True),
    )
}

GP3_IOPS = 3000
"""The default IOPS of a gp3 volume."""
