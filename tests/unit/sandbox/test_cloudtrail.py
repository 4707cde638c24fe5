"""The event history of the sandbox records calls as CloudTrail does."""

from __future__ import annotations

import json
from typing import Any

from eksgen.sandbox.cloudtrail import EventHistory

SIGNED = "AWS4-HMAC-SHA256 Credential=AKIA111122223333/20261129/eu-west-1/{}/aws4_request, Signature=x"
ADMIN = "arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2FAdmin"
POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"


def recorded(service: str, operation: str, **environ: Any) -> Any:
    """Return the only event after a call."""
    history = EventHistory()
    history.record({"HTTP_AUTHORIZATION": SIGNED.format(service), **environ}, service, operation)
    request = {"HTTP_AUTHORIZATION": SIGNED.format("cloudtrail"), "eksgen.body": b"{}"}
    events = history.lookup_events(request, None)["Events"]
    return json.loads(events[0]["CloudTrailEvent"]) if events else None


def test_parameters_in_the_path_are_recorded_as_they_were_sent_and_those_in_the_body_are_plain() -> None:
    event = recorded(
        "eks",
        "AssociateAccessPolicy",
        REQUEST_METHOD="POST",
        RAW_URI=f"/clusters/demo/access-entries/{ADMIN}/access-policies?x=y",
        **{"eksgen.body": json.dumps({"policyArn": POLICY}).encode()},
    )
    assert event["requestParameters"] == {"name": "demo", "principalArn": ADMIN, "policyArn": POLICY}


def test_a_newer_call_of_ec2_is_recorded_with_numbered_lists() -> None:
    body = b"Action=DeleteFlowLogs&Version=2016-11-15&FlowLogId.1=fl-1"
    event = recorded("ec2", "DeleteFlowLogs", **{"eksgen.body": body})
    numbered = {"FlowLogId": {"tag": 1, "content": "fl-1"}}
    assert event["requestParameters"] == {"DeleteFlowLogsRequest": numbered}


def test_reads_are_not_recorded() -> None:
    assert recorded("ec2", "DescribeVpcs", **{"eksgen.body": b"Action=DescribeVpcs"}) is None
