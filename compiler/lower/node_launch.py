"""Arguments of module `nodes` that end up in the launch template of a group."""

from __future__ import annotations

from ...catalog.compute.ami import OS_FAMILIES
from ...schemas.compute.launch import PlacementStrategy
from ...schemas.compute.repair import Repair, RepairOverride
from ..diagnostics import Path
from ..resolve.compute.disks import disk_iops
from ..resolve.model import Cluster, ResolvedNodeGroup
from ..resolve.names import launch_template_name, short_hash
from ..resolve.nodes import percent
from ..values import At, Ref, Value
from .kms import key_arn
from .self_managed import image
from .sources import sources_at

SSH_PORT, RDP_PORT = 22, 3389


def instance(cluster: Cluster, group: ResolvedNodeGroup) -> dict[str, Value]:
    """Return the settings of the instances."""
    spec, path = group.spec, group.path
    name = spec.instance_name or f"{cluster.name}-{group.word}"
    return {
        "name": At(name, (*path, "instanceName")),
        "image_id": image(cluster, group),
        "detailed_monitoring": At(spec.detailed_monitoring is not None, (*path, "detailedMonitoring")),
        "cpu_credits": At(spec.cpu_credits, (*path, "cpuCredits")),
        "tenancy": At(None if spec.tenancy == "default" else spec.tenancy, (*path, "tenancy")),
        "enclaves": At(spec.enclaves is not None, (*path, "enclaves")),
    }


def ssh(cluster: Cluster, group: ResolvedNodeGroup) -> At:
    """Return how people log in; a key pair that eksgen makes has a new name for a new key."""
    path, login = (*group.path, "ssh"), group.spec.ssh
    key = login.public_key if login else None
    made = f"{launch_template_name(cluster.spec, group.word)}-{short_hash(key)}" if key else None
    return At(
        {
            "key_name": At(made or (login.key_name if login else None), (*path, "keyName")),
            "public_key": At(key, (*path, "publicKey")),
            "port": RDP_PORT if OS_FAMILIES[group.spec.os].windows else SSH_PORT,
            "sources": sources_at(login.sources if login else (), (*path, "from")),
        },
        path,
    )


def security_group_ids(group: ResolvedNodeGroup) -> At:
    """Return the security groups of the nodes: that of all nodes or the one in its place, and others."""
    groups, path = group.spec.security_groups, (*group.path, "securityGroups")
    shared = Ref("eks", "node_security_group_id") if groups.existing is None else groups.existing
    additional = At(tuple(sorted(groups.additional)), (*path, "additional"))
    return At((At(shared, (*path, "existing")), *_items(additional)), path)


def _items(at: At) -> tuple[Value, ...]:
    values = at.value if isinstance(at.value, tuple) else ()
    return tuple(At(str(value), at.path) for value in values)


def extra_disks(group: ResolvedNodeGroup) -> At:
    """Return the volumes besides the root volume, by device."""
    path: Path = (*group.path, "disk", "extra")
    disks: dict[str, Value] = {}
    for index, disk in sorted(enumerate(group.spec.disk.extra), key=lambda item: item[1].device):
        at = (*path, index)
        disks[disk.device] = At(
            {
                "size": At(disk.size, (*at, "size")),
                "type": At(disk.type, (*at, "type")),
                "iops": At(disk_iops(disk), (*at, "iops")),
                "throughput": At(disk.throughput, (*at, "throughput")),
                "encrypted": At(disk.encrypted, (*at, "encrypted")),
                "kms_key_arn": key_arn(At(disk.kms_key, (*at, "kmsKey")), "disks_key"),
                "snapshot_id": At(disk.snapshot, (*at, "snapshot")),
                "keep": At(disk.keep_on_termination, (*at, "keepOnTermination")),
            },
            at,
        )
    return At(disks, path)


def placement(cluster: Cluster, group: ResolvedNodeGroup) -> At:
    """Return the placement group; EFA is in one that keeps the nodes close, unless capacity is a block."""
    chosen, path = group.spec.placement_group, (*group.path, "placementGroup")
    if chosen is None and group.efa_cards and group.spec.capacity != "capacity-block":
        chosen, path = PlacementStrategy(strategy="cluster"), (*group.path, "efa")
    if not isinstance(chosen, PlacementStrategy):
        return At({"group_name": At(chosen, path), "strategy": At(None, path)}, path)
    name = f"{launch_template_name(cluster.spec, group.word)}-{chosen.strategy}"
    return At({"group_name": At(name, path), "strategy": At(chosen.strategy, path)}, path)


def capacity_reservation(group: ResolvedNodeGroup) -> At:
    """Return the reserved capacity; None leaves it to AWS."""
    reservation, path = group.spec.capacity_reservation, (*group.path, "capacityReservation")
    if reservation is None:
        return At(None, path)
    preference = None if reservation.id else reservation.preference or "open"
    return At(
        {"id": At(reservation.id, (*path, "id")), "preference": At(preference, (*path, "preference"))}, path
    )


def repair(group: ResolvedNodeGroup) -> At:
    """Return the automatic repair of nodes; None without it."""
    path = (*group.path, "repair")
    return At(None if group.spec.repair is None else _repair(group.spec.repair, path), path)


def _repair(repair: Repair, path: Path) -> dict[str, Value]:
    limits: dict[str, Value] = {}
    for name, key, limit in (
        ("max_unhealthy", "maxUnhealthy", repair.max_unhealthy),
        ("max_parallel", "maxParallel", repair.max_parallel),
    ):
        at = (*path, key)
        limits[f"{name}_count"] = At(limit if isinstance(limit, int) else None, at)
        limits[f"{name}_percentage"] = At(percent(limit) if isinstance(limit, str) else None, at)
    overrides = tuple(
        At(override.model_dump(), (*path, "overrides", index))
        for index, override in sorted(enumerate(repair.overrides), key=lambda item: _order(item[1]))
    )
    return {**limits, "overrides": At(overrides, (*path, "overrides"))}


def _order(override: RepairOverride) -> tuple[str, str]:
    return override.condition, override.reason
