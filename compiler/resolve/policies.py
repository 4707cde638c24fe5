"""The IAM policies of the roles that eksgen makes: their documents, and those that the modules attach."""

from __future__ import annotations

import json
from typing import Any

from ...catalog.addons import addon_or_default
from ...schemas.cluster import ClusterSpec
from ...schemas.iam import Statement
from .network import has_ipv6
from .nodes import has_windows
from .roles import MadeRole

_CLUSTER_POLICIES = ("AmazonEKSClusterPolicy",)
_AUTO_MODE_POLICIES = (
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
_WINDOWS_POLICY = "AmazonEKSVPCResourceController"
_PULL_POLICY = "AmazonEC2ContainerRegistryPullOnly"
_AUTO_NODE_POLICIES = (_PULL_POLICY, "AmazonEKSWorkerNodeMinimalPolicy")
_FARGATE_POLICIES = ("AmazonEKSFargatePodExecutionRolePolicy",)
_NODE_POLICIES = (_PULL_POLICY, "AmazonEKSWorkerNodePolicy")
_CNI_POLICY = "AmazonEKS_CNI_Policy"
"""It has the permissions for IPv4 only; for IPv6 the modules write a policy of their own."""
_SSM_POLICY = "AmazonSSMManagedInstanceCore"


def needed_policies(spec: ClusterSpec, role: MadeRole) -> tuple[str, ...]:
    """Return the policies of AWS that a role gets by itself, as the modules attach them."""
    if role.path[0] == "controlPlane":
        return _of_control_plane(spec, str(role.path[1]))
    if role.path == ("karpenter", "nodeRole"):
        return (*_of_nodes(spec), _SSM_POLICY)
    if role.path[0] == "fargateProfiles":
        return _FARGATE_POLICIES
    if role.path[0] == "nodeGroups":
        ssm = spec.node_groups[str(role.path[1])].ssm
        return (*_of_nodes(spec), _SSM_POLICY) if ssm else _of_nodes(spec)
    return _of_add_on(str(role.path[1])) if role.path[0] == "addons" else ()


def _of_control_plane(spec: ClusterSpec, part: str) -> tuple[str, ...]:
    remote = spec.control_plane.remote_networks
    if part == "autoMode":
        return _AUTO_NODE_POLICIES
    if part == "remoteNetworks":
        return (
            (_PULL_POLICY, _SSM_POLICY) if remote and remote.node_role.provider == "ssm" else (_PULL_POLICY,)
        )
    auto = _AUTO_MODE_POLICIES if spec.control_plane.auto_mode else ()
    return (*_CLUSTER_POLICIES, *auto, *((_WINDOWS_POLICY,) if has_windows(spec) else ()))


def _of_nodes(spec: ClusterSpec) -> tuple[str, ...]:
    return _NODE_POLICIES if has_ipv6(spec) else (*_NODE_POLICIES, _CNI_POLICY)


def _of_add_on(name: str) -> tuple[str, ...]:
    return max(addon_or_default(name).service_accounts.values(), key=len, default=())


def policy_document(statements: tuple[Statement, ...]) -> str | None:
    """Return a policy as canonical JSON, or None without statements."""
    if not statements:
        return None
    document = {"Version": "2012-10-17", "Statement": sorted(map(_statement, statements), key=_canonical)}
    return _canonical(document)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _statement(statement: Statement) -> dict[str, Any]:
    conditions = {
        operator: {key: value if isinstance(value, str) else sorted(value) for key, value in keys.items()}
        for operator, keys in statement.conditions.items()
    }
    written = {
        "Effect": statement.effect,
        "Action": sorted(statement.actions),
        "Resource": sorted(statement.resources),
    }
    return {**written, "Condition": conditions} if conditions else written
