"""Rules for `kind: self-managed`: which fields a kind of group has, and what EC2 Auto Scaling refuses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ....catalog.compute.ami import OS_FAMILIES
from ....catalog.compute.auto_scaling import (
    NEEDED_BY_REFRESH,
    REFRESH_PERCENTAGE_SPAN,
    TAGS_PER_GROUP,
    WITHOUT_PROCESS,
)
from ....catalog.compute.instances import default_instance_type
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.self_managed import Bounds, MixedInstances, Requirements
from ....schemas.nodes import NodeGroup, Update
from ...diagnostics import Path, Severity
from ...resolve.nodes import has_spot, is_self_managed, scaling_sizes
from ...resolve.roles import roles_of
from ..finding import Finding
from .groups import groups

_SELF_MANAGED = {
    "classic_load_balancers": "classicLoadBalancers",
    "instance_refresh": "instanceRefresh",
    "max_instance_lifetime": "maxInstanceLifetime",
    "metrics": "metrics",
    "mixed_instances": "mixedInstances",
    "scale_in_protection": "scaleInProtection",
    "suspend_processes": "suspendProcesses",
    "target_groups": "targetGroups",
    "warm_pool": "warmPool",
}
_NOTES = {
    "warmPool": "eksgen makes no warm pools of groups that EKS manages, though EKS has them since April 2026"
}
_LEAST_PRICE = Decimal("0.001")


def fields_of_kind(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a group has only fields that its kind knows."""
    for path, group in groups(spec):
        if is_self_managed(group):
            yield from _fields_of_eks(path, group)
            continue
        for field, name in _SELF_MANAGED.items():
            if getattr(group, field) not in (None, ()):
                help = "add `kind: self-managed`, which replaces the group, or delete the field"
                message, label = f"`{name}` needs `kind: self-managed`", "not in a group that EKS manages"
                yield _option((*path, name), message, label, help, note=_NOTES.get(name, ""))


def _fields_of_eks(path: Path, group: NodeGroup) -> Iterator[Finding]:
    if group.repair is not None:
        message = "EKS repairs only nodes of groups that it manages"
        yield _option((*path, "repair"), message, "would have no effect", "delete `repair`")
    if group.update != Update():
        help = "delete it, and set `instanceRefresh.minHealthyPercentage`"
        yield _option(
            (*path, "update"), "EKS updates only groups that it manages", "would have no effect", help
        )
    if group.release is not None and OS_FAMILIES[group.os].windows and group.ami is None:
        message = "AWS publishes the newest image of Windows only, not that of a release"
        yield _option((*path, "release"), message, "no such image", "write the ID of the image in `ami`")


