"""Rules for where the pods of add-ons run: without a node for them, an add-on fails after twenty minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ....catalog.addons.addons import Addon, addon_or_default
from ....catalog.compute.ami import OS_FAMILIES
from ....catalog.compute.type_names import architecture_of
from ....schemas.cluster import ClusterSpec
from ....schemas.nodes import NodeGroup, Taint
from ...diagnostics import Severity
from ...resolve.addons import addons_of
from ...resolve.compute.kinds import COREDNS_PODS, runs_on_fargate
from ...resolve.nodes import scaling_sizes
from ..finding import Finding


def addons_placed(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each add-on with a Deployment has a Linux node whose taints its pods tolerate."""
    if not spec.node_groups:
        yield from _coredns_on_fargate(spec)
        return
    runs = dict(_scheduled(spec))
    nowhere = [name for name, places in runs.items() if not places]
    if nowhere:
        yield _without_node(nowhere)
    for name, places in runs.items():
        if places and True not in places:
            yield _perhaps_without_node(name)


def _coredns_on_fargate(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that CoreDNS has a Fargate profile if there is nothing else that it could run on."""
    installed = any(name == "coredns" for name, _ in addons_of(spec))
    only_fargate = spec.fargate_profiles and spec.control_plane.auto_mode is None
    if installed and only_fargate and not runs_on_fargate(spec, *COREDNS_PODS):
        yield Finding(
            "no-node-for-addon",
            ("fargateProfiles",),
            "no Fargate profile runs `coredns`",
            "no selector for namespace `kube-system`",
            note="there are no nodes, so the add-on would wait for one and then fail",
            help="add `system: {selectors: [{namespace: kube-system}]}` to `fargateProfiles`, or write "
            "`coredns: none` in `addons`",
        )


def _scheduled(spec: ClusterSpec) -> Iterator[tuple[str, list[bool | None]]]:
    """Yield each add-on with a Deployment, and for each group that may run it whether it certainly does."""
    on_fargate = {"coredns"} if runs_on_fargate(spec, *COREDNS_PODS) else set()
    for name, addon in addons_of(spec):
        known = addon_or_default(name)
        if known.scheduled and name not in on_fargate:
            answers = [_runs_on(group, known, addon.configuration) for group in spec.node_groups.values()]
            yield name, [answer for answer in answers if answer is not False]


def _without_node(names: list[str]) -> Finding:
    listed = ", ".join(f"`{name}`" for name in names)
    place = ".".join(("addons", names[0], "configuration", *addon_or_default(names[0]).placement))
    return Finding(
        "no-node-for-addon",
        ("nodeGroups",),
        f"no node group can run {listed}",
        "every group is empty, tainted, not selected or Windows",
        note="an add-on without a node for its pods waits for one and then fails",
        help="keep one Linux group with `desired` of at least 1 and no taint, or set `tolerations` in "
        + (f"`{place}`" if len(names) == 1 else f"the configuration of each, such as `{place}`"),
    )


def _perhaps_without_node(name: str) -> Finding:
    return Finding(
        "addon-placement",
        ("addons", name),
        f"eksgen cannot tell whether a node group can run `{name}`",
        "its configuration decides where it runs",
        ((("nodeGroups",), "no group that certainly fits"),),
        note="without a node that fits, the add-on waits for one and then fails",
        severity=Severity.WARNING,
    )


def _runs_on(group: NodeGroup, addon: Addon, configuration: Mapping[str, Any]) -> bool | None:
    """Return whether an add-on runs on the nodes of a group; None if that cannot be known."""
    if OS_FAMILIES[group.os].windows or scaling_sizes(group.scaling)[1] == 0:
        return False
    settings = _settings(addon, configuration)
    if settings is None:
        return None
    default = _OF_CONTROLLERS if addon.placement else _DEFAULT_TOLERATIONS
    answers = (*_tolerated(group, settings.get("tolerations", default)), *_selected(group, settings))
    return False if False in answers else None if None in answers else True


def _settings(addon: Addon, configuration: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the part of a configuration that says where the pods run; None if it is not a mapping."""
    settings: Any = configuration
    for key in addon.placement:
        settings = settings.get(key, {}) if isinstance(settings, Mapping) else None
    return settings if isinstance(settings, Mapping) else None


_DEFAULT_TOLERATIONS = (
    {"key": "CriticalAddonsOnly", "operator": "Exists"},
    {"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule", "operator": "Exists"},
)
"""What CoreDNS tolerates by itself (DescribeAddonConfiguration, read 2026-11). Others tolerate no more."""
_OF_CONTROLLERS = (*_DEFAULT_TOLERATIONS, {"effect": "NoExecute", "operator": "Exists"})
"""What the controllers of the CSI drivers tolerate (values.yaml of their charts, read 2026-11-29)."""


def _tolerated(group: NodeGroup, tolerations: object) -> Iterator[bool | None]:
    """Yield whether each taint of a group is tolerated."""
    listed = tolerations if isinstance(tolerations, tuple) else (None,)
    known = [item for item in listed if isinstance(item, Mapping)]
    for taint in group.taints:
        if taint.effect != "PreferNoSchedule":
            readable = len(known) == len(listed)
            yield any(_matches(taint, item) for item in known) if readable else None


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
