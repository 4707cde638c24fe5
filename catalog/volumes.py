"""What EBS volume types take: IOPS, throughput and how both hang on the size.

Source: EC2 user guide, "Amazon EBS volume types" and EC2 API, CreateVolume (read 2026-11-24). Sizes in GiB,
throughput in MiB/s.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VolumeType:
    """One type.

    `iops` is the range it may be given, None if it takes no figure; `iops_per_gib` bounds it by size;
    `must_have_iops` tells a type without a default. `throughput_per_iops` is None without throughput.
    """

    name: str
    iops: tuple[int, int] | None = None
    iops_per_gib: int = 0
    must_have_iops: bool = False
    throughput_per_iops: float | None = None


VOLUME_TYPES: dict[str, VolumeType] = {
    one.name: one
    for one in (
        VolumeType("gp2"),
        VolumeType("gp3", (3000, 80_000), 500, throughput_per_iops=0.25),
        VolumeType("io1", (100, 64_000), 50, must_have_iops=True),
        VolumeType("io2", (100, 256_000), 1000, must_have_iops=True),
    )
}

GP3_IOPS = 3000
"""What a gp3 volume has when nothing is written."""
