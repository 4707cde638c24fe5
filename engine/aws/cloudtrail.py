"""Who made the changes that a drift check found: CloudTrail's event history, asked for each object.

In: a workspace, its plan and findings. Out: the findings with their `who`, an empty `Actor` where CloudTrail
does not tell, and remarks. The history has 90 days, lags some minutes, and is asked twice a second at most.

eksgen's own calls carry its name as user agent (`environment.py`). The newest of them on an object ends the
search: what somebody changed before was taken back by it, so an older event is not the answer.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...catalog.audit_events import AUDITED, CALLS_PER_SECOND, AuditedType, event_region
from ..drift.result import Actor, DriftClass, DriftFinding
from ..plan.document import PlanDocument
from ..workdir.workspace import Workspace
from .actor import actor_of
from .session import call_aws, client

MOST_CALLS = 60
"""Half a minute of questions; what is not answered by then stays unknown."""
PAGES = 3
"""Pages of one question, fifty events each, newest first."""
_OURS = re.compile(r"(^|\s)eksgen/")
_CHANGED = (DriftClass.CHANGED_OUTSIDE, DriftClass.CONFLICT, DriftClass.ADOPTED, DriftClass.ACCEPTED)
_SCOPES = ("cluster_name",)
"""Attributes that tell objects of one name apart; a call on the object names them too."""

Ask = Callable[[str, str, str], Iterable[Mapping[str, Any]]]
"""Region, attribute key and value -> events, newest first."""


@dataclass
class _History:
    """CloudTrail as seen by one run: each question is asked once, and not too fast."""

    clients: Callable[[str], Any]
    pause: float
    calls: int = 0
    known: dict[tuple[str, str, str], tuple[Mapping[str, Any], ...]] = field(default_factory=dict)

    def ask(self, region: str, key: str, value: str) -> tuple[Mapping[str, Any], ...]:
        """Records with one attribute, newest first."""
        question = (region, key, value)
        if question not in self.known:
            self.known[question] = tuple(self._records(*question))
        return self.known[question]

    def _records(self, region: str, key: str, value: str) -> Iterator[Mapping[str, Any]]:
        wanted: dict[str, Any] = {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]}
        for _ in range(PAGES):
            if self.calls >= MOST_CALLS:
                return
            if self.calls:
                time.sleep(self.pause)
            self.calls += 1
            answer = self.clients(region).lookup_events(**wanted)
            yield from filter(None, map(_record, answer.get("Events") or ()))
            if not answer.get("NextToken"):
                return
            wanted["NextToken"] = answer["NextToken"]


def with_actors(
    workspace: Workspace, document: PlanDocument, findings: tuple[DriftFinding, ...]
) -> tuple[tuple[DriftFinding, ...], tuple[str, ...]]:
    """The findings with who made each change. Pending edits and noise have nobody to name."""
    region = document.region
    if region is None or not any(map(_somebodys, findings)):
        return findings, ()
    clients: dict[str, Any] = {}

    def client_of(there: str) -> Any:
        if there not in clients:
            clients[there] = client(workspace, "cloudtrail", there)
        return clients[there]

    history = _History(client_of, 0 if workspace.sandbox else 1 / CALLS_PER_SECOND)
    found: dict[str, Actor] = {}

    def look() -> None:
        for finding in filter(_somebodys, findings):
            found[finding.id] = find_actor(finding, _attributes(document, finding), region, history.ask)

    _, remarks = call_aws("who made the changes", look, None)
    if history.calls >= MOST_CALLS:
        remarks = (
            *remarks,
            f"CloudTrail was asked {MOST_CALLS} times; who made the other changes is not known",
        )
    return tuple(replace(f, who=found[f.id]) if f.id in found else f for f in findings), remarks


def find_actor(finding: DriftFinding, attributes: Mapping[str, Any], region: str, ask: Ask) -> Actor:
    """Who made one change, by the newest call that fits; an empty `Actor` if none does."""
    audited = AUDITED.get(finding.address.resource_type)
    if audited is None:
        return Actor()
    names = tuple(str(attributes[name]) for name in audited.names if attributes.get(name))
    scopes = tuple(str(attributes[name]) for name in _SCOPES if attributes.get(name))
    calls = _calls(audited, finding)
    there = event_region(audited.source, region)
    questions = [("ResourceName", name) for name in names] + [("EventName", call) for call in calls]
    for key, value in questions:
        fitting = [
            record
            for record in ask(there, key, value)
            if record.get("eventSource") == audited.source
            and not record.get("errorCode")
            and _about(record, names, scopes)
        ]
        newest = next(
            (r for r in fitting if r.get("eventName") in calls or _OURS.search(str(r.get("userAgent", "")))),
            None,
        )
        if newest is not None:
            return Actor() if _OURS.search(str(newest.get("userAgent", ""))) else _actor(newest)
    return Actor()


def _somebodys(finding: DriftFinding) -> bool:
    return finding.kind in (*_CHANGED, DriftClass.DELETED_OUTSIDE, DriftClass.UNMANAGED)


def _calls(audited: AuditedType, finding: DriftFinding) -> tuple[str, ...]:
    """The calls that can have made this difference, the particular ones alone where there are any."""
    if finding.kind is DriftClass.DELETED_OUTSIDE:
        return audited.delete
    if finding.kind is DriftClass.UNMANAGED:
        return audited.create
    head = str(finding.path[0]) if finding.path else ""
    particular = tuple(call.name for call in audited.change if head in call.attributes)
    return particular or tuple(call.name for call in audited.change if not call.attributes)


def _about(record: Mapping[str, Any], names: tuple[str, ...], scopes: tuple[str, ...]) -> bool:
    """Whether a call names the object, and what it belongs to."""
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
    """The record inside of an event, which is JSON in a text."""
    try:
        record = json.loads(event.get("CloudTrailEvent", ""))
    except (ValueError, TypeError):
        return None
    return record if isinstance(record, Mapping) else None


def _attributes(document: PlanDocument, finding: DriftFinding) -> Mapping[str, Any]:
    """What is known of the object: as recorded, as it is, and what the finding says itself."""
    known: dict[str, Any] = dict(finding.values)
    for entry in (*document.entries, *document.drift):
        if entry.address == finding.address and not entry.deposed:
            for side in (entry.after, entry.before):
                if isinstance(side.value, Mapping):
                    known |= {k: v for k, v in side.value.items() if isinstance(v, str) and v}
    return known
