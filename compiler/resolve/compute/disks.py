"""Resolve `disk`: a size and IOPS that suffice for what is written."""

from __future__ import annotations

from ....catalog.compute.volumes import GP3_IOPS, VOLUME_TYPES
from ....schemas.compute.disks import RootDisk
from ....schemas.compute.launch import ExtraDisk

_USUAL_SIZE = 80


def disk_iops(disk: RootDisk | ExtraDisk) -> int | None:
    """Return the IOPS: as written, else more than the default of the type if the throughput needs more."""
    each = VOLUME_TYPES[disk.type].throughput_per_iops
    if disk.iops is not None or each is None or disk.throughput is None:
        return disk.iops
    needed = int(-(-disk.throughput // each))
    return needed if needed > GP3_IOPS else None


def disk_size(disk: RootDisk) -> int:
    """Return the size in GiB: as written, else 80, or more if the IOPS need more."""
    if disk.size is not None:
        return disk.size
    iops, per_gib = disk_iops(disk), VOLUME_TYPES[disk.type].iops_per_gib
    return max(_USUAL_SIZE, -(-iops // per_gib)) if iops and per_gib else _USUAL_SIZE


def volume_size(disk: RootDisk | ExtraDisk) -> int | None:
    """Return the size in GiB; that of another volume can be left to its snapshot."""
    return disk_size(disk) if isinstance(disk, RootDisk) else disk.size
