"""The calls of module `nodes`, one per node group."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.compute.bootstrap import labels_of_group
from ..resolve.compute.disks import disk_iops, disk_size
from ..resolve.model import Cluster, ResolvedNodeGroup
from ..resolve.names import launch_template_name, role_name
from ..resolve.network import service_cidr
from ..resolve.nodes import has_repair_limits, is_self_managed, joins_by_itself, percent, subnet_ids_of
from ..resolve.roles import node_role_word
from ..values import At, ModuleCall, Ref, Value, values_by_key
from . import node_launch as launch
from .addons import has_addons_before_nodes
from .existing_vpc import subnet_refs
from .iam import role
from .identity import cni_policy
from .ip_family import ip_family
from .kms import key_arn
from .self_managed import self_managed
from .tags import tags
from .user_data import user_data
from .user_data.facts import NodeFacts

_EFFECTS = {
    "NoSchedule": "NO_SCHEDULE",
    "PreferNoSchedule": "PREFER_NO_SCHEDULE",
    "NoExecute": "NO_EXECUTE",
}


def nodes(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for each node group."""
    for group in cluster.node_groups:
        yield ModuleCall(
            f"nodes_{group.name}",
            "nodes",
            group.path,
            _arguments(cluster, group),
            variant=_variant(group),
            renamed_from=f"nodes_{group.word}" if group.spec.renamed_from else None,
        )


def _variant(group: ResolvedNodeGroup) -> tuple[str, ...]:
    """Return the override files that the group needs; those for provider 6 only if the spec asks for them."""
    spec = group.spec
    chosen = {
        "autoscaled": spec.scaling.autoscaled,
        "repair_limits": has_repair_limits(spec),
        "update_strategy": spec.update.strategy != "default",
    }
    return tuple(name for name, wanted in chosen.items() if wanted)


def _arguments(cluster: Cluster, group: ResolvedNodeGroup) -> dict[str, Value]:
    spec, path = group.spec, group.path
    tier, only = "public" if group.public else "private", subnet_ids_of(spec)
    subnets = subnet_refs(cluster, tier, group.zones, only=only)
    return {
        "group": group.word,
        "node_group_name": group.aws_name,
        "role": role(
            cluster, spec.iam, (*path, "iam"), role_name(cluster.spec, node_role_word(spec), group.word)
        ),
        "launch_template_name": launch_template_name(cluster.spec, group.word),
        "cluster_name": Ref("eks", "cluster_name"),
        "kubernetes_version": At(
            None if joins_by_itself(spec) else cluster.spec.kubernetes.version, ("kubernetes", "version")
        ),
        "partition": cluster.partition,
        "self_managed": self_managed(cluster, group),
        "subnet_ids": At(subnets, (*path, "subnets")),
        "public_ip": At(group.public, (*path, "subnets")),
        "ami_type": At(group.ami_type, (*path, "os")),
        "user_data": node_user_data(cluster, group),
        "instance": launch.instance(cluster, group),
        "ssh": launch.ssh(cluster, group),
        "vpc_id": Ref("vpc", "vpc_id"),
        "extra_disks": launch.extra_disks(group),
        "placement": launch.placement(cluster, group),
        "capacity_reservation": launch.capacity_reservation(group),
        "efa_cards": At(group.efa_cards, (*path, "efa")),
        "repair": launch.repair(group),
        "release_version": At(None if is_self_managed(spec) else spec.release, (*path, "release")),
        "capacity_type": At(_capacity_type(group), (*path, "capacity")),
        "instance_types": At(spec.instance_types, (*path, "instanceTypes")),
        "scaling": _scaling(group),
        "labels": At(values_by_key(spec.labels, (*path, "labels")), (*path, "labels")),
        "taints": At(_taints(group), (*path, "taints")),
        "disk": _disk(group),
        "imds": {"hop_limit": At(spec.imds.hop_limit, (*path, "imds", "hopLimit"))},
        "update": _update(group),
        "security_group_ids": launch.security_group_ids(group),
        "ssm": At(spec.ssm, (*path, "ssm")),
        "cni_policy": cni_policy(cluster, spec.iam.policies),
        "ip_family": ip_family(cluster),
        "after": Ref("addons_before_nodes", "ready") if has_addons_before_nodes(cluster) else (),
        "tags": tags(cluster, spec.tags, path),
    }


def _scaling(group: ResolvedNodeGroup) -> dict[str, Value]:
    path = (*group.path, "scaling")
    return {
        "min": At(group.min, (*path, "min")),
        "max": At(group.max, (*path, "max")),
        "desired": At(group.desired, (*path, "desired")),
    }


def _taints(group: ResolvedNodeGroup) -> tuple[Value, ...]:
    """Return the taints sorted, each with its place in the spec."""
    path = (*group.path, "taints")
    ordered = sorted(enumerate(group.spec.taints), key=lambda item: (item[1].key, item[1].effect))
    return tuple(
        At({"key": taint.key, "value": taint.value, "effect": _EFFECTS[taint.effect]}, (*path, index))
        for index, taint in ordered
    )


def _disk(group: ResolvedNodeGroup) -> dict[str, Value]:
    disk, path = group.spec.disk, (*group.path, "disk")
    return {
        "device": group.disk_device,
        "system_device": group.system_device,
        "size": At(disk_size(disk), (*path, "size")),
        "type": At(disk.type, (*path, "type")),
        "iops": At(disk_iops(disk), (*path, "iops")),
        "throughput": At(disk.throughput, (*path, "throughput")),
        "encrypted": At(disk.encrypted, (*path, "encrypted")),
        "kms_key_arn": key_arn(At(disk.kms_key, (*path, "kmsKey")), "disks_key"),
    }


def _update(group: ResolvedNodeGroup) -> dict[str, Value]:
    update, path = group.spec.update, (*group.path, "update")
    limit, at = update.max_unavailable, (*path, "maxUnavailable")
    return {
        "max_unavailable": At(limit if isinstance(limit, int) else None, at),
        "max_unavailable_percentage": At(None if isinstance(limit, int) else percent(limit), at),
        "force": At(update.force, (*path, "force")),
        "strategy": At(update.strategy.upper(), (*path, "strategy")),
    }


def node_user_data(cluster: Cluster, group: ResolvedNodeGroup) -> At:
    """Return the lines of the user data."""
    spec = group.spec
    facts = NodeFacts(
        cluster=cluster.name,
        service_cidr=service_cidr(cluster.spec),
        labels=_labels(group),
        taints=spec.taints,
        max_pods=group.max_pods,
        bootstrap=spec.bootstrap,
        joins=joins_by_itself(spec),
        login=spec.ssh is not None,
    )
    return At(user_data(spec.os, facts), (*group.path, "bootstrap"))


def _labels(group: ResolvedNodeGroup) -> dict[str, str]:
    """Return the labels with which nodes join; without EKS, those that it gives are among them."""
    spec = group.spec
    if spec.ami is None or is_self_managed(spec):
        return dict(spec.labels)
    return {**spec.labels, **labels_of_group(group.aws_name, _capacity_type(group), spec.ami)}


def _capacity_type(group: ResolvedNodeGroup) -> str:
    return group.spec.capacity.replace("-", "_").upper()
