"""Compare IAM policy documents by meaning. Pure.

AWS returns a policy with other spacing, order, and lists in place of single values, and replaces an account
by the ARN of its root user (IAM user guide, "IAM JSON policy elements reference": Statement, Principal,
Action, Resource and Condition take one value or a list, whose order means nothing).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ROOT = re.compile(r"arn:[\w-]+:iam::([0-9]{12}):root")
_UNORDERED = frozenset(
    {"Statement", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"}
)


def is_policy(value: Any) -> bool:
    """Return whether a value is a policy document."""
    return isinstance(value, Mapping) and "Statement" in value


def canonical_policy(policy: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a policy document that equals every other one with the same meaning."""
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    return {**policy, "Statement": sorted(map(_canonical_statement, statements), key=repr)}


def _canonical_statement(statement: Any) -> Any:
    if not isinstance(statement, Mapping):
        return statement
    items = {key: _unordered(value) if key in _UNORDERED else value for key, value in statement.items()}
    for key in ("Principal", "NotPrincipal"):
        if key in items:
            items[key] = _canonical_principal(items[key])
    return dict(sorted(items.items()))


def _unordered(value: Any) -> Any:
    """Return a value with every single value as a list, and every list sorted."""
    if isinstance(value, Mapping):
        return {key: _unordered(item) for key, item in sorted(value.items())}
    items = value if isinstance(value, list) else [value]
    return sorted(map(_as_text, items), key=repr)


def _as_text(value: Any) -> Any:
    """Return a condition value as IAM stores it: `true` and 3600 are texts."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else value


def _canonical_principal(principal: Any) -> Any:
    if not isinstance(principal, Mapping) or not isinstance(principal.get("AWS"), list):
        return principal
    accounts = [match[1] if (match := _ROOT.fullmatch(str(arn))) else arn for arn in principal["AWS"]]
    return {**principal, "AWS": sorted(accounts, key=repr)}
