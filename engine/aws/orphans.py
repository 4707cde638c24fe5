"""What a plan wants to make and is in AWS already, in no state: left by an apply that was killed, say.

In: a workspace and its plan. Out: `Orphan` for each such object with a name or tags that are known before it
is made, and remarks. How each type is looked up is in `catalog/import_lookups.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...catalog.import_lookups import LOOKUPS
from ...compiler.emit.hcl import quote
from ..plan.document import PlanDocument, ResourceChange
from ..plan.result import Action, OrphanedObject
from ..source_map.trace import Trace
from ..workdir.workspace import Workspace
from .lookup import find_object
from .session import call_aws, client


def find_orphans(
    workspace: Workspace, document: PlanDocument, trace: Trace
) -> tuple[tuple[OrphanedObject, ...], tuple[str, ...]]:
    """Sorted by address. What could be several objects is a remark, and so is what AWS did not tell."""
    region = document.region
    if region is None:
        return (), ()
    clients: dict[str, Any] = {}
    found: list[OrphanedObject] = []
    unclear: list[str] = []

    def look() -> None:
        recorded = frozenset(_recorded(document))
        for entry in _planned(document):
            row = LOOKUPS[entry.address.resource_type]
            if row.service not in clients:
                clients[row.service] = client(workspace, row.service, region)
            there = [
                one
                for one in find_object(clients[row.service], row, entry.after.value)
                if (entry.address.resource_type, one.id) not in recorded
            ]
            if len(there) == 1:
                place = trace.place(entry.address)
                found.append(
                    OrphanedObject(
                        entry.address, there[0].id, there[0].ours, _block(entry, there[0].id), place
                    )
                )
            elif there:
                ids = ", ".join(sorted(one.id for one in there))
                unclear.append(
                    f"{entry.address.text} could be any of {ids}: import one, and delete the others"
                )

    _, remarks = call_aws("what a stopped run left", look, None)
    return tuple(found), (*unclear, *remarks)


def _planned(document: PlanDocument) -> Iterator[ResourceChange]:
    """What is to be made, and can be looked up."""
    for entry in document.entries:
        wanted = entry.action is Action.CREATE and not (entry.imported or entry.deposed or entry.address.data)
        if wanted and entry.address.resource_type in LOOKUPS and isinstance(entry.after.value, Mapping):
            yield entry


def _recorded(document: PlanDocument) -> Iterator[tuple[str, str]]:
    """Type and id of everything in the state, so that no object is claimed twice."""
    for entry in document.entries:
        if isinstance(entry.before.value, Mapping):
            for name in ("id", "arn"):
                yield entry.address.resource_type, str(entry.before.value.get(name))


def _block(entry: ResourceChange, import_id: str) -> str:
    return f"import {{\n  to = {entry.address.text}\n  id = {quote(import_id)}\n}}\n"
