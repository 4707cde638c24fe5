"""Rules for `bootstrap` and `maxPods`: what a family of images can do, and what EKS sets by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ....catalog.compute.ami import OS_FAMILIES
from ....catalog.compute.bootstrap import (
    BOTTLEROCKET_SET_BY_EKSGEN,
    CLUSTER_VALUES_BYTES,
    FIELDS,
    KUBELET_REFUSED,
    LABEL_BYTES,
    USER_DATA_BYTES,
)
from ....catalog.compute.instances import instance_type
from ....catalog.compute.type_names import known_types
from ....schemas.cluster import ClusterSpec
from ....schemas.nodes import NodeGroup
from ...diagnostics import Path, Severity
from ...resolve.compute.pod_addresses import cni_settings, pods_with_addresses
from ...resolve.nodes import is_self_managed, joins_by_itself
from ...source.yaml_writer import WritingStyle, entry_lines
from ..finding import Finding
from .groups import groups

_NAMES = {
    "pre_commands": "preCommands",
    "post_commands": "postCommands",
    "kubelet": "kubelet",
    "containerd": "containerd",
    "bottlerocket": "bottlerocket",
    "local_storage": "localStorage",
}
_HELPS = {
    ("bottlerocket", "kubelet"): "write it in `bootstrap.bottlerocket.kubernetes`, in kebab-case",
    (
        "bottlerocket",
        "preCommands",
    ): "Bottlerocket has no shell: use `bootstrap.bottlerocket.bootstrap-containers`",
    ("bottlerocket", "containerd"): "write it in `bootstrap.bottlerocket.container-runtime`",
    ("bottlerocket", "localStorage"): "write `localStorage: raid0`",
}


def bootstrap_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the operating system has what `bootstrap` and `maxPods` set."""
    for path, group in groups(spec):
        possible = FIELDS[f"{_family(group)}-own" if joins_by_itself(group) else _family(group)]
        for field, name in _NAMES.items():
            value = getattr(group.bootstrap, field)
            wanted = name if name != "localStorage" or value is None else f"localStorage: {value}"
            if value and wanted not in possible:
                yield _impossible(group, path, (*path, "bootstrap", name), wanted)
        if group.max_pods != "auto" and "maxPods" not in possible:
            yield _impossible(group, path, (*path, "maxPods"), "maxPods")


def _family(group: NodeGroup) -> str:
    return "windows" if OS_FAMILIES[group.os].windows else group.os.removesuffix("-fips")


def _impossible(group: NodeGroup, path: Path, place: Path, name: str) -> Finding:
    family = _family(group)
    image = "an image of EKS" if group.ami is None else "an image of your own"
    windows = (
        "use an image of your own in `ami`, or `kind: self-managed`; EKS starts its own with its own settings"
    )
    default = (
        windows if family == "windows" else "write it in `bootstrap.userData`" if family == "custom" else ""
    )
    return Finding(
        "bootstrap-option",
        place,
        f"`{name}` is not possible with {group.os} and {image}",
        "would have no effect",
        (((*path, "os"), group.os),),
        help=_HELPS.get((family, name.partition(":")[0]), default),
    )


