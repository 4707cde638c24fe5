"""The life of a cluster in HCP, with the real Terraform, the AWS provider and a local AWS."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox import control
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.environment import terraform_environment
from eksgen.sandbox.server_file import Sandbox
from tests import shared_provider

from .server import HcpServer, Workspace, start_hcp_server
from .server.runs.terraform_runner import TerraformRunner

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hcp-terraform.yaml"
ACCOUNT, REGION = "111122223333", "us-west-2"
FORMATS = {"human": "txt", "markdown": "md", "json": "json"}


@dataclass(frozen=True)
class Life:
    """A repository with one spec, the workspace of its cluster, and the local AWS that the runs reach."""

    server: HcpServer
    sandbox: Sandbox
    workspace: Workspace
    repository: Path

    @property
    def spec(self) -> Path:
        return self.repository / "cluster.yaml"

    @property
    def terraform(self) -> dict[str, str]:
        """The variable that names the Terraform of the runs, if it is a program of its own."""
        runner = self.server.store.runner
        assert isinstance(runner, TerraformRunner)
        return {"EKSGEN_TERRAFORM": runner.argv[0]} if len(runner.argv) == 1 else {}

    def eksgen(self, *arguments: str, code: int = 0, aws: bool = False) -> str:
        """Run eksgen where no Terraform is on the PATH.

        With `aws` it has credentials of the local AWS, and the Terraform of the runs for what takes place here.
        """
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        environment = {
            **outer,
            "AWS_EC2_METADATA_DISABLED": "true",
            **self.server.environment(),
            "PATH": "/usr/bin:/bin",
            "XDG_CACHE_HOME": str(self.repository.parent / "cache"),
        }
        if aws:
            environment = terraform_environment(environment, self.sandbox, ACCOUNT, REGION) | self.terraform
        done = subprocess.run(
            [sys.executable, "-P", "-m", "eksgen", *arguments],
            cwd=self.repository, env=environment, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert not any(secret in done.stdout + done.stderr for secret in self.server.secrets())
        return done.stdout

    def reports(self, mode: str) -> dict[str, str]:
        """Return the reports of a plan in every format, from a workspace with this execution mode."""
        self.workspace.execution_mode = mode
        files = {format: f"{mode}.{ending}" for format, ending in FORMATS.items()}
        self.eksgen("plan", "cluster.yaml", *(f"--report={f}={file}" for f, file in files.items()), aws=True)
        self.workspace.execution_mode = "remote"
        return {format: (self.repository / file).read_text("utf-8") for format, file in files.items()}

    def scale_outside(self, maximum: int) -> None:
        """Change the largest size of the node group, as somebody in the console would."""
        eks = boto_client(self.sandbox, "eks", ACCOUNT, REGION)
        (group,) = eks.list_nodegroups(clusterName="remote")["nodegroups"]
        scaling = {"minSize": 2, "maxSize": maximum, "desiredSize": 2}
        eks.update_nodegroup_config(clusterName="remote", nodegroupName=group, scalingConfig=scaling)

    def state(self) -> dict[str, Any]:
        assert self.workspace.current_state is not None
        state: dict[str, Any] = json.loads(self.workspace.current_state.data)
        return state


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, real_provider: None) -> Iterator[Life]:
    """A new repository; its runs share one AWS provider."""
    folder = tmp_path_factory.mktemp("life")
    repository = folder / "repository"
    repository.mkdir()
    sandbox = control.start(folder / "sandbox")
    try:
        with start_hcp_server() as server:
            workspace = server.add_workspace("eks-remote")
            server.use_sandbox(workspace, sandbox, ACCOUNT, REGION, folder)
            text = EXAMPLE.read_text("utf-8").rstrip()
            (repository / "cluster.yaml").write_text(f"{text}\n      hostname: {server.hostname}\n", "utf-8")
            yield Life(server, sandbox, workspace, repository)
    finally:
        shared_provider.stop_providers(folder)
        control.stop(folder / "sandbox")


@pytest.fixture(scope="module")
def new_reports(life: Life) -> tuple[dict[str, str], dict[str, str]]:
    """The reports of the first plan: made here, made there."""
    return life.reports("local"), life.reports("remote")


@pytest.fixture(scope="module")
def applied(life: Life, new_reports: object) -> Life:
    """The cluster, made by a saved plan."""
    life.eksgen("plan", "cluster.yaml", "-o", "new.eksplan")
    report = json.loads(life.eksgen("apply", "new.eksplan", "--format", "json"))
    assert report["converged"] is True
    return life


@pytest.fixture(scope="module")
def changed(applied: Life) -> Life:
    """The cluster after somebody changed it, and a line of the spec was edited, too."""
    applied.eksgen("drift", "cluster.yaml")
    applied.scale_outside(42)
    return applied


def without_run(text: str) -> str:
    """Return a report without the page of its run, and without where Terraform ran."""
    text = re.sub(r"(?m)^.*https://[^/\s]+/app/\S+/runs/run-.*\n", "", text)
    text = re.sub(r" digest=\w+", "", text)  # that of the page
    return re.sub(r"(remote|embedded) (Terraform \d)", r"\2", text)


def assert_same(local: dict[str, str], remote: dict[str, str]) -> None:
    for format in FORMATS:
        assert without_run(local[format]) == without_run(remote[format])
    assert json.loads(local["json"])["digest"] == json.loads(remote["json"])["digest"]
    assert "remote Terraform" in remote["human"]
    assert "remote Terraform" not in local["human"]


def test_a_first_plan_has_the_same_report_here_and_there(
    new_reports: tuple[dict[str, str], dict[str, str]],
) -> None:
    local, remote = new_reports
    assert_same(local, remote)
    assert json.loads(remote["json"])["counts"]["create"] > 60


def test_what_was_applied_is_all_there_is_to_do(applied: Life) -> None:
    assert applied.state()["resources"]
    assert "No changes" in applied.eksgen("plan", "cluster.yaml")


def test_a_change_outside_is_drift_at_the_line_of_the_spec(changed: Life) -> None:
    report = json.loads(changed.eksgen("drift", "cluster.yaml", "--format", "json", code=3))
    (finding,) = [finding for finding in report["findings"] if finding["counted"]]
    lines = changed.spec.read_text("utf-8").splitlines()
    assert finding["spec"]["file"] == "cluster.yaml"
    assert "web: {}" in lines[finding["spec"]["line"] - 1]
    assert "42" in json.dumps(finding)


def test_a_plan_after_it_and_an_edit_has_the_same_report_here_and_there(changed: Life) -> None:
    text = changed.spec.read_text("utf-8")
    changed.spec.write_text(text.replace("tags: {team: platform}", "tags: {team: edge}"), "utf-8")
    local, remote = changed.reports("local"), changed.reports("remote")
    changed.spec.write_text(text, "utf-8")
    assert_same(local, remote)
    assert json.loads(remote["json"])["counts"]["update"] > 5


def test_a_plan_saved_before_a_change_outside_is_discarded(changed: Life) -> None:
    changed.eksgen("plan", "cluster.yaml", "-o", "stale.eksplan")
    changed.scale_outside(43)
    changed.eksgen("apply", "stale.eksplan", code=5)
    saved = [run for run in changed.server.runs(changed.workspace) if run.request.save_plan]
    assert saved[-1].status == "discarded"
    changed.scale_outside(42)


def test_an_apply_undoes_it_and_a_destroy_leaves_nothing(changed: Life) -> None:
    changed.eksgen("apply", "cluster.yaml", "--yes")
    changed.eksgen("drift", "cluster.yaml")
    changed.eksgen("destroy", "cluster.yaml", "--yes")
    assert not changed.state()["resources"]
    assert changed.workspace.locked_by is None
    runs = changed.server.runs(changed.workspace)
    assert {run.status for run in runs} == {"applied", "planned_and_finished", "discarded"}
    assert max(len(run.configuration.archive) for run in runs) < 100_000
    assert not boto_client(changed.sandbox, "eks", ACCOUNT, REGION).list_clusters()["clusters"]
