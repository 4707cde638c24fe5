"""Rules for RBAC: roles that exist, rules that are not too wide, and groups that somebody is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from ....catalog.kubernetes.roles import BUILT_IN_ROLES
from ....schemas.access import OidcProvider
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ....schemas.rbac import RbacBinding, RbacRole
from ...diagnostics import Path, Severity
from ..finding import Finding, closest

RBAC: Path = ("access", "rbac")
MAX_OBJECTS, MAX_VALUES = 2000, 20_000
"""The most objects in the manifest, and the most subjects and values of rules in all of them."""


def bound_roles_exist(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the role of each binding is in the spec, or is one that every cluster has."""
    roles = spec.access.rbac.roles
    known = ", ".join(sorted(roles)[:20]) or "none"
    for name, binding in spec.access.rbac.bindings.items():
        if binding.role in roles or binding.role in BUILT_IN_ROLES:
            continue
        yield Finding(
            "unknown-role",
            (*RBAC, "bindings", name, "role"),
            f"there is no role `{printable(binding.role)}`",
            "no such role",
            note=f"roles of the spec: {known}; every cluster has {', '.join(BUILT_IN_ROLES)}",
            help=partial(_similar, binding.role, (*roles, *BUILT_IN_ROLES), 0.7),
        )


def _similar(name: str, known: Iterable[str], cutoff: float, otherwise: str = "") -> str:
    near = closest(name, known, cutoff)
    return f"write `{near}`" if near else otherwise


def bindings_have_subjects(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each binding gives its role to somebody."""
    for name, binding in spec.access.rbac.bindings.items():
        if not binding.groups and not binding.users and not binding.service_accounts:
            yield Finding(
                "empty-binding",
                (*RBAC, "bindings", name),
                "this binding gives its role to nobody",
                "no groups, users or service accounts",
                help="add one of them, or delete the binding",
                of_key=True,
            )


def manifest_limited(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the objects of all namespaces fit into a manifest that `kubectl` applies and people read."""
    rbac = spec.access.rbac
    objects = values = 0
    for kind, items in (("roles", rbac.roles), ("bindings", rbac.bindings)):
        for name, item in items.items():
            role = item if isinstance(item, RbacRole) else rbac.roles.get(item.role)
            copies = len(set(role.namespaces)) or 1 if role else 1
            objects += copies
            values += copies * _values(item)
            if objects > MAX_OBJECTS or values > MAX_VALUES:
                yield Finding(
                    "too-many-objects",
                    (*RBAC, kind, name),
                    f"up to here `access.rbac` makes {objects:,} objects with {values:,} subjects and values",
                    f"{copies:,} of these objects, one a namespace" if copies > 1 else "too many",
                    note=f"manifests/rbac.yaml holds at most {MAX_OBJECTS:,} objects, with {MAX_VALUES:,} "
                    "subjects and values of rules in all",
                    help="leave out `namespaces` of a role that all need, and bind groups in place of users",
                    of_key=True,
                )
                return


def _values(item: RbacRole | RbacBinding) -> int:
    """Count the subjects of a binding, or what the rules of a role list."""
    if isinstance(item, RbacRole):
        return sum(len(rule.api_groups) + len(rule.resources) + len(rule.verbs) for rule in item.rules)
    return len(item.groups) + len(item.users) + len(item.service_accounts)


def built_in_roles_kept(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no role of the whole cluster has the name of one that Kubernetes keeps by itself."""
    for name, role in spec.access.rbac.roles.items():
        if name in BUILT_IN_ROLES and not role.namespaces:
            yield Finding(
                "built-in-role",
                (*RBAC, "roles", name),
                f"Kubernetes has a ClusterRole `{name}` and restores it",
                "a role of Kubernetes",
                note="the rules of the spec and those of Kubernetes would take turns",
                help="choose another name",
                of_key=True,
            )


def roles_limited(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about rules that allow everything."""
    for name, role in spec.access.rbac.roles.items():
        for index, rule in enumerate(role.rules):
            if "*" in rule.verbs and "*" in rule.resources and "*" in rule.api_groups:
                where = "in its namespaces" if role.namespaces else "in the whole cluster"
                yield Finding(
                    "wide-rule",
                    (*RBAC, "roles", name, "rules", index),
                    f"this rule allows everything {where}",
                    "every verb on every resource",
                    note="it also reads secrets, runs as any service account, and passes rights on",
                    help="list what is needed, or use an access policy, which shows in the list of EKS",
                    severity=Severity.WARNING,
                )


def groups_have_members(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about bound groups that no access entry has, and that the OIDC provider cannot give."""
    given = dict.fromkeys(group for entry in spec.access.entries.values() for group in entry.groups)
    oidc = spec.access.oidc
    prefix = (oidc.groups_prefix or "") if oidc is not None and oidc.groups_claim else None
    for name, binding in spec.access.rbac.bindings.items():
        for index, group in enumerate(binding.groups):
            if group in given or (prefix is not None and group.startswith(prefix)):
                continue
            yield Finding(
                "group-without-members",
                (*RBAC, "bindings", name, "groups", index),
                f"nothing in the spec puts anybody into the group `{printable(group)}`",
                "a group without members",
                note="groups come from access entries, and from the OIDC provider with its prefix",
                help=partial(_similar, group, given, 0.8, _membership(oidc, group)),
                severity=Severity.WARNING,
            )


def _membership(oidc: OidcProvider | None, group: str) -> str:
    """Return how somebody gets into a group that neither an entry nor the provider gives."""
    entry = "give `groups` with this name to an access entry"
    if oidc is None:
        return entry
    prefix = oidc.groups_prefix or ""
    if not oidc.groups_claim:
        return f"set `access.oidc.groupsClaim` if `{printable(prefix + group)}` is a group there, or {entry}"
    return f"write `{printable(prefix + group)}` if it is a group of the OIDC provider, or {entry}"


def oidc_groups_have_a_prefix(spec: ClusterSpec) -> Iterator[Finding]:
    """Note that groups of the provider can have any name, also those of access entries."""
    oidc = spec.access.oidc
    if oidc is not None and oidc.groups_claim and not oidc.groups_prefix:
        yield Finding(
            "groups-without-prefix",
            ("access", "oidc", "groupsClaim"),
            "groups of the OIDC provider have no prefix",
            "used as they are",
            note="who manages groups there can put people into every group that a binding names",
            help='set `groupsPrefix`, for example `groupsPrefix: "corp:"`, and write it in the bindings',
            severity=Severity.NOTE,
        )