def kubelet_fields_free(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that `bootstrap` sets nothing that has a field of its own, or that EKS must set."""
    for path, group in groups(spec):
        for key in group.bootstrap.kubelet:
            if (instead := KUBELET_REFUSED.get(key)) is not None:
                yield _taken((*path, "bootstrap", "kubelet", key), key, instead)
        kubernetes = group.bootstrap.bottlerocket.get("kubernetes")
        for key in kubernetes if isinstance(kubernetes, Mapping) else ():
            if (instead := BOTTLEROCKET_SET_BY_EKSGEN.get(key)) is not None:
                yield _taken((*path, "bootstrap", "bottlerocket", "kubernetes", key), key, instead)


def _taken(place: Path, key: str, instead: str) -> Finding:
    help = f"use `{instead}` of the node group" if instead else "delete it"
    return Finding("bootstrap-conflict", place, f"`{key}` is set for every node", "set twice", help=help)


_COMMENT = re.compile(r"</?powershell>", re.IGNORECASE)


def texts_writable(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the texts can be written in the format of the user data.

    EKS reads a part of TOML only, without quotes in a value (EKS user guide, "Customize managed nodes with
    launch templates"); a tag ends the commands of PowerShell.
    """
    for path, group in groups(spec):
        place = (*path, "bootstrap")
        if _family(group) == "bottlerocket":
            yield from _toml(
                group.bootstrap.bottlerocket, (*place, "bottlerocket"), strict=not joins_by_itself(group)
            )
        if _family(group) == "windows":
            for name, commands in (
                ("preCommands", group.bootstrap.pre_commands),
                ("postCommands", group.bootstrap.post_commands),
            ):
                for index, command in enumerate(commands):
                    if _COMMENT.search(command):
                        yield _unwritable((*place, name, index), "a tag ends the commands", "delete the tag")


def _toml(value: Any, place: Path, *, strict: bool) -> Iterator[Finding]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if strict and ('"' in str(key) or not str(key).isprintable()):
                message = "EKS accepts no quotes and line breaks in a key of settings"
                yield _unwritable((*place, key), message, "rename it")
            yield from _toml(item, (*place, key), strict=strict)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _toml(item, (*place, index), strict=strict)
    elif strict and isinstance(value, str) and ('"' in value or not value.isprintable()):
        message = "EKS accepts no quotes and line breaks in the settings of Bottlerocket"
        yield _unwritable(place, message, "write it without, or use an image of your own in `ami`")


def _unwritable(place: Path, message: str, help: str) -> Finding:
    return Finding("user-data-text", place, message, "cannot be written", help=help)


def user_data_fits(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the user data has at most 16 KiB, with what eksgen and EKS add."""
    for path, group in groups(spec):
        size = _size(group)
        if size + CLUSTER_VALUES_BYTES > USER_DATA_BYTES:
            yield Finding(
                "user-data-size",
                (*path, "bootstrap"),
                f"the user data would have {size + CLUSTER_VALUES_BYTES} bytes; EC2 takes {USER_DATA_BYTES}",
                "too long",
                note=f"about {CLUSTER_VALUES_BYTES} bytes are the address and the certificate of the cluster",
                help="load long scripts from S3 in a short command",
            )


def _size(group: NodeGroup) -> int:
    """Return about how many bytes the settings, and the labels and taints of nodes that join, take."""
    settings = group.bootstrap.model_dump(exclude_defaults=True)
    deep = {key: settings.pop(key) for key in ("kubelet", "bottlerocket") if key in settings}
    lines = (line for key, value in deep.items() for line in entry_lines(key, value, 4, WritingStyle()))
    size = len("\n".join(lines).encode())
    size += len(json.dumps(settings, ensure_ascii=False).encode()) if settings else 0
    if joins_by_itself(group):
        size += sum(len(f"{key}={value},") for key, value in group.labels.items())
        size += 0 if is_self_managed(group) else LABEL_BYTES
        size += sum(len(f"{taint.key}={taint.value or ''}:{taint.effect},") for taint in group.taints)
    return size


def pods_have_addresses(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about more pods than a node has addresses for."""
    settings = cni_settings(spec)
    for path, group in groups(spec):
        types = known_types(group.instance_types)
        if group.max_pods == "auto" or not types or spec.addons.vpc_cni == "none":
            continue
        slots, largest = max((pods_with_addresses(kind, settings), kind.name) for kind in types)
        if group.max_pods > slots:
            yield Finding(
                "more-pods-than-addresses",
                (*path, "maxPods"),
                f"{largest} nodes have addresses for {slots} pods, not for {group.max_pods}",
                "more pods than addresses",
                note="pods without an address stay in ContainerCreating",
                help=f"write `maxPods: {slots}` or less",
                severity=Severity.WARNING,
            )


def local_disks_present(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about `localStorage` on types without local disks."""
    for path, group in groups(spec):
        for index, name in enumerate(group.instance_types):
            known = instance_type(name)
            if group.bootstrap.local_storage and known is not None and not known.local_disks:
                yield Finding(
                    "no-local-disks",
                    (*path, "instanceTypes", index),
                    f"{name} has no local disks",
                    "`localStorage` has no effect",
                    (((*path, "bootstrap", "localStorage"), "wanted here"),),
                    help="use types with a `d` in their family, such as m6id.large",
                    severity=Severity.WARNING,
                )
