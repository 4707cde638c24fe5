"""Turn a CloudTrail `userIdentity` into a name and a way of signing in. Pure.

Forms: CloudTrail user guide, "CloudTrail userIdentity element" (read 2026-11-24).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_SSO = re.compile(r"AWSReservedSSO_(.+)_[0-9a-f]{16}")
"""The role of a permission set (IAM Identity Center user guide, "Reference permission sets")."""


def actor_of(identity: Mapping[str, Any]) -> tuple[str, str]:
    """Return (name, way in), as in `("alice@corp.example", "SSO AdminAccess")`; empty texts if unknown."""
    identity_type = _text(identity, "type")
    if identity_type in _PARSERS:
        return _PARSERS[identity_type](identity)
    if identity.get("invokedBy"):
        return _service(identity)
    return _last_arn_part(identity), identity_type


def _role_session(identity: Mapping[str, Any]) -> tuple[str, str]:
    """Parse a role session: its source identity, which an administrator controls, or its name."""
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
    service = _text(identity, "invokedBy")
    return name, f"{through}, by {service}" if service and service != "AWS Internal" else through


def _identity_provider(identity: Mapping[str, Any]) -> tuple[str, str]:
    name = _text(identity, "userName") or _text(identity, "principalId")
    return name, _text(identity, "identityProvider") or "identity provider"


def _service(identity: Mapping[str, Any]) -> tuple[str, str]:
    return _text(identity, "invokedBy"), "AWS service"


def _identity_center(identity: Mapping[str, Any]) -> tuple[str, str]:
    behalf = identity.get("onBehalfOf")
    return _text(behalf if isinstance(behalf, Mapping) else {}, "userId"), "IAM Identity Center"


def _other_account(identity: Mapping[str, Any]) -> tuple[str, str]:
    account = _text(identity, "accountId")
    return (f"account {account}" if account else ""), "another account"


def _last_arn_part(identity: Mapping[str, Any]) -> str:
    return _text(identity, "arn").rpartition("/")[2]


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "AssumedRole": _role_session,
    "Root": lambda _: ("root", "root user"),
    "IAMUser": lambda identity: (_text(identity, "userName"), "IAM user"),
    "FederatedUser": lambda identity: (_last_arn_part(identity), "federated user"),
    "WebIdentityUser": _identity_provider,
    "SAMLUser": _identity_provider,
    "AWSService": _service,
    "IdentityCenterUser": _identity_center,
    "AWSAccount": _other_account,
    "Unknown": _other_account,
}
