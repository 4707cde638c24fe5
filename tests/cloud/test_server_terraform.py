"""The real Terraform works with the server: by its `cloud` block, and inside the runs of the server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from .api_calls import Api
from .server import HcpServer, Run, start_hcp_server

_MADE = """\
variable "word" {
  default = "first"
}

resource "terraform_data" "made" {
  input = var.word
}

output "word" {
  value = terraform_data.made.output
}
"""
_SLOW = """
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "touch started; exec sleep 60"
  }
}
"""


@pytest.fixture
def folder(hcp_server: HcpServer, configuration: Path) -> Path:
    """A small configuration with a `cloud` block for the workspace `small`, which does not exist yet."""
    (configuration / "main.tf").write_text(_MADE, "utf-8")
    (configuration / "backend.tf").write_text(hcp_server.cloud_block("small"), "utf-8")
    return configuration


def _start(server: HcpServer, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    argv = server.store.runner.argv  # type: ignore[attr-defined]
    return subprocess.Popen(
        [*argv, *arguments], cwd=folder, env={**os.environ, **server.environment()}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def _terraform(server: HcpServer, folder: Path, *arguments: str, code: int = 0) -> str:
    process = _start(server, folder, *arguments)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == code, output
    return output


def test_terraform_makes_the_workspace_plans_and_applies_remotely(
    hcp_server: HcpServer, folder: Path
) -> None:
    _terraform(hcp_server, folder, "init", "-no-color")
    workspace = hcp_server.workspace("small")
    planned = _terraform(hcp_server, folder, "plan", "-no-color", "-detailed-exitcode", code=2)
    assert "1 to add" in planned
    applied = _terraform(hcp_server, folder, "apply", "-no-color", "-auto-approve")
    assert "Resources: 1 added" in applied
    assert _terraform(hcp_server, folder, "output", "-raw", "word").endswith("first")
    assert "No changes" in _terraform(hcp_server, folder, "plan", "-no-color", "-detailed-exitcode")
    plan, apply, _ = hcp_server.runs(workspace)
    assert plan.request.plan_only
    assert apply.history[-1] == "applied"
    assert workspace.current_run is apply
    assert workspace.current_state
    assert workspace.current_state.run is apply
    assert workspace.locked_by is None
    assert all(request.token is (request.host == hcp_server.hostname) for request in hcp_server.requests)


def test_terraform_saves_a_plan_and_applies_it(hcp_server: HcpServer, folder: Path) -> None:
    workspace = hcp_server.add_workspace("small", structured_output=False)
    _terraform(hcp_server, folder, "init", "-no-color")
    _terraform(hcp_server, folder, "plan", "-no-color", "-out=saved")
    (run,) = hcp_server.runs(workspace)
    hcp_server.wait_for(run, "planned_and_saved")
    assert json.loads((folder / "saved").read_text("utf-8"))["run_id"] == run.id
    assert b"Terraform will perform the following actions" in run.plan.log
    shown = _terraform(hcp_server, folder, "show", "-json", "saved")
    assert json.loads(shown)["resource_changes"][0]["address"] == "terraform_data.made"
    assert "Resources: 1 added" in _terraform(hcp_server, folder, "apply", "-no-color", "saved")
    hcp_server.wait_for(run, "applied")


def test_in_local_mode_terraform_runs_here_and_only_the_state_is_there(
    hcp_server: HcpServer, folder: Path
) -> None:
    workspace = hcp_server.add_workspace("small", execution_mode="local")
    _terraform(hcp_server, folder, "init", "-no-color")
    _terraform(hcp_server, folder, "plan", "-no-color")
    _terraform(hcp_server, folder, "apply", "-no-color", "-auto-approve")
    assert hcp_server.runs(workspace) == []
    assert workspace.current_state
    assert json.loads(workspace.current_state.data)["resources"][0]["name"] == "made"
    assert json.loads(workspace.current_state.json)["values"]["outputs"]["word"]["value"] == "first"
    assert workspace.locked_by is None
    hcp_server.lock(workspace)
    refused = _terraform(hcp_server, folder, "apply", "-no-color", "-auto-approve", code=1)
    assert "Error acquiring the state lock" in refused


def test_a_cancel_ends_an_apply_and_keeps_its_state(hcp_server: HcpServer, folder: Path) -> None:
    workspace = hcp_server.add_workspace("small")
    (folder / "slow.tf").write_text(_SLOW, "utf-8")
    _terraform(hcp_server, folder, "init", "-no-color")
    run = _interrupted(hcp_server, folder, "slow: Creating")
    # Terraform leaves the run or cancels it, depending on where the interrupt meets it.
    api = Api(hcp_server, hcp_server.token)
    assert api.post(f"runs/{run.id}/actions/cancel").status in (202, 409)
    hcp_server.wait_for(run, "canceled", seconds=30)
    assert b"nterrupt" in run.apply.log
    assert workspace.locked_by is None
    assert workspace.current_state
    names = [resource["name"] for resource in json.loads(workspace.current_state.data)["resources"]]
    assert "made" in names


def test_an_interrupt_of_a_waiting_command_cancels_its_run(hcp_server: HcpServer, folder: Path) -> None:
    workspace = hcp_server.add_workspace("small")
    hcp_server.lock(workspace)
    _terraform(hcp_server, folder, "init", "-no-color")
    run = _interrupted(hcp_server, folder, "Waiting for the manually locked workspace")
    hcp_server.wait_for(run, "canceled", seconds=30)


def _interrupted(server: HcpServer, folder: Path, text: str) -> Run:
    """Apply, interrupt the command once it prints a text, and return its run."""
    command = _start(server, folder, "apply", "-no-color", "-auto-approve")
    too_long = threading.Timer(60, command.kill)
    too_long.start()
    try:
        assert command.stdout
        assert any(text in line for line in command.stdout)
        command.send_signal(signal.SIGINT)
        command.communicate()
    finally:
        too_long.cancel()
    (run,) = server.runs(server.workspace("small"))
    return run


def test_a_run_of_the_api_takes_variables_targets_and_a_destroy(
    hcp_server: HcpServer, configuration: Path
) -> None:
    (configuration / "main.tf").write_text(_MADE, "utf-8")
    workspace, api = hcp_server.add_workspace("small"), Api(hcp_server, hcp_server.token)
    run = api.start_run(workspace, configuration, variables=[{"key": "word", "value": '"other"'}])
    hcp_server.wait_for(run, "planned", "errored")
    api.post(f"runs/{run.id}/actions/apply")
    hcp_server.wait_for(run, "applied", "errored")
    outputs = api.get(f"workspaces/{workspace.id}/current-state-version-outputs").data
    assert [output["attributes"]["value"] for output in outputs] == ["other"]
    destroy = api.start_run(workspace, configuration, is_destroy=True, save_plan=True)
    hcp_server.wait_for(destroy, "planned_and_saved", "errored")
    assert destroy.plan.counts["remove"] == 1
    assert destroy.input_state is workspace.current_state


def test_a_configuration_that_terraform_refuses_ends_in_an_error(
    hcp_server: HcpServer, configuration: Path
) -> None:
    (configuration / "main.tf").write_text('resource "terraform_data" "made" {\n', "utf-8")
    workspace, api = hcp_server.add_workspace("small"), Api(hcp_server, hcp_server.token)
    run = api.start_run(workspace, configuration, plan_only=True)
    hcp_server.wait_for(run, "errored")
    assert b"main.tf line 1" in run.plan.log
    assert api.get(f"plans/{run.plan.id}").data["attributes"]["status"] == "errored"


def test_no_process_is_left_when_the_server_ends(configuration: Path) -> None:
    (configuration / "main.tf").write_text(_SLOW, "utf-8")
    with start_hcp_server() as server:
        workspace = server.add_workspace("small", auto_apply=True)
        run = server.start_run(workspace, configuration, plan_only=False, auto_apply=True)
        server.wait_for(run, "applying", "errored")
        until = time.monotonic() + 30
        while not (server.folder / run.id / "started").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        process = run.job.process  # type: ignore[union-attr]
    assert _states_of_group(process.pid) <= {"Z"}


def _states_of_group(group: int) -> set[str]:
    """Return the states of the processes of a group; Z is one that waits for init to collect it."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, pgrp, *_ = file.read_text("utf-8").rpartition(")")[2].split()
            found |= {state} if int(pgrp) == group else set()
    return found
