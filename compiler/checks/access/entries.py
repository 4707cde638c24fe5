"""Rules for access entries: what EKS refuses, and what leads to access that nobody meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....catalog.iam.access_entries import (
    ACCESS_POLICIES,
    ADMIN_POLICY,
    TYPES,
    WITH_GROUPS,
    WITH_POLICIES,
    is_user,
    principal_account,
    principal_refusal,
    session_name_misplaced,
)
from ....schemas.access import AccessEntry, AccessPolicy
from ....schemas.base import printable
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Path, Severity
from ...resolve.access import CAPABILITY, ENTRIES, Entry, Maker, entries_of
from ...resolve.capabilities import capabilities_of
from ...resolve.state import account_of
from ..finding import Finding, closest, not_in_catalog

_FAMILY = re.compile(r"AmazonEKS|AmazonSagemakerHyperpod|Amazon|AWS")
_WHY_TWO = "EKS has one access entry for each principal, and refuses the second"


def principals_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no principal has two access entries: administrators, entries, and the roles of nodes."""
    first: dict[str, Entry] = {}
    for entry in entries_of(spec):
        first.setdefault(entry.principal, entry)
    for entry in entries_of(spec):
        other = first[entry.principal]
        if other.path == entry.path:
            continue
        if entry.maker is Maker.SPEC:
            yield _twice(entry, other)
        elif other.maker is Maker.SPEC and not _reported_at_nodes(other, entry):
            yield _of_part(other, entry)
        elif entry.kind == CAPABILITY:
            yield _of_nodes_too(entry, other)


def _reported_at_nodes(entry: Entry, nodes: Entry) -> bool:
    """Return whether `shared-node-role` says it: the role of nodes is that of an administrator."""
    return (
        entry.path[:2] == ("access", "admins")
        and nodes.path[0] in ("nodeGroups", "karpenter")
        and (nodes.maker is Maker.PART)
    )


def _twice(entry: Entry, other: Entry) -> Finding:
    place = ((other.principal_path, "first listed here"),)
    return Finding(
        "duplicate-principal", entry.principal_path, "this principal is listed twice", "duplicate", place
    )


def _of_part(entry: Entry, part: Entry) -> Finding:
    maker = "EKS makes" if part.maker is Maker.EKS else "eksgen makes"
    capability = part.kind == CAPABILITY
    what = "a capability" if capability else "nodes"
    return Finding(
        "duplicate-principal",
        entry.principal_path,
        f"this is the role of {what}, for which {maker} the access entry",
        "has an entry already",
        ((part.path, f"the {'capability' if capability else 'nodes'} with this role"),),
        note=_WHY_TWO,
        help="delete this one"
        + (", and list its policies in `access` of the capability" if capability else ""),
    )


def _of_nodes_too(capability: Entry, nodes: Entry) -> Finding:
    return Finding(
        "duplicate-principal",
        capability.path,
        "this is the role of nodes, whose access entry has another type",
        "has an entry already",
        ((nodes.path, "the nodes with this role"),),
        note=_WHY_TWO,
        help="give the capability a role of its own",
    )


