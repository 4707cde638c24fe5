"""Rules that look at the calendar: they warn or stop, and never change what is compiled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...catalog.kubernetes import kubernetes_version, support_state
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity
from .finding import Finding

SOON = timedelta(days=60)
_VERSION: Path = ("kubernetes", "version")
_SUPPORT: Path = ("kubernetes", "support")


def version_supported(spec: ClusterSpec, today: date) -> Iterator[Finding]:
    """EKS supports the version today, at the price the spec expects, and for some time to come."""
    version = kubernetes_version(spec.kubernetes.version)
    if version is None:
        return
    state, extended = support_state(version, today), spec.kubernetes.support == "extended"
    end = version.end_of_extended_support if extended else version.end_of_standard_support
    if state == "ended":
        yield Finding(
            "version-ended",
            _VERSION,
            f"support of Kubernetes {version.name} ended on {version.end_of_extended_support}",
            "no longer offered",
            note="EKS makes no cluster of this version, and has moved old ones to a newer one",
        )
    elif state == "extended" and not extended:
        yield Finding(
            "version-extended",
            _VERSION,
            f"standard support of Kubernetes {version.name} ended on {end}",
            "EKS moves it to a newer version by itself",
            help="upgrade, or pay for more time with `support: extended`",
            severity=Severity.WARNING,
        )
    elif end - today <= SOON:
        kind = "extended" if extended else "standard"
        yield Finding(
            "version-ends-soon",
            _VERSION,
            f"{kind} support of Kubernetes {version.name} ends on {end}",
            f"in {(end - today).days} days",
            help="plan the upgrade, one minor version at a time",
            severity=Severity.WARNING,
        )
    elif state == "extended":
        yield Finding(
            "version-extended",
            _VERSION,
            f"Kubernetes {version.name} is in extended support, which costs extra",
            f"standard support ended on {version.end_of_standard_support}",
            ((_SUPPORT, "as asked for here"),),
            help=f"upgrade before {end}",
            severity=Severity.WARNING,
        )
