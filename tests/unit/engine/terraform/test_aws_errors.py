"""AWS errors are parsed and explained."""

from __future__ import annotations

import pytest

from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform.aws_errors import aws_error
from eksgen.engine.terraform.events import TerraformDiagnostic

LINE = (
    "creating CloudWatch Logs Log Group (/aws/eks/demo/cluster): operation error CloudWatch Logs: CreateLogGroup, "
    "https response error StatusCode: 400, RequestID: 6hmh, ResourceAlreadyExistsException: The specified log "
    "group already exists"
)


def test_an_aws_error_is_parsed() -> None:
    found = aws_error(LINE)
    assert found is not None
    assert found.action == "creating CloudWatch Logs Log Group (/aws/eks/demo/cluster)"
    assert (found.service, found.call, found.status, found.request) == (
        "CloudWatch Logs",
        "CreateLogGroup",
        400,
        "6hmh",
    )
    assert found.reason == "The specified log group already exists (ResourceAlreadyExistsException)"


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (
            "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 403, RequestID: r-1, "
            "api error UnauthorizedOperation: You are not authorized to perform this operation.",
            "UnauthorizedOperation",
            "You are not authorized to perform this operation.",
        ),
        (
            "reading S3 Bucket (b): operation error S3: HeadBucket, https response error StatusCode: 404, RequestID: R, "
            "HostID: H, NotFound: ",
            "NotFound",
            "",
        ),
        (
            "reading IAM Role (x): operation error IAM: GetRole, exceeded maximum number of attempts, 2, https response "
            "error StatusCode: 503, RequestID: , api error SlowDown: Please slow down",
            "SlowDown",
            "Please slow down",
        ),
    ],
)
def test_all_forms_of_the_sdk_are_parsed(line: str, code: str, message: str) -> None:
    found = aws_error(line)
    assert found is not None
    assert (found.code, found.message) == (code, message)


@pytest.mark.parametrize("line", ["", "Unsupported argument", "operation error: nothing", "x" * 100_000])
def test_other_texts_are_no_aws_errors(line: str) -> None:
    assert aws_error(line) is None


def test_a_diagnostic_has_a_short_headline_and_the_details_in_notes(trace: Trace) -> None:
    said = TerraformDiagnostic(
        "error", LINE, address='module.log_groups.aws_cloudwatch_log_group.this["control-plane"]'
    )
    found = trace.diagnostic(said)
    assert found is not None
    assert (
        found.message
        == "creating CloudWatch Logs Log Group (/aws/eks/demo/cluster): ResourceAlreadyExistsException"
    )
    assert found.notes[:2] == (
        "The specified log group already exists (ResourceAlreadyExistsException)",
        "AWS answered CreateLogGroup (CloudWatch Logs) with 400, request 6hmh",
    )
