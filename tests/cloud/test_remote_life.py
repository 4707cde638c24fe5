"""The life of a cluster in HCP, with the real Terraform, the AWS provider and a local AWS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eksgen.sandbox import control
from eksgen.sandbox.server_file import Sandbox

from .server import HcpServer

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hcp-terraform.yaml"
ACCOUNT, REGION = "111122223333", "us-west-2"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    yield control.start(tmp_path / "sandbox")
    control.stop(tmp_path / "sandbox")


@pytest.mark.usefixtures("real_provider")
def test_a_cluster_is_planned_saved_applied_and_destroyed_without_a_terraform_here(
    hcp_server: HcpServer, sandbox: Sandbox, tmp_path: Path
) -> None:
    workspace = hcp_server.add_workspace("eks-remote")
    hcp_server.use_sandbox(workspace, sandbox, ACCOUNT, REGION)
    repository = tmp_path / "repository"
    repository.mkdir()
    text = EXAMPLE.read_text("utf-8").rstrip()
    (repository / "cluster.yaml").write_text(f"{text}\n      hostname: {hcp_server.hostname}\n", "utf-8")
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    environment = {
        **outer,
        **hcp_server.environment(),
        "PATH": "/usr/bin:/bin",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }

    def eksgen(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "eksgen", *arguments],
            cwd=repository, env=environment, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert not any(secret in done.stdout + done.stderr for secret in hcp_server.secrets())
        return done.stdout

    eksgen("plan", "cluster.yaml", "-o", "new.eksplan")
    applied = eksgen("apply", "new.eksplan", "--format", "json")
    assert json.loads(applied)["converged"] is True
    assert workspace.current_state is not None
    eksgen("destroy", "cluster.yaml", "--yes")
    assert not json.loads(workspace.current_state.data)["resources"]
    assert workspace.locked_by is None
    assert {run.status for run in hcp_server.runs(workspace)} == {"applied", "planned_and_finished"}
    assert max(len(run.configuration.archive) for run in hcp_server.runs(workspace)) < 100_000
