"""Recover from objects that an apply created in part.

Terraform marks an object as tainted when its creation is interrupted or fails, and plans to replace it. That
would destroy what may be protected, and it fails for most objects: the `create_before_destroy` of node groups
spreads to what they depend on, and AWS refuses a second object of the same name. So an object that AWS goes
on creating is kept (`terraform untaint`), and the next plan completes it; one that AWS failed to create is
deleted before it is created again.
"""

from __future__ import annotations

from ...catalog.resources.lifecycle import CREATING, kept_while
from ...compiler.plural import plural
from ..truncate import join_some
from .attribute_diff import value_at
from .document import PlanDocument, ResourceChange
from .result import Action

_SHOWN = 5


def kept_objects(document: PlanDocument) -> tuple[str, ...]:
    """Return the addresses of tainted objects that AWS has created or is still creating."""
    return tuple(entry.address.text for entry in document.entries if entry.tainted and _keeps(entry))


def cannot_replace(document: PlanDocument) -> bool:
    """Return whether a plan would create a tainted object a second time before it deletes the first."""
    return any(entry.tainted and entry.replace_first == "create" for entry in document.entries)


def only_tainted(first: PlanDocument, deleting: PlanDocument) -> bool:
    """Return whether the plan `deleting` changes the order of replacement for tainted objects only."""
    order = {entry.address.text: entry.replace_first for entry in first.entries}
    return all(
        entry.tainted or entry.replace_first == order.get(entry.address.text)
        for entry in deleting.entries
        if entry.action is Action.REPLACE
    )


def kept_remark(addresses: tuple[str, ...], applying: bool) -> str:
    """Return what an apply does with objects that were created in part, or has done already."""
    count = plural(len(addresses), "object")
    kept = "kept" if applying else "will be kept"
    return f"{count} created in part by the last apply {kept}, not replaced: {join_some(addresses, _SHOWN)}"


def being_created(document: PlanDocument) -> tuple[str, ...]:
    """Return the addresses of objects that EKS is still creating."""
    return tuple(e.address.text for e in document.entries if _status(e) == CREATING)


def _keeps(entry: ResourceChange) -> bool:
    statuses = kept_while(entry.address.resource_type)
    return statuses is not None and (not statuses or _status(entry) in statuses)


def _status(entry: ResourceChange) -> object:
    kept = kept_while(entry.address.resource_type) is not None
    return value_at(entry.before.value, ("status",)) if kept else None
