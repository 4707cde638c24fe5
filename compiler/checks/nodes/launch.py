"""Rules for logins, volumes and hardware: what EC2 and EKS refuse in the launch template of a group."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from ....catalog.compute.ami import OS_FAMILIES
from ....catalog.compute.instances import instance_type
from ....catalog.limits import INSTANCES_PER_SPREAD_GROUP
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.launch import PlacementStrategy
from ....schemas.nodes import NodeGroup
from ...diagnostics import Path, Severity
from ...plural import plural
from ...resolve.network import placement_of
from ...resolve.nodes import scaling_sizes, subnet_ids_of, tier_of_group, zones_of_group
from ..finding import Finding
from .groups import groups

BURSTABLE = ("t2", "t3", "t3a", "t4g", "t8i")
OPEN = "0.0.0.0/0"


def logins_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a login has one key, which the operating system accepts."""
    for path, group in groups(spec):
        if (login := group.ssh) is None:
            continue
        place = (*path, "ssh")
        if login.key_name is None and login.public_key is None:
            yield _option(place, "a login needs a key", "no key", help="add `keyName` or `publicKey`")
        if login.key_name is not None and login.public_key is not None:
            yield _option(
                (*place, "publicKey"),
                "a login has one key",
                "second key",
                (((*place, "keyName"), "first key"),),
                "delete one of the two",
            )
        if OS_FAMILIES[group.os].windows and (login.public_key or "").startswith("ssh-ed25519"):
            message = "EC2 accepts only RSA keys for Windows"
            yield _option((*place, "publicKey"), message, "not an RSA key", help="use an ssh-rsa key")


