"""The sandbox refuses the trails and subscriptions that AWS refuses, and makes what subscriptions take to exist."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.given.destinations import make_destinations
from eksgen.sandbox.server_file import Sandbox

REGION = "us-west-2"
ALLOW = {
    "Effect": "Allow",
    "Principal": {"Service": "cloudtrail.amazonaws.com"},
    "Action": "s3:*",
    "Resource": "*",
}


def refused(call: Any, **parameters: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    return str(caught.value.response["Error"]["Code"])


def test_a_trail_needs_a_bucket_that_lets_it_write_and_a_region_has_five(local_aws: Sandbox) -> None:
    account = "333355550001"
    s3 = boto_client(local_aws, "s3", account, "us-east-1")
    trails = boto_client(local_aws, "cloudtrail", account, REGION)
    s3.create_bucket(Bucket="files-of-trails")
    create = {"S3BucketName": "files-of-trails"}
    assert refused(trails.create_trail, Name="one", **create) == "InsufficientS3BucketPolicyException"
    policy = json.dumps({"Version": "2012-10-17", "Statement": [ALLOW]})
    s3.put_bucket_policy(Bucket="files-of-trails", Policy=policy)
    for number in range(5):
        trails.create_trail(Name=f"trail-{number}", **create)
    assert refused(trails.create_trail, Name="trail-0", **create) == "TrailAlreadyExistsException"
    assert refused(trails.create_trail, Name="sixth", **create) == "MaximumNumberOfTrailsExceededException"
    trails.delete_trail(Name=trails.describe_trails()["trailList"][0]["TrailARN"])
    trails.create_trail(Name="sixth", **create)


ACCOUNT = "333355550002"
ARN = f"arn:aws:{{}}:{REGION}:{ACCOUNT}:{{}}"
STREAM, DELIVERY = ARN.format("kinesis", "stream/s"), ARN.format("firehose", "deliverystream/d")
FUNCTION, ELSEWHERE = ARN.format("lambda", "function:f:live"), ARN.format("logs", "destination:x")
ROLE = f"arn:aws:iam::{ACCOUNT}:role/logs"


@pytest.fixture
def logs(local_aws: Sandbox) -> Any:
    make_destinations({"destinations": [DELIVERY, STREAM, FUNCTION, ELSEWHERE]})
    return boto_client(local_aws, "logs", ACCOUNT, REGION)


def test_subscriptions_need_what_their_destination_needs(local_aws: Sandbox, logs: Any) -> None:
    make_destinations(
        {"destinations": [DELIVERY, STREAM, FUNCTION, ELSEWHERE]}
    )  # again, which changes nothing
    for name, log_class in (("/a", "STANDARD"), ("/b", "STANDARD"), ("/rare", "INFREQUENT_ACCESS")):
        logs.create_log_group(logGroupName=name, logGroupClass=log_class)
    put = logs.put_subscription_filter
    plain = {"logGroupName": "/a", "filterPattern": ""}
    assert refused(put, **plain, filterName="s", destinationArn=STREAM) == "InvalidParameterException"
    assert refused(put, **plain, filterName="f", destinationArn=FUNCTION) == "InvalidParameterException"
    functions = boto_client(local_aws, "lambda", ACCOUNT, REGION)
    functions.add_permission(
        FunctionName="f",
        StatementId="x",
        Action="lambda:InvokeFunction",
        Principal="logs.us-west-2.amazonaws.com",
    )
    put(**plain, filterName="f", destinationArn=FUNCTION)
    put(**plain, filterName="s", destinationArn=STREAM, roleArn=ROLE)
    assert refused(put, **plain, filterName="x", destinationArn=ELSEWHERE) == "LimitExceededException"
    put(**plain | {"filterPattern": "ERROR"}, filterName="s", destinationArn=STREAM, roleArn=ROLE)
    put(logGroupName="/b", filterName="x", filterPattern="", destinationArn=ELSEWHERE)
    put(logGroupName="/b", filterName="d", filterPattern="", destinationArn=DELIVERY, roleArn=ROLE)
    rare = {"logGroupName": "/rare", "filterPattern": "", "filterName": "x", "destinationArn": ELSEWHERE}
    assert refused(put, **rare) == "InvalidOperationException"
    filters = logs.describe_subscription_filters(logGroupName="/a")["subscriptionFilters"]
    assert {item["filterName"]: item["filterPattern"] for item in filters} == {"f": "", "s": "ERROR"}
