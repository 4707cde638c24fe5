"""What AWS, the provider and the machine can do to an apply. One stack lives through all of it, in this order:
after each fault nothing is lost and no lock is left, and in the end the same command converges.

Provider and Terraform die before they make anything: what a death in the middle of a call leaves in the account
without a record is a story of its own.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.holder import read_holder
from eksgen.sandbox import control
from eksgen.sandbox.environment import boto_client
from eksgen.sandbox.state import FAULTS_PATH, Sandbox, request

ACCOUNT = "100000000022"
REGION = "us-west-2"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "quickstart.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("faults")
    text = EXAMPLE.read_text(encoding="utf-8").replace("111122223333", ACCOUNT)
    (made / "cluster.yaml").write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def eksgen(folder: Path, sandbox: Sandbox, sandbox_dir: Path) -> Callable[..., subprocess.Popen[str]]:
    def start(*command: str) -> subprocess.Popen[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
        return subprocess.Popen(
            [sys.executable, "-m", "eksgen.cli", command[0], "cluster.yaml", "--sandbox", *command[1:]],
            cwd=folder, env=environment | {"EKSGEN_SANDBOX_DIR": str(sandbox_dir)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    return start


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=300)
    assert "Traceback" not in err
    return process.returncode, " ".join((out + err).split())


def until(process: subprocess.Popen[str], words: str) -> None:
    """Until a run says so."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if words in line:
            return
    pytest.fail(f"it never said {words!r}: {said}")


def terraform_of(folder: Path) -> int:
    holder = read_holder(working(folder) / ".eksgen" / "lock")
    assert holder is not None
    return holder.terraform


def provider_of(terraform: int) -> int:
    """The process of the AWS provider, a child of Terraform."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for stat_file in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = stat_file.read_text().rpartition(")")
            except OSError:
                continue
            if rest.split()[1] == str(terraform) and "terraform-provi" in name:
                return int(stat_file.parent.name)
        time.sleep(0.1)
    pytest.fail("no provider was started")


def running() -> list[str]:
    """The programs of all processes."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            found.append((process / "cmdline").read_text(errors="replace"))
    return found


def working(folder: Path) -> Path:
    return folder / ".eksgen" / "cluster.sandbox"


def recorded(folder: Path) -> set[str]:
    """The addresses in the state, which must be whole."""
    state = json.loads((working(folder) / "terraform.tfstate").read_text(encoding="utf-8"))
    return {
        f"{one.get('module', '')}.{one['type']}.{one['name']}"
        for one in state["resources"]
        if one["instances"]
    }


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("throttled", "AWS throttled the account"),
        ("expired", "the AWS credentials have run out"),
    ],
)
def test_a_call_that_aws_refuses_is_explained_and_what_was_made_is_recorded(
    folder: Path, eksgen: Callable[..., Any], sandbox_dir: Path, kind: str, words: str
) -> None:
    control.fail(kind, "eks:CreateCluster", 3, ACCOUNT, sandbox_dir)
    code, said = ended(eksgen("apply", "--yes"))
    assert code == 1, said
    assert words in said
    assert "run the same command again" in said
    assert "module.vpc.aws_vpc.this" in recorded(folder)
    # one that is refused for good does not come three times
    while request(control.start(sandbox_dir).endpoint, FAULTS_PATH)["faults"]:
        client = boto_client(control.start(sandbox_dir), "eks", ACCOUNT, REGION)
        with pytest.raises(Exception, match="CreateCluster"):
            client.create_cluster(name="x", roleArn="arn:aws:iam::1:role/x", resourcesVpcConfig={})


def test_a_provider_that_crashes_is_told_and_loses_nothing(folder: Path, eksgen: Callable[..., Any]) -> None:
    before = recorded(folder)
    process = eksgen("apply", "--yes")
    until(process, "applying the plan")
    os.kill(provider_of(terraform_of(folder)), signal.SIGKILL)
    code, said = ended(process)
    assert code == 1, said
    assert "the AWS provider crashed" in said
    assert before <= recorded(folder)
    assert str(folder) not in " ".join(running()), "no provider is left"


def test_a_terraform_that_is_killed_is_told_and_its_provider_ends(
    folder: Path, eksgen: Callable[..., Any]
) -> None:
    before = recorded(folder)
    process = eksgen("apply", "--yes")
    until(process, "applying the plan")
    terraform = terraform_of(folder)
    provider = provider_of(terraform)
    os.kill(terraform, signal.SIGKILL)
    code, said = ended(process)
    assert code == 1, said
    assert "Terraform was killed" in said
    assert before <= recorded(folder)
    assert not Path(f"/proc/{provider}").exists() or "Z" in Path(f"/proc/{provider}/stat").read_text()


def test_an_eksgen_that_is_killed_takes_its_terraform_with_it(
    folder: Path, eksgen: Callable[..., Any]
) -> None:
    before = recorded(folder)
    process = eksgen("apply", "--yes")
    until(process, "applying the plan")
    terraform = terraform_of(folder)
    process.kill()
    ended(process)
    code, said = ended(eksgen("plan", "--lock-timeout", "60"))
    assert code == 0, said
    assert not Path(f"/proc/{terraform}").exists()
    assert before <= recorded(folder)


def test_after_all_that_the_same_command_converges(folder: Path, eksgen: Callable[..., Any]) -> None:
    code, said = ended(eksgen("apply", "--yes", "--lock-timeout", "60"))
    assert code == 0, said
    code, said = ended(eksgen("plan", "--detailed-exitcode"))
    assert code == 0, said


def test_states_and_working_folder_are_closed_to_others_and_the_ca_is_nowhere_else(
    folder: Path, sandbox: Sandbox
) -> None:
    eks = boto_client(sandbox, "eks", ACCOUNT, REGION)
    ca = eks.describe_cluster(name="quickstart")["cluster"]["certificateAuthority"]["data"]
    holding = {
        file.name: file
        for file in folder.rglob("*")
        if file.is_file() and ca in file.read_text("utf-8", "replace")
    }
    assert set(holding) <= {"terraform.tfstate", "terraform.tfstate.backup"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in holding.values()} == {0o600}
    assert stat.S_IMODE((folder / ".eksgen").stat().st_mode) == 0o700
