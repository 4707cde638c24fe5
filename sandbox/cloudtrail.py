"""The CloudTrail event history of the sandbox, which moto does not have.

Records requests that succeeded, except reads, and answers LookupEvents in the form of the CloudTrail API
reference and of the user guide's "CloudTrail record contents" and "userIdentity element" (read 2026-11-24).
"""

from __future__ import annotations

import json
import re
import uuid
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from ..catalog.logs.audit_events import event_region
from .aws_operation import path_values
from .credentials import account_of
from .query_parameters import recorded_parameters

MAX_EVENTS = 5000
PAGE_SIZE = 50
"""LookupEvents returns at most so many events per call."""

_READS = re.compile(r"(Batch)?(Get|Describe|List|Lookup|Head|Search|Select|Query|Scan|Decode|Filter)[A-Z]?.*")
_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d+/([^/]+)/")
_SOURCES = {"elasticloadbalancingv2": "elasticloadbalancing", "cloudwatch": "monitoring"}
"""Service name in a signature -> event source, where the two differ."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event record, with the values by which LookupEvents finds it; `time` is in epoch seconds."""

    account: str
    region: str
    time: float
    record: Mapping[str, Any]
    resource_names: frozenset[str]

    def matches(self, request: Mapping[str, Any]) -> bool:
        """Return whether the event is in the time range of a LookupEvents request and has its attributes."""
        start, end = request.get("StartTime"), request.get("EndTime")
        if (start and self.time < float(start)) or (end and self.time > float(end)):
            return False
        attributes = {"EventName": self.record["eventName"], "EventSource": self.record["eventSource"]}
        return all(
            attribute["AttributeValue"] in self.resource_names
            if attribute["AttributeKey"] == "ResourceName"
            else attributes.get(attribute["AttributeKey"]) == attribute["AttributeValue"]
            for attribute in request.get("LookupAttributes") or ()
        )


class EventHistory:
    """The events of all accounts, newest first. Not thread-safe: requests are served one at a time."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=MAX_EVENTS)

    def clear(self) -> None:
        """Delete all events."""
        self._events.clear()

    def record(self, environ: Mapping[str, Any], service: str, operation: str) -> None:
        """Record a call that succeeded, unless it only reads."""
        scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        if scope is None or not operation or _READS.fullmatch(operation):
            return
        identity, parameters, now = _identity(scope[1]), _parameters(environ, service), datetime.now(UTC)
        source = f"{_SOURCES.get(service, service)}.amazonaws.com"
        region = event_region(source, scope[2])
        record = {
            "eventVersion": "1.11",
            "eventID": str(uuid.uuid4()),
            "eventTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventSource": source,
            "eventName": operation,
            "awsRegion": region,
            "userAgent": environ.get("HTTP_USER_AGENT", ""),
            "userIdentity": identity,
            "requestParameters": parameters,
            "readOnly": False,
        }
        names = frozenset(_strings(parameters))
        self._events.appendleft(Event(identity["accountId"], region, now.timestamp(), record, names))

    def lookup_events(self, environ: Mapping[str, Any], account: str | None) -> dict[str, Any]:
        """Return the response to a LookupEvents request; `ValueError` if the request is not signed."""
        scope, request = _SCOPE.search(environ["HTTP_AUTHORIZATION"]), json.loads(environ["eksgen.body"])
        if scope is None:
            raise ValueError("not signed")
        place = (account or _identity(scope[1])["accountId"], scope[2])
        events = [
            event
            for event in self._events
            if (event.account, event.region) == place and event.matches(request)
        ]
        start = int(request.get("NextToken") or 0)
        end = start + min(int(request.get("MaxResults") or PAGE_SIZE), PAGE_SIZE)
        response: dict[str, Any] = {"Events": [_lookup_result(event) for event in events[start:end]]}
        return response if end >= len(events) else {**response, "NextToken": str(end)}


def _identity(key: str) -> dict[str, Any]:
    """Return the `userIdentity` of an access key."""
    from moto.sts.models import sts_backends

    for account, partitions in list(sts_backends.items()):
        for backend in partitions.values():
            role = backend.get_assumed_role_from_access_key(key)
            if role is not None:
                return _assumed_role(role, account, key)
    account = account_of(key) or "123456789012"
    return {
        "type": "IAMUser",
        "arn": f"arn:aws:iam::{account}:user/sandbox",
        "accountId": account,
        "accessKeyId": key,
        "userName": "sandbox",
    }


def _assumed_role(role: Any, account: str, key: str) -> dict[str, Any]:
    issuer = {"type": "Role", "arn": role.role_arn, "userName": role.role_arn.rpartition("/")[2]}
    return {
        "type": "AssumedRole",
        "arn": role.arn,
        "accountId": account,
        "accessKeyId": key,
        "sessionContext": {"sessionIssuer": issuer},
    }


def _parameters(environ: Mapping[str, Any], service: str) -> dict[str, Any]:
    """Return the parameters of a call in any of the protocols."""
    body = environ.get("eksgen.body", b"").decode("utf-8", "replace")
    if "Action=" in body[:4000]:
        return recorded_parameters(service, parse_qsl(body, keep_blank_values=True))
    values = path_values(environ, service)
    try:
        document = json.loads(body)
    except ValueError:
        document = None
    return {**values, **document} if isinstance(document, dict) else dict(values)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def _lookup_result(event: Event) -> dict[str, Any]:
    record = event.record
    return {
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "EventSource": record["eventSource"],
        "EventTime": event.time,
        "ReadOnly": "false",
        "Username": record["userIdentity"]["arn"].rpartition("/")[2],
        "Resources": [{"ResourceName": name} for name in sorted(event.resource_names)[:20]],
        "CloudTrailEvent": json.dumps(record),
    }
