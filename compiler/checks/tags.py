"""Rules for tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...catalog.kubernetes.tags import IGNORED_TAG_PREFIXES, TAGS_OF_OTHERS
from ...catalog.limits import TAGS_PER_RESOURCE
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from ..resolve.network import TIERS
from ..resolve.roles import MadeRole, made_roles, roles_of
from .finding import Finding

OWN_TAGS = {"nodeGroups": 6, "network": 3, "": 1}
"""How many tags others add to a resource of a part: `Name`, and those of EKS or of Kubernetes.

An instance of a managed group has `eks:cluster-name`, `eks:nodegroup-name`,
`kubernetes.io/cluster/NAME`, `k8s.io/cluster-autoscaler/enabled` and `k8s.io/cluster-autoscaler/NAME` from
its Auto Scaling group; a subnet has the role for load balancers, and may get `kubernetes.io/cluster/NAME`.
"""
_CLUSTER_TAG = "kubernetes.io/cluster/"
_WHY_CLUSTER_TAG = (
    "a load balancer controller finds the nodes' security group by such a tag, and fails if two have it"
)
_SET_BY_MODULES = ("Name", "kubernetes.io/role/elb", "kubernetes.io/role/internal-elb")


def tags_free(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no tag key has a meaning for Kubernetes, EKS or the modules."""
    for path, tags in _tags(spec):
        for key in tags:
            if key == "Name":
                yield _reserved(path, key, "set by eksgen on every resource", "")
            elif key.startswith(IGNORED_TAG_PREFIXES):
                yield _reserved(path, key, "used by Kubernetes controllers or EKS", _why(key))


def _why(key: str) -> str:
    """Return what the tag is for."""
    if key.startswith(_CLUSTER_TAG):
        return _WHY_CLUSTER_TAG
    return next(use for prefix, use in TAGS_OF_OTHERS if key.startswith(prefix))


def _reserved(path: Path, key: str, label: str, note: str) -> Finding:
    return Finding("reserved-tag", (*path, key), f"the tag key `{key}` is reserved", label, note=note)


def ignored_tags_unset(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no ignored tag is one that the spec or the modules set."""
    own = {key: (*path, key) for path, tags in reversed(list(_tags(spec))) for key in tags}
    for index, key in enumerate(spec.network.ignore_tags):
        if key in own or key in _SET_BY_MODULES:
            who = "the spec" if key in own else "eksgen"
            yield Finding(
                "ignored-tag",
                ("network", "ignoreTags", index),
                f"the tag `{key}` cannot be ignored, because {who} sets it",
                "ignored here",
                ((own[key], "set here"),) if key in own else (),
                note="the AWS provider would plan to add it again in every run",
            )


def tags_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no resource has more than 50 tags, including those that are added."""
    common_fit = len(spec.metadata.tags) <= TAGS_PER_RESOURCE - _own_tags(("metadata", "tags"))
    for path, tags in (dict(_tags(spec)) | dict(_all_of_roles(spec))).items():
        total, own = len(spec.metadata.tags | dict(tags)), _own_tags(path)
        if total > (most := TAGS_PER_RESOURCE - own) and (path[0] == "metadata" or common_fit):
            yield Finding(
                "too-many-tags",
                path,
                f"{total} tags on one resource, but at most {most} are possible",
                "too many tags",
                note=f"AWS allows {TAGS_PER_RESOURCE} tags; eksgen and EKS add up to {own}",
            )


def _own_tags(path: Path) -> int:
    """Return how many tags are added to the resources with the tags at a path; `metadata` reaches all."""
    if path[0] == "metadata":
        return max(OWN_TAGS.values())
    is_of_role = path[-2] in ("iam", "role")
    return OWN_TAGS[""] if is_of_role else OWN_TAGS.get(str(path[0]), OWN_TAGS[""])


def role_tags_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no role has two tags whose keys differ in case only, which IAM refuses; `Name` is one."""
    found: dict[Path, Finding] = {}
    for role in made_roles(spec):
        seen: dict[str, tuple[Path, str]] = {"name": ((), "Name")}
        for path, key in _keys_of(spec, role):
            first, other = seen.setdefault(key.lower(), (path, key))
            if other != key:
                found.setdefault(path, _same_but_for_case(path, key, first, other))
    yield from found.values()


def _keys_of(spec: ClusterSpec, role: MadeRole) -> Iterator[tuple[Path, str]]:
    """Yield the tag keys of a role that eksgen makes, each with its path."""
    part = spec.node_groups[str(role.path[1])].tags if role.path[0] == "nodeGroups" else {}
    merged: tuple[tuple[Path, Mapping[str, str]], ...] = (
        (("metadata", "tags"), spec.metadata.tags),
        ((*role.path[:-1], "tags"), part),
        (("iamDefaults", "tags"), spec.iam_defaults.tags),
        ((*role.path, "tags"), role.iam.tags),
    )
    yield from (((*path, key), key) for path, tags in merged for key in tags if key != "Name")


def _same_but_for_case(path: Path, key: str, first: Path, other: str) -> Finding:
    return Finding(
        "duplicate-tag",
        path,
        f"the tag keys `{other}` and `{key}` of an IAM role differ in case only",
        "also a tag of the role",
        ((first, "first tag"),) if first else (),
        note="IAM does not distinguish them and refuses the role"
        + ("" if first else "; eksgen sets `Name` on every resource"),
        help="use one spelling in both places" if first else "use another key",
    )


def _all_of_roles(spec: ClusterSpec) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Yield the tags of each role that has tags of its own or of all roles, with those of its part."""
    common = spec.iam_defaults.tags
    for path, iam in roles_of(spec):
        part = spec.node_groups[str(path[1])].tags if path[0] == "nodeGroups" else {}
        if common or iam.tags:
            yield (*path, "tags"), part | common | iam.tags


def _tags(spec: ClusterSpec) -> Iterator[tuple[Path, Mapping[str, str]]]:
    yield ("metadata", "tags"), spec.metadata.tags
    for tier in TIERS:
        yield ("network", "subnets", "tags", tier), getattr(spec.network.subnets.tags, tier)
    yield ("iamDefaults", "tags"), spec.iam_defaults.tags
    for path, iam in roles_of(spec):
        yield (*path, "tags"), iam.tags
    for name, group in spec.node_groups.items():
        yield ("nodeGroups", name, "tags"), group.tags
    for name, balancer in spec.load_balancers.items():
        yield ("loadBalancers", name, "tags"), balancer.tags
    for name, registry in spec.registries.items():
        yield ("registries", name, "tags"), registry.tags
