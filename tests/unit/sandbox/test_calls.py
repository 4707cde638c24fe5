"""The calls that the sandbox counts, so that policies can be compared with them."""

from __future__ import annotations

from eksgen.sandbox.calls import MOST_CALLS, Calls


def test_the_calls_of_an_account_are_told_once() -> None:
    calls = Calls()
    for operation in ("DescribeCluster", "CreateCluster", "DescribeCluster"):
        calls.record("1", "eks", operation)
    calls.record("2", "ec2", "CreateVpc")
    assert calls.take("1") == ["eks:CreateCluster", "eks:DescribeCluster"]
    assert calls.take("1") == []
    calls.clear()
    assert calls.take("2") == []


def test_no_more_calls_are_kept_than_aws_has() -> None:
    calls = Calls()
    for number in range(MOST_CALLS + 10):
        calls.record("1", "eks", f"Operation{number}")
    assert len(calls.take("1")) == MOST_CALLS
