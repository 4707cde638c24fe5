"""Find out who made the changes of a drift check, from CloudTrail's event history.

In: a workspace, its plan and findings. Out: the findings with their `who`, an empty `Actor` if CloudTrail
does not say, and remarks. The history covers 90 days, is some minutes late, and allows two calls a second.

A call is the cause only if it names the object, and if its request says what differs: an attribute that it
does not mention was changed by another call. If the newest call that mentions it set another value, the cause
is not in the history, and the actor is unknown.

eksgen's own calls have its name in their user agent (`environment.py`). The newest of them on an object ends
the search: it reverted earlier changes, so an older event is not the cause. No apply reverts what is
unmanaged.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ...catalog.logs.audit_events import AUDITED, CALLS_PER_SECOND, event_region
from ...catalog.logs.audit_events.event import AuditedType, ObjectEvent
from ...compiler.files.decoding import decode_object
from ...compiler.paths import starts_with, without_indexes
from ..drift.result import Actor, DriftClass, DriftFinding
from ..plan.document import PlanDocument
from ..plan.state_values import cluster_name
from ..workdir.workspace import Workspace
from .actor import actor_of
from .audit_match import names_object, names_rule, sets_change
from .session import call_aws, client

MOST_CALLS = 60
"""Half a minute of calls; whatever is not found by then stays unknown."""
PAGES = 3
"""Pages of one query, fifty events each, newest first."""
_EKSGEN = re.compile(r"(^|\s)eksgen/")
_CHANGED = (DriftClass.CHANGED_OUTSIDE, DriftClass.CONFLICT, DriftClass.ADOPTED, DriftClass.ACCEPTED)
_SCOPE = "cluster_name"
"""The attribute that distinguishes objects with the same name; it is not worth a query of its own."""

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
    """Return who made a change, by the newest call that can have made it; an empty `Actor` if none is known.

    Items that were added to an object have an actor only if all of them were added by known callers.
    """
    audited = AUDITED.get(finding.address.resource_type)
    if audited is None:
        return Actor()
    if finding.path[:1] == ("tags_all",):
        finding = replace(finding, path=("tags", *finding.path[1:]))
    if finding.kind is not DriftClass.UNMANAGED or not finding.path:
        return _find_actor(audited, finding, attributes, region, ask)
    items = finding.live if isinstance(finding.live, list | tuple) else [finding.live]
    parts = [replace(finding, live=[item], recorded=[]) for item in items]
    return _together([_find_actor(audited, part, attributes, region, ask) for part in parts])


def _together(actors: list[Actor]) -> Actor:
    """Return the one actor behind several changes, or all their names; empty if one is unknown."""
    if not actors or not all(actor.name for actor in actors):
        return Actor()
    newest = max(actors, key=lambda actor: actor.when)
    names = list(dict.fromkeys(actor.name for actor in actors))
    return newest if len(names) == 1 else Actor(", ".join(names), "", newest.when, newest.event)


def _find_actor(
    audited: AuditedType, finding: DriftFinding, attributes: Mapping[str, Any], region: str, ask: Ask
) -> Actor:
    """Search the events of the object first, then those of the calls that can be the cause.

    CloudTrail does not list every call under the name of its object, so what ends the first search does not
    end the second one before its time.
    """
    names = [
        str(value)
        for identity in audited.identities
        for attribute, _ in identity
        if (attribute != _SCOPE or len(identity) == 1) and (value := attributes.get(attribute))
    ]
    queries = (("ResourceName", dict.fromkeys(names)), ("EventName", dict.fromkeys(_calls(audited, finding))))
    end = ""
    for key, values in queries:
        answers = [ask(event_region(audited.source, region), key, value) for value in values]
        for record in _newest_first(answers):
            when = str(record.get("eventTime", ""))
            if end and when <= end:
                break
            if not _succeeded(record, audited):
                continue
            cause = _is_cause(record, audited, finding, attributes)
            if cause:
                return Actor() if _is_by_eksgen(record) else _actor(record)
            if cause is False or _reverts(record, audited, finding, attributes):
                end = when
                break
    return Actor()


def _newest_first(answers: Iterable[Iterable[Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    records = [record for answer in answers for record in answer]
    unique = {str(record.get("eventID") or id(record)): record for record in records}
    return sorted(unique.values(), key=lambda record: str(record.get("eventTime", "")), reverse=True)


def _succeeded(record: Mapping[str, Any], audited: AuditedType) -> bool:
    return record.get("eventSource") == audited.source and not record.get("errorCode")


def _is_by_eksgen(record: Mapping[str, Any]) -> bool:
    return _EKSGEN.search(str(record.get("userAgent", ""))) is not None


def _has_actor(finding: DriftFinding) -> bool:
    return finding.kind in (*_CHANGED, DriftClass.DELETED_OUTSIDE, DriftClass.UNMANAGED)


def _object_events(audited: AuditedType, finding: DriftFinding) -> tuple[ObjectEvent, ...]:
    """Return the events behind a finding about a whole object."""
    return audited.create if finding.kind is DriftClass.UNMANAGED else audited.delete


def _calls(audited: AuditedType, finding: DriftFinding) -> list[str]:
    """Return the names of the calls that can have made a difference."""
    if not finding.path:
        return [event.name for event in _object_events(audited, finding)]
    names = without_indexes(finding.path)
    return [event.name for event in audited.change if starts_with(names, event.attribute)]


def _is_cause(
    record: Mapping[str, Any], audited: AuditedType, finding: DriftFinding, attributes: Mapping[str, Any]
) -> bool | None:
    """Return whether a call made the difference: False if it made another one of the same attribute, None if
    it has nothing to do with it."""
    name = record.get("eventName")
    if not finding.path:
        events = [event for event in _object_events(audited, finding) if event.name == name]
        return any(_is_about(record, audited, event, attributes) for event in events) or None
    if not _names_any(record, audited, attributes):
        return None
    change = (finding.path, finding.recorded, finding.live)
    answers = [sets_change(event, record, change) for event in audited.change if event.name == name]
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _reverts(
    record: Mapping[str, Any], audited: AuditedType, finding: DriftFinding, attributes: Mapping[str, Any]
) -> bool:
    """Return whether a call is part of an apply after which older changes of the object were undone."""
    if finding.kind is DriftClass.UNMANAGED or not _is_by_eksgen(record):
        return False
    return record.get("eventName") in audited.events and _names_any(record, audited, attributes)


def _names_any(record: Mapping[str, Any], audited: AuditedType, attributes: Mapping[str, Any]) -> bool:
    return any(names_object(record, identity, attributes) for identity in audited.identities)


def _is_about(
    record: Mapping[str, Any], audited: AuditedType, event: ObjectEvent, attributes: Mapping[str, Any]
) -> bool:
    if event.identity and not names_object(record, event.identity, attributes):
        return False
    if not event.identity and not _names_any(record, audited, attributes):
        return False
    return not event.rule or names_rule(record, attributes)


def _actor(record: Mapping[str, Any]) -> Actor:
    identity = record.get("userIdentity")
    name, through = actor_of(identity if isinstance(identity, Mapping) else {})
    when = str(record.get("eventTime", "")).replace("T", " ").removesuffix("Z")
    return Actor(name, through, when[:16], str(record.get("eventName", ""))) if name else Actor()


def _record(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the record of an event, which holds it as JSON text."""
    try:
        return decode_object(event.get("CloudTrailEvent", ""))
    except (ValueError, AttributeError):
        return None


def _attributes(document: PlanDocument, finding: DriftFinding) -> Mapping[str, Any]:
    """Return the known attributes of an object: recorded, live, and those of the finding itself."""
    known: dict[str, Any] = {_SCOPE: cluster_name(document), **finding.values}
    for entry in (*document.entries, *document.drift):
        if entry.address == finding.address and not entry.deposed:
            for side in (entry.after, entry.before):
                if isinstance(side.value, Mapping):
                    known |= {k: v for k, v in side.value.items() if isinstance(v, str | int) and v != ""}
    return known
