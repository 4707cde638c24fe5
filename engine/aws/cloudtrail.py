"""Find out who made the changes of a drift check, from CloudTrail's event history.

In: a workspace, its plan and findings. Out: the findings with their `who`, an empty `Actor` if CloudTrail
does not say, and remarks. The history covers 90 days, is some minutes late, and allows two calls a second.

eksgen's own calls have its name in their user agent (`environment.py`). The newest of them on an object ends
the search: it reverted earlier changes, so an older event is not the cause.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ...catalog.audit_events import AUDITED, CALLS_PER_SECOND, AuditedType, event_region
from ..drift.result import Actor, DriftClass, DriftFinding
from ..plan.document import PlanDocument
from ..workdir.workspace import Workspace
from .actor import actor_of
from .session import call_aws, client

MOST_CALLS = 60
"""Half a minute of calls; whatever is not found by then stays unknown."""
PAGES = 3
"""Pages of one query, fifty events each, newest first."""
_EKSGEN = re.compile(r"(^|\s)eksgen/")
_CHANGED = (DriftClass.CHANGED_OUTSIDE, DriftClass.CONFLICT, DriftClass.ADOPTED, DriftClass.ACCEPTED)
_SCOPES = ("cluster_name",)
"""Attributes that distinguish objects with the same name; a call on the object names them too."""

Ask = Callable[[str, str, str], Iterable[Mapping[str, Any]]]
"""Region, attribute key and value -> records, newest first."""


@dataclass
class _History:
    """The event history for one run: cached, and with a limited rate of calls."""

    clients: Callable[[str], Any]
    pause: float
    calls: int = 0
    cache: dict[tuple[str, str, str], tuple[Mapping[str, Any], ...]] = field(default_factory=dict)

    def ask(self, region: str, key: str, value: str) -> tuple[Mapping[str, Any], ...]:
        """Return the records with an attribute, newest first."""
        query = (region, key, value)
        if query not in self.cache:
            self.cache[query] = tuple(self._records(*query))
        return self.cache[query]

    def _records(self, region: str, key: str, value: str) -> Iterator[Mapping[str, Any]]:
        parameters: dict[str, Any] = {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]}
        for _ in range(PAGES):
            if self.calls >= MOST_CALLS:
                return
            if self.calls:
                time.sleep(self.pause)
            self.calls += 1
            page = self.clients(region).lookup_events(**parameters)
            yield from filter(None, map(_record, page.get("Events") or ()))
            if not page.get("NextToken"):
                return
            parameters["NextToken"] = page["NextToken"]


def with_actors(
    workspace: Workspace, document: PlanDocument, findings: tuple[DriftFinding, ...]
) -> tuple[tuple[DriftFinding, ...], tuple[str, ...]]:
    """Return the findings with who made each change, and remarks. Pending edits and noise have no actor."""
    region = document.region
    if region is None or not any(map(_has_actor, findings)):
        return findings, ()
    clients = cache(lambda event_region: client(workspace, "cloudtrail", event_region))
    history = _History(clients, 0 if workspace.sandbox else 1 / CALLS_PER_SECOND)
    actors: dict[str, Actor] = {}

    def find() -> None:
        for finding in filter(_has_actor, findings):
            actors[finding.id] = find_actor(finding, _attributes(document, finding), region, history.ask)

    _, remarks = call_aws("who made the changes", find, None)
    if history.calls >= MOST_CALLS:
        remarks = (
            *remarks,
            f"CloudTrail was queried {MOST_CALLS} times; who made the other changes is unknown",
        )
    return tuple(replace(f, who=actors[f.id]) if f.id in actors else f for f in findings), remarks


def find_actor(finding: DriftFinding, attributes: Mapping[str, Any], region: str, ask: Ask) -> Actor:
    """Return who made a change, by the newest matching call; an empty `Actor` if there is none."""
    audited = AUDITED.get(finding.address.resource_type)
    if audited is None:
        return Actor()
    names = tuple(str(attributes[name]) for name in audited.names if attributes.get(name))
    scopes = tuple(str(attributes[name]) for name in _SCOPES if attributes.get(name))
    calls = _calls(audited, finding)
    queries = [("ResourceName", name) for name in names] + [("EventName", call) for call in calls]
    for key, value in queries:
        for record in ask(event_region(audited.source, region), key, value):
            if not _succeeded(record, audited) or not _is_about(record, names, scopes):
                continue
            if _is_by_eksgen(record):
                return Actor()
            if record.get("eventName") in calls:
                return _actor(record)
    return Actor()


def _succeeded(record: Mapping[str, Any], audited: AuditedType) -> bool:
    return record.get("eventSource") == audited.source and not record.get("errorCode")


def _is_by_eksgen(record: Mapping[str, Any]) -> bool:
    return _EKSGEN.search(str(record.get("userAgent", ""))) is not None


def _has_actor(finding: DriftFinding) -> bool:
    return finding.kind in (*_CHANGED, DriftClass.DELETED_OUTSIDE, DriftClass.UNMANAGED)


def _calls(audited: AuditedType, finding: DriftFinding) -> tuple[str, ...]:
    """Return the calls that can have made a difference: those for this attribute, else the general ones."""
    if finding.kind is DriftClass.DELETED_OUTSIDE:
        return audited.delete
    if finding.kind is DriftClass.UNMANAGED:
        return audited.create
    attribute = str(finding.path[0]) if finding.path else ""
    specific = tuple(call.name for call in audited.change if attribute in call.attributes)
    return specific or tuple(call.name for call in audited.change if not call.attributes)


def _is_about(record: Mapping[str, Any], names: tuple[str, ...], scopes: tuple[str, ...]) -> bool:
    """Return whether a call names the object and what it belongs to."""
    texts = [*_texts(record.get("requestParameters")), *_texts(record.get("resources"))]
    texts += _texts(record.get("responseElements"))
    return any(name in texts for name in names) and all(any(s in text for text in texts) for s in scopes)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _actor(record: Mapping[str, Any]) -> Actor:
    identity = record.get("userIdentity")
    name, through = actor_of(identity if isinstance(identity, Mapping) else {})
    when = str(record.get("eventTime", "")).replace("T", " ").removesuffix("Z")
    return Actor(name, through, when[:16], str(record.get("eventName", ""))) if name else Actor()


def _record(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the record of an event, which holds it as JSON text."""
    try:
        record = json.loads(event.get("CloudTrailEvent", ""))
    except (ValueError, TypeError):
        return None
    return record if isinstance(record, Mapping) else None


def _attributes(document: PlanDocument, finding: DriftFinding) -> Mapping[str, Any]:
    """Return the known attributes of an object: recorded, live, and those of the finding itself."""
    known: dict[str, Any] = dict(finding.values)
    for entry in (*document.entries, *document.drift):
        if entry.address == finding.address and not entry.deposed:
            for side in (entry.after, entry.before):
                if isinstance(side.value, Mapping):
                    known |= {k: v for k, v in side.value.items() if isinstance(v, str) and v}
    return known
