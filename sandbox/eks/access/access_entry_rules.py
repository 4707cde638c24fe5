"""What EKS refuses in an access entry.

Sources: see `catalog/iam/access_entries.py`; EKS API reference, AccessScope (read 2026-11-30).
"""

from __future__ import annotations

import re

from moto.eks.exceptions import InvalidParameterException

from ....catalog.iam.access_entries import (
    REFUSED_USER_NAMES,
    TYPES,
    WITH_GROUPS,
    is_user,
    principal_account,
    principal_refusal,
    session_name_misplaced,
)
from ..records import Record

_TYPES = frozenset({*TYPES.values(), "HYPERPOD_LINUX"})
_NAMESPACE = re.compile(r"[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?")


def check_entry(principal: str, body: Record, account: str) -> None:
    """Refuse a new entry as EKS does. `InvalidParameterException`"""
    kind = body.get("type") or "STANDARD"
    if kind not in _TYPES:
        raise InvalidParameterException(message=f"The type {kind} is not a valid access entry type")
    if principal_refusal(principal) is not None:
        raise InvalidParameterException(message="The specified principalArn is invalid: invalid principal.")
    if kind != "STANDARD" and (is_user(principal) or principal_account(principal) != account):
        raise InvalidParameterException(
            message=f"The principalArn of an access entry of type {kind} must be an IAM role of the account "
            "of the cluster"
        )
    check_fields(kind, body)


def check_fields(kind: str, body: Record) -> None:
    """Refuse groups and a user name that an entry of a type cannot have."""
    groups, username = body.get("kubernetesGroups") or [], body.get("username")
    if kind not in WITH_GROUPS and (groups or username):
        field = "kubernetesGroups" if groups else "username"
        raise InvalidParameterException(
            message=f"{field} cannot be specified for an access entry of type {kind}"
        )
    for group in groups:
        if group.startswith("system:"):
            raise InvalidParameterException(
                message=f"The kubernetes group name {group} is invalid, it cannot start with system:"
            )
    if username and username.startswith(REFUSED_USER_NAMES):
        prefixes = ", ".join(REFUSED_USER_NAMES)
        raise InvalidParameterException(
            message=f"The username {username} is invalid, it cannot start with {prefixes}"
        )
    if username and session_name_misplaced(username):
        raise InvalidParameterException(
            message=f"The username {username} is invalid, a colon must precede the session name"
        )


def check_scope(scope: Record) -> None:
    """Refuse a scope of a policy that names namespaces if it is the cluster, or none if it is not."""
    names = scope["namespaces"]
    if scope.get("type") == "namespace" and not names:
        raise InvalidParameterException(
            message="Namespaces are required for an access scope of type namespace"
        )
    if scope.get("type") != "namespace" and names:
        raise InvalidParameterException(
            message="Namespaces cannot be set for an access scope of type cluster"
        )
    for name in names:
        if not _NAMESPACE.fullmatch(name):
            raise InvalidParameterException(message=f"The namespace {name} is invalid")
