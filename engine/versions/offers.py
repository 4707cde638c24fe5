"""What AWS offers for one Kubernetes version, and what runs, as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NUMBER = re.compile(r"\d+")
_BOTTLEROCKET = re.compile(r"(\d+\.\d+\.\d+)-[0-9a-f]{8}")

Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AddonOffer:
    """A version of an add-on that fits a Kubernetes version; no `architectures` means that EKS names none."""

    version: str
    architectures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Running:
    """What a cluster runs: its Kubernetes version, its add-ons by EKS name, the Kubernetes version of its
    managed node groups by their name in AWS."""

    kubernetes: str
    addons: Mapping[str, str] = field(default_factory=dict)
    node_groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offers:
    """What AWS offers for `kubernetes`: versions of add-ons by EKS name, the newest release by node group.

    `running` is None if there is no such cluster.
    """

    kubernetes: str
    addons: Mapping[str, tuple[AddonOffer, ...]] = field(default_factory=dict)
    releases: Mapping[str, str] = field(default_factory=dict)
    running: Running | None = None


def addon_order(version: str) -> Order:
    """Return what orders versions of an add-on: the numbers of `v1.20.4-eksbuild.2`."""
    return tuple(map(int, _NUMBER.findall(version[:100])))


def release_order(release: str) -> Order:
    """Return what orders releases of an image; the end of Bottlerocket's is a commit and does not count."""
    commit = _BOTTLEROCKET.fullmatch(release)
    return addon_order(commit.group(1) if commit else release)


def minor_of(version: str) -> str:
    """Return the minor version of an add-on as Kubernetes writes its own: `1.20` of `v1.20.4-eksbuild.2`."""
    return ".".join(map(str, addon_order(version)[:2]))
