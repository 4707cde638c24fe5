"""`addons` to EKS add-ons: the base set, what the spec adds, and the permissions each needs."""

from __future__ import annotations

import json

from ...catalog.addons import addon_or_default, base_addons
from ...catalog.partitions import managed_policy_arn
from ...schemas.addons import Addon as AddonSpec
from ...schemas.cluster import ClusterSpec
from ...schemas.walk import fields
from .model import ResolvedAddon


def resolve_addons(spec: ClusterSpec, partition: str) -> tuple[ResolvedAddon, ...]:
    """Every add-on of the cluster, in name order."""
    chosen: dict[str, AddonSpec] = {addon.name: AddonSpec() for addon in base_addons()}
    chosen |= {key: getattr(spec.addons, info) for key, info in _named(spec)}
    chosen |= spec.addons.__pydantic_extra__ or {}
    return tuple(_addon(name, chosen[name], partition) for name in sorted(chosen))


def _named(spec: ClusterSpec) -> list[tuple[str, str]]:
    names = {info.alias or name: name for name, info in type(spec.addons).model_fields.items()}
    return [
        (key, names[key])
        for key in fields(type(spec.addons))
        if isinstance(getattr(spec.addons, names[key]), AddonSpec)
    ]


def _addon(name: str, spec: AddonSpec, partition: str) -> ResolvedAddon:
    known = addon_or_default(name)
    accounts = {
        account: tuple(managed_policy_arn(partition, policy) for policy in policies)
        for account, policies in sorted(known.service_accounts.items())
    }
    # One canonical form: the provider compares this text byte by byte.
    configuration = (
        json.dumps(spec.configuration, sort_keys=True, separators=(",", ":")) if spec.configuration else None
    )
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
    )
