"""Choose the newest version that fits. In: what AWS offers and what is held. Out: a `Choice`.

A version never goes back while the one that is held still fits. What fits: for kube-proxy the skew of
Kubernetes; for vpc-cni the steps of EKS, which refuses to move it more than one minor version at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...catalog.kubernetes import KUBELET_SKEW, minor_versions_between
from .offers import AddonOffer, addon_order, minor_of, release_order

ONE_MINOR_AT_A_TIME = "vpc-cni"
WITHIN_SKEW = "kube-proxy"


@dataclass(frozen=True, slots=True)
class Choice:
    """The version to use, or "" with the reason why there is none."""

    version: str
    reason: str = ""


def choose_addon(
    name: str,
    kubernetes: str,
    offered: Sequence[AddonOffer],
    *,
    held: str = "",
    running: str = "",
    architectures: frozenset[str] = frozenset(),
) -> Choice:
    """Choose a version of the add-on with the EKS name `name`.

    `held` is that of the lock, `running` that of the cluster, `architectures` are those of its nodes.
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
    return Choice(max((v for v in fitting if addon_order(v) >= least), key=lambda v: (addon_order(v), v)))


def _fits(name: str, kubernetes: str, offer: AddonOffer, architectures: frozenset[str]) -> bool:
    if offer.architectures and not architectures <= offer.architectures:
        return False
    if name != WITHIN_SKEW:
        return True
    behind = minor_versions_between(minor_of(offer.version), kubernetes)
    return behind is not None and 0 <= behind <= KUBELET_SKEW


def _minors(old: str, new: str) -> int:
    return minor_versions_between(minor_of(old), minor_of(new)) or 0


def _too_far(start: str, fitting: set[str], kubernetes: str) -> str:
    nearest = min(fitting, key=lambda version: (abs(_minors(start, version)), addon_order(version)))
    return (
        f"EKS moves it one minor version at a time, and {nearest}, the nearest that fits Kubernetes "
        f"{kubernetes}, is {abs(_minors(start, nearest))} from {start}"
    )


def choose_release(kubernetes: str, offered: str, *, held: str = "") -> Choice:
    """Choose the release of an image; "" if AWS publishes none."""
    if not offered:
        return Choice("", "AWS publishes no release of this image; EKS takes the newest")
    still_fits = release_of(held) in ("", kubernetes)
    if held and still_fits and release_order(held) >= release_order(offered):
        return Choice(held)
    return Choice(offered)


def release_of(release: str) -> str:
    """Return the Kubernetes version that a release is for: "1.35" of `1.35.2-20261120`; "" if it is not in
    its name, as with Bottlerocket."""
    number, _, rest = release.partition("-")
    named = rest.replace(".", "").isdecimal() and len(rest.replace(".", "")) == 8
    return ".".join(number.split(".")[:2]) if named else ""
