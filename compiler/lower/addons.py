"""The two calls of module `addons`: add-ons that nodes need to join, and add-ons that need nodes to run."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addons.addons import addon_or_default
from ...catalog.logs.container_insights import ADDON as INSIGHTS
from ...catalog.logs.container_insights import kind_of
from ..resolve.model import Cluster, ResolvedAddon
from ..resolve.names import role_name
from ..values import At, ModuleCall, Ref, Value, values_by_key
from .iam import role
from .identity import addon_roles
from .tags import tags


def addons_before_nodes(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call with the add-ons for networking and identity, created before any node group."""
    yield from _call(cluster, "addons_before_nodes", before=True, after=())


def addons_after_nodes(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield the call with the other add-ons: EKS waits for their pods, which need nodes or Fargate."""
    after = tuple(Ref(f"nodes_{group.name}", "ready") for group in cluster.node_groups)
    if cluster.fargate_profiles:
        after = (*after, Ref("fargate", "ready"))
    yield from _call(cluster, "addons_after_nodes", before=False, after=(*after, *_filled_groups(cluster)))


def _filled_groups(cluster: Cluster) -> Iterator[Ref]:
    """Yield the log groups that the CloudWatch agent fills: it would make those that do not exist yet."""
    if any(addon_or_default(addon.key).name == INSIGHTS for addon in cluster.addons):
        for group in cluster.log_groups:
            if kind_of(group.name):
                yield Ref("log_groups", "names", (group.key,))


def has_addons_before_nodes(cluster: Cluster) -> bool:
    """Return whether the call of the add-ons before the nodes exists; the spec can turn all of them off."""
    return any(addon.before_nodes for addon in cluster.addons)


def _call(cluster: Cluster, name: str, *, before: bool, after: tuple[Ref, ...]) -> Iterator[ModuleCall]:
    chosen = [addon for addon in cluster.addons if addon.before_nodes is before]
    if not chosen:
        return
    yield ModuleCall(
        name,
        "addons",
        ("addons",),
        {
            "cluster_name": Ref("eks", "cluster_name"),
            "partition": cluster.partition,
            "addons": {addon.key: At(_addon(cluster, addon), addon.path) for addon in chosen},
            "after": after,
            "tags": tags(cluster),
        },
        variant=("namespaces",) if any(addon.namespace for addon in chosen) else (),
    )


def _addon(cluster: Cluster, addon: ResolvedAddon) -> dict[str, Value]:
    accounts: dict[str, Value] = {
        account: role(cluster, addon.iam, addon.path, role_name(cluster.spec, "addon", account), policies)
        for account, policies in addon.service_accounts.items()
    }
    return {
        "name": addon.eks_name,
        "version": At(addon.version, (*addon.path, "version")),
        "configuration": At(addon.configuration, addon.configuration_path),
        "eni_config": _eni_config(cluster, addon),
        "preserve": At(addon.preserve, (*addon.path, "preserve")),
        "resolve_conflicts": At(addon.resolve_conflicts, (*addon.path, "resolveConflicts")),
        "namespace": At(addon.namespace, (*addon.path, "namespace")),
        "waits": addon.waits,
        "service_accounts": accounts,
        **addon_roles(cluster, addon.key),
        "tags": values_by_key(addon.iam.tags, (*addon.path, "tags")),
    }


def _eni_config(cluster: Cluster, addon: ResolvedAddon) -> At:
    """Return what the ENIConfigs of pods need, which exist for the VPC CNI with `podCidr`."""
    path = ("network", "podCidr")
    if addon.eks_name != "vpc-cni" or not cluster.network.pods:
        return At(None, path)
    subnets: dict[str, Value] = {zone: Ref("vpc", "pod_subnet_ids", (zone,)) for zone in cluster.network.pods}
    groups = (Ref("eks", "node_security_group_id"),)
    return At({"region": cluster.region, "subnet_ids": subnets, "security_group_ids": groups}, path)
