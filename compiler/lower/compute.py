"""Arguments of module `eks` for nodes that EKS or somebody else starts: Auto Mode, hybrid nodes."""

from __future__ import annotations

from ..resolve.model import Cluster
from ..resolve.names import role_name
from ..values import At, Value
from .iam import role

_AUTO_MODE = ("controlPlane", "autoMode")
_REMOTE = ("controlPlane", "remoteNetworks")


def compute_arguments(cluster: Cluster) -> dict[str, Value]:
    """Return the arguments about Auto Mode and hybrid nodes."""
    return {
        "auto_mode": At(_auto_mode(cluster), _AUTO_MODE),
        "remote_networks": At(_remote_networks(cluster), _REMOTE),
        "pods_in_cluster_group": _pods_in_cluster_group(cluster),
    }


def _auto_mode(cluster: Cluster) -> dict[str, Value]:
    mode, path = cluster.spec.control_plane.auto_mode, (*_AUTO_MODE, "nodeRole")
    if mode is None:
        return {}
    values: dict[str, Value] = {
        "node_pools": At(tuple(sorted(set(mode.node_pools))), (*_AUTO_MODE, "nodePools")),
        "node_role": role(cluster, mode.node_role, path, role_name(cluster.spec, "auto-node")),
    }
    return {"this": At(values, _AUTO_MODE)}


def _remote_networks(cluster: Cluster) -> dict[str, Value]:
    remote, path = cluster.spec.control_plane.remote_networks, (*_REMOTE, "nodeRole")
    if remote is None:
        return {}
    node_role = role(cluster, remote.node_role, path, role_name(cluster.spec, "hybrid-node"))
    values: dict[str, Value] = {
        "nodes": At(tuple(sorted(remote.nodes)), (*_REMOTE, "nodes")),
        "pods": At(tuple(sorted(remote.pods)), (*_REMOTE, "pods")),
        "node_role": {"provider": At(remote.node_role.provider, (*path, "provider")), **node_role},
    }
    return {"this": At(values, _REMOTE)}


def _pods_in_cluster_group(cluster: Cluster) -> At:
    """Return whether pods run in the cluster's own security group, with the field that puts them there."""
    auto_mode = cluster.spec.control_plane.auto_mode is not None
    in_group = auto_mode or bool(cluster.fargate_profiles)
    return At(in_group, _AUTO_MODE if auto_mode or not in_group else ("fargateProfiles",))