def entries_are_principals(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS accepts the principal of each entry; nodes have roles of the cluster's own account."""
    for name, entry in spec.access.entries.items():
        path: Path = (*ENTRIES, name, "principal")
        nodes = entry.type != "standard"
        if (refusal := principal_refusal(entry.principal, "the principal of an access entry")) is not None:
            message, label, note, help = refusal
            yield Finding("not-a-principal", path, message, label, note=note, help=help)
        elif nodes and is_user(entry.principal):
            yield _wrong_for_nodes(path, entry, "nodes have a role, not an IAM user", "a user")
        elif nodes and (own := account_of(spec)) and principal_account(entry.principal) != own:
            message = f"nodes have a role in the account of the cluster, {own}"
            yield _wrong_for_nodes(path, entry, message, "another account")


def _wrong_for_nodes(path: Path, entry: AccessEntry, message: str, label: str) -> Finding:
    type_at = ((*path[:-1], "type"), f"`{entry.type}` is for nodes")
    return Finding("not-a-principal", path, message, label, (type_at,))


def entries_in_account(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about principals of another account than that of the cluster, which EKS accepts."""
    own = spec.metadata.account_id
    for name, entry in spec.access.entries.items():
        account = principal_account(entry.principal)
        if own is not None and account and account != own and entry.type == "standard":
            yield Finding(
                "foreign-principal",
                (*ENTRIES, name, "principal"),
                f"this principal is in account {account}, not in that of the cluster",
                "another account",
                ((("metadata", "accountId"), "account of the cluster"),),
                note="EKS accepts it: whoever controls that account controls what the entry gives",
                severity=Severity.WARNING,
            )


def options_fit_types(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each entry has only what EKS accepts for its type."""
    for name, entry in spec.access.entries.items():
        type = TYPES[entry.type]
        written = {
            "policies": bool(entry.policies) and type not in WITH_POLICIES,
            "groups": bool(entry.groups) and type not in WITH_GROUPS,
            "username": entry.username is not None and type not in WITH_GROUPS,
        }
        for field in (field for field, wrong in written.items() if wrong):
            takers = "types `standard` and `ec2` take" if field == "policies" else "type `standard` takes"
            yield Finding(
                "access-option",
                (*ENTRIES, name, field),
                f"an access entry of type `{entry.type}` takes no `{field}`",
                "not accepted by EKS",
                (((*ENTRIES, name, "type"), "type of the entry"),),
                note=f"only {takers} it; nodes get their name and groups from EKS",
                help=f"delete `{field}`",
            )


def entries_give_something(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about entries that let somebody in who may then do nothing."""
    bound = {user for binding in spec.access.rbac.bindings.values() for user in binding.users}
    for name, entry in spec.access.entries.items():
        named = entry.username is not None and (entry.username in bound or "{{" in entry.username)
        if entry.type == "standard" and not entry.policies and not entry.groups and not named:
            yield Finding(
                "empty-entry",
                (*ENTRIES, name),
                "this access entry gives no permissions",
                "neither policies nor groups",
                note="the principal can log in, and is then refused everything but what every user may do",
                help="give it `policies`, or `groups` that a binding names",
                severity=Severity.WARNING,
                of_key=True,
            )


def user_names_accepted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check the user names with the name of a session, which is a part of the names of assumed roles."""
    for name, entry in spec.access.entries.items():
        if entry.username is None:
            continue
        path = (*ENTRIES, name, "username")
        if session_name_misplaced(entry.username):
            message = "EKS needs a colon before the name of the session in a user name"
            help = f"write it as in `{name}:{{{{SessionName}}}}`"
            yield Finding("invalid-username", path, message, "no colon before it", help=help)


def policies_known(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that EKS has each access policy, or may have it since the catalog was made."""
    named = ((path, index, policy.name) for path, all in _policies(spec) for index, policy in enumerate(all))
    for place, index, name in named:
        if name in ACCESS_POLICIES:
            continue
        path = (*place, index, "name")
        if near := _similar(name):
            message = f"EKS has no access policy `{printable(name)}`"
            yield Finding("unknown-access-policy", path, message, "no such policy", help=f"write `{near}`")
        else:
            note = f"it knows {len(ACCESS_POLICIES)}; `aws eks list-access-policies` lists those of EKS"
            yield not_in_catalog(path, f"eksgen does not know the access policy `{printable(name)}`", note)


def _similar(name: str) -> str:
    """Return the policy that a name is most likely a misspelling of, or ""; many begin and end alike."""
    middles = {_middle(policy): policy for policy in ACCESS_POLICIES}
    return closest(name, ACCESS_POLICIES, 0.93) or middles.get(closest(_middle(name), middles, 0.8), "")


def _middle(name: str) -> str:
    return _FAMILY.sub("", name, count=1).removesuffix("Policy")


def _policies(spec: ClusterSpec) -> Iterator[tuple[Path, tuple[AccessPolicy, ...]]]:
    """Yield the policies of each entry and of each capability, with their path."""
    for name, entry in spec.access.entries.items():
        yield (*ENTRIES, name, "policies"), entry.policies
    for key, capability in capabilities_of(spec):
        yield ("capabilities", key, "access"), capability.access


def full_access_in_whole_cluster(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the policy of administrators of the cluster is not limited to namespaces."""
    for place, policies in _policies(spec):
        for index, policy in enumerate(policies):
            if policy.name == ADMIN_POLICY and policy.namespaces:
                path = (*place, index)
                yield Finding(
                    "limited-cluster-admin",
                    (*path, "name"),
                    f"`{ADMIN_POLICY}` is for the whole cluster",
                    "not a policy for namespaces",
                    (((*path, "namespaces"), "limited to namespaces"),),
                    note="nodes wait for it, and another scope would take it away for a moment"
                    if place[:2] == ENTRIES
                    else "",
                    help="write `AmazonEKSAdminPolicy`",
                )


def policies_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that an entry has each policy once: EKS associates it with one scope."""
    for path, policies in _policies(spec):
        seen: dict[str, int] = {}
        owner = "entry" if path[:2] == ENTRIES else "capability"
        for index, policy in enumerate(policies):
            if (first := seen.setdefault(policy.name, index)) != index:
                yield Finding(
                    "duplicate-policy",
                    (*path, index, "name"),
                    f"this {owner} has the policy `{policy.name}` twice",
                    "duplicate",
                    (((*path, first, "name"), "first listed here"),),
                    note="EKS associates a policy with one scope; the second would replace the first",
                    help="list all namespaces in one of the two",
                )
