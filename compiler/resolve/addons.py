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
from .compute import coredns_on_fargate, unused_addons
from .model import ResolvedAddon


def resolve_addons(spec: ClusterSpec, partition: str) -> tuple[ResolvedAddon, ...]:
    """Return every add-on of the cluster, sorted by name."""
    on_fargate = coredns_on_fargate(spec)
    return tuple(
        _addon(name, addon, partition, on_fargate=on_fargate and name == "coredns")
        for name, addon in sorted(addons_of(spec))
    )


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


def configuration_of(spec: AddonSpec) -> dict[str, Any]:
    """Return the configuration of an add-on: what its own fields say, and what is written, which wins.

    Source of the values: the chart of the same version (aws-ebs-csi-driver, values.yaml, read 2026-11-29).
    """
    if isinstance(spec, EbsCsi) and spec.default_storage_class == "gp3":
        return {"defaultStorageClass": {"enabled": True}, **spec.configuration}
    return spec.configuration


def _addon(name: str, spec: AddonSpec, partition: str, *, on_fargate: bool) -> ResolvedAddon:
    known = addon_or_default(name)
    accounts = {
        account: tuple(managed_policy_arn(partition, policy) for policy in policies)
        for account, policies in sorted(known.service_accounts.items())
    }
    values = {"computeType": "Fargate"} if on_fargate else {}
    values |= configuration_of(spec)
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
