"""Recover from objects that an apply created in part.

Terraform marks an object as tainted when its creation is interrupted or fails, and plans to replace it. That
would destroy what may be protected, and it fails for most objects: the `create_before_destroy` of node groups
spreads to what they depend on, and AWS refuses a second object of the same name. So an object that AWS goes
on creating is kept (`terraform untaint`), and the next plan completes it; one that AWS failed to create is
deleted before it is created again.
"""

from __future__ import annotations

import time

from ...catalog.half_created import CREATING, KEPT
from ...compiler.plural import plural
from ..plan.attribute_diff import value_at
from ..plan.document import PlanDocument, ResourceChange
from ..plan.result import Action
from ..terraform.events import Waiting
from ..truncate import join_some
from .session import Session

_TAINTED = "replace_because_tainted"
_SHOWN = 5
POLL_SECONDS, POLLS = 15.0, 120
"""Half an hour in all; a cluster usually takes up to 15 minutes (`catalog/usual_durations.py`)."""


def kept_objects(document: PlanDocument) -> tuple[str, ...]:
    """Return the addresses of tainted objects that AWS has created or is still creating."""
    return tuple(entry.address.text for entry in document.entries if _tainted(entry) and _keeps(entry))


def cannot_replace(document: PlanDocument) -> bool:
    """Return whether a plan would create a tainted object a second time before it deletes the first."""
    return any(_tainted(entry) and entry.replace_first == "create" for entry in document.entries)


def only_tainted(first: PlanDocument, deleting: PlanDocument) -> bool:
    """Return whether the plan `deleting` changes the order of replacement for tainted objects only."""
    order = {entry.address.text: entry.replace_first for entry in first.entries}
    return all(
        _tainted(entry) or entry.replace_first == order.get(entry.address.text)
        for entry in deleting.entries
        if entry.action is Action.REPLACE
    )


def untaint(session: Session, addresses: tuple[str, ...], lock_timeout: int) -> None:
    """Make Terraform keep tainted objects. `RunFailed` if it cannot."""
    for address in addresses:
        done = session.terraform.untaint(address, lock_timeout)
        if not done.ok:
            raise session.error(done)


def kept_remark(addresses: tuple[str, ...]) -> str:
    """Return what happened to objects that were created in part."""
    count = plural(len(addresses), "object")
    return f"{count} created in part by the last apply kept, not replaced: {join_some(addresses, _SHOWN)}"


def being_created(document: PlanDocument) -> tuple[str, ...]:
    """Return the addresses of objects that EKS is still creating."""
    return tuple(e.address.text for e in document.entries if _status(e) == CREATING)


def wait_for(session: Session, addresses: tuple[str, ...]) -> None:
    """Wait a while for objects that EKS is still creating."""
    session.on_event(Waiting(f"waiting for AWS to finish creating {join_some(addresses, _SHOWN)}"))
    time.sleep(POLL_SECONDS)


def _tainted(entry: ResourceChange) -> bool:
    return entry.reason == _TAINTED and not entry.deposed


def _keeps(entry: ResourceChange) -> bool:
    statuses = KEPT.get(entry.address.resource_type)
    return statuses is not None and (not statuses or _status(entry) in statuses)


def _status(entry: ResourceChange) -> object:
    return value_at(entry.before.value, ("status",)) if entry.address.resource_type in KEPT else None
