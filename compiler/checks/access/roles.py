"""Rules for the IAM roles that eksgen makes: their names and their policies."""

from __future__ import annotations

from collections.abc import Iterator

from ....catalog.limits import ATTACHED_POLICIES, INLINE_POLICY_CHARACTERS
from ....schemas.cluster import ClusterSpec
from ...diagnostics import Severity
from ...resolve.documents import policy_document
from ...resolve.identity import inline_policies
from ...resolve.policies import needed_policies
from ...resolve.roles import MadeRole, made_roles, roles_of
from ..finding import Finding

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


def policies_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that a role has no more policies than IAM attaches; more than the default quota is a warning."""
    for role in {role.path: role for role in made_roles(spec) if role.iam.policies}.values():
        needed = set(needed_policies(spec, role))
        own = {policy for policy in role.iam.policies if policy.rpartition("/")[2] not in needed}
        if (count := len(own) + len(needed)) > ATTACHED_POLICIES[0]:
            yield _many(role, count, len(needed))


def _many(role: MadeRole, count: int, needed: int) -> Finding:
    usual, most = ATTACHED_POLICIES
    is_error = count > most
    limit = f"at most {most} are possible" if is_error else f"the default quota is {usual}"
    return Finding(
        "too-many-policies" if is_error else "many-policies",
        (*role.path, "policies"),
        f"the role has {count} policies, but {limit}",
        "too many policies" if is_error else "more than the default quota",
        note=f"this part needs {needed} of them; the quota of {usual} can be raised to {most}",
        severity=Severity.ERROR if is_error else Severity.WARNING,
    )


def policy_fits(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the statements of a role fit into its inline policies; IAM does not count white space."""
    for path, iam in roles_of(spec):
        if path[0] == "identity":
            documents = [document for _, document in inline_policies(spec, str(path[2])).values()]
        else:
            documents = [policy_document(iam.statements) or ""]
        size = len("".join("".join(documents).split()))
        if size > INLINE_POLICY_CHARACTERS:
            yield Finding(
                "policy-too-long",
                (*path, "statements") if iam.statements else path,
                f"the statements have {size} characters, more than {INLINE_POLICY_CHARACTERS}",
                "too long",
                note="IAM limits all inline policies of a role together, without white space",
                help="move some to a policy of the account, and name it in `policies`",
            )
