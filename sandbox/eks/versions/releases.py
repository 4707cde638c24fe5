"""The Kubernetes versions of the sandbox's EKS, and the releases of its node images.

Versions and support dates are those of the catalog. Other versions are accepted, too: the checks of the spec
decide which versions may be used.
"""

from __future__ import annotations

import datetime
import re

from moto.eks.exceptions import InvalidParameterException

from ....catalog.kubernetes.versions import VERSIONS, KubernetesVersion, support_state, version_names
from ..records import Record
from ..request import EksRequest, list_response
from .published import published_in

DEFAULT_VERSION = "1.34"
RELEASE_DATES = ("20261113", "20261120", "20261127")
BOTTLEROCKET = ("1.50.0-7a4c9d3e", "1.51.1-2b9f0c6d", "1.52.0-91d07be4")
"""The newest releases of images, by how often newer ones were published."""
_NUMBER = re.compile(r"\d+")


def node_release(version: str, ami_type: str, account: str) -> str:
    """Return the newest release of an AMI type, in the form that EKS uses for it."""
    releases = published_in(account).releases
    if ami_type.startswith("BOTTLEROCKET"):
        return BOTTLEROCKET[releases]
    date = RELEASE_DATES[releases]
    if ami_type.startswith("WINDOWS"):
        return f"{version}-{date[:4]}.{date[4:6]}.{date[6:]}"
    return f"{version}.2-{date}"


def refuse_release(request: EksRequest, group: str, release: str | None, version: str, ami_type: str) -> None:
    """Refuse a release of another Kubernetes version, and one that is not published yet.

    The words are those of AWS re:Post, "troubleshoot EKS managed node group update failures" (read
    2026-11-30). Releases older than the newest are accepted.
    """
    newest = node_release(version, ami_type, request.account)
    of_other = not ami_type.startswith("BOTTLEROCKET") and not re.match(
        rf"{re.escape(version)}[.-]", release or newest
    )
    if release and (of_other or _numbers(release, ami_type) > _numbers(newest, ami_type)):
        raise InvalidParameterException(
            nodegroupName=group,
            message=f"Requested release version {release} is not valid for kubernetes version {version}.",
        )


def _numbers(release: str, ami_type: str) -> list[int]:
    """Return what orders the releases of an AMI type; the last part of Bottlerocket's is a commit."""
    text = release.partition("-")[0] if ami_type.startswith("BOTTLEROCKET") else release
    return [int(part) for part in _NUMBER.findall(text)]


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
