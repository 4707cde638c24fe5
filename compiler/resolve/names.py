"""Names in AWS: deterministic, readable, short enough, and different whenever a thing must be replaced."""

from __future__ import annotations

import hashlib
import json


def short_hash(*facts: object) -> str:
    """Eight hexadecimal characters that change when any of the facts does."""
    text = json.dumps(facts, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def shorten(name: str, limit: int) -> str:
    """The name, or its start and a digest of all of it where it would be longer than `limit`."""
    if len(name) <= limit:
        return name
    return f"{name[: limit - 9].rstrip('-')}-{short_hash(name)}"
