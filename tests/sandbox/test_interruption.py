"""A rehearsed apply that is stopped half way, and two runs at once: nothing is lost, the next run finishes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eksgen.sandbox.environment import boto_client
from eksgen.sandbox.state import Sandbox

ACCOUNT = "100000000005"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "private.yaml"


def eksgen(folder: Path, state_dir: Path, *command: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "eksgen.cli", command[0], "cluster.yaml", "--sandbox", *command[1:]],
        cwd=folder, env=environment | {"EKSGEN_SANDBOX_DIR": str(state_dir)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=300)
    assert "Traceback" not in err
    return process.returncode, out + err


def wait_for_endpoints(sandbox: Sandbox, process: subprocess.Popen[str]) -> None:
    """Until the run is in the middle: the endpoints exist, and Terraform waits for them to be ready."""
    ec2 = boto_client(sandbox, "ec2", ACCOUNT, "eu-central-1")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if len(ec2.describe_vpc_endpoints()["VpcEndpoints"]) >= 5:
            time.sleep(1)
            return
        time.sleep(0.1)
    pytest.fail("the endpoints never appeared")


def test_one_interrupt_ends_an_apply_gracefully_and_the_next_one_finishes_it(
    sandbox: Sandbox, sandbox_dir: Path, tmp_path: Path
) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("111122223333", ACCOUNT)
    (tmp_path / "cluster.yaml").write_text(text, encoding="utf-8")
    first = eksgen(tmp_path, sandbox_dir, "apply", "--yes")
    wait_for_endpoints(sandbox, first)
    os.kill(first.pid, signal.SIGINT)
    code, said = ended(first)
    assert code == 130, said
    assert "run the same command again" in said
    state = tmp_path / ".eksgen" / "cluster.sandbox" / "terraform.tfstate"
    assert "aws_vpc" in state.read_text(encoding="utf-8")
    code, said = ended(eksgen(tmp_path, sandbox_dir, "apply", "--yes"))
    assert code == 0, said
    code, said = ended(eksgen(tmp_path, sandbox_dir, "plan", "--detailed-exitcode"))
    assert code == 0, said
    code, said = ended(eksgen(tmp_path, sandbox_dir, "destroy", "--yes"))
    assert code == 0, said


def test_two_runs_on_one_spec_do_not_meet(sandbox: Sandbox, sandbox_dir: Path, tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "cluster.yaml")
    one, two = (eksgen(tmp_path, sandbox_dir, "plan", "--lock-timeout", "120") for _ in range(2))
    results = [ended(one), ended(two)]
    assert [code for code, _ in results] == [0, 0], results
    assert any("waiting" in said for _, said in results), "the second says that it waits for the first"
