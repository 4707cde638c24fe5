"""Rules for the IAM roles that eksgen makes: their names and their policies."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.cluster import ClusterSpec
from ..resolve.roles import MadeRole, made_roles
from .finding import Finding

_UNIQUE = "the name of an IAM role is unique in its account, whatever its path and case"


def role_names_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two roles have one name, written or derived (IAM ignores case)."""
    first: dict[str, MadeRole] = {}
    for role in sorted(made_roles(spec), key=lambda role: role.iam.role_name is not None):
        other = first.setdefault(role.name.lower(), role)
        if other is not role:
            yield _same_name(role, other)


def _same_name(role: MadeRole, other: MadeRole) -> Finding:
    """Return the finding at a role whose name is written; derived names differ from each other."""
    of_one_part = role.path == other.path
    return Finding(
        "duplicate-role",
        role.named_at,
        f"two roles are called `{role.name}`",
        "a role for each service account" if of_one_part else "second role",
        () if of_one_part else ((other.named_at, "first role"),),
        note=_UNIQUE,
    )
