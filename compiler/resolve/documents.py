"""IAM policy documents of the statements of a spec, as canonical JSON."""

from __future__ import annotations

import json
from typing import Any

from ...schemas.iam import Statement


def policy_document(statements: tuple[Statement, ...]) -> str | None:
    """Return a policy as canonical JSON, or None without statements."""
    if not statements:
        return None
    document = {"Version": "2012-10-17", "Statement": sorted(map(_statement, statements), key=canonical_json)}
    return canonical_json(document)


def canonical_json(value: Any) -> str:
    """Return JSON that is the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _statement(statement: Statement) -> dict[str, Any]:
    conditions = {
        operator: {key: value if isinstance(value, str) else sorted(value) for key, value in keys.items()}
        for operator, keys in statement.conditions.items()
    }
    written = {
        "Effect": statement.effect,
        "Action": sorted(statement.actions),
        "Resource": sorted(statement.resources),
    }
    return {**written, "Condition": conditions} if conditions else written
