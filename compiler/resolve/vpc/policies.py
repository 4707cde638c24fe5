"""IAM policy documents as the text that AWS gets."""

from __future__ import annotations

import json
from typing import Any


def canonical(policy: dict[str, Any]) -> str:
    """Return a policy document as JSON without spaces, its keys sorted."""
    return json.dumps(policy, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
