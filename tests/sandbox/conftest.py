"""What the tests against the local AWS share: one server a session, the command line there, and EKS through boto3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox import control
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_file import Sandbox

# Its own account, so that what these tests leave behind is in nobody's way.
EKS_ACCOUNT = "222233334444"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{EKS_ACCOUNT}:role/cluster"

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ACCOUNT_OF_EXAMPLES = "111122223333"

Client = Callable[[str], Any]
Refused = Callable[..., tuple[str, int]]
Process = subprocess.Popen[str]


@dataclass(frozen=True)
class Place:
    """A spec in a folder of its own, for an account of its own in the local AWS, and the command line there."""

    name: str
    folder: Path
    account: str
    region: str
    sandbox: Sandbox
    state_dir: Path

    @property
    def spec(self) -> Path:
        return self.folder / "cluster.yaml"

    @property
    def hidden(self) -> Path:
        """The working folder of the spec, with its state."""
        return self.folder / ".eksgen" / "cluster.sandbox"

    def client(self, service: str) -> Any:
        return boto_client(self.sandbox, service, self.account, self.region)

    def start(self, *words: str, **environment: str) -> Process:
        """`eksgen WORDS --sandbox` with no settings for AWS and Terraform but the given ones."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        return subprocess.Popen(
            [sys.executable, "-m", "eksgen", *words, "--sandbox"], cwd=self.folder, text=True,
            env=outer | {"EKSGEN_SANDBOX_DIR": str(self.state_dir)} | environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def run(self, *words: str, code: int = 0, **environment: str) -> tuple[str, str]:
        """What a run says that ends with this code, see `ended`."""
        return ended(self.start(*words, **environment), code)

    def eksgen(self, verb: str, *options: str, code: int = 0, **environment: str) -> str:
        """What a verb prints about the spec."""
        return self.run(verb, self.spec.name, *options, code=code, **environment)[0]

    def findings(self, *options: str, code: int) -> list[dict[str, Any]]:
        """What drift finds."""
        found: list[dict[str, Any]] = json.loads(
            self.eksgen("drift", "--format", "json", *options, code=code)
        )["findings"]
        return found

    def counted(self, *options: str, code: int) -> list[dict[str, Any]]:
        """The findings of drift that count."""
        return [finding for finding in self.findings(*options, code=code) if finding["counted"]]


def ended(process: Process, code: int = 0) -> tuple[str, str]:
    """Standard output of a process that has to end with this code, and standard error without its line breaks."""
    out, err = process.communicate(timeout=900)
    assert process.returncode == code, f"exit {process.returncode}\n{out}\n{err}"
    assert "Traceback" not in err
    return out, " ".join(err.split())


def wait_until_it_says(process: Process, words: str, times: int = 1) -> None:
    """Until so many lines of standard error held the words."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if said.count(words) >= times:
            return
    pytest.fail(f"it never said {words!r}: {said}")


@pytest.fixture(autouse=True, scope="session")
def rehearsing(real_provider: None) -> None:
    """Everything in this folder needs it."""


@pytest.fixture(scope="session")
def sandbox_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the sandbox of this session says that it runs."""
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="session")
def sandbox(sandbox_dir: Path) -> Iterator[Sandbox]:
    yield control.start(sandbox_dir)
    control.stop(sandbox_dir)


@pytest.fixture(scope="session")
def new_place(
    sandbox: Sandbox, sandbox_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Place]:
    """Makes a place of a name, an account, a region and a spec."""
    quickstart = (EXAMPLES / "quickstart.yaml").read_text("utf-8")

    def make(name: str, account: str, region: str = "us-west-2", spec: str = quickstart) -> Place:
        place = Place(name, tmp_path_factory.mktemp(name), account, region, sandbox, sandbox_dir)
        place.spec.write_text(spec.replace(ACCOUNT_OF_EXAMPLES, account), "utf-8")
        return place

    return make


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