def mixed_instances_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check what EC2 Auto Scaling refuses in a policy for mixed instances, and what would have no effect."""
    for path, group in groups(spec):
        mixed, place = group.mixed_instances, (*path, "mixedInstances")
        if mixed is None or not is_self_managed(group):
            continue
        if group.capacity == "capacity-block":
            message = "a capacity block has one instance type and one way to pay"
            yield _option(place, message, "refused by EC2", "delete `mixedInstances`")
        yield from _spot_options(path, group, mixed)
        yield from _weights(path, group, mixed)
        if mixed.requirements is not None:
            yield from _requirements(spec, path, group, mixed.requirements)


def _spot_options(path: Path, group: NodeGroup, mixed: MixedInstances) -> Iterator[Finding]:
    place = (*path, "mixedInstances")
    if mixed.spot_pools is not None and mixed.spot_strategy != "lowest-price":
        message = f"the strategy {mixed.spot_strategy} chooses the number of pools itself"
        help = "delete `spotPools`, or write `spotStrategy: lowest-price`"
        yield _option((*place, "spotPools"), message, "refused by EC2", help)
    for name, value in (("maxPrice", mixed.max_price), ("capacityRebalance", mixed.capacity_rebalance)):
        if value is not None and not has_spot(group):
            message = f"`{name}` is for spot capacity, and the whole group is on demand"
            help = "set `onDemandPercent` below 100, or `capacity: spot`"
            yield _option((*place, name), message, "would have no effect", help)
    if mixed.max_price is not None and Decimal(mixed.max_price) < _LEAST_PRICE:
        message = f"EC2 takes a price of {_LEAST_PRICE} or more"
        yield _option(
            (*place, "maxPrice"), message, "too low", "delete `maxPrice`; AWS charges the spot price"
        )


def _weights(path: Path, group: NodeGroup, mixed: MixedInstances) -> Iterator[Finding]:
    place = (*path, "mixedInstances", "weights")
    for name in mixed.weights:
        if name not in group.instance_types:
            message = f"{name} is not one of the `instanceTypes` of the group"
            yield _option((*place, name), message, "not in the group", "delete the line, or add the type")
    missing = [name for name in group.instance_types if name not in mixed.weights]
    if mixed.weights and missing and mixed.requirements is None:
        message = "all types of a group have a weight, or none has"
        yield _option(place, message, f"none for {missing[0]}", f"add `{missing[0]}: 1`, or another weight")


def _requirements(spec: ClusterSpec, path: Path, group: NodeGroup, wanted: Requirements) -> Iterator[Finding]:
    mixed, place = group.mixed_instances, (*path, "mixedInstances", "requirements")
    if group.ami is None:
        message = "EC2 looks up the image of EKS only where the types are listed"
        yield _option(place, message, "needs an image", "add `ami: ami-…`, or list `instanceTypes`")
    if group.instance_types != (default_instance_type(spec.metadata.region),):
        message = "requirements take the place of a list of types"
        yield _option(
            (*path, "instanceTypes"), message, "second choice of types", "delete one", ((place, "first"),)
        )
    if mixed and mixed.weights:
        weights = (*path, "mixedInstances", "weights")
        yield _option(weights, "types that EC2 chooses have no weights", "refused by EC2", "delete `weights`")
    if mixed and mixed.spot_strategy == "capacity-optimized-prioritized":
        message = "types that EC2 chooses have no order"
        strategy = (*path, "mixedInstances", "spotStrategy")
        yield _option(strategy, message, "refused by EC2", "write `spotStrategy: price-capacity-optimized`")
    if wanted.allowed_instance_types and wanted.excluded_instance_types:
        message = "EC2 takes allowed types or excluded types"
        yield _option((*place, "excludedInstanceTypes"), message, "refused by EC2", "delete one of the two")
    if "amazon-web-services" in wanted.cpu_manufacturers and len(set(wanted.cpu_manufacturers)) > 1:
        message = "an image runs on one CPU architecture, and amazon-web-services makes only arm64"
        yield _option((*place, "cpuManufacturers"), message, "two architectures", "use two groups")
    for name, bounds in (("vCpuCount", wanted.vcpu_count), ("memoryMiB", wanted.memory_mib)):
        yield from _ordered((*place, name), bounds)


def _ordered(place: Path, bounds: Bounds) -> Iterator[Finding]:
    if bounds.max is not None and bounds.max < bounds.min:
        message = f"`min` ({bounds.min}) is greater than `max` ({bounds.max})"
        yield _option((*place, "min"), message, "greater than `max`", f"write `min: {bounds.max}` or less")


def warm_pool_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a warm pool is without spot capacity, and has room."""
    for path, group in groups(spec):
        pool, place = group.warm_pool, (*path, "warmPool")
        if pool is None or not is_self_managed(group):
            continue
        if has_spot(group) or group.capacity == "capacity-block":
            message = "a warm pool is on demand only"
            paid = f"`capacity: {group.capacity}`"
            other = "set `onDemandPercent: 100`" if group.capacity == "on-demand" else f"delete {paid}"
            yield _option(place, message, "refused by EC2", f"delete `warmPool`, or {other}")
        most = pool.max if pool.max is not None else scaling_sizes(group.scaling)[2]
        if pool.min > most:
            message = f"the pool has at least {pool.min} instances, group and pool together at most {most}"
            yield _option((*place, "min"), message, f"greater than {most}", f"write `min: {most}` or less")


