"""Choose the newest version that fits. In: what AWS offers and what is held. Out: a `Choice`.

A version never goes back, unless the one that is held does not fit: kube-proxy must be within the skew of
Kubernetes, and EKS refuses to move vpc-cni more than one minor version at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...catalog.kubernetes.versions import NODE_SKEW, minor_versions_between
from .offers import AddonOffer, addon_order, minor_of, release_order

ONE_MINOR_AT_A_TIME = "vpc-cni"
WITHIN_SKEW = "kube-proxy"


@dataclass(frozen=True, slots=True)
class Choice:
    """The version to use, or "" for none; `reason` says why it is none, or not the newest."""

    version: str
    reason: str = ""


def choose_addon(
    name: str,
    kubernetes: str,
    offered: Sequence[AddonOffer],
    *,
    held: str = "",
    held_for: str = "",
    running: str = "",
    architectures: frozenset[str] = frozenset(),
) -> Choice:
    """Choose a version of the add-on with the EKS name `name`.

    `held` is that of the lock, which is for the Kubernetes version `held_for`; `running` is that of the
    cluster, `architectures` are those of its nodes.
    """
    fitting = {offer.version for offer in offered if _fits(name, kubernetes, offer, architectures)}
    if not fitting:
        return Choice("", f"EKS offers no version that fits Kubernetes {kubernetes}")
    start = running or held
    if name == ONE_MINOR_AT_A_TIME and start:
        within_reach = {version for version in fitting if abs(_minors(start, version)) <= 1}
        if not within_reach:
            return Choice("", _too_far(start, fitting, kubernetes))
        fitting = within_reach
    least = max((addon_order(version) for version in (held, running) if version in fitting), default=())
    newest = max((v for v in fitting if addon_order(v) >= least), key=lambda v: (addon_order(v), v))
    withdrawn = held_for == kubernetes and held not in {offer.version for offer in offered}
    if withdrawn and addon_order(held) > addon_order(newest) and _in_skew(name, kubernetes, held):
        return Choice(held, f"EKS does not list it any more, and the newest is {newest}")
    return Choice(newest)


def _fits(name: str, kubernetes: str, offer: AddonOffer, architectures: frozenset[str]) -> bool:
    runs = not offer.architectures or architectures <= offer.architectures
    return runs and _in_skew(name, kubernetes, offer.version)


def _in_skew(name: str, kubernetes: str, version: str) -> bool:
    behind = minor_versions_between(minor_of(version), kubernetes)
    return name != WITHIN_SKEW or (behind is not None and 0 <= behind <= NODE_SKEW)


def _minors(old: str, new: str) -> int:
    return minor_versions_between(minor_of(old), minor_of(new)) or 0


def _too_far(start: str, fitting: set[str], kubernetes: str) -> str:
    nearest = min(fitting, key=lambda version: (abs(_minors(start, version)), addon_order(version)))
    return (
        f"EKS moves it one minor version at a time, and {nearest}, the nearest that fits Kubernetes "
        f"{kubernetes}, is {abs(_minors(start, nearest))} from {start}"
    )


def choose_release(kubernetes: str, offered: str, os: str, *, held: str = "") -> Choice:
    """Choose the release of an image of an `os`; "" if AWS publishes none."""
    if not offered:
        return Choice("", "AWS publishes no release of this image; EKS takes the newest")
    still_fits = release_of(held, os) in ("", kubernetes)
    if held and still_fits and release_order(held, os) >= release_order(offered, os):
        return Choice(held)
    return Choice(offered)


def release_of(release: str, os: str) -> str:
    """Return the Kubernetes version that a release is for: "1.35" of `1.35.2-20261120`; "" for Bottlerocket,
    whose releases do not say it."""
    if os.startswith("bottlerocket"):
        return ""
    return ".".join(release.partition("-")[0].split(".")[:2])
