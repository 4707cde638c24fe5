"""The call of module `registry`: all repositories."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.registries import Registry
from ..diagnostics import Path
from ..resolve.model import Cluster, ResolvedRegistry
from ..values import At, ModuleCall, Ref, RootOutput, Value, values_by_key
from .kms import key_arn
from .tags import tags

_PATH: Path = ("registries",)


def registry(cluster: Cluster) -> Iterator[ModuleCall]:
    """Yield a call for all repositories; none if the spec has none."""
    if not cluster.registries:
        return
    items = cluster.registries
    arguments: dict[str, Value] = {
        "repositories": At({item.name: _repository(item) for item in items}, _PATH),
        "expiry": At({item.name: _expiry(item) for item in items if _expires(item.spec)}, _PATH),
        "pull_from": At({item.name: _pullers(item) for item in items if item.pullers}, _PATH),
        "tags": tags(cluster),
    }
    yield ModuleCall("registry", "registry", _PATH, arguments)


def registry_outputs(cluster: Cluster) -> Iterator[RootOutput]:
    """Yield the addresses that images are pushed to."""
    if cluster.registries:
        yield RootOutput("registry_urls", "Addresses of the repositories by name.", Ref("registry", "urls"))


def _repository(item: ResolvedRegistry) -> At:
    path, spec = item.path, item.spec
    values: dict[str, Value] = {
        "scan_on_push": At(spec.scan_on_push, (*path, "scanOnPush")),
        "immutable_tags": At(spec.immutable_tags, (*path, "immutableTags")),
        "kms_key_arn": key_arn(At(spec.kms_key, (*path, "kmsKey")), "registries_key"),
        "tags": At(values_by_key(spec.tags, (*path, "tags")), (*path, "tags")),
    }
    return At(values, path)


def _expires(spec: Registry) -> bool:
    return spec.keep_last is not None or spec.expire_untagged_days is not None


def _expiry(item: ResolvedRegistry) -> At:
    values: dict[str, Value] = {
        "keep_last": At(item.spec.keep_last, (*item.path, "keepLast")),
        "untagged_days": At(item.spec.expire_untagged_days, (*item.path, "expireUntaggedDays")),
    }
    return At(values, item.path)


def _pullers(item: ResolvedRegistry) -> At:
    return At(item.pullers, (*item.path, "pullFrom"))
