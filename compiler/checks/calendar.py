"""Rules that depend on the date; they never change what is compiled."""

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
    """Check that EKS supports the version today, at the price the spec expects, and for another 60 days."""
    version = kubernetes_version(spec.kubernetes.version)
    if version is None:
        return
    state, extended = support_state(version, today), spec.kubernetes.support == "extended"
    end = version.end_of_extended_support if extended else version.end_of_standard_support
    if state == "ended":
        yield Finding(
            "version-ended",
            _VERSION,
            f"support for Kubernetes {version.name} ended on {version.end_of_extended_support}",
            "no longer supported",
            note="EKS creates no clusters with this version, and has upgraded existing ones automatically",
        )
    elif state == "extended" and not extended:
        yield Finding(
            "version-extended",
            _VERSION,
            f"standard support for Kubernetes {version.name} ended on {end}",
            "EKS upgrades the cluster automatically",
            help="upgrade, or pay for extended support with `support: extended`",
            severity=Severity.WARNING,
        )
    elif end - today <= SOON:
        kind = "extended" if extended else "standard"
        yield Finding(
            "version-ends-soon",
            _VERSION,
            f"{kind} support for Kubernetes {version.name} ends on {end}",
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
            ((_SUPPORT, "requested here"),),
            help=f"upgrade before {end}",
            severity=Severity.WARNING,
        )
