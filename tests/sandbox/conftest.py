"""Fixtures of the sandbox tests: one server per session, the command line, and EKS through boto3."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import yaml

from eksgen.sandbox import control
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_api import CALLS_PATH, request
from eksgen.sandbox.server_file import Sandbox
from tests import shared_provider
from tests.eksgen_process import start_eksgen

# An account of its own, so that leftovers of these tests do not disturb others.
EKS_ACCOUNT = "222233334444"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{EKS_ACCOUNT}:role/cluster"

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ACCOUNT_OF_EXAMPLES = "111122223333"

Client = Callable[[str], Any]
ExpectError = Callable[..., tuple[str, int]]
Process = subprocess.Popen[str]


@dataclass(frozen=True)
class Project:
    """A spec with its own folder and its own account in the sandbox, and the command line run there."""

    name: str
    folder: Path
    account: str
    region: str
    sandbox: Sandbox
    state_dir: Path
    own_provider: bool = False
    """Start an AWS provider for each Terraform command, as it happens for users, and share none."""

    @property
    def spec(self) -> Path:
        return self.folder / "cluster.yaml"

    @property
    def work_folder(self) -> Path:
        """The working folder of the spec, which has the state."""
        return self.folder / ".eksgen" / "cluster.sandbox"

    def client(self, service: str) -> Any:
        return boto_client(self.sandbox, service, self.account, self.region)

    def calls(self) -> list[str]:
        """Return the operations that the account called since the last time, such as `eks:CreateCluster`."""
        answer = request(self.sandbox, CALLS_PATH, post=True, body=self.account)
        return [str(call) for call in answer["calls"]]

    def start(self, *arguments: str, **environment: str) -> Process:
        """Start `eksgen ARGUMENTS --sandbox` with only the given AWS and Terraform variables."""
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        outer |= {} if self.own_provider else {shared_provider.FOLDER: str(self.state_dir)}
        return start_eksgen(
            [*arguments, "--sandbox"], outer | {"EKSGEN_SANDBOX_DIR": str(self.state_dir)} | environment,
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def run(self, *arguments: str, code: int = 0, **environment: str) -> tuple[str, str]:
        """Run `eksgen ARGUMENTS --sandbox` and return its output, see `wait_for_exit`."""
        return wait_for_exit(self.start(*arguments, **environment), code)

    def eksgen(self, verb: str, *options: str, code: int = 0, **environment: str) -> str:
        """Run a verb on the spec and return its standard output."""
        return self.run(verb, self.spec.name, *options, code=code, **environment)[0]

    def drift_findings(self, *options: str, code: int) -> list[dict[str, Any]]:
        """Return the findings of `eksgen drift`."""
        report = json.loads(self.eksgen("drift", "--format", "json", *options, code=code))
        findings: list[dict[str, Any]] = report["findings"]
        return findings

    def counted_findings(self, *options: str, code: int) -> list[dict[str, Any]]:
        """Return the findings of `eksgen drift` that count."""
        return [finding for finding in self.drift_findings(*options, code=code) if finding["counted"]]


def wait_for_exit(process: Process, code: int = 0) -> tuple[str, str]:
    """Wait until a process exits with `code`; return its standard output, and its standard error as one line."""
    out, err = process.communicate(timeout=900)
    assert process.returncode == code, f"exit {process.returncode}\n{out}\n{err}"
    assert "Traceback" not in err
    return out, " ".join(err.split())


def wait_for_output(process: Process, text: str, times: int = 1) -> None:
    """Wait until standard error contains `text` so many times."""
    output = output_until(process, text, times)
    assert output.count(text) >= times, f"{text!r} was not printed: {output}"


def output_until(process: Process, text: str, times: int = 1) -> str:
    """Return what standard error contains once `text` is there so many times, or at the end of the process."""
    assert process.stderr is not None
    output = ""
    for line in process.stderr:
        output += line
        if output.count(text) >= times:
            break
    return output


@pytest.fixture(autouse=True, scope="session")
def require_provider(real_provider: None) -> None:
    """Every test in this folder needs the AWS provider."""


@pytest.fixture(scope="session")
def sandbox_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state directory of the sandbox of this session."""
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="session")
def sandbox(sandbox_dir: Path) -> Iterator[Sandbox]:
    yield control.start(sandbox_dir)
    control.stop(sandbox_dir)


@pytest.fixture(autouse=True, scope="module")
def shared_providers(sandbox_dir: Path) -> Iterator[None]:
    """Stop the providers that the tests of a module shared."""
    yield
    shared_provider.stop_providers(sandbox_dir)


@pytest.fixture(scope="session")
def new_project(
    sandbox: Sandbox, sandbox_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Project]:
    """Return a function that creates a project from a name, an account, a region and a spec."""
    quickstart = (EXAMPLES / "quickstart.yaml").read_text("utf-8")

    def create(
        name: str, account: str, region: str = "us-west-2", spec: str = quickstart, own_provider: bool = False
    ) -> Project:
        folder = tmp_path_factory.mktemp(name)
        project = Project(name, folder, account, region, sandbox, sandbox_dir, own_provider)
        project.spec.write_text(spec.replace(ACCOUNT_OF_EXAMPLES, account), "utf-8")
        return project

    return create


@pytest.fixture(scope="session")
def new_example(new_project: Callable[..., Project]) -> Callable[[str], Project]:
    """Return a function that creates the project of an example, in an account of its own."""

    def create(name: str) -> Project:
        text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
        account, region = f"30{crc32(name.encode()):010}", yaml.safe_load(text)["metadata"]["region"]
        project: Project = new_project(name, account, region, text)
        lock = EXAMPLES / f"{name}.lock"
        if lock.is_file():
            project.spec.with_suffix(".lock").write_bytes(lock.read_bytes())
        return project

    return create


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return lambda service: boto_client(sandbox, service, EKS_ACCOUNT, REGION)


@pytest.fixture
def eks(client: Client) -> Any:
    return client("eks")


@pytest.fixture
def subnets(client: Client) -> list[str]:
    subnets = client("ec2").describe_subnets()["Subnets"]
    return [subnet["SubnetId"] for subnet in sorted(subnets, key=lambda subnet: subnet["AvailabilityZone"])]


@pytest.fixture
def create_cluster(
    eks: Any, subnets: list[str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Any]]:
    """Return a function that creates a cluster named after the test; delete it with what blocks that afterwards."""
    name = request.node.name[:60].replace("[", "-").replace("]", "")

    def create(**settings: Any) -> Any:
        parameters = {
            "name": name,
            "roleArn": ROLE,
            "resourcesVpcConfig": {"subnetIds": subnets},
            "accessConfig": {"authenticationMode": "API"},
            **settings,
        }
        return eks.create_cluster(**parameters)["cluster"]

    yield create
    if name in eks.list_clusters()["clusters"]:
        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
            eks.delete_nodegroup(clusterName=name, nodegroupName=group)
        for capability in eks.list_capabilities(clusterName=name)["capabilities"]:
            eks.delete_capability(clusterName=name, capabilityName=capability["capabilityName"])
        eks.delete_cluster(name=name)


@pytest.fixture
def expect_error() -> ExpectError:
    """Return a function that makes a call that must fail and returns the error code and the HTTP status."""
    from botocore.exceptions import ClientError

    def code_and_status(call: Callable[..., Any], **parameters: Any) -> tuple[str, int]:
        with pytest.raises(ClientError) as caught:
            call(**parameters)
        response = caught.value.response
        return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]

    return code_and_status
