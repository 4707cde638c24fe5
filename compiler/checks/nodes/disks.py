"""Rules for the disks of nodes."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.compute.volumes import GP3_IOPS, VOLUME_TYPES
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.disks import Disk, RootDisk
from ....schemas.compute.launch import ExtraDisk
from ...diagnostics import Path, Severity
from ...resolve.compute.disks import disk_iops, volume_size
from ..finding import Finding
from .groups import groups_and_pools


def disk_options_agree(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that IOPS, throughput and key are valid for the type and size of the volume."""
    for place, disk in _disks(spec):
        yield from _size(disk, place)
        yield from _iops(disk, place)
        yield from _throughput(disk, place)
        if disk.kms_key != "aws" and not disk.encrypted:
            yield Finding(
                "disk-option",
                (*place, "kmsKey"),
                "an unencrypted volume cannot have a key",
                "has no effect",
                (((*place, "encrypted"), "encryption disabled"),),
            )


def plain_disk(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about unencrypted volumes."""
    for place, disk in _disks(spec):
        if not disk.encrypted:
            yield Finding(
                "plain-disk",
                (*place, "encrypted"),
                "the disks of the nodes are not encrypted",
                "snapshots can be read",
                severity=Severity.WARNING,
            )


def _disks(spec: ClusterSpec) -> Iterator[tuple[Path, RootDisk | ExtraDisk]]:
    for path, group in groups_and_pools(spec):
        yield (*path, "disk"), group.disk
        for index, extra in enumerate(group.disk.extra if isinstance(group.disk, Disk) else ()):
            yield (*path, "disk", "extra", index), extra


def _size(disk: RootDisk | ExtraDisk, place: Path) -> Iterator[Finding]:
    """A root volume is larger than any minimum; a volume without a size is as large as its snapshot."""
    (least, most), size = VOLUME_TYPES[disk.type].size, volume_size(disk)
    if size is not None and size < least:
        yield Finding(
            "disk-option",
            (*place, "size"),
            f"{disk.type} volumes have at least {least} GiB",
            f"not {size}",
            (((*place, "type"), f"{disk.type}"),),
            help=f"write `size: {least}` or more",
        )
    if size is not None and size > most:
        yield Finding(
            "disk-option",
            (*place, "size"),
            f"{disk.type} volumes have at most {most} GiB",
            f"not {size}",
            (((*place, "type"), f"{disk.type}"),),
            help="write `type: gp3` or `type: io2`",
        )


def _iops(disk: RootDisk | ExtraDisk, place: Path) -> Iterator[Finding]:
    kind, size = VOLUME_TYPES[disk.type], volume_size(disk)
    at = (*place, "throughput" if disk.iops is None else "iops")
    if (iops := disk_iops(disk)) is None:
        if kind.must_have_iops:
            yield Finding(
                "disk-option",
                (*place, "type"),
                f"{disk.type} volumes require `iops`",
                "`iops` is missing",
                help="add `iops: 3000`",
            )
        return
    if kind.iops is None:
        yield Finding("disk-option", at, f"{disk.type} volumes have no IOPS setting", "gp3, io1 and io2 only")
        return
    least, most = kind.iops
    if not least <= iops <= most:
        yield Finding("disk-option", at, f"{disk.type} volumes support {least} to {most} IOPS", f"not {iops}")
    elif size is not None and iops > max(least, size * kind.iops_per_gib):
        yield Finding(
            "disk-option",
            at,
            f"{disk.type} volumes of {size} GiB support at most {size * kind.iops_per_gib} IOPS",
            f"{kind.iops_per_gib} IOPS per GiB",
            (((*place, "size"), f"{size} GiB"),),
            help=f"write `size: {-(-iops // kind.iops_per_gib)}`, or lower `iops`",
        )


def _throughput(disk: RootDisk | ExtraDisk, place: Path) -> Iterator[Finding]:
    if disk.throughput is None:
        return
    at, each = (*place, "throughput"), VOLUME_TYPES[disk.type].throughput_per_iops
    if each is None:
        yield Finding("disk-option", at, f"{disk.type} volumes have no throughput setting", "gp3 only")
        return
    iops = disk_iops(disk) or GP3_IOPS
    if disk.throughput > iops * each:
        yield Finding(
            "disk-option",
            at,
            f"{iops} IOPS support at most {int(iops * each)} MiB/s",
            f"{each} MiB/s per IOPS",
            (((*place, "iops"), f"{iops} IOPS"),),
            help=f"write `iops: {int(-(-disk.throughput // each))}`, or lower `throughput`",
        )