def logins_restricted(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about logins from the whole internet."""
    for path, group in groups(spec):
        for index, source in enumerate(group.ssh.sources if group.ssh else ()):
            if "/" in source and ip_network(source).prefixlen == 0:
                yield Finding(
                    "open-login",
                    (*path, "ssh", "from", index),
                    "anybody on the internet reaches the login of these nodes",
                    "open to the internet",
                    help="list your own networks, or use Session Manager, which needs no open port",
                    severity=Severity.WARNING,
                )


def extra_disks_agree(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each volume has a device of its own, and a size."""
    for path, group in groups(spec):
        family = OS_FAMILIES[group.os]
        taken: dict[str, Path] = {family.disk_device: (*path, "disk")}
        if family.system_device:
            taken[family.system_device] = (*path, "os")
        for index, disk in enumerate(group.disk.extra):
            place = (*path, "disk", "extra", index)
            first = taken.setdefault(disk.device, (*place, "device"))
            if first != (*place, "device"):
                message = f"`{disk.device}` is already the device of another volume"
                yield _option(
                    (*place, "device"),
                    message,
                    "taken",
                    ((first, "the other volume"),),
                    "use /dev/xvdf or later",
                )
            if disk.size is None and disk.snapshot is None:
                yield _option(place, "a volume needs a size or a snapshot", "neither", help="add `size`")
            if disk.snapshot is not None and disk.kms_key != "aws":
                message = "the key of a volume from a snapshot is that of the snapshot"
                yield _option((*place, "kmsKey"), message, "refused by EC2", help="delete `kmsKey`")


def hardware_has_options(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the instance types have CPU credits, enclaves and dedicated hardware where these are set."""
    for path, group in groups(spec):
        for index, name in enumerate(group.instance_types):
            family, _, size = name.partition(".")
            place = (*path, "instanceTypes", index)
            known = instance_type(name)
            vcpus = known.vcpus if known else 4
            if group.cpu_credits and family not in BURSTABLE:
                yield _on_type(place, name, "has no CPU credits", (*path, "cpuCredits"))
            small = vcpus < (2 if known and known.architecture == "arm64" else 4)
            if group.enclaves and (family in BURSTABLE or size.startswith("metal") or small):
                yield _on_type(place, name, "has no Nitro Enclaves", (*path, "enclaves"))
            if group.tenancy == "dedicated" and group.cpu_credits == "unlimited" and family == "t2":
                yield _on_type(
                    place, name, "has no unlimited credits on dedicated hardware", (*path, "tenancy")
                )


def efa_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the types have an EFA, and that all nodes are in one zone without public addresses."""
    for path, group in groups(spec):
        if group.efa is None:
            continue
        place = (*path, "efa")
        for index, name in enumerate(group.instance_types):
            known = instance_type(name)
            if known is not None and not known.efa_cards:
                yield _on_type(
                    (*path, "instanceTypes", index), name, "has no EFA that eksgen can set up", place
                )
        if OS_FAMILIES[group.os].windows:
            yield _option(place, "EFA needs Linux", "not on Windows", (((*path, "os"), group.os),))
        yield from _one_zone(spec, path, group, place, "the traffic of EFA stays in one subnet")
        if tier_of_group(spec, group) == "public":
            message = "instances with several network cards get no public address"
            yield _option(place, message, "in public subnets", (((*path, "subnets"), "public"),))


def _one_zone(spec: ClusterSpec, path: Path, group: NodeGroup, place: Path, why: str) -> Iterator[Finding]:
    zones = zones_of_group(spec, group)
    if len(zones) > 1:
        yield _option(
            place,
            f"{why}, and the group is in {len(zones)} zones",
            "needs one zone",
            (((*path, "subnets"), "several zones"),),
            _in_zone(spec, group, zones[0]),
        )


def _in_zone(spec: ClusterSpec, group: NodeGroup, zone: str) -> str:
    """Return what to write for a group that is to be in one zone."""
    if (ids := subnet_ids_of(group)) is None:
        return f"write `subnets: {{zones: [{zone}]}}`"
    there = placement_of(spec, tier_of_group(spec, group), (zone,), ids)
    return f"write `subnets: {{ids: [{', '.join(there)}]}}`"


def placement_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a cluster placement group is in one zone, and that its types can be in it."""
    for path, group in groups(spec):
        if _strategy(group) != "cluster":
            continue
        place = (*path, "placementGroup", "strategy")
        yield from _one_zone(spec, path, group, place, "a cluster placement group is in one zone")
        for index, name in enumerate(group.instance_types):
            if name.partition(".")[0] in (*BURSTABLE, "mac1", "mac2"):
                yield _on_type(
                    (*path, "instanceTypes", index), name, "cannot be placed close together", place
                )


def spread_has_room(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a spread placement group has room: EC2 starts so many nodes in a zone, and no more."""
    for path, group in groups(spec):
        units = group.mixed_instances is not None and bool(group.mixed_instances.weights)
        if _strategy(group) != "spread" or units:
            continue
        zones, most = len(zones_of_group(spec, group)), scaling_sizes(group.scaling)[2]
        room = zones * INSTANCES_PER_SPREAD_GROUP
        if zones and most > room:
            place: Path = (*path, "scaling", *(("max",) if group.scaling.max is not None else ()))
            where = f"{room} nodes in {plural(zones, 'zone')}"
            message = f"a spread placement group has room for {where}, not for {most}"
            spread = (((*path, "placementGroup", "strategy"), "spread"),)
            help = f"write `max: {room}` or less"
            yield _option(place, message, "EC2 would not start the others", spread, help)


def _strategy(group: NodeGroup) -> str:
    """Return the strategy of the placement group that eksgen makes for a group, or ""."""
    chosen = group.placement_group
    return chosen.strategy if isinstance(chosen, PlacementStrategy) else ""


def capacity_block_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check what EKS wants of a group on a capacity block (EKS user guide, "Create a managed node group with
    Capacity Blocks for ML")."""
    for path, group in groups(spec):
        if group.capacity != "capacity-block":
            continue
        place = (*path, "capacity")
        reservation = group.capacity_reservation
        if reservation is None or reservation.id is None:
            help = "add `capacityReservation: {id: cr-…}`"
            others = (((*path, "capacityReservation"), "has no `id`"),) if reservation else ()
            yield _option(place, "a capacity block is named by its ID", "no reservation", others, help)
        if len(group.instance_types) > 1:
            message = "a capacity block has one instance type"
            yield _option((*path, "instanceTypes", 1), message, "second type", ((place, "capacity block"),))
        for index, name in enumerate(group.instance_types):
            known = instance_type(name)
            if known is not None and not known.capacity_block:
                yield _on_type((*path, "instanceTypes", index), name, "is not sold in capacity blocks", place)
        yield from _one_zone(spec, path, group, place, "a capacity block is in one zone")


def reservations_agree(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a reservation has an ID or a preference, and is not for spot capacity."""
    for path, group in groups(spec):
        reservation, place = group.capacity_reservation, (*path, "capacityReservation")
        if reservation is None:
            continue
        if reservation.id is not None and reservation.preference is not None:
            message = "a reservation with an ID has no preference"
            yield _option((*place, "preference"), message, "refused by EC2", help="delete one of the two")
        if group.capacity == "spot":
            message = "spot capacity cannot be reserved"
            yield _option(place, message, "has no effect", (((*path, "capacity"), "spot"),))


def repair_limits_agree(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two overrides of the repair are for the same fault."""
    for path, group in groups(spec):
        seen: dict[tuple[str, str], int] = {}
        for index, override in enumerate(group.repair.overrides if group.repair else ()):
            first = seen.setdefault((override.condition, override.reason), index)
            if first != index:
                place = (*path, "repair", "overrides")
                others = (((*place, first), "first"),)
                yield _option((*place, index), "two overrides are for the same fault", "second", others)


def _on_type(place: Path, name: str, what: str, wanted: Path) -> Finding:
    return _option(place, f"{name} {what}", "not on this type", ((wanted, "wanted here"),))


def _option(
    place: Path, message: str, label: str, others: tuple[tuple[Path, str], ...] = (), help: str = ""
) -> Finding:
    return Finding("launch-option", place, message, label, others, help=help)
