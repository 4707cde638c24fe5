"""The Kubernetes versions of the sandbox's EKS, and the releases of its node images.

Versions and support dates are those of the catalog. Other versions are accepted, too: the checks of the spec
decide which versions may be used.
"""

from __future__ import annotations

import datetime

from ...catalog.kubernetes import VERSIONS, KubernetesVersion, support_state, version_names
from .records import Record
from .request import EksRequest, list_response

DEFAULT_VERSION = "1.34"
RELEASE_DATE = "20260101"


def node_release(version: str, ami_type: str) -> str:
    """Return a release version in the form that EKS uses for an AMI type."""
    if ami_type.startswith("BOTTLEROCKET"):
        return "1.50.0-7a4c9d3e"
    if ami_type.startswith("WINDOWS"):
        return f"{version}-2026.01.13"
    return f"{version}.0-{RELEASE_DATE}"


def describe_cluster_versions(request: EksRequest) -> Record:
    """`DescribeClusterVersions`, newest first, filtered by `clusterVersions` and `defaultOnly`."""
    names = request.query.get("clusterVersions") or version_names()
    if request.parameter("defaultOnly") == "true":
        names = [DEFAULT_VERSION]
    versions = [_describe(version) for version in reversed(VERSIONS) if version.name in names]
    return list_response("clusterVersions", versions, request)


_STATUS = {"standard": "STANDARD_SUPPORT", "extended": "EXTENDED_SUPPORT"}


def _describe(version: KubernetesVersion) -> Record:
    today = datetime.datetime.now(datetime.UTC).date()
    status = _STATUS.get(support_state(version, today), "UNSUPPORTED")
    return {
        "clusterVersion": version.name,
        "clusterType": "eks",
        "defaultPlatformVersion": "eks.1",
        "defaultVersion": version.name == DEFAULT_VERSION,
        "releaseDate": _epoch(version.released),
        "endOfStandardSupportDate": _epoch(version.end_of_standard_support),
        "endOfExtendedSupportDate": _epoch(version.end_of_extended_support),
        "status": status.lower().replace("_", "-"),
        "versionStatus": status,
        "kubernetesPatchVersion": f"{version.name}.0",
    }


def _epoch(day: datetime.date) -> float:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp()


OPERATIONS = {"describe_cluster_versions": describe_cluster_versions}
