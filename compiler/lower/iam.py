"""An IAM role as an argument of a module: one that exists, or one that the module makes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...catalog.regions.partitions import managed_policy_arn
from ...schemas.iam import Iam, Statement
from ..diagnostics import Path
from ..resolve.model import Cluster
from ..values import At, Value, values_by_key

_DEFAULTS: Path = ("iamDefaults",)


def role(cluster: Cluster, iam: Iam, path: Path, name: str, needed: Iterable[str] = ()) -> dict[str, Value]:
    """Return the role of the part at `path`; `name` is the default, `needed` are ARNs of policies."""
    arns = {policy_arn(cluster, policy) for policy in iam.policies}
    return {
        "arn": At(iam.role, (*path, "role")),
        "name": At(iam.role_name or name, (*path, "roleName")),
        "path": _own_or_default(iam.path, cluster.spec.iam_defaults.path, path, "path"),
        "permissions_boundary": _own_or_default(
            iam.permissions_boundary,
            cluster.spec.iam_defaults.permissions_boundary,
            path,
            "permissionsBoundary",
        ),
        "policy_arns": At(tuple(sorted({*needed, *arns})), (*path, "policies")),
        "policy": At(policy_document(iam.statements), (*path, "statements")),
        "tags": _tags(cluster, iam, path),
    }


def policy_arn(cluster: Cluster, policy: str) -> str:
    """Return the ARN of a policy that is written as an ARN or as the name of one of AWS's own."""
    return policy if policy.startswith("arn:") else managed_policy_arn(cluster.partition, policy)


def policy_document(statements: tuple[Statement, ...]) -> str | None:
    """Return a policy as canonical JSON, or None without statements."""
    if not statements:
        return None
    document = {"Version": "2012-10-17", "Statement": sorted(map(_statement, statements), key=_canonical)}
    return _canonical(document)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _statement(statement: Statement) -> dict[str, Any]:
    conditions = {
        operator: {key: value if isinstance(value, str) else sorted(value) for key, value in keys.items()}
        for operator, keys in statement.conditions.items()
    }
    written = {
        "Effect": statement.effect,
        "Action": sorted(statement.actions),
        "Resource": sorted(statement.resources),
    }
    return {**written, "Condition": conditions} if conditions else written


def _own_or_default(own: str | None, default: str | None, path: Path, key: str) -> At:
    return At(own, (*path, key)) if own is not None else At(default, (*_DEFAULTS, key))


def _tags(cluster: Cluster, iam: Iam, path: Path) -> dict[str, Value]:
    defaults = values_by_key(cluster.spec.iam_defaults.tags, (*_DEFAULTS, "tags"))
    return dict(sorted({**defaults, **values_by_key(iam.tags, (*path, "tags"))}.items()))
