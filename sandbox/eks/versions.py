"""The Kubernetes versions of the sandbox's EKS, and the releases of its node images.

Support dates: the Amazon EKS Kubernetes release calendar (as of 2026-11). Other versions are accepted, too:
the checks of the spec decide which versions may be used.
"""

from __future__ import annotations

import datetime

from .records import Record
from .request import EksRequest, list_response

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


def node_release(version: str, ami_type: str) -> str:
    """Return a release version in the form that EKS uses for an AMI type."""
    if ami_type.startswith("BOTTLEROCKET"):
        return "1.50.0-7a4c9d3e"
    return f"{version}.0-{RELEASE_DATE}"


def describe_cluster_versions(request: EksRequest) -> Record:
    """`DescribeClusterVersions`, newest first, filtered by `clusterVersions` and `defaultOnly`."""
    names = request.query.get("clusterVersions") or list(CALENDAR)
    if request.parameter("defaultOnly") == "true":
        names = [DEFAULT_VERSION]
    versions = [_describe(version) for version in reversed(CALENDAR) if version in names]
    return list_response("clusterVersions", versions, request)


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
