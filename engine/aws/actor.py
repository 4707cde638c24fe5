"""A CloudTrail `userIdentity` -> the person behind it, and how they came in. Pure.

Forms: CloudTrail user guide, "CloudTrail userIdentity element" (read 2026-11-24).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_SSO = re.compile(r"AWSReservedSSO_(.+)_[0-9a-f]{16}")
"""The role of a permission set (IAM Identity Center user guide, "Reference permission sets")."""


def actor_of(identity: Mapping[str, Any]) -> tuple[str, str]:
    """(name, way in): `("alice@corp.example", "SSO AdminAccess")`. Empty texts for what is not told."""
    kind = _text(identity, "type")
    if kind in _FORMS:
        return _FORMS[kind](identity)
    if identity.get("invokedBy"):
        return _service(identity)
    return _tail(identity), kind


def _session(identity: Mapping[str, Any]) -> tuple[str, str]:
    """A session of a role: its source identity, which an administrator vouches for, or its name."""
    context = identity.get("sessionContext")
    context = context if isinstance(context, Mapping) else {}
    issuer = context.get("sessionIssuer")
    issuer = issuer if isinstance(issuer, Mapping) else {}
    parts = _text(identity, "arn").split("/")
    role = _text(issuer, "userName") or (parts[1] if len(parts) > 2 else "")
    name = _text(context, "sourceIdentity") or (parts[-1] if len(parts) > 2 else "")
    name = name or _text(identity, "principalId").partition(":")[2]
    sso = _SSO.fullmatch(role)
    through = f"SSO {sso.group(1)}" if sso else f"role {role}" if role else "role"
    by = _text(identity, "invokedBy")
    return name, f"{through}, by {by}" if by and by != "AWS Internal" else through


def _provided(identity: Mapping[str, Any]) -> tuple[str, str]:
    name = _text(identity, "userName") or _text(identity, "principalId")
    return name, _text(identity, "identityProvider") or "identity provider"


def _service(identity: Mapping[str, Any]) -> tuple[str, str]:
    return _text(identity, "invokedBy"), "AWS service"


def _central(identity: Mapping[str, Any]) -> tuple[str, str]:
    behalf = identity.get("onBehalfOf")
    return _text(behalf if isinstance(behalf, Mapping) else {}, "userId"), "IAM Identity Center"


def _foreign(identity: Mapping[str, Any]) -> tuple[str, str]:
    account = _text(identity, "accountId")
    return (f"account {account}" if account else ""), "another account"


def _tail(identity: Mapping[str, Any]) -> str:
    return _text(identity, "arn").rpartition("/")[2]


def _text(values: Mapping[str, Any], key: str) -> str:
    found = values.get(key)
    return found if isinstance(found, str) else ""


_FORMS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "AssumedRole": _session,
    "Root": lambda _: ("root", "root user"),
    "IAMUser": lambda identity: (_text(identity, "userName"), "IAM user"),
    "FederatedUser": lambda identity: (_tail(identity), "federated user"),
    "WebIdentityUser": _provided,
    "SAMLUser": _provided,
    "AWSService": _service,
    "IdentityCenterUser": _central,
    "AWSAccount": _foreign,
    "Unknown": _foreign,
}
