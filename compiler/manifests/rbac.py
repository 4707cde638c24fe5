"""Roles and bindings of Kubernetes RBAC.

Source: Kubernetes API reference, Role, ClusterRole, RoleBinding and ClusterRoleBinding of
rbac.authorization.k8s.io/v1 (read 2026-11-30). A role with namespaces becomes a Role in each, and so do its
bindings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...schemas.rbac import PolicyRule, RbacBinding, RbacRole
from ..diagnostics import Path
from ..resolve.model import Cluster
from ..values import At, Manifest, Value

_GROUP = "rbac.authorization.k8s.io"
_RBAC: Path = ("access", "rbac")


def rbac(cluster: Cluster) -> Iterator[Manifest]:
    """Yield the manifest of roles and bindings; none without any."""
    own = cluster.spec.access.rbac
    roles = [item for name, role in sorted(own.roles.items()) for item in _roles(name, role)]
    bindings = [
        item
        for name, binding in sorted(own.bindings.items())
        for item in _bindings(name, binding, own.roles.get(binding.role))
    ]
    if roles or bindings:
        yield Manifest("rbac", (*roles, *bindings))


def _roles(name: str, role: RbacRole) -> Iterator[dict[str, Value]]:
    path = (*_RBAC, "roles", name)
    rules = At(
        tuple(_rule(rule, (*path, "rules", index)) for index, rule in _ordered(role)), (*path, "rules")
    )
    for metadata in _metadata(name, path, role, path):
        kind = "Role" if "namespace" in metadata else "ClusterRole"
        yield {"apiVersion": f"{_GROUP}/v1", "kind": kind, "metadata": metadata, "rules": rules}


def _ordered(role: RbacRole) -> list[tuple[int, PolicyRule]]:
    """Return the rules by their content: Kubernetes adds them up."""
    return sorted(enumerate(role.rules), key=lambda item: _content(item[1]))


def _content(rule: PolicyRule) -> tuple[list[str], list[str], list[str]]:
    return sorted(set(rule.api_groups)), sorted(set(rule.resources)), sorted(set(rule.verbs))


def _rule(rule: PolicyRule, path: Path) -> At:
    return At(
        {
            "apiGroups": _set(rule.api_groups, (*path, "apiGroups")),
            "resources": _set(rule.resources, (*path, "resources")),
            "verbs": _set(rule.verbs, (*path, "verbs")),
        },
        path,
    )


def _set(values: Sequence[str], path: Path) -> At:
    return At(tuple(sorted(set(values))), path)


def _metadata(name: str, path: Path, role: RbacRole | None, role_path: Path) -> Iterator[dict[str, Value]]:
    """Yield the metadata of an object in each namespace of a role; without namespaces, of one object."""
    named = At(name, path)
    places = {
        namespace: index for index, namespace in reversed(list(enumerate(role.namespaces if role else ())))
    }
    for namespace, index in sorted(places.items()):
        yield {"name": named, "namespace": At(namespace, (*role_path, "namespaces", index))}
    if not places:
        yield {"name": named}


def _bindings(name: str, binding: RbacBinding, role: RbacRole | None) -> Iterator[dict[str, Value]]:
    path = (*_RBAC, "bindings", name)
    for metadata in _metadata(name, path, role, (*_RBAC, "roles", binding.role)):
        kind = "Role" if "namespace" in metadata else "ClusterRole"
        reference: dict[str, Value] = {
            "apiGroup": _GROUP,
            "kind": kind,
            "name": At(binding.role, (*path, "role")),
        }
        yield {
            "apiVersion": f"{_GROUP}/v1",
            "kind": f"{kind}Binding",
            "metadata": metadata,
            "roleRef": reference,
            "subjects": tuple(_subjects(binding, path)),
        }


def _subjects(binding: RbacBinding, path: Path) -> Iterator[Value]:
    """Yield the subjects, each once, by kind and name."""
    for kind, key, names in (("Group", "groups", binding.groups), ("User", "users", binding.users)):
        for name, index in _first_places(names):
            subject: dict[str, Value] = {"apiGroup": _GROUP, "kind": kind, "name": name}
            yield At(subject, (*path, key, index))
    for account, index in _first_places(binding.service_accounts):
        namespace, _, name = account.partition("/")
        account_subject: dict[str, Value] = {"kind": "ServiceAccount", "name": name, "namespace": namespace}
        yield At(account_subject, (*path, "serviceAccounts", index))


def _first_places(names: Sequence[str]) -> list[tuple[str, int]]:
    return sorted({name: index for index, name in reversed(list(enumerate(names)))}.items())
