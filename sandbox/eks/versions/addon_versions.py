"""The versions of add-ons that the sandbox's EKS offers, and what it says to others.

The versions are data of the sandbox: they have the form and the rules of AWS, and no claim to exist. An
add-on that is not in the table has one version and is accepted with any: the list of add-ons grows faster.

What AWS answers (read 2026-11-30): "Addon version specified is not supported" (InvalidParameterException of
CreateAddon and UpdateAddon in public logs), "Updating VPC-CNI can only go up or down 1 minor version at a
time" (the same, UpdateAddon). The fields of a version: botocore's model of DescribeAddonVersions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moto.eks.exceptions import InvalidParameterException

from ....catalog.kubernetes.versions import minor_versions_between, version_names
from ..records import Record
from ..request import EksRequest, list_response
from .published import published_in

_MINORS = tuple(int(name.partition(".")[2]) for name in version_names())
_OLDEST, _NEWEST = _MINORS[0], _MINORS[-1]


@dataclass(frozen=True, slots=True)
class Build:
    """A version of an add-on: the minors of Kubernetes that it fits, and the release that published it.

    The newest `usual` one that fits is the version that EKS chooses by itself.
    """

    version: str
    first: int = _OLDEST
    last: int = _NEWEST
    release: int = 0
    usual: bool = False


def _kube_proxy() -> Iterator[Build]:
    for minor in _MINORS:
        last = min(minor + 3, _NEWEST)
        yield Build(f"v1.{minor}.0-eksbuild.2", minor, last, usual=True)
        yield Build(f"v1.{minor}.3-eksbuild.1", minor, last)
        yield Build(f"v1.{minor}.5-eksbuild.1", minor, last, release=1)


BUILDS: dict[str, tuple[Build, ...]] = {
    "amazon-cloudwatch-observability": (
        Build("v4.7.0-eksbuild.1", usual=True),
        Build("v4.8.0-eksbuild.1", release=1),
    ),
    "aws-ebs-csi-driver": (
        Build("v1.30.0-eksbuild.1", last=34),
        Build("v1.50.1-eksbuild.1"),
        Build("v1.53.0-eksbuild.1", usual=True),
        Build("v1.54.0-eksbuild.1"),
        Build("v1.56.0-eksbuild.1", release=1),
    ),
    "aws-efs-csi-driver": (Build("v2.1.15-eksbuild.1", usual=True), Build("v2.2.0-eksbuild.1", release=1)),
    "aws-mountpoint-s3-csi-driver": (Build("v2.2.2-eksbuild.1", usual=True),),
    "coredns": (
        Build("v1.11.4-eksbuild.24", last=35),
        Build("v1.12.4-eksbuild.1", usual=True),
        Build("v1.13.1-eksbuild.1", first=34),
        Build("v1.13.2-eksbuild.1", first=34, release=1),
    ),
    "eks-node-monitoring-agent": (Build("v1.4.2-eksbuild.1", usual=True),),
    "eks-pod-identity-agent": (
        Build("v1.3.9-eksbuild.3"),
        Build("v1.3.10-eksbuild.1", usual=True),
        Build("v1.3.10-eksbuild.2", release=1),
    ),
    "kube-proxy": tuple(_kube_proxy()),
    "metrics-server": (
        Build("v0.7.2-eksbuild.1"),
        Build("v0.8.0-eksbuild.3", usual=True),
        Build("v0.8.1-eksbuild.1", release=1),
    ),
    "snapshot-controller": (Build("v8.3.0-eksbuild.1", usual=True),),
    "vpc-cni": (
        Build("v1.19.6-eksbuild.7"),
        Build("v1.20.1-eksbuild.1"),
        Build("v1.20.2-eksbuild.1"),
        Build("v1.20.4-eksbuild.1", usual=True),
        Build("v1.21.1-eksbuild.1"),
        Build("v1.22.0-eksbuild.1", release=1),
        Build("v1.23.1-eksbuild.1", release=2),
    ),
}
"""Oldest first, in the order of their versions."""
OTHERS = (Build("v1.0.0-eksbuild.1", usual=True),)
NEEDS_PERMISSIONS = (
    "amazon-cloudwatch-observability",
    "aws-ebs-csi-driver",
    "aws-efs-csi-driver",
    "aws-mountpoint-s3-csi-driver",
    "vpc-cni",
)


def builds_for(name: str, kubernetes: str, account: str) -> list[Build]:
    """Return what EKS offers of an add-on for a Kubernetes version, newest first."""
    minor, releases = _minor(kubernetes), published_in(account).releases
    offered = BUILDS.get(name, OTHERS)
    # The table knows fewer versions of Kubernetes than the sandbox accepts.
    minor = min(max(minor, _OLDEST), _NEWEST)
    fitting = [b for b in offered if b.first <= minor <= b.last and b.release <= releases]
    return fitting[::-1]


def usual_version(name: str, kubernetes: str, account: str) -> str:
    """Return the version of an add-on that EKS chooses by itself."""
    fitting = builds_for(name, kubernetes, account)
    return next(build.version for build in (*(b for b in fitting if b.usual), *fitting))


def fits(name: str, version: str, kubernetes: str, account: str) -> bool:
    """Return whether a version of an add-on fits a Kubernetes version; any of one that is not listed does."""
    return name not in BUILDS or version in [b.version for b in builds_for(name, kubernetes, account)]


def refuse_version(request: EksRequest, name: str, version: str | None, running: str = "") -> None:
    """Refuse a version that EKS does not offer for the cluster, and a step of vpc-cni over a minor one."""
    kubernetes = request.cluster().details["version"]
    if not version or version == running:
        return
    if not fits(name, version, kubernetes, request.account):
        raise InvalidParameterException(
            clusterName=request.path["name"],
            addonName=name,
            message="Addon version specified is not supported",
        )
    if name == "vpc-cni" and running and abs(_minors_apart(running, version)) > 1:
        raise InvalidParameterException(
            clusterName=request.path["name"],
            addonName=name,
            message="Updating VPC-CNI can only go up or down 1 minor version at a time",
        )


def describe_addon_versions(request: EksRequest) -> Record:
    """`DescribeAddonVersions`, of one add-on or all, for one Kubernetes version or all."""
    names = [request.parameter("addonName")] if request.parameter("addonName") else sorted(BUILDS)
    chosen = request.parameter("kubernetesVersion")
    clusters = [chosen] if chosen else list(version_names())
    return list_response("addons", [_described(name, clusters, request.account) for name in names], request)


def _described(name: str, clusters: list[str], account: str) -> Record:
    versions: dict[str, list[Record]] = {}
    for cluster in clusters:
        usual = usual_version(name, cluster, account)
        for build in builds_for(name, cluster, account):
            fact = {"clusterVersion": cluster, "platformVersions": ["*"]}
            versions.setdefault(build.version, []).append({**fact, "defaultVersion": build.version == usual})
    return {
        "addonName": name,
        "type": "networking" if name in ("coredns", "kube-proxy", "vpc-cni") else "other",
        "publisher": "eks",
        "owner": "aws",
        "defaultNamespace": "kube-system",
        "addonVersions": [
            {
                "addonVersion": version,
                "architecture": ["amd64", "arm64"],
                "computeTypes": ["ec2", "hybrid"],
                "compatibilities": compatibilities,
                "requiresConfiguration": False,
                "requiresIamPermissions": name in NEEDS_PERMISSIONS,
            }
            for version, compatibilities in versions.items()
        ],
    }


def _minor(kubernetes: str) -> int:
    minor = kubernetes.partition(".")[2]
    return int(minor) if minor.isdecimal() else _NEWEST


def _minors_apart(old: str, new: str) -> int:
    before, after = (version.removeprefix("v").rpartition("-eksbuild")[0] for version in (old, new))
    names = [".".join(version.split(".")[:2]) for version in (before, after)]
    return minor_versions_between(*names) or 0


OPERATIONS = {"describe_addon_versions": describe_addon_versions}
