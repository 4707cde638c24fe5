"""The stored clusters and what belongs to them, in the form in which EKS returns them."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass(slots=True)
class AccessEntryRecord:
    """An access entry and the policies associated with it, by policy ARN."""

    entry: Record
    policies: dict[str, Record] = field(default_factory=dict)


@dataclass(slots=True)
class ClusterRecord:
    """A cluster as `DescribeCluster` returns it, and what belongs to it by name, id or principal ARN.

    `upgraded` is the time of the last upgrade of its version that was not rolled back; `self_managed` are the
    add-ons that EKS installed by itself, by name.
    """

    details: Record
    node_groups: dict[str, Record] = field(default_factory=dict)
    fargate_profiles: dict[str, Record] = field(default_factory=dict)
    addons: dict[str, Record] = field(default_factory=dict)
    access_entries: dict[str, AccessEntryRecord] = field(default_factory=dict)
    pod_identities: dict[str, Record] = field(default_factory=dict)
    identity_providers: dict[str, Record] = field(default_factory=dict)
    capabilities: dict[str, Record] = field(default_factory=dict)
    updates: dict[str, Record] = field(default_factory=dict)
    upgraded: float | None = None
    self_managed: set[str] = field(default_factory=set)


def now() -> float:
    """Return the time in epoch seconds, with milliseconds."""
    return round(time.time(), 3)


def new_id(length: int = 32) -> str:
    """Return a random hexadecimal id of at most 32 characters."""
    return uuid.uuid4().hex[:length]


def merge(old: Any, new: Any) -> Any:
    """Merge `new` into `old`: objects key by key, everything else is replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merge(old.get(key), value) for key, value in new.items()}}
    return new


def pick(body: Record, *keys: str) -> Record:
    """Return the keys of a request body that have a value."""
    return {key: body[key] for key in keys if body.get(key) is not None}
