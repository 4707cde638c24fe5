"""Who may do what in a cluster, as rows: the access entries, the OIDC provider, and what RBAC binds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...catalog.kubernetes_roles import BUILT_IN_ROLES
from ...compiler.diagnostics import Path, dotted
from ...compiler.resolve.access import Entry, Maker, default_user_name, entries_of
from ...compiler.source.tree import Node, locate
from ...schemas.cluster import ClusterSpec
from ...schemas.rbac import PolicyRule, RbacBinding

_BINDINGS: Path = ("access", "rbac", "bindings")
_WHOLE = "whole cluster"


@dataclass(frozen=True, slots=True)
class Permission:
    """What somebody may do: `name` is that of an access policy (`kind` `policy`), of a role (`role`), or of a
    type of nodes (`nodes`). `through` is the group or user name that a role is bound to. No `namespaces` is
    the whole cluster; `place` is where the spec says it."""

    kind: str
    name: str
    namespaces: tuple[str, ...]
    through: str
    place: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who may use the Kubernetes API; `made_by` is `spec`, `part` or `eks` for access entries."""

    kind: str
    name: str
    made_by: str
    permissions: tuple[Permission, ...]
    place: str


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A rule of a role: every verb with every resource in every API group."""

    role: str
    namespaces: tuple[str, ...]
    verbs: tuple[str, ...]
    resources: tuple[str, ...]
    api_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessPage:
    """The cluster, everybody who may use it, and the rules of the roles that they have."""

    cluster: str
    region: str
    subjects: tuple[Subject, ...]
    rules: tuple[RoleRule, ...]


def access_page(spec: ClusterSpec, tree: Node) -> AccessPage:
    """Return the page: administrators, entries, nodes, then the subjects of bindings that are in no entry."""
    entries = list(entries_of(spec))
    subjects = [_of_entry(spec, tree, entry) for entry in entries]
    subjects += _bound_elsewhere(spec, tree, entries)
    return AccessPage(spec.metadata.name, spec.metadata.region, tuple(subjects), tuple(_rules(spec)))


def _of_entry(spec: ClusterSpec, tree: Node, entry: Entry) -> Subject:
    permissions = [
        Permission("policy", policy.name, tuple(sorted(set(policy.namespaces))), "", _place(tree, entry.path))
        for policy in sorted(entry.policies, key=lambda policy: policy.name)
    ]
    if entry.kind != "standard":
        permissions.append(Permission("nodes", entry.kind, (), "", _place(tree, entry.path)))
    else:
        username = entry.username or default_user_name(entry.principal)
        permissions += _bound(spec, tree, groups=entry.groups, users=(username,))
    kind = "nodes" if entry.kind != "standard" else "IAM principal"
    return Subject(kind, entry.principal, entry.maker.value, tuple(permissions), _place(tree, entry.path))


def _bound(
    spec: ClusterSpec,
    tree: Node,
    *,
    groups: tuple[str, ...] = (),
    users: tuple[str, ...] = (),
    accounts: tuple[str, ...] = (),
) -> Iterator[Permission]:
    """Yield what the bindings give to groups, users and service accounts."""
    for name, binding in sorted(spec.access.rbac.bindings.items()):
        for kind, wanted, bound in (
            ("group ", groups, binding.groups),
            ("user ", users, binding.users),
            ("", accounts, binding.service_accounts),
        ):
            for subject in sorted(set(wanted) & set(bound)):
                through = f"{kind}{subject}" if kind else ""
                yield _of_binding(spec, tree, name, binding, through)


def _of_binding(spec: ClusterSpec, tree: Node, name: str, binding: RbacBinding, through: str) -> Permission:
    role = spec.access.rbac.roles.get(binding.role)
    namespaces = tuple(sorted(set(role.namespaces))) if role else ()
    return Permission("role", binding.role, namespaces, through, _place(tree, (*_BINDINGS, name)))


def _bound_elsewhere(spec: ClusterSpec, tree: Node, entries: list[Entry]) -> Iterator[Subject]:
    """Yield the subjects of bindings that no access entry has."""
    bindings, oidc = spec.access.rbac.bindings.values(), spec.access.oidc
    given = {group for entry in entries for group in entry.groups}
    named = {entry.username or default_user_name(entry.principal) for entry in entries}
    groups = {group for binding in bindings for group in binding.groups} - given
    users = {user for binding in bindings for user in binding.users} - named
    group_prefix, user_prefix = (oidc.groups_prefix or "", oidc.username_prefix or "") if oidc else ("", "")
    for group in sorted(groups):
        member = oidc is not None and oidc.groups_claim is not None and group.startswith(group_prefix)
        kind = "OIDC group" if member else "group without members"
        yield _subject(kind, group, _bound(spec, tree, groups=(group,)))
    for user in sorted(users):
        kind = "OIDC user" if oidc is not None and user.startswith(user_prefix) else "user"
        yield _subject(kind, user, _bound(spec, tree, users=(user,)))
    for account in sorted({account for binding in bindings for account in binding.service_accounts}):
        yield _subject("service account", account, _bound(spec, tree, accounts=(account,)))


def _subject(kind: str, name: str, permissions: Iterator[Permission]) -> Subject:
    found = tuple(permissions)
    return Subject(kind, name, Maker.SPEC.value, found, found[0].place if found else "")


def _rules(spec: ClusterSpec) -> Iterator[RoleRule]:
    """Yield the rules of the roles of the spec that are bound."""
    bound = {binding.role for binding in spec.access.rbac.bindings.values()}
    for name, role in sorted(spec.access.rbac.roles.items()):
        for rule in sorted(role.rules, key=_content) if name in bound else ():
            yield RoleRule(name, tuple(sorted(set(role.namespaces))), *_content(rule))


def _content(rule: PolicyRule) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return (
        tuple(sorted(set(rule.verbs))),
        tuple(sorted(set(rule.resources))),
        tuple(sorted(set(rule.api_groups))),
    )


def _place(tree: Node, path: Path) -> str:
    span = locate(tree, path).span
    return f"{span.file}:{span.line} {dotted(path)}"


def how_words(subject: Subject) -> str:
    """Return what the subject is, with who makes its access entry if the spec does not list it."""
    made = {"eks": ", made by EKS", "part": ", made by eksgen"}.get(subject.made_by, "")
    return f"{subject.kind}{made}"


def may_words(permission: Permission) -> str:
    """Return what a permission is called."""
    if permission.kind == "nodes":
        return f"joins as {permission.name}"
    if permission.kind == "role":
        return f"role {permission.name}"
    return permission.name


def where_words(item: Permission | RoleRule) -> str:
    """Return the namespaces, or the whole cluster; "" for nodes, whose rights Kubernetes limits by itself."""
    if isinstance(item, Permission) and item.kind == "nodes":
        return ""
    return ", ".join(item.namespaces) or _WHOLE


def built_in_notes(page: AccessPage) -> list[str]:
    """Return a line for each role of Kubernetes that somebody has."""
    named = {
        permission.name
        for subject in page.subjects
        for permission in subject.permissions
        if permission.kind == "role"
    }
    own = {rule.role for rule in page.rules}
    return [f"{name}: {what}" for name, what in sorted(BUILT_IN_ROLES.items()) if name in named - own]
