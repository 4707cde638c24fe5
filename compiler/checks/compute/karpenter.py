"""Rules for `karpenter`; those for types, taints and disks hold for node groups too and are beside them."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.compute.instances import instance_type
from ....catalog.compute.karpenter import (
    KNOWN_LABELS,
    LARGEST_DISK_GIB,
    OPEN_LABEL_DOMAINS,
    RESTRICTED_LABEL_DOMAINS,
)
from ....schemas.cluster import ClusterSpec
from ....schemas.compute.karpenter import NodePool
from ...diagnostics import Path, Severity
from ...resolve.compute.disks import disk_size
from ...resolve.compute.kinds import has_auto_node_pools
from ...resolve.nodes import scaling_sizes
from ...resolve.roles import roles_of
from ..finding import Finding
from ..nodes.groups import in_domain

_AGENT = "pod-identity-agent"


def pools(spec: ClusterSpec) -> Iterator[tuple[Path, NodePool]]:
    """Yield every node pool with its path."""
    found = spec.karpenter.node_pools if spec.karpenter else {}
    return ((("karpenter", "nodePools", name), pool) for name, pool in found.items())


def controller_permitted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the agent is there through which the controller gets its permissions."""
    if spec.karpenter is not None and spec.addons.pod_identity_agent == "none":
        yield Finding(
            "missing-addon",
            ("karpenter",),
            f"Karpenter needs the add-on `{_AGENT}`",
            "would have no permissions",
            ((("addons", _AGENT), "turned off here"),),
            help=f"delete `{_AGENT}: none`",
        )


def controller_placed(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn if no node runs the controller: it cannot start the node that it needs itself.

    Its permissions come by Pod Identity, which pods on Fargate do not have (EKS user guide, "Learn how EKS
    Pod Identity grants pods access to AWS services").
    """
    sizes = [scaling_sizes(group.scaling)[1] for group in spec.node_groups.values()]
    if spec.karpenter is not None and not any(sizes) and not has_auto_node_pools(spec):
        on_fargate = "; on Fargate it would have no permissions" if spec.fargate_profiles else ""
        yield Finding(
            "no-node-for-karpenter",
            ("karpenter",),
            "no node can run Karpenter",
            "its pods would wait for a node",
            note=f"Karpenter starts nodes for other pods, but not the first one for itself{on_fargate}",
            help="add a node group with `desired` of at least 1",
            severity=Severity.WARNING,
        )


def node_role_its_own(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the role of the nodes has no access entry yet, since EKS accepts one for each role."""
    role = spec.karpenter.node_role.role if spec.karpenter else None
    used: list[tuple[Path, str | None, str]] = [
        ((*path, "role"), iam.role, "has an access entry")
        for path, iam in roles_of(spec)
        if path[0] in ("nodeGroups", "fargateProfiles") or path[::2] == ("controlPlane", "nodeRole")
    ]
    admins = enumerate(spec.access.admins)
    used += [(("access", "admins", index), admin, "an administrator") for index, admin in admins]
    for path, other, label in used:
        if role is not None and role == other:
            yield Finding(
                "shared-node-role",
                ("karpenter", "nodeRole", "role"),
                "this role already has an access entry in the cluster",
                "cannot get a second one",
                ((path, label),),
                help="give the nodes of Karpenter a role of their own, or delete `role`",
            )
            return


def labels_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no label is one that a NodePool refuses."""
    for path, pool in pools(spec):
        for key in pool.labels:
            if _is_restricted(key):
                yield Finding(
                    "reserved-label",
                    (*path, "labels", key),
                    f"a node pool cannot set the label `{key}`",
                    "refused by Karpenter",
                    help=f"use your own prefix, such as `example.com/{key.rpartition('/')[2]}`",
                )


def _is_restricted(key: str) -> bool:
    is_open = any(in_domain(key, domain) for domain in OPEN_LABEL_DOMAINS)
    restricted = any(in_domain(key, domain) for domain in RESTRICTED_LABEL_DOMAINS)
    return restricted and not is_open and key not in KNOWN_LABELS


def disk_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no disk is larger than Karpenter accepts; EC2 takes larger ones."""
    for path, pool in pools(spec):
        if disk_size(pool.disk) > LARGEST_DISK_GIB:
            yield Finding(
                "disk-option",
                (*path, "disk", "size"),
                f"disks of Karpenter's nodes have at most {LARGEST_DISK_GIB} GiB",
                f"not {disk_size(pool.disk)}",
            )


def capacity_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no purchase option is listed twice."""
    for path, pool in pools(spec):
        for index, capacity in enumerate(pool.capacity):
            if capacity in pool.capacity[:index]:
                yield Finding(
                    "duplicate-capacity",
                    (*path, "capacity", index),
                    f"`{capacity}` is listed twice",
                    "duplicate",
                )


def spot_sold(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a pool of spot capacity only has a type that is sold as such."""
    for path, pool in pools(spec):
        known = [kind for name in pool.instance_types if (kind := instance_type(name)) is not None]
        all_known = len(known) == len(pool.instance_types) > 0
        if set(pool.capacity) == {"spot"} and all_known and not any(kind.spot for kind in known):
            yield Finding(
                "no-spot",
                (*path, "instanceTypes"),
                "no type of the pool is available as spot capacity",
                "on-demand only",
                (((*path, "capacity"), "spot requested here"),),
            )
