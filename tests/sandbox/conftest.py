"""What the tests against the local AWS share: one server a session, and EKS seen through boto3."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox import control
from eksgen.sandbox.environment import boto_client
from eksgen.sandbox.state import Sandbox

# Its own account, so that what these tests leave behind is in nobody's way.
EKS_ACCOUNT = "222233334444"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{EKS_ACCOUNT}:role/cluster"

Client = Callable[[str], Any]
Refused = Callable[..., tuple[str, int]]


@pytest.fixture(autouse=True, scope="session")
def rehearsing() -> None:
    """Everything in this folder runs, unless somebody says that it must not."""
    if os.environ.get("EKSGEN_SKIP_SANDBOX") == "1":
        pytest.skip("EKSGEN_SKIP_SANDBOX=1")


@pytest.fixture(scope="session")
def sandbox_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sandbox of this session says that it runs."""
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="session")
def sandbox(sandbox_dir: Path) -> Iterator[Sandbox]:
    yield control.start(sandbox_dir)
    control.stop(sandbox_dir)


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return lambda service: boto_client(sandbox, service, EKS_ACCOUNT, REGION)


@pytest.fixture
def eks(client: Client) -> Any:
    return client("eks")


@pytest.fixture
def subnets(client: Client) -> list[str]:
    found = client("ec2").describe_subnets()["Subnets"]
    return [subnet["SubnetId"] for subnet in sorted(found, key=lambda one: one["AvailabilityZone"])]


@pytest.fixture
def make(eks: Any, subnets: list[str], request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Makes a cluster that is named after the test, and deletes it with all it holds."""
    name = request.node.name[:60].replace("[", "-").replace("]", "")

    def create(**more: Any) -> Any:
        asked = {
            "name": name,
            "roleArn": ROLE,
            "resourcesVpcConfig": {"subnetIds": subnets},
            "accessConfig": {"authenticationMode": "API"},
            **more,
        }
        return eks.create_cluster(**asked)["cluster"]

    yield create
    if name in eks.list_clusters()["clusters"]:
        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
            eks.delete_nodegroup(clusterName=name, nodegroupName=group)
        eks.delete_cluster(name=name)


@pytest.fixture
def refused() -> Refused:
    """Makes a call that must fail; gives the error code and the HTTP status."""
    from botocore.exceptions import ClientError

    def code_and_status(call: Callable[..., Any], **asked: Any) -> tuple[str, int]:
        with pytest.raises(ClientError) as caught:
            call(**asked)
        answer = caught.value.response
        return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]

    return code_and_status
