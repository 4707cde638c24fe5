"""`terraform init` and `terraform plan` by hand in a compiled folder, against HCP Terraform and a local AWS."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.sandbox import control
from eksgen.sandbox.server_file import Sandbox

from .server import HcpServer, Run, TerraformRunner

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hcp-terraform.yaml"
ACCOUNT, REGION, WORKSPACE = "111122223333", "us-west-2", "eks-remote"
MAX_UPLOAD = 100_000


@dataclass(frozen=True)
class ByHand:
    """A compiled folder, and the environment of somebody who runs Terraform there."""

    folder: Path
    environment: Mapping[str, str]
    mirror: list[str]

    def terraform(self, *arguments: str, answer: str | None = None) -> subprocess.CompletedProcess[str]:
        mirror = self.mirror if arguments[0] == "init" else []
        return subprocess.run(
            ["terraform", *arguments, *mirror, "-no-color"],
            cwd=self.folder, env=self.environment, input=answer, capture_output=True, text=True, timeout=300,
        )  # fmt: skip


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    folder = tmp_path_factory.mktemp("sandbox")
    yield control.start(folder)
    control.stop(folder)


@pytest.fixture
def spec(hcp_server: HcpServer, tmp_path: Path) -> Path:
    """The example, in a repository, with its workspace on the test server."""
    file = tmp_path / "repository" / "cluster.yaml"
    file.parent.mkdir()
    file.write_text(
        f"{EXAMPLE.read_text('utf-8').rstrip()}\n      hostname: {hcp_server.hostname}\n", "utf-8"
    )
    subprocess.run(["git", "init", "-q", file.parent], check=True)
    return file


@pytest.fixture
def environment(hcp_server: HcpServer, tmp_path: Path) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    return {**outer, **hcp_server.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache")}


@pytest.fixture
def by_hand(hcp_server: HcpServer, spec: Path, environment: dict[str, str]) -> ByHand:
    runner = hcp_server.store.runner
    assert isinstance(runner, TerraformRunner)
    folder = spec.parent / "compiled"
    write_folder(folder, compile_spec(check_text(spec.read_bytes(), spec.name)).files)
    return ByHand(folder, environment, [f"-plugin-dir={runner.plugin_dir}"] if runner.plugin_dir else [])


def uploaded(run: Run) -> dict[str, int]:
    """Return the size of each file of the configuration of a run, by name."""
    with tarfile.open(fileobj=io.BytesIO(run.configuration.archive)) as archive:
        return {member.name: member.size for member in archive if member.isfile()}


@pytest.mark.usefixtures("real_provider")
def test_terraform_plans_remotely_and_uploads_little(
    hcp_server: HcpServer, sandbox: Sandbox, by_hand: ByHand
) -> None:
    workspace = hcp_server.add_workspace(WORKSPACE)
    hcp_server.use_sandbox(workspace, sandbox, ACCOUNT, REGION)
    for name in (".eksgen/applied/main.tf", "terraform.tfstate.backup", "x.tfstate", "saved.eksplan"):
        file = by_hand.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(2 * MAX_UPLOAD))
    assert by_hand.terraform("init", "-input=false").returncode == 0
    planned = by_hand.terraform("plan", "-input=false")
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert "Plan: " in planned.stdout
    (run,) = hcp_server.runs(workspace)
    assert len(run.configuration.archive) < MAX_UPLOAD
    names = uploaded(run)
    assert {"main.tf", "backend.tf", "modules/eks/main.tf", ".terraform.lock.hcl"} <= names.keys()
    kept_back = (".eksgen/", ".terraform/providers/")
    assert not [n for n in names if n.startswith(kept_back) or ".tfstate" in n or n.endswith(".eksplan")]


def report(spec: Path, environment: Mapping[str, str], *options: str) -> dict[str, Any]:
    """Return the JSON report of a plan."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "eksgen", "plan", spec.name, *options, "--format", "json"],
        cwd=spec.parent, env=dict(environment), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.usefixtures("real_provider")
def test_the_report_of_a_run_that_terraform_started_is_that_of_a_plan(
    hcp_server: HcpServer, sandbox: Sandbox, by_hand: ByHand, spec: Path
) -> None:
    workspace = hcp_server.add_workspace(WORKSPACE)
    hcp_server.use_sandbox(workspace, sandbox, ACCOUNT, REGION)
    assert by_hand.terraform("init", "-input=false").returncode == 0
    assert by_hand.terraform("plan", "-input=false").returncode == 0
    (run,) = hcp_server.runs(workspace)
    given = report(spec, by_hand.environment, "--run", run.id)
    planned = report(spec, by_hand.environment)
    assert len(hcp_server.runs(workspace)) == 2
    assert planned["changes"]
    assert given["digest"] == planned["digest"]
    assert any(run.id in remark for remark in given["remarks"])
    assert without_times(given) == without_times(planned)
    assert given["report"]["page"]["parts"] == planned["report"]["page"]["parts"]


_OF_THE_RUN = ("remarks", "report", "run", "seconds")


def without_times(document: dict[str, Any]) -> dict[str, Any]:
    """Return a report without what is different in each run."""
    return {name: value for name, value in document.items() if name not in _OF_THE_RUN}


def eksgen(spec: Path, verb: str, environment: Mapping[str, str], mirror: list[str]) -> str:
    """Run a verb that is refused, and return its errors as one line."""
    options = [option.replace("-plugin-dir=", "--plugin-dir=") for option in mirror]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "eksgen", verb, spec.name, *options],
        cwd=spec.parent, env=dict(environment), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


@pytest.mark.usefixtures("real_provider")
def test_the_holder_of_a_locked_workspace_is_not_whoever_asks(
    hcp_server: HcpServer, spec: Path, by_hand: ByHand
) -> None:
    hcp_server.lock(hcp_server.add_workspace(WORKSPACE), "alice")
    refused = eksgen(spec, "unlock", by_hand.environment, by_hand.mirror)
    assert "acme/eks-remote" in refused
    assert "held by alice" in refused


_STATE = (
    '{"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": '
    '"00000000-0000-4000-8000-000000000001", "outputs": {"a": {"value": "b", "type": "string"}}, "resources": []}'
)


@pytest.mark.usefixtures("real_provider")
def test_a_state_moves_into_hcp_terraform_with_the_command_that_is_shown_and_out_of_it_by_hand(
    hcp_server: HcpServer, spec: Path, by_hand: ByHand
) -> None:
    workspace = hcp_server.add_workspace(WORKSPACE)
    folder = spec.parent / ".eksgen" / "cluster"
    folder.mkdir(parents=True)
    (folder / "terraform.tfstate").write_text(_STATE, "utf-8")
    refused = eksgen(spec, "plan", by_hand.environment, by_hand.mirror)
    assert "-migrate-state" not in refused
    data = refused.partition("TF_DATA_DIR=")[2].partition(" terraform init)")[0]
    here = ByHand(folder, {**by_hand.environment, "TF_DATA_DIR": data.replace(" ", "")}, by_hand.mirror)
    assert here.terraform("init", answer="yes\n").returncode == 0
    assert b'"value": "b"' in workspace.states[-1].data
    text = spec.read_text("utf-8")
    spec.write_text(text[: text.index("terraform:\n")], "utf-8")
    (folder / "terraform.tfstate").unlink(missing_ok=True)
    refused = eksgen(spec, "plan", by_hand.environment, by_hand.mirror)
    assert "terraform state pull > ~/moved.tfstate" in refused
    assert "terraform state push ~/moved.tfstate" in refused
