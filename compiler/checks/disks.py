"""Rules for the disks of nodes."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.compute.volumes import GP3_IOPS, VOLUME_TYPES
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import Disk
from ..diagnostics import Path, Severity
from .finding import Finding
from .nodes import groups_and_pools


def disk_options_agree(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that IOPS, throughput and key are valid for the type and size of the volume."""
    for path, group in groups_and_pools(spec):
        disk, place = group.disk, (*path, "disk")
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
    """Warn about unencrypted root volumes."""
    for path, group in groups_and_pools(spec):
        if not group.disk.encrypted:
            yield Finding(
                "plain-disk",
                (*path, "disk", "encrypted"),
                "the disks of the nodes are not encrypted",
                "snapshots can be read",
                severity=Severity.WARNING,
            )


def _size(disk: Disk, place: Path) -> Iterator[Finding]:
    """Only the maximum: a root volume is larger than any minimum."""
    most = VOLUME_TYPES[disk.type].size[1]
    if disk.size > most:
        yield Finding(
            "disk-option",
            (*place, "size"),
            f"{disk.type} volumes have at most {most} GiB",
            f"not {disk.size}",
            (((*place, "type"), f"{disk.type}"),),
            help="write `type: gp3` or `type: io2`",
        )


def _iops(disk: Disk, place: Path) -> Iterator[Finding]:
    kind, at = VOLUME_TYPES[disk.type], (*place, "iops")
    if disk.iops is None:
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
    if not least <= disk.iops <= most:
        yield Finding(
            "disk-option", at, f"{disk.type} volumes support {least} to {most} IOPS", f"not {disk.iops}"
        )
    elif disk.iops > max(least, disk.size * kind.iops_per_gib):
        yield Finding(
            "disk-option",
            at,
            f"{disk.type} volumes of {disk.size} GiB support at most {disk.size * kind.iops_per_gib} IOPS",
            f"{kind.iops_per_gib} IOPS per GiB",
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
            f"{iops} IOPS support at most {int(iops * each)} MiB/s",
            f"{each} MiB/s per IOPS",
            (((*place, "iops"), f"{iops} IOPS"),),
            help=f"write `iops: {int(-(-disk.throughput // each))}`, or lower `throughput`",
        )
