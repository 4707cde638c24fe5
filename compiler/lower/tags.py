"""Tags of a module call: those of the cluster and those of the part, each key with its spec path."""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import Path
from ..resolve.model import Cluster
from ..values import At, Value

_CLUSTER_TAGS: Path = ("metadata", "tags")


def tags(cluster: Cluster, own: Mapping[str, str] | None = None, path: Path = ()) -> At:
    """Return the merged tags sorted by key; `own` (the tags of the part at `path`) wins."""
    merged: dict[str, Value] = {key: At(value, (*_CLUSTER_TAGS, key)) for key, value in cluster.tags.items()}
    merged |= {key: At(value, (*path, "tags", key)) for key, value in (own or {}).items()}
    return At(dict(sorted(merged.items())), (*path, "tags") if own else _CLUSTER_TAGS)
