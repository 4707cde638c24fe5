"""An apply that is killed with kill -9 right after AWS made something: found next time, and taken in.

By `apply --import-orphans`, or by a saved plan that was made with it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox.environment import boto_client
from eksgen.sandbox.leftovers import leftovers
from eksgen.sandbox.state import Sandbox

ACCOUNT, REGION, CLUSTER = "100000000016", "us-west-2", "quickstart"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "quickstart.yaml"


@dataclass(frozen=True)
class Place:
    """A spec in a folder of its own, and how to use it."""

    folder: Path
    sandbox: Sandbox
    state_dir: Path

    def start(self, *command: str) -> subprocess.Popen[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        return subprocess.Popen(
            [sys.executable, "-m", "eksgen.cli", *command, "--sandbox"],
            cwd=self.folder, env=environment | {"EKSGEN_SANDBOX_DIR": str(self.state_dir)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def eksgen(self, *command: str, code: int = 0) -> tuple[str, str]:
        process = self.start(*command)
        out, err = process.communicate(timeout=300)
        assert "Traceback" not in err
        assert process.returncode == code, out + err
        return out, err

    def client(self, service: str) -> Any:
        return boto_client(self.sandbox, service, ACCOUNT, REGION)

    def vpcs(self) -> list[str]:
        return [v["VpcId"] for v in self.client("ec2").describe_vpcs()["Vpcs"] if not v["IsDefault"]]

    @property
    def hidden(self) -> Path:
        return self.folder / ".eksgen" / "cluster.sandbox"


@pytest.fixture(scope="module")
def place(sandbox: Sandbox, sandbox_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("orphans")
    text = EXAMPLE.read_text(encoding="utf-8").replace("111122223333", ACCOUNT)
    (folder / "cluster.yaml").write_text(text, encoding="utf-8")
    return Place(folder, sandbox, sandbox_dir)


def kill_in_the_middle(place: Place) -> None:
    """Kill eksgen, Terraform and the provider while the provider waits for the VPC that is there already."""
    run = place.start("apply", "cluster.yaml", "--yes")
    until = time.monotonic() + 120
    while not place.vpcs():
        assert time.monotonic() < until
        assert run.poll() is None, "the apply ended by itself"
        time.sleep(0.05)
    terraform = json.loads((place.hidden / ".eksgen" / "lock").read_text("utf-8"))["terraform"]
    os.killpg(terraform, signal.SIGKILL)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()


def test_what_a_killed_apply_made_is_found_stops_the_next_one_and_is_taken_in_by_a_saved_plan(
    place: Place,
) -> None:
    kill_in_the_middle(place)
    (vpc,) = place.vpcs()

    found = {
        o["address"]: o
        for o in json.loads(place.eksgen("plan", "cluster.yaml", "--format", "json")[0])["orphans"]
    }
    assert found["module.vpc.aws_vpc.this"]["id"] == vpc
    assert found["module.vpc.aws_vpc.this"]["ours"]
    assert f'id = "{vpc}"' in found["module.vpc.aws_vpc.this"]["import"]

    _, said = place.eksgen("apply", "cluster.yaml", "--yes", code=1)
    assert "error[orphans]" in said
    assert f"module.vpc.aws_vpc.this is {vpc}" in said
    (place.hidden / ".eksgen" / "applying").unlink()  # as in a fresh checkout, where a plan does not ask AWS
    place.eksgen("plan", "cluster.yaml", "-o", "before.eksplan")
    _, said = place.eksgen("apply", "before.eksplan", code=1)
    assert "error[orphans]" in said
    assert f"module.vpc.aws_vpc.this is {vpc}" in said
    assert "eksgen plan cluster.yaml --sandbox --import-orphans -o before.eksplan" in " ".join(said.split())
    assert place.vpcs() == [vpc], "nothing was made twice"

    shown, _ = place.eksgen("plan", "cluster.yaml", "--import-orphans", "-o", "taking.eksplan")
    assert f"{len(found)} to import" in shown
    assert not (place.hidden / "eksgen_imports.tf").exists()
    shown, _ = place.eksgen("apply", "taking.eksplan", "--no-verify")
    assert f"{len(found)} imported" in shown
    assert place.vpcs() == [vpc]
    assert not (place.hidden / "eksgen_imports.tf").exists()
    assert not (place.hidden / ".eksgen" / "applying").exists()


def test_a_state_that_was_lost_altogether_is_built_again_from_what_is_there(place: Place) -> None:
    (place.hidden / "terraform.tfstate").unlink()
    shown, _ = place.eksgen("apply", "cluster.yaml", "--yes", "--import-orphans")
    assert "Converged" in shown
    assert len(place.vpcs()) == 1
    place.eksgen("destroy", "cluster.yaml", "--yes")
    assert leftovers(place.sandbox, ACCOUNT, REGION) == ()


def test_an_object_of_somebody_else_with_the_same_name_is_told_apart(place: Place) -> None:
    logs = place.client("logs")
    logs.create_log_group(logGroupName=f"/aws/eks/{CLUSTER}/cluster", tags={"Name": "mine"})
    (place.hidden / ".eksgen" / "applying").touch()
    (found,) = json.loads(place.eksgen("plan", "cluster.yaml", "--format", "json")[0])["orphans"]
    assert (found["id"], found["ours"]) == (f"/aws/eks/{CLUSTER}/cluster", False)
    shown, _ = place.eksgen("plan", "cluster.yaml", "--import-orphans")
    assert "to import" not in shown
    assert "somebody else's, without the tags of the spec" in shown
    logs.delete_log_group(logGroupName=f"/aws/eks/{CLUSTER}/cluster")