def refresh_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that an instance refresh can go on, and report groups that have none."""
    for path, group in groups(spec):
        if not is_self_managed(group):
            continue
        refresh, place = group.instance_refresh, (*path, "instanceRefresh")
        if refresh is None:
            yield Finding(
                "no-instance-refresh",
                (*path, "kind"),
                "nodes of this group keep their launch template until they end",
                "no instance refresh",
                note="an edit of the image, the user data or the disks is for new nodes only",
                help="add `instanceRefresh: {}`; it ends nodes without draining them",
                severity=Severity.NOTE,
            )
            continue
        most, least = refresh.max_healthy_percentage, refresh.min_healthy_percentage
        if most is not None and most - least > REFRESH_PERCENTAGE_SPAN:
            message = f"the percentages differ by more than {REFRESH_PERCENTAGE_SPAN}"
            help = f"write `maxHealthyPercentage: {least + REFRESH_PERCENTAGE_SPAN}` or less"
            yield _option((*place, "maxHealthyPercentage"), message, "refused by EC2", help)
        for index, process in enumerate(group.suspend_processes):
            if process in NEEDED_BY_REFRESH:
                message = f"an instance refresh needs the process {process}"
                at, others = (*path, "suspendProcesses", index), ((place, "instance refresh"),)
                yield _option(at, message, "suspended", "delete one of the two", others)


def processes_run(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the processes run without which a group cannot be made or deleted."""
    for path, group in groups(spec):
        for index, process in enumerate(group.suspend_processes):
            if why := WITHOUT_PROCESS.get(process):
                yield Finding(
                    "suspended-process",
                    (*path, "suspendProcesses", index),
                    f"the process {process} is suspended for good",
                    "needed by Terraform",
                    note=why,
                    help=f"delete `{process}`, and suspend it by hand while you need it",
                    severity=Severity.WARNING,
                )


def group_tags_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that an Auto Scaling group has no more tags than it may, with those for the autoscaler."""
    for path, group in groups(spec):
        if not is_self_managed(group) or not group.scaling.autoscaled:
            continue
        written = len(spec.metadata.tags | group.tags)
        added = _TAGS_OF_A_GROUP + len(group.labels) + len({taint.key for taint in group.taints})
        if written + added > TAGS_PER_GROUP:
            yield Finding(
                "too-many-tags",
                (*path, "labels"),
                f"{written + added} tags on the group, but at most {TAGS_PER_GROUP} are possible",
                "too many labels",
                (((*path, "scaling", "autoscaled"), "each label and taint is a tag for the autoscaler"),),
                note=f"eksgen adds {added} of them",
                help="have fewer labels or tags, or delete `autoscaled`",
            )


_TAGS_OF_A_GROUP = 4
"""`Name`, that of the cluster, and two by which the Cluster Autoscaler finds the group."""


def node_roles_unused(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the role of a self-managed group has no access entry that eksgen does not make.

    EKS makes that of a managed group, and deletes it with the last managed group of the role (EKS user guide,
    "Delete a managed node group").
    """
    entries: dict[str, tuple[Path, str]] = {
        arn: (("access", "admins", index), "an administrator") for index, arn in enumerate(spec.access.admins)
    }
    for path, iam in roles_of(spec):
        if iam.role is not None and path[0] in ("fargateProfiles", "controlPlane"):
            entries.setdefault(iam.role, ((*path, "role"), "another kind of node"))
    for path, group in groups(spec):
        if group.iam.role is None or not is_self_managed(group):
            continue
        for place, why in _other_groups(spec, group):
            entries.setdefault(group.iam.role, (place, why))
        if taken := entries.get(group.iam.role):
            yield _shared((*path, "iam", "role"), taken)


def _other_groups(spec: ClusterSpec, group: NodeGroup) -> Iterator[tuple[Path, str]]:
    """Yield the groups with the same role whose entry is not of the same type, with the difference."""
    windows = OS_FAMILIES[group.os].windows
    for path, other in groups(spec):
        if other.iam.role != group.iam.role:
            continue
        if not is_self_managed(other):
            yield (*path, "iam", "role"), "a group that EKS manages"
        elif OS_FAMILIES[other.os].windows != windows:
            yield (*path, "os"), "the other operating system"


def _shared(place: Path, taken: tuple[Path, str]) -> Finding:
    return Finding(
        "shared-node-role",
        place,
        "this role has another access entry",
        "cannot get a second one",
        (taken,),
        help="give the nodes a role of their own, or delete `role`",
    )


def _option(
    place: Path,
    message: str,
    label: str,
    help: str,
    others: tuple[tuple[Path, str], ...] = (),
    note: str = "",
) -> Finding:
    return Finding("group-option", place, message, label, others, note=note, help=help)
