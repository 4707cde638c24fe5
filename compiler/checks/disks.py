"""Rules on the disks of nodes."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.volumes import GP3_IOPS, VOLUME_TYPES
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import Disk
from ..diagnostics import Path, Severity
from .finding import Finding
from .nodes import groups


def disk_options_agree(spec: ClusterSpec) -> Iterator[Finding]:
    """IOPS and throughput are what the volume type takes, at this size."""
    for path, group in groups(spec):
        disk, place = group.disk, (*path, "disk")
        yield from _iops(disk, place)
        yield from _throughput(disk, place)
        if disk.kms_key is not None and not disk.encrypted:
            yield Finding(
                "disk-option",
                (*place, "kmsKey"),
                "a volume that is not encrypted has no key",
                "no use",
                (((*place, "encrypted"), "not encrypted"),),
            )


def plain_disk(spec: ClusterSpec) -> Iterator[Finding]:
    """An unencrypted root volume is allowed, and said."""
    for path, group in groups(spec):
        if not group.disk.encrypted:
            yield Finding(
                "plain-disk",
                (*path, "disk", "encrypted"),
                "the nodes' disks are not encrypted",
                "readable in snapshots",
                severity=Severity.WARNING,
            )


def _iops(disk: Disk, place: Path) -> Iterator[Finding]:
    kind, at = VOLUME_TYPES[disk.type], (*place, "iops")
    if disk.iops is None:
        if kind.must_have_iops:
            yield Finding(
                "disk-option",
                (*place, "type"),
                f"{disk.type} volumes need `iops`",
                "iops is missing",
                help="add `iops: 3000`",
            )
        return
    if kind.iops is None:
        yield Finding("disk-option", at, f"{disk.type} volumes have no IOPS setting", "gp3, io1 and io2 only")
        return
    least, most = kind.iops
    if not least <= disk.iops <= most:
        yield Finding(
            "disk-option", at, f"{disk.type} volumes have {least} to {most} IOPS", f"not {disk.iops}"
        )
    elif disk.iops > max(least, disk.size * kind.iops_per_gib):
        yield Finding(
            "disk-option",
            at,
            f"{disk.size} GiB of {disk.type} have at most {disk.size * kind.iops_per_gib} IOPS",
            f"{kind.iops_per_gib} for each GiB",
            (((*place, "size"), f"{disk.size} GiB"),),
            help=f"write `size: {-(-disk.iops // kind.iops_per_gib)}`, or lower `iops`",
        )


def _throughput(disk: Disk, place: Path) -> Iterator[Finding]:
    if disk.throughput is None:
        return
    at, each = (*place, "throughput"), VOLUME_TYPES[disk.type].throughput_per_iops
    if each is None:
        yield Finding("disk-option", at, f"{disk.type} volumes have no throughput setting", "gp3 only")
        return
    iops = disk.iops or GP3_IOPS
    if disk.throughput > iops * each:
        yield Finding(
            "disk-option",
            at,
            f"{iops} IOPS carry at most {int(iops * each)} MiB/s",
            f"{each} MiB/s for each of the IOPS",
            (((*place, "iops"), f"{iops} IOPS"),),
            help=f"write `iops: {int(-(-disk.throughput // each))}`, or lower `throughput`",
        )
