"""An apply whose state could not be saved: nothing is lost, and nothing is made a second time."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud import remote_terraform
from eksgen.engine.cloud.runs.pace import Pace
from eksgen.engine.errors.exceptions import RunFailed, StateLocked
from eksgen.engine.runs.apply import ApplyOptions, apply
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.state import state_lock, unlock
from eksgen.engine.terraform.unsaved_state import find_unsaved_state, remove_unsaved_state

from .remote_folder import NAME, Remote, write_folder
from .server import Fault, HcpServer

NO_PROOF = ApplyOptions(verify=False)


def failed_apply(remote: Remote) -> RunFailed:
    with pytest.raises(RunFailed) as caught:
        apply(remote.open(), lambda _plan: True, remote.events.append, options=NO_PROOF)
    assert caught.value.code == "unsaved-state"
    return caught.value


@pytest.fixture
def failure(remote: Remote) -> RunFailed:
    """The failure of an apply whose state HCP could not save."""
    remote.workspace.fail_state_upload = True
    failure = failed_apply(remote)
    remote.workspace.fail_state_upload = False
    return failure


def left(remote: Remote) -> Path:
    file = find_unsaved_state(remote.folder)
    assert file is not None
    return file


def record(remote: Remote) -> None:
    """Record the state, as `terraform state push` does."""
    state = remote.runs[0].errored_state
    assert state is not None
    remote.server.put_state(remote.workspace, state)


def test_the_state_is_kept_and_named_with_the_command_that_records_it(
    remote: Remote, failure: RunFailed
) -> None:
    file = left(remote)
    assert file.read_bytes() == remote.runs[0].errored_state
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert failure.message == "HCP could not save the state"
    assert (
        f"nothing is lost: HCP keeps it with the run, and {file} is a copy only you can read" in failure.notes
    )
    assert failure.notes[-1] == f"run {remote.urls[0]}"
    assert failure.helps[0].endswith(f"terraform init && terraform state push {file}")
    assert failure.partial_apply is not None
    assert failure.partial_apply.state_unsaved


def test_nothing_is_planned_on_the_state_before(remote: Remote, failure: RunFailed) -> None:
    before = len(remote.runs)
    with pytest.raises(EksgenError) as caught:
        plan(remote.open())
    assert caught.value.helps[0] == failure.helps[0]
    assert len(remote.runs) == before


def test_once_it_is_recorded_the_next_run_goes_on(remote: Remote, failure: RunFailed) -> None:
    record(remote)
    assert plan(remote.open()).empty
    assert find_unsaved_state(remote.folder) is None


def test_a_state_of_something_else_is_not_taken_for_it(remote: Remote, failure: RunFailed) -> None:
    other = {"version": 4, "serial": 99, "lineage": "another", "resources": []}
    remote.server.put_state(remote.workspace, json.dumps(other).encode())
    with pytest.raises(EksgenError):
        plan(remote.open())
    assert left(remote).exists()


def test_another_machine_does_not_apply_on_the_state_before(remote: Remote, failure: RunFailed) -> None:
    remove_unsaved_state(left(remote))  # a fresh checkout has no such file
    again = failed_apply(remote)
    assert again.message == "the state of the last apply was not saved"
    assert again.notes[-1] == f"run {remote.urls[0]}"
    assert again.helps[0] == failure.helps[0]
    assert len(remote.runs) == 1
    record(remote)
    assert apply(remote.open(), lambda _plan: True, options=NO_PROOF).plan.empty


def test_a_run_that_failed_for_another_reason_stops_no_apply(remote: Remote) -> None:
    remote.workspace.error = "no"
    failing = remote.server.start_run(remote.workspace, remote.folder, plan_only=False)
    remote.server.wait_for(failing, "errored")
    assert remote.workspace.current_run is failing
    remote.workspace.error = None
    assert apply(remote.open(), lambda _plan: True, options=NO_PROOF).applied


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_state_that_cannot_be_had_hides_no_failure(remote: Remote, status: int) -> None:
    remote.workspace.fail_state_upload = True
    remote.server.faults.append(Fault(status, times=9, path="errored-state"))
    failure = failed_apply(remote)
    assert any("HCP keeps it with the run, and did not give it to this token" in n for n in failure.notes)
    assert find_unsaved_state(remote.folder) is None


def test_a_workspace_that_keeps_only_the_state_gives_the_advice_of_a_local_run(
    hcp_server: HcpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_terraform, "PACE", Pace(0.05, 0.1))
    monkeypatch.setenv("SSL_CERT_FILE", str(hcp_server.certificates.bundle))
    write_folder(tmp_path / "folder", hcp_server.cloud_block(NAME))
    workspace = hcp_server.add_workspace(NAME, execution_mode="local")
    local = Remote(hcp_server, workspace, tmp_path / "folder")
    hcp_server.faults.append(Fault(403, times=99, method="POST", path="state-versions"))
    failure = failed_apply(local)
    assert failure.message == "the state could not be saved"
    assert failure.helps[0].endswith("then run the same command again: it records the state first")
    assert left(local) == local.folder / "errored.tfstate"
    assert stat.S_IMODE(left(local).stat().st_mode) == 0o600
    hcp_server.faults.clear()
    with pytest.raises(StateLocked) as caught:  # Terraform has kept its lock
        plan(local.open())
    assert caught.value.notes[0] == f"{left(local)} holds the state that the last run could not save"
    assert caught.value.helps[-1] == failure.helps[-1]
    assert "eksgen unlock SPEC" in failure.helps[-1]
    lock = state_lock(local.open())
    assert lock is not None
    unlock(local.open(), lock)
    assert plan(local.open()).empty
    assert workspace.current_state is not None
    assert json.loads(workspace.current_state.data)["resources"][0]["name"] == "made"
    assert find_unsaved_state(local.folder) is None
    assert workspace.locked_by is None
