"""Who did what in the local AWS: the events of CloudTrail, which moto does not keep.

In: requests that succeeded. Out: the answer to LookupEvents, in the form of the CloudTrail API reference and
of the user guide's "CloudTrail record contents" and "userIdentity element" (read 2026-11-24). Reads are not
kept.
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

from ..catalog.audit_events import event_region
from .credentials import account_of
from .operation import path_values

REMEMBERED = 5000
PAGE = 50
"""LookupEvents gives at most so many events at once."""
_READS = re.compile(r"(Batch)?(Get|Describe|List|Lookup|Head|Search|Select|Query|Scan|Decode|Filter)[A-Z]?.*")
_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d+/([^/]+)/")


@dataclass(frozen=True, slots=True)
class Kept:
    """One event, with what it is looked up by."""

    account: str
    region: str
    when: float
    record: Mapping[str, Any]
    names: frozenset[str]


class Trail:
    """The events of all accounts, newest first. Not safe for threads: requests are answered one at a time."""

    def __init__(self) -> None:
        self._events: deque[Kept] = deque(maxlen=REMEMBERED)

    def clear(self) -> None:
        """Nothing ever happened."""
        self._events.clear()

    def keep(self, environ: Mapping[str, Any], service: str, operation: str) -> None:
        """Write down a call that succeeded, unless it only read."""
        signed = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        if signed is None or not operation or _READS.fullmatch(operation):
            return
        identity, asked, now = _identity(signed.group(1)), _asked(environ, service), datetime.now(UTC)
        source = f"{_SOURCES.get(service, service)}.amazonaws.com"
        region = event_region(source, signed.group(2))
        record = {
            "eventVersion": "1.11",
            "eventID": str(uuid.uuid4()),
            "eventTime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventSource": source,
            "eventName": operation,
            "awsRegion": region,
            "userAgent": environ.get("HTTP_USER_AGENT", ""),
            "userIdentity": identity,
            "requestParameters": asked,
            "readOnly": False,
        }
        names = frozenset(_texts(asked))
        self._events.appendleft(Kept(identity["accountId"], region, now.timestamp(), record, names))

    def answer(self, environ: Mapping[str, Any], account: str | None) -> dict[str, Any]:
        """The answer to LookupEvents. `ValueError` for a request in another form."""
        signed, asked = _SCOPE.search(environ["HTTP_AUTHORIZATION"]), json.loads(environ["eksgen.body"])
        if signed is None:
            raise ValueError("not signed")
        here = account or _identity(signed.group(1))["accountId"]
        fitting = [
            one
            for one in self._events
            if (one.account, one.region) == (here, signed.group(2)) and _fits(one, asked)
        ]
        start, size = int(asked.get("NextToken") or 0), min(int(asked.get("MaxResults") or PAGE), PAGE)
        answer: dict[str, Any] = {"Events": [_event(one) for one in fitting[start : start + size]]}
        if len(fitting) > start + size:
            answer["NextToken"] = str(start + size)
        return answer


_SOURCES = {"elasticloadbalancingv2": "elasticloadbalancing", "cloudwatch": "monitoring"}
"""Where the name in a signature is not that of the event source."""


def _identity(key: str) -> dict[str, Any]:
    """`userIdentity` of whoever signs with an access key."""
    from moto.sts.models import sts_backends

    for account, partitions in list(sts_backends.items()):
        for backend in partitions.values():
            role = backend.get_assumed_role_from_access_key(key)
            if role is not None:
                issuer = {"type": "Role", "arn": role.role_arn, "userName": role.role_arn.rpartition("/")[2]}
                return {
                    "type": "AssumedRole",
                    "arn": role.arn,
                    "accountId": account,
                    "accessKeyId": key,
                    "sessionContext": {"sessionIssuer": issuer},
                }
    account = account_of(key) or "123456789012"
    return {
        "type": "IAMUser",
        "arn": f"arn:aws:iam::{account}:user/sandbox",
        "accountId": account,
        "accessKeyId": key,
        "userName": "sandbox",
    }


def _asked(environ: Mapping[str, Any], service: str) -> dict[str, Any]:
    """The parameters of a call, in whatever protocol it was made."""
    body = environ.get("eksgen.body", b"").decode("utf-8", "replace")
    values = path_values(service, environ.get("REQUEST_METHOD", ""), environ.get("PATH_INFO", ""))
    if "Action=" in body[:4000]:
        return {name: value for name, value in parse_qsl(body) if name not in ("Action", "Version")}
    try:
        sent = json.loads(body)
    except ValueError:
        sent = None
    return {**values, **sent} if isinstance(sent, dict) else dict(values)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _fits(one: Kept, asked: Mapping[str, Any]) -> bool:
    since, until = asked.get("StartTime"), asked.get("EndTime")
    if (since and one.when < float(since)) or (until and one.when > float(until)):
        return False
    wanted = {a["AttributeKey"]: a["AttributeValue"] for a in asked.get("LookupAttributes") or ()}
    known = {"EventName": one.record["eventName"], "EventSource": one.record["eventSource"]}
    return all(
        value in one.names if key == "ResourceName" else known.get(key) == value
        for key, value in wanted.items()
    )


def _event(one: Kept) -> dict[str, Any]:
    identity = one.record["userIdentity"]
    return {
        "EventId": one.record["eventID"],
        "EventName": one.record["eventName"],
        "EventSource": one.record["eventSource"],
        "EventTime": one.when,
        "ReadOnly": "false",
        "Username": identity["arn"].rpartition("/")[2],
        "Resources": [{"ResourceName": name} for name in sorted(one.names)[:20]],
        "CloudTrailEvent": json.dumps(one.record),
    }
