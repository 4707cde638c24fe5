"""Who may do what in a cluster, as rows: the access entries, the OIDC provider, and what RBAC binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...catalog.kubernetes.roles import BUILT_IN_ROLES
from ...compiler.diagnostics import Path, dotted
from ...compiler.resolve.access import CAPABILITY, Entry, Maker, default_user_name, entries_of
from ...compiler.source.tree import Node, locate
from ...schemas.access import OidcProvider
from ...schemas.cluster import ClusterSpec
from ...schemas.rbac import PolicyRule

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


_Bound = Mapping[tuple[str, str], list[Permission]]
"""What the bindings give, by the kind of a subject (`group`, `user` or `account`) and its name."""


def access_page(spec: ClusterSpec, tree: Node) -> AccessPage:
    """Return the page: administrators, entries, nodes, then the subjects of bindings that are in no entry."""
    entries, bound = list(entries_of(spec)), _bound(spec, tree)
    subjects = [_of_entry(tree, entry, bound) for entry in entries]
    subjects += _bound_elsewhere(spec, entries, bound)
    return AccessPage(spec.metadata.name, spec.metadata.region, tuple(subjects), tuple(_rules(spec)))


def _of_entry(tree: Node, entry: Entry, bound: _Bound) -> Subject:
    place = _place(tree, entry.path)
    permissions = [
        Permission("policy", policy.name, tuple(sorted(set(policy.namespaces))), "", place)
        for policy in sorted(entry.policies, key=lambda policy: policy.name)
    ]
    if not _has_user_name(entry):
        permissions.append(Permission("nodes", entry.kind, (), "", place))
    else:
        for group in sorted(set(entry.groups)):
            permissions += bound.get(("group", group), ())
        permissions += bound.get(("user", _user_name(entry)), ())
    return Subject(
        _KINDS.get(entry.kind, "nodes"), entry.principal, entry.maker.value, tuple(permissions), place
    )


_KINDS = {"standard": "IAM principal", CAPABILITY: "capability"}
"""What the subject of an entry is called, by its kind; of the others, nodes."""


def _has_user_name(entry: Entry) -> bool:
    return entry.kind in _KINDS


def _user_name(entry: Entry) -> str:
    return entry.username or default_user_name(entry.principal)


def _bound(spec: ClusterSpec, tree: Node) -> _Bound:
    """Return what the bindings give to each group, user and service account."""
    found: dict[tuple[str, str], list[Permission]] = {}
    for name, binding in sorted(spec.access.rbac.bindings.items()):
        role, place = spec.access.rbac.roles.get(binding.role), _place(tree, (*_BINDINGS, name))
        namespaces = tuple(sorted(set(role.namespaces))) if role else ()
        for kind, names in (
            ("group", binding.groups),
            ("user", binding.users),
            ("account", binding.service_accounts),
        ):
            for subject in set(names):
                through = "" if kind == "account" else f"{kind} {subject}"
                permission = Permission("role", binding.role, namespaces, through, place)
                found.setdefault((kind, subject), []).append(permission)
    return found


def _bound_elsewhere(spec: ClusterSpec, entries: list[Entry], bound: _Bound) -> Iterator[Subject]:
    """Yield the subjects of bindings that no access entry has: groups, users, then service accounts."""
    oidc = spec.access.oidc
    given = {("group", group) for entry in entries for group in entry.groups}
    given |= {("user", _user_name(entry)) for entry in entries if _has_user_name(entry)}
    for kind in ("group", "user", "account"):
        for name in sorted(name for one, name in bound if one == kind and (kind, name) not in given):
            yield _subject(_words(kind, name, oidc), name, bound[kind, name])


def _words(kind: str, name: str, oidc: OidcProvider | None) -> str:
    """Return what the subject of a binding is, by its prefix if the OIDC provider may give it."""
    if kind == "account":
        return "service account"
    if kind == "user":
        return "OIDC user" if oidc and name.startswith(oidc.username_prefix or "") else "user"
    member = oidc is not None and oidc.groups_claim and name.startswith(oidc.groups_prefix or "")
    return "OIDC group" if member else "group without members"


def _subject(kind: str, name: str, permissions: list[Permission]) -> Subject:
    return Subject(kind, name, Maker.SPEC.value, tuple(permissions), permissions[0].place)


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
