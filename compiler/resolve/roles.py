"""The IAM roles of a spec, with their fields and names. In: a spec. Out: each role with its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...schemas.addons import Addon
from ...schemas.cluster import ClusterSpec
from ...schemas.iam import Iam
from ...schemas.nodes import NodeGroup
from ..diagnostics import Path
from .addons import addons_of, automatic_accounts
from .audit import TRAIL
from .capabilities import capabilities_of
from .logs import resolve_subscriptions
from .names import role_name


@dataclass(frozen=True, slots=True)
class MadeRole:
    """A role that eksgen makes: the path of its fields, the fields, and its name in AWS."""

    path: Path
    iam: Iam
    name: str

    @property
    def named_at(self) -> Path:
        """The field with its name, or the part that it is derived for."""
        return (*self.path, "roleName") if self.iam.role_name else self.path


def roles_of(spec: ClusterSpec) -> Iterator[tuple[Path, Iam]]:
    """Yield every role of the spec; add-ons and capabilities hold the fields of theirs themselves."""
    plane = spec.control_plane
    yield ("controlPlane", "role"), plane.role
    if plane.auto_mode is not None:
        yield ("controlPlane", "autoMode", "nodeRole"), plane.auto_mode.node_role
    if plane.remote_networks is not None:
        yield ("controlPlane", "remoteNetworks", "nodeRole"), plane.remote_networks.node_role
    if spec.network.flow_logs != "none" and spec.network.flow_logs.to == "cloudwatch":
        yield ("network", "flowLogs", "role"), spec.network.flow_logs.role
    yield from _roles_of_pods(spec)
    for name, group in spec.node_groups.items():
        yield ("nodeGroups", name, "iam"), group.iam
    for name, profile in spec.fargate_profiles.items():
        yield ("fargateProfiles", name, "iam"), profile.iam
    if spec.karpenter is not None:
        yield ("karpenter", "nodeRole"), spec.karpenter.node_role
    for key, capability in capabilities_of(spec):
        yield ("capabilities", key), capability


def _roles_of_pods(spec: ClusterSpec) -> Iterator[tuple[Path, Iam]]:
    for name, addon in addons_of(spec):
        yield ("addons", name), addon
    for key, account in spec.identity.service_accounts.items():
        yield ("identity", "serviceAccounts", key), account


def made_roles(spec: ClusterSpec) -> Iterator[MadeRole]:
    """Yield every role that eksgen makes; an add-on has one for each of its service accounts."""
    for path, iam in roles_of(spec):
        for kind, own in () if iam.role else _kinds(spec, path, iam):
            yield MadeRole(path, iam, iam.role_name or role_name(spec, kind, own))
    if spec.karpenter is not None:
        yield MadeRole(("karpenter",), Iam(), role_name(spec, "karpenter"))
    for subscription in resolve_subscriptions(spec):
        if subscription.role_name is not None:
            yield MadeRole(subscription.path, Iam(), subscription.role_name)
    if spec.audit is not None and spec.audit.trail.to_cloud_watch is not None:
        yield MadeRole((*TRAIL, "toCloudWatch"), Iam(), role_name(spec, "audit-trail"))


_BY_PATH: dict[Path, str] = {
    ("controlPlane", "role"): "cluster",
    ("controlPlane", "autoMode", "nodeRole"): "auto-node",
    ("controlPlane", "remoteNetworks", "nodeRole"): "hybrid-node",
    ("network", "flowLogs", "role"): "flow-logs",
    ("karpenter", "nodeRole"): "karpenter-node",
}


def node_role_word(group: NodeGroup) -> str:
    """Return the word of a node role's name: another one if the kind of the group is, because EKS makes the
    access entry of a managed group and refuses a second one for its role."""
    return "node" if group.kind == "managed" else "self-node"


def _kinds(spec: ClusterSpec, path: Path, iam: Iam) -> Iterator[tuple[str, str]]:
    """Yield the two words of the name of each role of a part."""
    if isinstance(iam, Addon):
        yield from (("addon", account) for account in automatic_accounts(spec, str(path[1]), iam))
    elif path[0] == "identity":
        yield "pod", str(path[2]).replace("/", ".", 1)
    elif path[0] == "nodeGroups":
        yield node_role_word(spec.node_groups[str(path[1])]), str(path[1])
    elif path[0] == "fargateProfiles":
        yield "fargate", str(path[1])
    elif path[0] == "capabilities":
        yield "capability", str(path[1])
    else:
        yield _BY_PATH[path], ""
