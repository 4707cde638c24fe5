"""Rules that depend on the date; they never change what is compiled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...catalog.kubernetes import KubernetesVersion, kubernetes_version, support_state, version_names
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity
from ..plural import plural
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
    kind = "extended" if extended else "standard"
    end = version.end_of_extended_support if extended else version.end_of_standard_support
    if state == "ended":
        yield _ended(version)
    elif state == "extended" and not extended:
        message = f"standard support for Kubernetes {version.name} ended on {end}"
        help = "upgrade, or pay for extended support with `support: extended`"
        yield _warning("version-extended", message, "EKS upgrades the cluster automatically", help)
    elif end - today <= SOON:
        message = f"{kind} support for Kubernetes {version.name} ends on {end}"
        help = "plan the upgrade, one minor version at a time"
        yield _warning("version-ends-soon", message, f"in {plural((end - today).days, 'day')}", help)
    elif state == "extended":
        message = f"Kubernetes {version.name} is in extended support, which costs extra"
        label = f"standard support ended on {version.end_of_standard_support}"
        others = ((_SUPPORT, "requested here"),)
        yield _warning("version-extended", message, label, f"upgrade before {end}", others)


def _ended(version: KubernetesVersion) -> Finding:
    return Finding(
        "version-ended",
        _VERSION,
        f"support for Kubernetes {version.name} ended on {version.end_of_extended_support}",
        "no longer supported",
        note="EKS creates no clusters with this version, and has upgraded existing ones automatically",
        help=f'write the version that the cluster has now, or `"{version_names()[-1]}"` for a new one',
    )


def _warning(
    code: str, message: str, label: str, help: str, others: tuple[tuple[Path, str], ...] = ()
) -> Finding:
    return Finding(code, _VERSION, message, label, others, help=help, severity=Severity.WARNING)
