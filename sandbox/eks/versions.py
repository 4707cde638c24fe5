"""Which Kubernetes versions the local EKS offers, and the newest build of an add-on for each.

Support dates: the Amazon EKS Kubernetes release calendar (as of 2026-11). Any other version is
accepted too: whether a version may be used is for the spec's checks to say, not for the rehearsal.
"""

from __future__ import annotations

import datetime

from .call import Call, Record, page

# version: (release, end of standard support, end of extended support)
CALENDAR = {
    "1.30": ("2024-05-23", "2025-07-23", "2026-07-23"),
    "1.31": ("2024-09-26", "2025-11-26", "2026-11-26"),
    "1.32": ("2025-01-23", "2026-03-23", "2027-03-23"),
    "1.33": ("2025-05-29", "2026-07-29", "2027-07-29"),
    "1.34": ("2025-10-02", "2026-12-02", "2027-12-02"),
    "1.35": ("2026-01-27", "2027-03-27", "2028-03-27"),
}
DEFAULT_VERSION = "1.34"
RELEASE_DATE = "20260101"


def minor(version: str) -> int:
    """The minor number: 33 of "1.33"."""
    return int(version.split(".")[1])


def node_release(version: str, ami_type: str) -> str:
    """A release version of the shape that EKS uses for this AMI type."""
    if ami_type.startswith("BOTTLEROCKET"):
        return "1.50.0-7a4c9d3e"
    return f"{version}.0-{RELEASE_DATE}"


def describe_cluster_versions(call: Call) -> Record:
    """`DescribeClusterVersions`, newest first; `clusterVersions` and `defaultOnly` are honoured."""
    wanted = call.query.get("clusterVersions") or list(CALENDAR)
    if call.asked("defaultOnly") == "true":
        wanted = [DEFAULT_VERSION]
    found = [_describe(version) for version in reversed(CALENDAR) if version in wanted]
    return page("clusterVersions", found, call)


def _describe(version: str) -> Record:
    release, standard, extended = (_epoch(date) for date in CALENDAR[version])
    now = datetime.datetime.now(datetime.UTC).timestamp()
    support = "STANDARD_SUPPORT" if now < standard else "EXTENDED_SUPPORT"
    support = support if now < extended else "UNSUPPORTED"
    return {
        "clusterVersion": version,
        "clusterType": "eks",
        "defaultPlatformVersion": "eks.1",
        "defaultVersion": version == DEFAULT_VERSION,
        "releaseDate": release,
        "endOfStandardSupportDate": standard,
        "endOfExtendedSupportDate": extended,
        "status": support.lower().replace("_", "-"),
        "versionStatus": support,
        "kubernetesPatchVersion": f"{version}.0",
    }


def _epoch(date: str) -> float:
    return datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC).timestamp()


OPERATIONS = {"describe_cluster_versions": describe_cluster_versions}
