"""EBS volume types: their limits of IOPS and throughput, and how these depend on the size.

Source: EC2 user guide, "Amazon EBS volume types" and EC2 API, CreateVolume (read 2026-11-24). Sizes in GiB,
throughput in MiB/s.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VolumeType:
    """A volume type.

    `iops` is the range of the setting, None if the type has no such setting; `iops_per_gib` is the maximum
    per GiB; `must_have_iops` means that there is no default. `throughput_per_iops` (MiB/s) is None if the
    type has no throughput setting.
    """

    name: str
    iops: tuple[int, int] | None = None
    iops_per_gib: int = 0
    must_have_iops: bool = False
    throughput_per_iops: float | None = None


VOLUME_TYPES: dict[str, VolumeType] = {
    volume_type.name: volume_type
    for volume_type in (
        VolumeType("gp2"),
        VolumeType("gp3", (3000, 80_000), 500, throughput_per_iops=0.25),
        VolumeType("io1", (100, 64_000), 50, must_have_iops=True),
        VolumeType("io2", (100, 256_000), 1000, must_have_iops=True),
    )
}

GP3_IOPS = 3000
"""The default IOPS of a gp3 volume."""
