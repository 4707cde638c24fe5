"""Put the keys and the sets of a spec into another order, and leave alone what has an order."""

from __future__ import annotations

import random
from typing import Any

ORDERED = ("instanceTypes", "preCommands", "postCommands")
FREE = ("bottlerocket", "kubelet", "configuration", "endpointPolicies")
"""Fields whose content others define: the order of lists in them counts, that of keys does not."""


def shuffled(value: Any, chooser: random.Random, key: str = "", free: bool = False) -> Any:
    """Return a part of a spec in another order, the one under `key`."""
    free = free or key in FREE
    if isinstance(value, dict):
        items = [(name, shuffled(item, chooser, name, free)) for name, item in value.items()]
        return dict(chooser.sample(items, len(items)))
    if isinstance(value, list) and not free and key not in ORDERED:
        return [shuffled(item, chooser) for item in chooser.sample(value, len(value))]
    return value
