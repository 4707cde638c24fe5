"""What AWS offers for one Kubernetes version, and what runs, as plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NUMBER = re.compile(r"\d+")

Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AddonOffer:
    """A version of an add-on that fits a Kubernetes version; no `architectures` means that EKS names none."""

    version: str
    architectures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Running:
    """What a cluster runs: its Kubernetes version, its add-ons by EKS name, the Kubernetes version of its
    managed node groups by their name in AWS, and its platform version (`eks.9`), "" if EKS does not tell."""

    kubernetes: str
    addons: Mapping[str, str] = field(default_factory=dict)
    node_groups: Mapping[str, str] = field(default_factory=dict)
    platform: str = ""


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


def release_order(release: str, os: str) -> Order:
    """Return what orders the releases of an `os`; the end of Bottlerocket's is a commit and is left out."""
    return addon_order(release.partition("-")[0] if os.startswith("bottlerocket") else release)


def minor_of(version: str) -> str:
    """Return the minor version of an add-on as Kubernetes writes its own: `1.20` of `v1.20.4-eksbuild.2`."""
    return ".".join(map(str, addon_order(version)[:2]))
