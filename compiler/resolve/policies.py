"""The policies of AWS that the modules attach to the roles that eksgen makes."""

from __future__ import annotations

from ...catalog.addons.addons import addon_or_default
from ...catalog.iam.well_known.cni import CNI_POLICY
from ...schemas.cluster import ClusterSpec
from .identity import addons_by_account, nodes_have_cni_policy, policies_of
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
_SSM_POLICY = "AmazonSSMManagedInstanceCore"


def needed_policies(spec: ClusterSpec, role: MadeRole) -> tuple[str, ...]:
    """Return the policies of AWS that a role gets by itself, as the modules attach them."""
    if role.path[0] == "controlPlane":
        return _of_control_plane(spec, str(role.path[1]))
    if role.path == ("karpenter", "nodeRole"):
        return (*_of_nodes(spec, role), _SSM_POLICY)
    if role.path[0] == "fargateProfiles":
        return _FARGATE_POLICIES
    if role.path[0] == "nodeGroups":
        ssm = spec.node_groups[str(role.path[1])].ssm
        return (*_of_nodes(spec, role), _SSM_POLICY) if ssm else _of_nodes(spec, role)
    if role.path[0] == "identity":
        return policies_of(spec, str(role.path[2]), addons_by_account(spec))
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


def _of_nodes(spec: ClusterSpec, role: MadeRole) -> tuple[str, ...]:
    of_cni = not has_ipv6(spec) and nodes_have_cni_policy(spec, role.iam.policies)
    return (*_NODE_POLICIES, CNI_POLICY) if of_cni else _NODE_POLICIES


def _of_add_on(name: str) -> tuple[str, ...]:
    return max(addon_or_default(name).service_accounts.values(), key=len, default=())
