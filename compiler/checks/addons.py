"""Rules for `addons`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.addons import addon, addon_names, addon_or_default
from ...catalog.compute.ami import OS_FAMILIES
from ...catalog.compute.type_names import architecture_of
from ...schemas.base import printable
from ...schemas.cluster import ClusterSpec
from ...schemas.nodes import NodeGroup, Taint
from ..diagnostics import Path, Severity
from ..resolve.addons import addons_of, waiting_addons
from ..resolve.nodes import scaling_sizes
from .finding import Finding, closest, not_in_catalog

_NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}")


def addons_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each name is that of an add-on, or can be one that AWS or a vendor has added."""
    for name in sorted(spec.addons.__pydantic_extra__ or {}):
        path: Path = ("addons", name)
        near = closest(name, addon_names())
        if not _NAME.fullmatch(name):
            message = "the name of an add-on consists of letters, digits, `-` and `_`"
            yield Finding("invalid-name", path, message, "not an add-on name")
        elif addon(name) is None and near:
            message = f"there is no add-on `{printable(name)}`"
            yield Finding("unknown-addon", path, message, "unknown add-on", help=f"write `{near}`")
        elif addon(name) is None:
            note = "eksgen installs it after the node groups, and gives it no AWS permissions"
            yield not_in_catalog(path, f"eksgen does not know the add-on `{printable(name)}`", note)


def addons_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the add-ons that an add-on depends on are present."""
    present = {addon_or_default(name).name for name, _ in addons_of(spec)}
    for name, _ in addons_of(spec):
        for needed in addon_or_default(name).needs:
            if needed not in present:
                yield Finding(
                    "missing-addon",
                    ("addons", name),
                    f"`{name}` needs the add-on `{needed}`",
                    "would stay degraded",
                    help=f"add `{needed}: {{}}` under `addons`",
                )


def addons_permitted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no add-on needs permissions that it cannot get."""
    for name, _ in addons_of(spec):
        known = addon_or_default(name)
        if known.own_policy:
            yield Finding(
                "missing-permissions",
                ("addons", name),
                f"`{name}` needs AWS permissions that eksgen cannot give yet",
                "would have no permissions",
                note=f"AWS has no policy for it: service account {known.own_policy}",
                help="remove it until `identity.serviceAccounts` is supported",
            )


def coredns_placed(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that CoreDNS has a Linux node it tolerates; else its add-on fails after twenty minutes."""
    settings = _settings_of(spec, "coredns")
    if not spec.node_groups or settings is None:
        return
    runs = [_runs_on(group, settings) for group in spec.node_groups.values()]
    if True in runs:
        return
    if None in runs:
        yield Finding(
            "coredns-placement",
            ("addons", "coredns"),
            "eksgen cannot tell whether a node group can run CoreDNS",
            "its configuration decides where it runs",
            ((("nodeGroups",), "no group that certainly fits"),),
            note="without a node that fits, the add-on waits for one and then fails",
            severity=Severity.WARNING,
        )
        return
    yield Finding(
        "no-node-for-coredns",
        ("nodeGroups",),
        "no node group can run CoreDNS",
        "every group is empty, tainted or not selected",
        note="the coredns add-on would wait for a node and then fail",
        help="keep one group with `desired` of at least 1 and no taint, or set `tolerations` in "
        "`addons.coredns.configuration`",
    )


def addons_wait_for_nodes(spec: ClusterSpec) -> Iterator[Finding]:
    """Name the add-ons that are left out of a cluster without nodes."""
    if waiting := waiting_addons(spec):
        yield Finding(
            "no-nodes",
            ("nodeGroups",),
            "the cluster has no nodes",
            "no node group",
            note=f"left out until there is a node group: {', '.join(waiting)}",
            help="add a node group; the next apply installs them with it",
            severity=Severity.NOTE,
        )


def _settings_of(spec: ClusterSpec, name: str) -> Mapping[str, Any] | None:
    """Return the configuration of an add-on; None if the cluster does not have it."""
    installed = dict(addons_of(spec))
    return installed[name].configuration if name in installed else None


def _runs_on(group: NodeGroup, settings: Mapping[str, Any]) -> bool | None:
    """Return whether CoreDNS runs on the nodes of a group; None if that cannot be known."""
    if OS_FAMILIES[group.os].windows or scaling_sizes(group.scaling)[1] == 0:
        return False
    answers = (*_tolerated(group, settings.get("tolerations")), *_selected(group, settings))
    return False if False in answers else None if None in answers else True


_DEFAULT_TOLERATIONS = (
    {"key": "CriticalAddonsOnly", "operator": "Exists"},
    {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule", "operator": "Exists"},
)
"""What the add-on tolerates by itself (coredns of EKS, DescribeAddonConfiguration, read 2026-11)."""


def _tolerated(group: NodeGroup, tolerations: object) -> Iterator[bool | None]:
    """Yield whether each taint of a group is tolerated."""
    chosen = _DEFAULT_TOLERATIONS if tolerations is None else tolerations
    for taint in group.taints:
        if taint.effect == "PreferNoSchedule":
            continue
        if not isinstance(chosen, tuple) or not all(isinstance(item, Mapping) for item in chosen):
            yield None
        else:
            yield any(_matches(taint, item) for item in chosen)


def _matches(taint: Taint, toleration: Mapping[str, Any]) -> bool:
    """Return whether a toleration matches a taint, by the rules of Kubernetes."""
    key, effect = toleration.get("key"), toleration.get("effect")
    if effect not in (None, "", taint.effect):
        return False
    if toleration.get("operator", "Equal") == "Exists":
        return key in (None, "", taint.key)
    return key == taint.key and (toleration.get("value") or "") == (taint.value or "")


def _selected(group: NodeGroup, settings: Mapping[str, Any]) -> Iterator[bool | None]:
    """Yield whether each label of the node selector is on the nodes of a group."""
    if settings.get("affinity") or settings.get("computeType"):
        yield None
    selector = settings.get("nodeSelector") or {}
    if not isinstance(selector, Mapping):
        yield None
        return
    architecture = {"x86_64": "amd64", "arm64": "arm64"}[architecture_of(group.instance_types[0])]
    own = {**group.labels, "kubernetes.io/os": "linux", "kubernetes.io/arch": architecture}
    for key, value in selector.items():
        if key in own:
            yield own[key] == value
        else:
            yield None if "/" in str(key) else False
