"""Injected faults: the operation of a request, and the calls that a fault makes fail."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.sandbox.aws_operation import operation_of
from eksgen.sandbox.faults import Faults


def request(
    service: str,
    method: str = "POST",
    path: str = "/",
    body: bytes = b"",
    target: str = "",
    query: str = "",
) -> dict[str, Any]:
    authorization = (
        f"AWS4-HMAC-SHA256 Credential=SANDBOX1/20261124/us-west-2/{service}/aws4_request, SignedHeaders=host"
    )
    return {
        "HTTP_AUTHORIZATION": authorization, "REQUEST_METHOD": method, "PATH_INFO": path, "eksgen.body": body,
        "HTTP_X_AMZ_TARGET": target, "QUERY_STRING": query,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "operation"),
    [
        (request("eks", path="/clusters"), ("eks", "CreateCluster")),
        (request("eks", path="/clusters/demo/node-groups"), ("eks", "CreateNodegroup")),
        (request("eks", "GET", "/clusters/demo"), ("eks", "DescribeCluster")),
        (request("ec2", body=b"Action=CreateVpc&Version=2016-11-15"), ("ec2", "CreateVpc")),
        (request("kms", target="TrentService.CreateKey"), ("kms", "CreateKey")),
        (request("s3", "PUT", "/logs"), ("s3", "CreateBucket")),
        (request("s3", "PUT", "/logs", query="versioning"), ("s3", "PutBucketVersioning")),
        (request("s3", "GET", "/logs", query="list-type=2&prefix=a"), ("s3", "ListObjectsV2")),
        (request("s3", "GET", "/logs/a/b"), ("s3", "GetObject")),
        (request("eks", path="/no/such/path"), ("eks", "")),
        (request("no-such-service", path="/clusters"), ("no-such-service", "")),
        ({}, ("", "")),
    ],
)
def test_the_operation_is_found_in_requests_of_every_protocol(
    environ: dict[str, Any], operation: tuple[str, str]
) -> None:
    assert operation_of(environ) == operation


def test_a_fault_makes_the_given_number_of_matching_calls_fail() -> None:
    faults = Faults()
    faults.add([{"kind": "throttled", "operation": "eks:Create*", "times": 2, "account": "1"}])
    assert faults.take("eks", "CreateCluster", "2") is None
    assert faults.take("ec2", "CreateVpc", "1") is None
    assert [faults.take("eks", "CreateCluster", "1") is not None for _ in range(3)] == [True, True, False]
    assert faults.pending() == []


def test_a_reset_drops_pending_faults() -> None:
    faults = Faults()
    faults.add([{"kind": "broken", "operation": "*:*"}])
    faults.clear()
    assert faults.take("eks", "CreateCluster", "1") is None


@pytest.mark.parametrize(
    "documents", [[{}], [{"kind": "odd", "operation": "a:b"}], [{"kind": "broken", "operation": "CreateVpc"}], ["x"],
              [{"kind": "broken", "operation": "a:b", "times": 0}]]
)  # fmt: skip
def test_an_invalid_fault_is_refused(documents: Any) -> None:
    with pytest.raises(ValueError, match=r"must be"):
        Faults().add(documents)
