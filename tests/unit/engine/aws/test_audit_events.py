"""For every class and attribute of the catalog of events, no unrelated later event is the cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from eksgen.catalog.logs.audit_events import AUDITED
from eksgen.catalog.logs.audit_events.event import AuditedType, ChangeEvent, Identity, Match, ObjectEvent
from eksgen.compiler.diagnostics import Path
from eksgen.engine.addresses import Address
from eksgen.engine.aws.cloudtrail import Ask, find_actor
from eksgen.engine.drift.result import DriftClass, DriftFinding

Request = dict[str, Any]
RULE = {"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_ipv4": "192.0.2.0/24"}
VALUE, OTHER = "live-value", "other-value"
OUTSIDE, DELETED, UNMANAGED = DriftClass.CHANGED_OUTSIDE, DriftClass.DELETED_OUTSIDE, DriftClass.UNMANAGED
CHANGES = [
    pytest.param(kind, event, id=f"{kind}-{event.name}-{'.'.join(event.attribute)}")
    for kind, audited in AUDITED.items()
    for event in audited.change
]
OBJECTS = [
    pytest.param(kind, drift, event, id=f"{kind}-{drift}-{event.name}-{number}")
    for kind, audited in AUDITED.items()
    for drift, events in ((UNMANAGED, audited.create), (DELETED, audited.delete))
    for number, event in enumerate(events)
]


@dataclass(frozen=True)
class Difference:
    path: Path
    recorded: Any
    live: Any


def permission(port: int) -> Request:
    ranges = {"items": [{"cidrIp": "192.0.2.0/24"}]}
    return {"items": [{"ipProtocol": "tcp", "fromPort": port, "toPort": port, "ipRanges": ranges}]}


def block(port: int) -> Request:
    return {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": ["192.0.2.0/24"]}


def difference(event: ChangeEvent) -> Difference:  # noqa: C901  (one case a kind of match)
    """The difference that the request of `request_of` makes."""
    path: tuple[str | int, ...] = (event.attribute[0], *(s for a in event.attribute[1:] for s in (0, a)))
    item = {event.key: VALUE} if event.key else VALUE
    match event.match:
        case Match.ENTRY:
            return Difference(path if event.key else (*path, "team"), "old", VALUE)
        case Match.REMOVED_ENTRY:
            return Difference((*path, "team"), "old", None)
        case Match.FIXED:
            return Difference(path, "old", event.value)
        case Match.ADDED:
            return Difference(path, [], [item])
        case Match.REMOVED:
            return Difference(path, [item], [])
        case Match.ADDED_RULE:
            return Difference(path, [], [block(22)])
        case Match.REMOVED_RULE:
            return Difference(path, [block(22)], [])
        case Match.LOG_TYPES:
            return Difference(path, [], ["api"])
        case Match.EQUAL:
            return Difference(path, "old", VALUE)


def request_of(event: ChangeEvent, value: str = VALUE) -> Request:
    content: Any = value
    match event.match:
        case Match.FIXED:
            content = {}
        case Match.ENTRY:
            content = [{"key": event.key or "team", "value": value}]
        case Match.REMOVED_ENTRY:
            content = ["team"]
        case Match.ADDED_RULE | Match.REMOVED_RULE:
            content = permission(22 if value == VALUE else 443)
        case Match.LOG_TYPES:
            content = [{"types": ["api"], "enabled": value == VALUE}]
        case _:
            pass
    for name in reversed(event.parameter):
        content = {name: content}
    return dict(content)


def named(identity: Identity, changed: str = "") -> Request:
    """The parameters that name the object, or another one that differs in one attribute."""
    return {names[-1]: f"{attribute}-{2 if attribute == changed else 1}" for attribute, names in identity}


def attributes_of(audited: AuditedType) -> Request:
    own = [identity for event in (*audited.create, *audited.delete) for identity in (event.identity,)]
    every = [attribute for identity in (*audited.identities, *own) for attribute, _ in identity]
    return {**{attribute: f"{attribute}-1" for attribute in every}, **RULE}


def event_of(audited: AuditedType, name: str, who: str, minute: int, request: Request) -> Request:
    return {
        "eventID": f"{name}-{who}-{minute}",
        "eventSource": audited.source,
        "eventName": name,
        "eventTime": f"2026-11-20T14:{minute:02}:00Z",
        "userIdentity": {"type": "IAMUser", "userName": who},
        "requestParameters": request,
    }


def cause_of(kind: str, found: Difference, drift: DriftClass, *events: Mapping[str, Any]) -> str:
    audited = AUDITED[kind]

    def ask(region: str, key: str, value: str) -> list[Mapping[str, Any]]:
        return [event for event in events if key == "ResourceName" or event["eventName"] == value]

    asked: Ask = ask
    at = Address(f"module.x.{kind}.this", "x", kind, "this")
    finding = DriftFinding("0" * 12, drift, at, found.path, found.recorded, found.live)
    return find_actor(finding, attributes_of(audited), "eu-west-1", asked).name


def unrelated(audited: AuditedType, event: ChangeEvent) -> Iterator[Request]:
    """Later calls: the same one elsewhere, refused, or of another service; every other one here."""
    request = request_of(event)
    identity = audited.identities[0]
    for attribute, _ in identity:
        yield event_of(audited, event.name, "mallory", 30, {**named(identity, attribute), **request})
    here = {**named(identity), **request}
    yield {**event_of(audited, event.name, "mallory", 31, here), "errorCode": "AccessDenied"}
    yield {**event_of(audited, event.name, "mallory", 32, here), "eventSource": "sts.amazonaws.com"}
    fixed = {e.name for e in audited.change if e.match is Match.FIXED and e.attribute == event.attribute}
    for other in audited.change:
        if other.attribute != event.attribute and other.name not in fixed:
            yield event_of(audited, other.name, "mallory", 33, {**named(identity), **request_of(other)})
    own = {change.name for change in audited.change}
    for whole in (*audited.create, *audited.delete):
        if whole.name not in own:
            yield event_of(audited, whole.name, "mallory", 34, named(whole.identity or identity))
    yield event_of(audited, "DescribeSomething", "mallory", 35, here)


@pytest.mark.parametrize(("kind", "event"), CHANGES)
def test_the_cause_of_a_change_is_never_an_unrelated_later_call(kind: str, event: ChangeEvent) -> None:
    audited, found = AUDITED[kind], difference(event)
    for identity in audited.identities:
        request = {**named(identity), **request_of(event)}
        cause = event_of(audited, event.name, "alice", 10, request)
        for later in unrelated(audited, event):
            assert cause_of(kind, found, OUTSIDE, later, cause) == "alice", later
            assert cause_of(kind, found, OUTSIDE, later) == "", later


@pytest.mark.parametrize(("kind", "event"), CHANGES)
def test_a_later_call_with_another_value_is_not_the_cause(kind: str, event: ChangeEvent) -> None:
    audited = AUDITED[kind]
    if event.match in (Match.FIXED, Match.REMOVED_ENTRY):
        found = Difference(difference(event).path, "old", OTHER)
    else:
        found = difference(event)
    request = {**named(audited.identities[0]), **request_of(event, OTHER)}
    later = event_of(audited, event.name, "mallory", 30, request)
    assert cause_of(kind, found, OUTSIDE, later) == ""


@pytest.mark.parametrize(("kind", "drift", "event"), OBJECTS)
def test_the_cause_of_a_new_or_deleted_object_is_never_an_unrelated_later_call(
    kind: str, drift: DriftClass, event: ObjectEvent
) -> None:
    audited, found = AUDITED[kind], Difference((), "present", "absent")
    identity = event.identity or audited.identities[0]
    content = {"ipPermissions": permission(22)} if event.rule else {}
    cause = event_of(audited, event.name, "alice", 10, {**named(identity), **content})
    assert cause_of(kind, found, drift, cause) == "alice"
    others = [{**named(identity, attribute), **content} for attribute, _ in identity]
    others += [{**named(identity), "ipPermissions": permission(443)}] if event.rule else []
    later = [event_of(audited, event.name, "mallory", 30, request) for request in others]
    events = {whole.name for whole in (audited.create if drift is UNMANAGED else audited.delete)}
    for change in audited.change:
        if change.name not in events:
            request = {**named(audited.identities[0]), **request_of(change)}
            later.append(event_of(audited, change.name, "mallory", 31, request))
    for record in later:
        assert cause_of(kind, found, drift, record, cause) == "alice", record
        assert cause_of(kind, found, drift, record) == "", record


@pytest.mark.parametrize(("kind", "event"), CHANGES)
def test_an_apply_ends_the_search(kind: str, event: ChangeEvent) -> None:
    audited, found = AUDITED[kind], difference(event)
    request = {**named(audited.identities[0]), **request_of(event)}
    ours = {**event_of(audited, event.name, "ci", 30, request), "userAgent": "Terraform/1.15 eksgen/1"}
    assert cause_of(kind, found, OUTSIDE, ours, event_of(audited, event.name, "alice", 10, request)) == ""


@pytest.mark.parametrize(
    ("match", "value"),
    [
        (Match.ENTRY, {"team": VALUE}),
        (Match.ENTRY, {"items": [{"key": "team", "value": VALUE}]}),
        (Match.ENTRY, [{"tagKey": "team", "tagValue": VALUE}]),
        (Match.REMOVED_ENTRY, ["team"]),
        (Match.REMOVED_ENTRY, {"items": [{"key": "team"}]}),
        (Match.ADDED, {"items": [VALUE]}),
        (Match.ADDED, {"tag": 1, "content": VALUE}),
        (Match.ADDED, [{"tag": 1, "content": OTHER}, {"content": VALUE, "tag": 2}]),
        (Match.EQUAL, {"value": VALUE}),
    ],
)
def test_every_way_to_write_a_parameter_is_read(match: Match, value: Any) -> None:
    event = next(e for row in AUDITED.values() for e in row.change if e.match is match and not e.key)
    kind = next(name for name, row in AUDITED.items() if event in row.change)
    content: Any = value
    for name in reversed(event.parameter):
        content = {name[:1].upper() + name[1:]: content}
    wrapped = {f"{event.name}Request": {**named(AUDITED[kind].identities[0]), **content}}
    cause = event_of(AUDITED[kind], event.name, "alice", 10, wrapped)
    assert cause_of(kind, difference(event), OUTSIDE, cause) == "alice"


_SERVICES = {"elasticloadbalancing": ("elbv2", "elb")}
_RENAMED = {"bucketPolicy": "Policy", "tagSet": "Tags", "setDefaultVersion": "DefaultVersion"}
"""Names that CloudTrail writes for others of the API."""


def has_parameter(shape: Any, names: tuple[str, ...]) -> bool:
    while shape.type_name == "list":
        shape = shape.member
    if not names:
        return True
    members = getattr(shape, "members", {})
    name = _RENAMED.get(names[0], names[0]).lower()
    return any(
        has_parameter(inner, names[1:])
        for member, inner in members.items()
        if member.lower().rstrip("s") == name.rstrip("s")
    )


@pytest.mark.parametrize("source", sorted({row.source for row in AUDITED.values()}))
def test_every_event_is_a_call_of_the_api_with_its_parameters(source: str) -> None:
    service = source.partition(".")[0]
    models = [
        ServiceModel(Loader().load_service_model(name, "service-2"), name)
        for name in _SERVICES.get(service, (service,))
    ]
    rows = [row for row in AUDITED.values() if row.source == source]
    for name in {name for row in rows for name in row.events}:
        assert any(name in model.operation_names for model in models), name
    for event in {event for row in rows for event in row.change}:
        shapes = [
            m.operation_model(event.name).input_shape for m in models if event.name in m.operation_names
        ]
        assert any(has_parameter(shape, event.parameter) for shape in shapes), event
