"""Names in AWS: deterministic, readable, short enough, and different after a replacement."""

from __future__ import annotations

import hashlib
import json


def short_hash(*facts: object) -> str:
    """Return eight hexadecimal characters that change when any of the facts changes."""
    text = json.dumps(facts, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def shorten(name: str, limit: int) -> str:
    """Return the name; if it is longer than `limit`, its start followed by a hash of the full name."""
    if len(name) <= limit:
        return name
    return f"{name[: limit - 9].rstrip('-')}-{short_hash(name)}"
