"""Resolve `addons`: the base add-ons, those of the spec, and the IAM policies each needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...catalog.addons import FIRST_WITH_STORAGE_CLASS, addon_or_default
from ...catalog.regions.partitions import managed_policy_arn
from ...schemas.addons import Addon as AddonSpec
from ...schemas.addons import EbsCsi, VpcCni
from ...schemas.cluster import ClusterSpec
from ..versions import parse_version
from .compute.kinds import coredns_on_fargate, has_nodes, unused_addons
from .model import ResolvedAddon
from .nodes import has_windows

_CNI_ACCOUNTS = ("aws-node",)
"""It has no role by itself: the nodes have its permissions."""
CUSTOM_NETWORKING = {
    "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
    "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
}
"""Pods use the ENIConfig with the name of the zone of their node (EKS user guide, "Custom networking")."""


def resolve_addons(spec: ClusterSpec, partition: str) -> tuple[ResolvedAddon, ...]:
    """Return every add-on of the cluster, sorted by name; without nodes, only those that need none."""
    waiting = waiting_addons(spec)
    chosen = ((name, addon) for name, addon in sorted(addons_of(spec)) if name not in waiting)
    return tuple(_addon(name, addon, partition, spec) for name, addon in chosen)


def waiting_addons(spec: ClusterSpec) -> tuple[str, ...]:
    """Return the add-ons that are left out until the cluster has nodes, sorted: EKS waits for their pods."""
    if has_nodes(spec):
        return ()
    names = (name for name, _ in addons_of(spec))
    return tuple(sorted(name for name in names if addon_or_default(name).phase == "after-nodes"))


def addons_of(spec: ClusterSpec) -> Iterator[tuple[str, AddonSpec]]:
    """Yield the add-ons by name, without those that are `none`: the base add-ons first, then the others.

    A base add-on that no node has a use for is there only if it is written.
    """
    unused, written = unused_addons(spec), spec.addons.model_fields_set
    for name, info in type(spec.addons).model_fields.items():
        key = info.alias or name
        if isinstance(addon := getattr(spec.addons, name), AddonSpec) and (
            key not in unused or name in written
        ):
            yield key, addon
    others = sorted((spec.addons.__pydantic_extra__ or {}).items())
    yield from ((name, addon) for name, addon in others if isinstance(addon, AddonSpec))


def configuration_of(spec: AddonSpec, *, pods_apart: bool = False, windows: bool = False) -> dict[str, Any]:
    """Return the configuration of an add-on: what its own fields say, and what is written, which wins.

    `pods_apart`: pods have subnets of their own, an ENIConfig for each zone. `windows`: a node has Windows.
    Source of the values: the chart of the same version (aws-ebs-csi-driver, values.yaml; aws-vpc-cni,
    templates/eniconfig.yaml: the name of an ENIConfig is its key; read 2026-11-29); for Windows, EKS user
    guide, "Deploy Windows nodes on EKS clusters" (read 2026-11-29).
    """
    if isinstance(spec, VpcCni) and (pods_apart or windows):
        env = spec.configuration.get("env", {})
        apart = {"env": CUSTOM_NETWORKING | (env if isinstance(env, dict) else {})} if pods_apart else {}
        return {**({"enableWindowsIpam": "true"} if windows else {}), **spec.configuration, **apart}
    if isinstance(spec, EbsCsi) and spec.default_storage_class == "gp3" and has_storage_class(spec):
        return {"defaultStorageClass": {"enabled": True}, **spec.configuration}
    return spec.configuration


def has_storage_class(spec: EbsCsi) -> bool:
    """Return whether this version of the EBS CSI driver can create a StorageClass."""
    return spec.version is None or parse_version(spec.version) >= FIRST_WITH_STORAGE_CLASS


def account_keys(name: str) -> dict[str, str]:
    """Return the service accounts of an add-on by their keys in `identity.serviceAccounts`."""
    known = addon_or_default(name)
    accounts = _CNI_ACCOUNTS if known.name == "vpc-cni" else sorted(known.service_accounts)
    return {f"{known.namespace}/{account}": account for account in accounts}


def automatic_accounts(spec: ClusterSpec, name: str) -> dict[str, tuple[str, ...]]:
    """Return the service accounts that get an IAM role by themselves, with the policies that they need.

    They get it by Pod Identity; `identity.serviceAccounts` names none of them.
    """
    named = {account for key, account in account_keys(name).items() if key in spec.identity.service_accounts}
    accounts = sorted(addon_or_default(name).service_accounts.items())
    return {account: policies for account, policies in accounts if account not in named}


def _addon(name: str, spec: AddonSpec, partition: str, cluster: ClusterSpec) -> ResolvedAddon:
    known = addon_or_default(name)
    accounts = {
        account: tuple(managed_policy_arn(partition, policy) for policy in policies)
        for account, policies in automatic_accounts(cluster, name).items()
    }
    pods_apart = cluster.network.pod_cidr is not None
    values = {"computeType": "Fargate"} if name == "coredns" and coredns_on_fargate(cluster) else {}
    values |= configuration_of(spec, pods_apart=pods_apart, windows=has_windows(cluster))
    # Canonical JSON, since the provider compares this text byte by byte.
    configuration = json.dumps(values, sort_keys=True, separators=(",", ":")) if values else None
    return ResolvedAddon(
        key=name,
        path=("addons", name),
        eks_name=known.eks_name,
        before_nodes=known.phase == "before-nodes",
        version=spec.version,
        configuration=configuration,
        preserve=spec.preserve,
        resolve_conflicts=spec.resolve_conflicts.upper(),
        service_accounts=accounts,
        iam=spec,
    )
