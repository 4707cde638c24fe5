"""Rules for versions that the spec or its lock file pins: they fit the Kubernetes version."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.compute.ami import release_example, release_problem
from ....catalog.kubernetes.versions import NODE_SKEW, minor_versions_between
from ....schemas.cluster import ClusterSpec
from ...lock.pinned import has_release
from ...versions import parse_version
from ..finding import Finding
from ..nodes.groups import groups


def releases_fit(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the release of a group's image is one of its operating system and Kubernetes version."""
    version = spec.kubernetes.version
    for path, group in groups(spec):
        if group.release is None or not has_release(group):
            continue
        if problem := release_problem(group.os, group.release, version):
            yield Finding(
                "image-release",
                (*path, "release"),
                f"{group.release} is not a release of {group.os} for Kubernetes {version}",
                problem,
                ((("kubernetes", "version"), version),),
                note="EKS has no such image, and refuses the group",
                help=f"use a release such as {release_example(group.os, version)}, or leave it out",
            )


def kube_proxy_fits(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that kube-proxy is not newer than the control plane, nor too old for it."""
    version, proxy = spec.kubernetes.version, spec.addons.kube_proxy
    if proxy == "none" or proxy.version is None:
        return
    own = ".".join(map(str, parse_version(proxy.version)[:2]))
    steps = minor_versions_between(own, version)
    if steps is not None and not 0 <= steps <= NODE_SKEW:
        oldest = f"1.{int(version.partition('.')[2]) - NODE_SKEW}"
        yield Finding(
            "addon-version",
            ("addons", "kube-proxy", "version"),
            f"kube-proxy {own} does not work with Kubernetes {version}",
            "newer than the control plane" if steps < 0 else f"more than {NODE_SKEW} minor versions older",
            ((("kubernetes", "version"), version),),
            help=f"use one of {oldest} to {version}, or leave `version` out",
        )
