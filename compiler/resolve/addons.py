"""Resolve `addons`: the base add-ons, those of the spec, and the IAM policies each needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...catalog.addons.addons import addon_or_default
from ...catalog.iam.well_known.cni import CNI_ACCOUNT
from ...catalog.regions.partitions import managed_policy_arn
from ...schemas.addons import Addon as AddonSpec
from ...schemas.addons import AddonSettings
from ...schemas.cluster import ClusterSpec
from .compute.kinds import coredns_on_fargate, has_nodes, unused_addons
from .compute.own_settings import own_settings, with_own_settings
from .model import ResolvedAddon


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


def configuration_of(spec: ClusterSpec, name: str, addon: AddonSpec) -> dict[str, Any] | None:
    """Return the configuration of an add-on: what is written, and what the fields of the spec say beside it.

    None sends nothing, and EKS keeps what it has. Where it is known that EKS takes a configuration, an empty
    one is sent as well: an update that leaves it out changes nothing (EKS API reference, UpdateAddon;
    aws-cloudformation/cloudformation-coverage-roadmap issue 1913; read 2026-11-30).
    """
    values = with_own_settings(addon.configuration, tuple(own_settings(spec, name, addon)))
    if name == "coredns" and coredns_on_fargate(spec):
        values = {"computeType": "Fargate", **values}
    return values if values or addon_or_default(name).takes_configuration else None


def account_keys(name: str, settings: AddonSettings) -> dict[str, str]:
    """Return the service accounts of an add-on by their keys in `identity.serviceAccounts`.

    They are in the namespace of the add-on, where EKS makes their associations as well.
    """
    known = addon_or_default(name)
    # The account of the VPC CNI has no role by itself: the nodes have its permissions.
    accounts = [CNI_ACCOUNT] if known.name == "vpc-cni" else sorted(known.service_accounts)
    return {f"{settings.namespace or known.namespace}/{account}": account for account in accounts}


def cni_account(spec: ClusterSpec) -> str:
    """Return the key of the service account of the VPC CNI, of one that is no add-on as well."""
    own = spec.addons.vpc_cni
    return next(iter(account_keys("vpc-cni", AddonSettings() if own == "none" else own)))


def automatic_accounts(spec: ClusterSpec, name: str, settings: AddonSettings) -> dict[str, tuple[str, ...]]:
    """Return the service accounts that get an IAM role by themselves, with the policies that they need.

    They get it by Pod Identity; `identity.serviceAccounts` names none of them.
    """
    keys = account_keys(name, settings)
    named = {account for key, account in keys.items() if key in spec.identity.service_accounts}
    accounts = sorted(addon_or_default(name).service_accounts.items())
    return {account: policies for account, policies in accounts if account not in named}


def _addon(name: str, spec: AddonSpec, partition: str, cluster: ClusterSpec) -> ResolvedAddon:
    known = addon_or_default(name)
    accounts = {
        account: tuple(managed_policy_arn(partition, policy) for policy in policies)
        for account, policies in automatic_accounts(cluster, name, spec).items()
    }
    values = configuration_of(cluster, name, spec)
    own = next(own_settings(cluster, name, spec), None)
    field = own.field if own and not spec.configuration else ("addons", name, "configuration")
    return ResolvedAddon(
        key=name,
        path=("addons", name),
        eks_name=known.eks_name,
        before_nodes=known.phase == "before-nodes",
        version=spec.version,
        # Canonical JSON, since the provider compares this text byte by byte.
        configuration=None if values is None else json.dumps(values, sort_keys=True, separators=(",", ":")),
        configuration_path=field,
        preserve=spec.preserve,
        resolve_conflicts=spec.resolve_conflicts.upper(),
        namespace=spec.namespace,
        waits=bool(known.needs),
        service_accounts=accounts,
        iam=spec,
    )
