"""Find objects that a plan would create although they exist in AWS, for example after a killed apply.

In: a workspace and its plan. Out: an `OrphanedObject` for each of them with a name or tags that are known
before it is created, and remarks. `catalog/terraform/import_lookups.py` says how each type is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from ...catalog.destroy_blockers.delete_commands import OTHERS_DEPEND_ON_IT, delete_command
from ...catalog.terraform.import_lookups import LOOKUPS
from ...compiler.emit.hcl import quote
from ..plan.document import PlanDocument, ResourceChange
from ..plan.result import Action, OrphanedObject
from ..source_map.trace import Trace
from ..workdir.workspace import Workspace
from .lookup import AwsObject, find_object
from .session import call_aws, client


def find_orphans(
    workspace: Workspace, document: PlanDocument, trace: Trace, types: frozenset[str] = frozenset(LOOKUPS)
) -> tuple[tuple[OrphanedObject, ...], tuple[str, ...]]:
    """Return orphaned objects of some types, sorted by address, and remarks about ambiguous ones and failed
    calls."""
    region = document.region
    if region is None:
        return (), ()
    clients = cache(lambda service: client(workspace, service, region))
    orphans: list[OrphanedObject] = []
    ambiguous: list[str] = []

    def find() -> None:
        recorded = frozenset(_recorded_ids(document))
        for entry in _planned_creates(document, types):
            candidates = [
                candidate
                for candidate in _existing(clients, entry)
                if (entry.address.resource_type, candidate.id) not in recorded
            ]
            if len(candidates) == 1:
                orphans.append(_orphan(entry, candidates[0], trace, region))
            elif candidates:
                ids = ", ".join(sorted(candidate.id for candidate in candidates))
                ambiguous.append(
                    f"{entry.address.text} could be any of {ids}: import one, and delete the others"
                )

    _, remarks = call_aws("objects left by an interrupted run", find, None)
    return tuple(orphans), (*ambiguous, *remarks)


def _existing(clients: Callable[[str], Any], entry: ResourceChange) -> tuple[AwsObject, ...]:
    lookup = LOOKUPS[entry.address.resource_type]
    return find_object(clients(lookup.service), lookup, entry.after.value)


def _orphan(entry: ResourceChange, existing: AwsObject, trace: Trace, region: str) -> OrphanedObject:
    block = f"import {{\n  to = {entry.address.text}\n  id = {quote(existing.id)}\n}}\n"
    kind = entry.address.resource_type
    command = "" if kind in OTHERS_DEPEND_ON_IT else delete_command(kind, existing.id, region)
    place = trace.place(entry.address)
    return OrphanedObject(entry.address, existing.id, existing.ours, block, place, command)


def _planned_creates(document: PlanDocument, types: frozenset[str]) -> Iterator[ResourceChange]:
    """Yield the objects to create that can be looked up."""
    for entry in document.entries:
        created = entry.action is Action.CREATE and not (
            entry.imported or entry.deposed or entry.address.data
        )
        if created and entry.address.resource_type in types and isinstance(entry.after.value, Mapping):
            yield entry


def _recorded_ids(document: PlanDocument) -> Iterator[tuple[str, str]]:
    """Yield type and id of every object in the state, so that no object is used twice."""
    for entry in document.entries:
        if isinstance(entry.before.value, Mapping):
            for name in ("id", "arn"):
                yield entry.address.resource_type, str(entry.before.value.get(name))
