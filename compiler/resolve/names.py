"""Names in AWS: deterministic, readable, legal, new after a replacement, and never those of another spec.

A name joins the cluster, a word for the kind of thing, and the name that the spec gives it:
`prod-us-west-2-node-web`. A cluster `prod-us-west-2-node` could claim the same name. So a name that can be
divided in two ways, or is too long, ends in a hash of its parts.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache

from ...catalog.limits import BUCKET_SUFFIXES, NAME_LENGTHS
from ...catalog.regions.regions import region_names
from ...schemas.cluster import ClusterSpec
from ...schemas.iam import Iam

_HASHED = re.compile(r".*-[0-9a-f]{8}")


def short_hash(*facts: object) -> str:
    """Return eight hexadecimal characters that change when any of the facts changes."""
    text = json.dumps(facts, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def role_name(spec: ClusterSpec, kind: str, own: str = "") -> str:
    """Return the name of an IAM role; roles are unique in an account, so it contains the region."""
    region = spec.metadata.region
    parts = (spec.metadata.name, region, kind, own)
    return _name(parts, _regions_and(region), NAME_LENGTHS["iam_role"])


def role_identity(spec: ClusterSpec, iam: Iam) -> tuple[str, ...]:
    """Return what the ARN of a role depends on, besides the names that it has by default."""
    path = iam.path or spec.iam_defaults.path
    if iam.role is not None:
        return (iam.role,)
    return () if iam.role_name is None and path == "/" else (iam.role_name or "", path)


def launch_template_name(spec: ClusterSpec, group: str) -> str:
    """Return the name of the launch template of a node group."""
    return _name((spec.metadata.name, "node", group), frozenset({"node"}), NAME_LENGTHS["launch_template"])


def node_group_name(group: str, *replaces: object) -> str:
    """Return the name of a node group; the cluster has no other with it, nor had it before a replacement."""
    return _hashed(group, NAME_LENGTHS["node_group"], *replaces)


def fargate_profile_name(name: str, *replaces: object) -> str:
    """Return the name of a Fargate profile, which must differ from that of the one it replaces."""
    return _hashed(name, NAME_LENGTHS["fargate_profile"], *replaces)


def karpenter_name(spec: ClusterSpec) -> str:
    """Return the name of the queue of Karpenter, with which the names of its event rules begin."""
    return _name((spec.metadata.name, "karpenter"), frozenset({"karpenter"}), NAME_LENGTHS["karpenter"])


def key_alias(cluster: str, use: str) -> str:
    """Return the alias of a KMS key without `alias/`."""
    return f"eks/{cluster}/{use}"


def trail_name(spec: ClusterSpec) -> str:
    """Return the name of the trail, in which no two of `.`, `_` and `-` are neighbours.

    It contains the region, because a trail of several regions is visible in each of them.
    """
    cluster, region = spec.metadata.name, spec.metadata.region
    parts, limit = (cluster, region, "audit"), NAME_LENGTHS["trail"]
    legal = re.sub("[_-]{2,}", "-", cluster).rstrip("_-")
    if legal != cluster:
        return _hashed(f"{legal}-{region}-audit", limit, *parts)
    return _name(parts, _regions_and(region), limit)


def trail_bucket_name(spec: ClusterSpec, account: str) -> str:
    """Return the name of the bucket of the trail, which no other account may have (S3 user guide, "General
    purpose bucket naming rules"). The cluster comes last, so that no two can be divided in two ways.
    """
    cluster, limit = spec.metadata.name, NAME_LENGTHS["bucket"]
    name = f"eks-audit-{account}-{spec.metadata.region}-{cluster}"
    legal = re.sub("[^a-z0-9-]", "-", name.lower()).rstrip("-")
    is_clear = legal == name and not _HASHED.fullmatch(name) and not name.endswith(BUCKET_SUFFIXES)
    return (
        name
        if is_clear and len(name) <= limit
        else _hashed(legal, limit, account, spec.metadata.region, cluster)
    )


def load_balancer_name(spec: ClusterSpec, name: str) -> str:
    """Return the name of a load balancer: letters, digits and hyphens, not starting with `internal-`.

    Source: Elastic Load Balancing API, CreateLoadBalancer (read 2026-11-29).
    """
    cluster, limit = spec.metadata.name, NAME_LENGTHS["load_balancer"]
    legal = cluster.replace("_", "-").strip("-")
    if legal != cluster or cluster.split("-")[0] == "internal":
        return _hashed(f"eks-{legal}-lb-{name}", limit, cluster, name)
    return _name((cluster, "lb", name), frozenset({"lb"}), limit)


def target_group_name(load_balancer: str, *replaces: object) -> str:
    """Return the name of a target group, which must differ from that of the one it replaces."""
    return _hashed(load_balancer, NAME_LENGTHS["target_group"], load_balancer, *replaces)


def log_bucket_name(load_balancer: str, account: str, region: str) -> str:
    """Return the name of the bucket with the access logs of a load balancer; it is unique in all accounts."""
    return f"{load_balancer.lower()}-logs-{account}-{short_hash(load_balancer, account, region)}"


def shortened(name: str, limit: int) -> str:
    """Return a name, or its beginning with a hash of all of it if it is too long."""
    return name if len(name) <= limit else _hashed(name, limit, name)


def _name(parts: tuple[str, ...], dividers: frozenset[str], limit: int) -> str:
    """Join the parts; add a hash if the name is too long, or if a divider is in it more than once."""
    name = "-".join(filter(None, parts))
    is_clear = len(_divider(dividers).findall(f"{name}-")) == 1 and not _HASHED.fullmatch(name)
    return name if is_clear and len(name) <= limit else _hashed(name, limit, *parts)


@lru_cache(maxsize=16)
def _regions_and(region: str) -> frozenset[str]:
    return frozenset({*region_names(), region})


@lru_cache(maxsize=16)
def _divider(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(f"(?=-(?:{'|'.join(sorted(map(re.escape, words)))})-)")


def _hashed(name: str, limit: int, *facts: object) -> str:
    return f"{name[: limit - 9].rstrip('-')}-{short_hash(*facts)}"
