"""Failures on purpose: which operation a request asks for, and which call a fault strikes."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.sandbox.faults import Faults
from eksgen.sandbox.operation import operation_of


def request(
    service: str, method: str = "POST", path: str = "/", body: bytes = b"", target: str = ""
) -> dict[str, Any]:
    signed = (
        f"AWS4-HMAC-SHA256 Credential=SANDBOX1/20261124/us-west-2/{service}/aws4_request, SignedHeaders=host"
    )
    return {
        "HTTP_AUTHORIZATION": signed, "REQUEST_METHOD": method, "PATH_INFO": path, "eksgen.body": body,
        "HTTP_X_AMZ_TARGET": target,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "operation"),
    [
        (request("eks", path="/clusters"), ("eks", "CreateCluster")),
        (request("eks", path="/clusters/demo/node-groups"), ("eks", "CreateNodegroup")),
        (request("eks", "GET", "/clusters/demo"), ("eks", "DescribeCluster")),
        (request("ec2", body=b"Action=CreateVpc&Version=2016-11-15"), ("ec2", "CreateVpc")),
        (request("kms", target="TrentService.CreateKey"), ("kms", "CreateKey")),
        (request("eks", path="/no/such/path"), ("eks", "")),
        (request("no-such-service", path="/clusters"), ("no-such-service", "")),
        ({}, ("", "")),
    ],
)
def test_every_protocol_says_which_operation_is_asked_for(
    environ: dict[str, Any], operation: tuple[str, str]
) -> None:
    assert operation_of(environ) == operation


def test_a_fault_strikes_as_often_as_asked_and_only_the_calls_that_are_meant() -> None:
    faults = Faults()
    faults.add([{"kind": "throttled", "operation": "eks:Create*", "times": 2, "account": "1"}])
    assert faults.strikes("eks", "CreateCluster", "2") is None
    assert faults.strikes("ec2", "CreateVpc", "1") is None
    assert [faults.strikes("eks", "CreateCluster", "1") is not None for _ in range(3)] == [True, True, False]
    assert faults.waiting() == []


def test_a_reset_forgets_what_has_not_struck() -> None:
    faults = Faults()
    faults.add([{"kind": "broken", "operation": "*:*"}])
    faults.clear()
    assert faults.strikes("eks", "CreateCluster", "1") is None


@pytest.mark.parametrize(
    "asked", [[{}], [{"kind": "odd", "operation": "a:b"}], [{"kind": "broken", "operation": "CreateVpc"}], ["x"],
              [{"kind": "broken", "operation": "a:b", "times": 0}]]
)  # fmt: skip
def test_what_is_no_fault_is_refused(asked: Any) -> None:
    with pytest.raises(ValueError, match=r"a fault|an operation"):
        Faults().add(asked)
