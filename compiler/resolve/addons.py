"""Resolve `addons`: the base add-ons, those of the spec, and the IAM policies each needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...catalog.addons import addon_or_default
from ...catalog.regions.partitions import managed_policy_arn
from ...schemas.addons import Addon as AddonSpec
from ...schemas.addons import EbsCsi
from ...schemas.cluster import ClusterSpec
from .model import ResolvedAddon
from .nodes import has_nodes


def resolve_addons(spec: ClusterSpec, partition: str) -> tuple[ResolvedAddon, ...]:
    """Return every add-on of the cluster, sorted by name; without nodes, only those that need none."""
    waiting = waiting_addons(spec)
    chosen = ((name, addon) for name, addon in sorted(addons_of(spec)) if name not in waiting)
    return tuple(_addon(name, addon, partition) for name, addon in chosen)


def waiting_addons(spec: ClusterSpec) -> tuple[str, ...]:
    """Return the add-ons that are left out until the cluster has nodes, sorted: EKS waits for their pods."""
    if has_nodes(spec):
        return ()
    names = (name for name, _ in addons_of(spec))
    return tuple(sorted(name for name in names if addon_or_default(name).phase == "after-nodes"))


def addons_of(spec: ClusterSpec) -> Iterator[tuple[str, AddonSpec]]:
    """Yield the add-ons by name, without those that are `none`: the base add-ons first, then the others."""
    for name, info in type(spec.addons).model_fields.items():
        if isinstance(addon := getattr(spec.addons, name), AddonSpec):
            yield info.alias or name, addon
    others = sorted((spec.addons.__pydantic_extra__ or {}).items())
    yield from ((name, addon) for name, addon in others if isinstance(addon, AddonSpec))


def configuration_of(spec: AddonSpec) -> dict[str, Any]:
    """Return the configuration of an add-on: what its own fields say, and what is written, which wins.

    Source of the values: the chart of the same version (aws-ebs-csi-driver, values.yaml, read 2026-11-29).
    """
    if isinstance(spec, EbsCsi) and spec.default_storage_class == "gp3":
        return {"defaultStorageClass": {"enabled": True}, **spec.configuration}
    return spec.configuration


def _addon(name: str, spec: AddonSpec, partition: str) -> ResolvedAddon:
    known = addon_or_default(name)
    accounts = {
        account: tuple(managed_policy_arn(partition, policy) for policy in policies)
        for account, policies in sorted(known.service_accounts.items())
    }
    values = configuration_of(spec)
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
