"""Fields that exclude each other in one mapping: a file that writes one replaces those of its bases.

The size of subnets or their CIDR blocks, zones or IDs of subnets, one of the backends, a role that exists or
the description of one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..diagnostics import Path
from .tree import MapEntry, MapNode, ScalarNode

ROLE_PLACES = (
    ("controlPlane", "role"),
    ("network", "flowLogs", "role"),
    ("addons", "*"),
    ("nodeDefaults", "iam"),
    ("nodeGroups", "*", "iam"),
)
"""Where a spec says which IAM role is used."""
SUBNET_CHOICES = (("nodeDefaults", "subnets"), ("nodeGroups", "*", "subnets"))
TIERS = ("private", "public", "intra")
BACKENDS = ("s3", "local", "cloud")
OF_A_NEW_ROLE = ("roleName", "path", "policies", "statements", "permissionsBoundary")


def without_replaced(path: Path, base: MapNode, over: MapNode) -> Mapping[str, MapEntry]:
    """Return the entries of a mapping of a base that the mapping over it does not replace as a whole."""
    written = [key for key, entry in over.entries.items() if not _is_null(entry)]
    replaced = _replaced(path, base.entries, written)
    return {key: entry for key, entry in base.entries.items() if key not in replaced}


def _is_null(entry: MapEntry) -> bool:
    return isinstance(entry.node, ScalarNode) and entry.node.value is None


def _replaced(path: Path, base: Collection[str], over: Collection[str]) -> Collection[str]:
    if not over:
        return ()
    if path[:2] == ("network", "subnets") and path[2:] in {(tier,) for tier in TIERS}:
        return base if ("prefix" in base) != ("prefix" in over) else ()
    if any(_matches(place, path) for place in SUBNET_CHOICES):
        return base if ("ids" in base) != ("ids" in over) else ()
    if path == ("terraform", "backend"):
        return BACKENDS if not set(BACKENDS) & set(base) & set(over) else ()
    if any(_matches(place, path) for place in ROLE_PLACES):
        return OF_A_NEW_ROLE if "role" in over else ("role",) if set(OF_A_NEW_ROLE) & set(over) else ()
    return ()


def _matches(place: Path, path: Path) -> bool:
    return len(place) == len(path) and all(p in ("*", s) for p, s in zip(place, path, strict=True))
