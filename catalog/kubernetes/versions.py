"""Kubernetes versions on EKS: their support dates and what changes with them.

There is no default version; a spec must name one.

Sources (read 2026-11-24): EKS user guide, "Amazon EKS Kubernetes release calendar" for 1.31 to 1.34; the
same calendar as quoted in 2026 by AWS samples for 1.35, and public `eks describe-cluster-versions` output
for 1.36; the release days of these two are 14 months before the end of standard support. For 1.37 the day of
its release, and the rule that standard support lasts 14 months and extended support another 12. Dates are
UTC; the next state begins on the end date itself (extended support is billed from the start of that day).
Tables with dates one day earlier give the same moment in a western time zone. The authority is
DescribeClusterVersions of the EKS API. Upgrades and rollbacks: EKS user guide, read 2026-11, "Update existing
cluster to new Kubernetes version" (one minor version a step, several minutes) and "Rollback cluster to
previous Kubernetes version" (within 7 days, one minor version; node groups are rolled back separately).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

SupportState = Literal["upcoming", "standard", "extended", "ended"]


@dataclass(frozen=True, slots=True)
class KubernetesVersion:
    """A minor version; `changes` are short sentences about what affects a cluster spec."""

    name: str
    released: date
    end_of_standard_support: date
    end_of_extended_support: date
    changes: tuple[str, ...] = ()


VERSIONS: tuple[KubernetesVersion, ...] = (
    KubernetesVersion("1.31", date(2024, 9, 26), date(2025, 11, 26), date(2026, 11, 26)),
    KubernetesVersion(
        "1.32",
        date(2025, 1, 23),
        date(2026, 3, 23),
        date(2027, 3, 23),
        ("the last version with Amazon Linux 2 images", "flowcontrol.apiserver.k8s.io/v1beta3 is removed"),
    ),
    KubernetesVersion(
        "1.33",
        date(2025, 5, 29),
        date(2026, 7, 29),
        date(2027, 7, 29),
        (
            "no Amazon Linux 2 images",
            "the Endpoints API is deprecated",
            "kube-proxy's nftables mode is stable",
        ),
    ),
    KubernetesVersion("1.34", date(2025, 10, 2), date(2026, 12, 2), date(2027, 12, 2)),
    KubernetesVersion(
        "1.35",
        date(2026, 1, 27),
        date(2027, 3, 27),
        date(2028, 3, 27),
        ("the kubelet refuses cgroup v1", "kube-proxy's ipvs mode is deprecated"),
    ),
    KubernetesVersion("1.36", date(2026, 6, 2), date(2027, 8, 2), date(2028, 8, 2)),
    KubernetesVersion("1.37", date(2026, 10, 2), date(2027, 12, 2), date(2028, 12, 2)),
)
"""All known versions, oldest first."""

CONTROL_PLANE_UPDATE_MINUTES = 10
"""What people see; AWS says several minutes and promises nothing."""

ROLLBACK_DAYS = 7

NODE_SKEW = 3
"""How many minor versions kubelet and kube-proxy may be older than the API server; neither may be newer.

Source: kubernetes.io, "Version Skew Policy", for 1.28 and later; EKS user guide, "Update existing cluster to
new Kubernetes version" (read 2026-11-30).
"""

_BY_NAME = {version.name: version for version in VERSIONS}


def kubernetes_version(name: str) -> KubernetesVersion | None:
    """Return the version called `name` ("1.34"), or None if it is unknown."""
    return _BY_NAME.get(name)


def version_names() -> tuple[str, ...]:
    """Return all known names, oldest first."""
    return tuple(_BY_NAME)


def ended(name: str) -> bool:
    """Return whether EKS has had a version and supports it no longer; its first was 1.10."""
    minor, oldest = _minor(name), _minor(VERSIONS[0].name) or 0
    return minor is not None and name == f"1.{minor}" and 10 <= minor < oldest


def may_be_released(name: str) -> bool:
    """Return whether a version may have been released after the table was made: one of the next nine, three
    years of releases."""
    minor, newest = _minor(name), _minor(VERSIONS[-1].name) or 0
    return minor is not None and name == f"1.{minor}" and newest < minor <= newest + 9


def support_state(version: KubernetesVersion, on: date) -> SupportState:
    """Return the support state of `version` on the day `on` (UTC)."""
    if on < version.released:
        return "upcoming"
    if on < version.end_of_standard_support:
        return "standard"
    if on < version.end_of_extended_support:
        return "extended"
    return "ended"


def minor_versions_between(old: object, new: object) -> int | None:
    """Return how many minor versions lie between two versions such as "1.34", negative for a way back.

    None if one of them is no version.
    """
    before, after = _minor(old), _minor(new)
    return None if before is None or after is None else after - before


def next_step(old: str, new: str) -> str:
    """Return the version that comes next on the way from one to another, both names such as "1.34"."""
    steps, minor = minor_versions_between(old, new), _minor(old)
    return f"1.{minor + (1 if steps > 0 else -1)}" if steps and minor is not None else new


def version_step_text(old: str, new: str) -> str:
    """Return what a change from one version to another means, in words; both are names such as "1.34"."""
    steps = minor_versions_between(old, new) or 0
    if steps < 0:
        return (
            f"a rollback, which EKS allows only within {ROLLBACK_DAYS} days of the upgrade "
            "and after the nodes are rolled back"
        )
    if steps > 1:
        return f"EKS upgrades one minor version at a time: {next_step(old, new)} comes next"
    return (
        f"in place, about {CONTROL_PLANE_UPDATE_MINUTES} minutes; "
        f"EKS can roll it back only within {ROLLBACK_DAYS} days"
    )


def _minor(name: object) -> int | None:
    major, _, minor = str(name).partition(".")
    return int(minor) if major == "1" and minor.isascii() and minor.isdecimal() and len(minor) < 5 else None
