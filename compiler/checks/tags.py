"""Rules on tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...catalog.limits import TAGS_PER_RESOURCE
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from .finding import Finding

OWN_TAGS = 5
"""Room left for the tags that the modules and EKS add to a resource."""
_WHY = "a load balancer controller finds the nodes' security group by such a tag, and stops at a second"
_OWNED = ("kubernetes.io/cluster/", "k8s.io/", "eks:", "karpenter.sh/")


def tags_free(spec: ClusterSpec) -> Iterator[Finding]:
    """No tag takes a name that Kubernetes, EKS or the modules give a meaning to."""
    for path, tags in _tags(spec):
        for key in tags:
            if key == "Name":
                yield _taken(path, key, "every resource gets a name of its own", "")
            elif key.startswith(_OWNED):
                yield _taken(path, key, "controllers act on it", _WHY)


def _taken(path: Path, key: str, label: str, note: str) -> Finding:
    return Finding("reserved-tag", (*path, key), f"the tag `{key}` is not free", label, note=note)


def tags_few(spec: ClusterSpec) -> Iterator[Finding]:
    """A resource takes 50 tags, some of which are added."""
    most, common = TAGS_PER_RESOURCE - OWN_TAGS, len(spec.metadata.tags)
    for path, tags in _tags(spec):
        total = len(spec.metadata.tags | dict(tags))
        if total > most and (path[0] == "metadata" or common <= most):
            yield Finding(
                "too-many-tags",
                path,
                f"{total} tags on one resource, {most} at most",
                "too many",
                note=f"AWS takes {TAGS_PER_RESOURCE}; eksgen and EKS add up to {OWN_TAGS}",
            )


def _tags(spec: ClusterSpec) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield ("metadata", "tags"), spec.metadata.tags
    for name, group in spec.node_groups.items():
        yield ("nodeGroups", name, "tags"), group.tags
    for name, balancer in spec.load_balancers.items():
        yield ("loadBalancers", name, "tags"), balancer.tags
