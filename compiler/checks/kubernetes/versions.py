"""Rules for the Kubernetes version and its support."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches

from ....catalog.kubernetes.versions import (
    KubernetesVersion,
    ended,
    kubernetes_version,
    may_be_released,
    support_state,
    version_names,
)
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...plural import plural
from ..finding import Finding, not_in_catalog

SOON = timedelta(days=60)
_VERSION: Path = ("kubernetes", "version")
_SUPPORT: Path = ("kubernetes", "support")


def version_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS offers the Kubernetes version, or may offer it since the catalog was made."""
    name, path, known = spec.kubernetes.version, ("kubernetes", "version"), version_names()
    if kubernetes_version(name) is not None:
        return
    if may_be_released(name):
        note = f"the newest version it knows is {known[-1]}; support dates are unknown"
        yield not_in_catalog(path, f"Kubernetes {name} is newer than this version of eksgen", note)
    elif ended(name):
        yield Finding(
            "version-ended",
            path,
            f"support for Kubernetes {name} has ended",
            "no longer supported",
            note=f"known versions: {', '.join(known)}",
            help=f'write the version that the cluster has now, or `"{known[-1]}"` for a new one',
        )
    else:
        begun = sum(version.startswith(name) for version in known) > 1
        near = [known[-1]] if begun else get_close_matches(name, known, 1, 0.5) or [known[-1]]
        yield Finding(
            "unknown-version",
            path,
            f"EKS does not offer Kubernetes `{printable(name)}`",
            "unknown version",
            note=f"known versions: {', '.join(known)}",
            help="write a whole version, in quotes" if begun else f'write `"{near[0]}"`',
        )


def version_supported(spec: ClusterSpec, today: date) -> Iterator[Finding]:
    """Check that EKS supports the version today, at the price the spec expects, and for another 60 days."""
    version = kubernetes_version(spec.kubernetes.version)
    if version is None:
        return
    state, pays = support_state(version, today), spec.kubernetes.support == "extended"
    end = version.end_of_extended_support if state == "extended" else version.end_of_standard_support
    if state == "ended":
        yield _ended(version)
    elif state == "extended" and not pays:
        yield _upgraded_by_eks(version)
    elif end - today <= SOON:
        days = f"in {plural((end - today).days, 'day')}"
        yield _costs_soon(version, days) if pays and state != "extended" else _ends_soon(version, state, days)
    elif state == "extended":
        yield _costs_extra(version)


def _ended(version: KubernetesVersion) -> Finding:
    return Finding(
        "version-ended",
        _VERSION,
        f"support for Kubernetes {version.name} ended on {version.end_of_extended_support}",
        "no longer supported",
        note="EKS creates no clusters with this version, and has upgraded existing ones automatically",
        help=f'write the version that the cluster has now, or `"{version_names()[-1]}"` for a new one',
    )


def _upgraded_by_eks(version: KubernetesVersion) -> Finding:
    return Finding(
        "version-extended",
        _VERSION,
        f"standard support for Kubernetes {version.name} ended on {version.end_of_standard_support}",
        "EKS upgrades the cluster automatically",
        help="upgrade, or pay for extended support with `support: extended`",
        severity=Severity.WARNING,
    )


def _costs_soon(version: KubernetesVersion, days: str) -> Finding:
    return Finding(
        "version-costs-soon",
        _VERSION,
        f"standard support for Kubernetes {version.name} ends on {version.end_of_standard_support}",
        days,
        note="from that day, AWS charges several times the price for the control plane",
        help="plan the upgrade, one minor version at a time",
        severity=Severity.NOTE,
    )


def _ends_soon(version: KubernetesVersion, state: str, days: str) -> Finding:
    end = version.end_of_extended_support if state == "extended" else version.end_of_standard_support
    way_out = "" if state == "extended" else ", or pay to keep the version with `support: extended`"
    return Finding(
        "version-ends-soon",
        _VERSION,
        f"{state} support for Kubernetes {version.name} ends on {end}",
        days,
        note="after that day, EKS upgrades the control plane automatically",
        help=f"plan the upgrade, one minor version at a time{way_out}",
        severity=Severity.WARNING,
    )


def _costs_extra(version: KubernetesVersion) -> Finding:
    return Finding(
        "version-extended",
        _VERSION,
        f"Kubernetes {version.name} is in extended support, which costs extra",
        f"standard support ended on {version.end_of_standard_support}",
        ((_SUPPORT, "requested here"),),
        help=f"upgrade before {version.end_of_extended_support}",
        severity=Severity.WARNING,
    )
