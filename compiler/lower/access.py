"""Access entries as arguments of module `eks`."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog.iam.access_entries import ADMIN_POLICY, TYPES
from ...catalog.regions.partitions import access_policy_arn
from ...schemas.access import AccessEntry, AccessPolicy
from ..diagnostics import Path
from ..resolve.access import ENTRIES
from ..resolve.model import Cluster
from ..values import At, Value, values_by_key

ADMIN_KEY = "cluster-admin"


def access_entries(cluster: Cluster) -> dict[str, Value]:
    """Return every entry that the spec lists, keyed by ARN.

    Neither the order nor the name of an entry is part of an address, and an administrator that becomes
    another entry keeps its own.
    """
    access = cluster.spec.access
    entries = {
        principal: _administrator(cluster, principal, ("access", "admins", index))
        for index, principal in reversed(list(enumerate(access.admins)))
    }
    for name, entry in access.entries.items():
        entries[entry.principal] = _entry(cluster, entry, (*ENTRIES, name))
    return dict(sorted(entries.items()))


def _administrator(cluster: Cluster, principal: str, path: Path) -> At:
    policy = access_policy_arn(cluster.partition, ADMIN_POLICY)
    return At(
        {
            "principal_arn": At(principal, path),
            "type": "STANDARD",
            "kubernetes_groups": (),
            "user_name": At(None, path),
            "policies": {ADMIN_KEY: {"policy_arn": policy, "namespaces": ()}},
            "tags": {},
        },
        path,
    )


def _entry(cluster: Cluster, entry: AccessEntry, path: Path) -> At:
    type = TYPES[entry.type]
    return At(
        {
            "principal_arn": At(entry.principal, (*path, "principal")),
            "type": At(type, (*path, "type")),
            "kubernetes_groups": At(tuple(sorted(set(entry.groups))), (*path, "groups")),
            "user_name": At(entry.username, (*path, "username")),
            "policies": policies_at(cluster, entry.policies, (*path, "policies")),
            "tags": At(values_by_key(entry.tags, (*path, "tags")), (*path, "tags")),
        },
        path,
    )


def policies_at(cluster: Cluster, policies: Sequence[AccessPolicy], path: Path) -> At:
    """Return access policies by name, each with its place in the spec."""
    placed = sorted(enumerate(policies), key=lambda item: item[1].name)
    return At(
        {
            ADMIN_KEY if policy.name == ADMIN_POLICY else policy.name: _policy(
                cluster, policy, (*path, index)
            )
            for index, policy in placed
        },
        path,
    )


def _policy(cluster: Cluster, policy: AccessPolicy, path: Path) -> At:
    return At(
        {
            "policy_arn": At(access_policy_arn(cluster.partition, policy.name), (*path, "name")),
            "namespaces": At(tuple(sorted(set(policy.namespaces))), (*path, "namespaces")),
        },
        path,
    )
