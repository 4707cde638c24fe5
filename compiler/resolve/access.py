"""Who may use the Kubernetes API. In: a spec. Out: every access entry of the cluster, also those of nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ...catalog.iam.access_entries import ADMIN_POLICY, AUTO_NODE_POLICY
from ...catalog.regions.partitions import partition_of_region
from ...catalog.regions.regions import region
from ...schemas.access import AccessEntry, AccessPolicy
from ...schemas.cluster import ClusterSpec
from ...schemas.iam import Iam
from ..diagnostics import Path
from .capabilities import capabilities_of, policies_of_eks
from .names import role_name
from .roles import node_role_word
from .state import account_of

ENTRIES: Path = ("access", "entries")


class Maker(StrEnum):
    """Who makes an access entry."""

    SPEC = "spec"
    """The spec lists its principal."""
    PART = "part"
    """Terraform makes it for the nodes of a part of the spec."""
    EKS = "eks"
    """EKS makes it by itself for nodes that it manages, and for capabilities."""


CAPABILITY = "capability"
"""The kind of the entry of a capability, which has a user name as one of people has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An access entry: `path` is its place in the spec, `kind` a type of the language or `capability`."""

    principal: str
    path: Path
    kind: str
    maker: Maker
    policies: tuple[AccessPolicy, ...] = ()
    groups: tuple[str, ...] = ()
    username: str | None = None

    @property
    def principal_path(self) -> Path:
        """The place of the principal itself."""
        return (*self.path, "principal") if self.path[:2] == ENTRIES else self.path


def entries_of(spec: ClusterSpec) -> Iterator[Entry]:
    """Yield every access entry, in the order of the spec; a role of several parts has one."""
    for index, principal in enumerate(spec.access.admins):
        policies = (AccessPolicy(name=ADMIN_POLICY),)
        yield Entry(principal, ("access", "admins", index), "standard", Maker.SPEC, policies)
    for name, entry in spec.access.entries.items():
        yield _written(name, entry)
    seen: set[str] = set()
    for node_entry in node_entries(spec):
        if node_entry.principal not in seen:
            seen.add(node_entry.principal)
            yield node_entry
    yield from capability_entries(spec)


def _written(name: str, entry: AccessEntry) -> Entry:
    return Entry(
        entry.principal,
        (*ENTRIES, name),
        entry.type,
        Maker.SPEC,
        entry.policies,
        entry.groups,
        entry.username,
    )


def node_entries(spec: ClusterSpec) -> Iterator[Entry]:
    """Yield the entry of each role of nodes in the spec, at the place of the role."""
    plane = spec.control_plane
    path: Path
    for name, group in spec.node_groups.items():
        kind = "ec2-windows" if group.os.startswith("windows") else "ec2-linux"
        maker = Maker.EKS if group.kind == "managed" else Maker.PART
        path = ("nodeGroups", name, "iam")
        yield Entry(_arn(spec, group.iam, node_role_word(group), name), _place(path, group.iam), kind, maker)
    for name, profile in spec.fargate_profiles.items():
        path = ("fargateProfiles", name, "iam")
        principal = _arn(spec, profile.iam, "fargate", name)
        yield Entry(principal, _place(path, profile.iam), "fargate-linux", Maker.EKS)
    if plane.auto_mode is not None:
        role, path = plane.auto_mode.node_role, ("controlPlane", "autoMode", "nodeRole")
        maker = Maker.EKS if plane.auto_mode.node_pools else Maker.PART
        policies = (AccessPolicy(name=AUTO_NODE_POLICY),)
        yield Entry(_arn(spec, role, "auto-node"), _place(path, role), "ec2", maker, policies)
    if plane.remote_networks is not None:
        role, path = plane.remote_networks.node_role, ("controlPlane", "remoteNetworks", "nodeRole")
        yield Entry(_arn(spec, role, "hybrid-node"), _place(path, role), "hybrid-linux", Maker.PART)
    if spec.karpenter is not None:
        role, path = spec.karpenter.node_role, ("karpenter", "nodeRole")
        yield Entry(_arn(spec, role, "karpenter-node"), _place(path, role), "ec2-linux", Maker.PART)


def capability_entries(spec: ClusterSpec) -> Iterator[Entry]:
    """Yield the entry of each role of capabilities, with the policies of all capabilities that share it."""
    entries: dict[str, Entry] = {}
    for key, capability in capabilities_of(spec):
        path: Path = ("capabilities", key)
        principal = _arn(spec, capability, "capability", key)
        place = (*path, "role") if capability.role else path
        entry = entries.get(principal, Entry(principal, place, CAPABILITY, Maker.EKS))
        policies = (*entry.policies, *policies_of_eks(key, capability), *capability.access)
        entries[principal] = replace(entry, policies=policies)
    yield from entries.values()


def _place(path: Path, iam: Iam) -> Path:
    """Return the place of a role that exists, or the part that a role is made for."""
    return (*path, "role") if iam.role else path[:-1]


def _arn(spec: ClusterSpec, iam: Iam, kind: str, own: str = "") -> str:
    if iam.role:
        return iam.role
    name = spec.metadata.region
    partition = partition_of_region(name).name if region(name) else ""
    path = iam.path if iam.path is not None else spec.iam_defaults.path
    return f"arn:{partition}:iam::{account_of(spec)}:role{path}{iam.role_name or role_name(spec, kind, own)}"


def default_user_name(principal: str) -> str:
    """Return the user name that EKS gives to a principal without one of its own.

    Source: EKS user guide, "Set a custom username for EKS access entries" (read 2026-11-30).
    """
    head, _, resource = principal.partition(":iam::")
    account, _, name = resource.partition(":")
    if not name.startswith("role/"):
        return principal
    return f"{head}:sts::{account}:assumed-role/{name.rpartition('/')[2]}/{{{{SessionName}}}}"
