"""Many specs at once with the real Terraform: each is told, and one ^C ends all and leaves no lock."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eksgen.sandbox.state import Sandbox

ACCOUNTS = {"one": "100000000025", "two": "100000000026"}
EXAMPLE = (Path(__file__).resolve().parents[2] / "examples" / "quickstart.yaml").read_text("utf-8")
COMPARING = "comparing the spec with the cloud"


@pytest.fixture
def clusters(tmp_path: Path) -> Path:
    """A folder with two clusters in accounts of their own and one with a fault."""
    (tmp_path / "clusters").mkdir()
    for name, account in ACCOUNTS.items():
        text = EXAMPLE.replace("quickstart", name).replace("111122223333", account)
        (tmp_path / "clusters" / f"{name}.yaml").write_text(text, "utf-8")
    (tmp_path / "clusters" / "torn.yaml").write_text(EXAMPLE + "nodeGroop: {}\n", "utf-8")
    return tmp_path


def plan(folder: Path, state_dir: Path, *options: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "eksgen.cli", "plan", "clusters/", "--sandbox", *options],
        cwd=folder, env=environment | {"EKSGEN_SANDBOX_DIR": str(state_dir)}, text=True,
        stdout=subprocess.PIPE, stderr=(folder / "stderr").open("w"), start_new_session=True,
    )  # fmt: skip


def test_one_interrupt_ends_all_and_the_next_run_tells_of_each(
    sandbox: Sandbox, sandbox_dir: Path, clusters: Path
) -> None:
    stopped = plan(clusters, sandbox_dir)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and (clusters / "stderr").read_text().count(COMPARING) < 2:
        assert stopped.poll() is None, (clusters / "stderr").read_text()
        time.sleep(0.1)
    os.kill(stopped.pid, signal.SIGINT)
    out, _ = stopped.communicate(timeout=120)
    assert stopped.returncode == 130, out
    assert "3 specs: 1 failed, 2 stopped" in out
    assert list(clusters.rglob(".terraform.tfstate.lock.info")) == []
    assert [file.read_text() for file in clusters.rglob(".eksgen/lock")] == ["", ""]

    again = plan(clusters, sandbox_dir, "--format", "json", "--detailed-exitcode")
    out, _ = again.communicate(timeout=180)
    assert again.returncode == 1, "the fault of one spec decides"
    found = {Path(one["spec"]).stem: one for one in json.loads(out)["specs"]}
    assert {name: one["code"] for name, one in found.items()} == {"one": 3, "two": 3, "torn": 1}
    for name in ACCOUNTS:
        assert found[name]["result"]["cluster"] == name
        assert found[name]["result"]["counts"]["create"] > 50
    assert [finding["code"] for finding in found["torn"]["findings"]] == ["unknown-field"]
