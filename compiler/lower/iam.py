"""An IAM role as an argument of a module: one that exists, or one that the module makes."""

from __future__ import annotations

from collections.abc import Iterable

from ...catalog.regions.partitions import managed_policy_arn
from ...schemas.iam import Iam
from ..diagnostics import Path
from ..resolve.documents import policy_document
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


_WITHOUT_POLICIES = ("path", "permissions_boundary", "tags")


def role_without_policies(cluster: Cluster, path: Path, name: str) -> dict[str, Value]:
    """Return the role of a part without fields for one: name, path, permissions boundary and tags."""
    described = role(cluster, Iam(), path, name)
    return {"name": name, **{key: described[key] for key in _WITHOUT_POLICIES}}


def policy_arn(cluster: Cluster, policy: str) -> str:
    """Return the ARN of a policy that is written as an ARN or as the name of one of AWS's own."""
    return policy if policy.startswith("arn:") else managed_policy_arn(cluster.partition, policy)


def _own_or_default(own: str | None, default: str | None, path: Path, key: str) -> At:
    return At(own, (*path, key)) if own is not None else At(default, (*_DEFAULTS, key))


def _tags(cluster: Cluster, iam: Iam, path: Path) -> dict[str, Value]:
    defaults = values_by_key(cluster.spec.iam_defaults.tags, (*_DEFAULTS, "tags"))
    return dict(sorted({**defaults, **values_by_key(iam.tags, (*path, "tags"))}.items()))
