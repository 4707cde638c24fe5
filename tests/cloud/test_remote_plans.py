"""A plan in HCP: what goes up, what is asked, what comes back."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.exceptions import RunFailed
from eksgen.engine.plan.result import PlanResult
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.session import PlanRequest, open_session
from eksgen.engine.runs.state import outputs, state_text
from eksgen.engine.terraform.events import Planned, RunStarted, Started

from .remote_folder import Remote, write_folder
from .server import Fault, Policy, StubRunner
from .server.runs.stub_runner import created_resource, plan_document


def planned(remote: Remote, token: str | None = None, **request: object) -> PlanResult:
    return plan(remote.open(token), remote.events.append, PlanRequest(**request))  # type: ignore[arg-type]


def archive_names(data: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return archive.getnames()


def test_the_page_of_the_run_is_told_first_and_progress_before_the_run_ends(remote: Remote) -> None:
    result = planned(remote)
    assert result.counts.create == 1
    run = remote.runs[0]
    assert remote.events[0] == RunStarted(f"https://{remote.server.hostname}/app/acme/eks-prod/runs/{run.id}")
    assert remote.events[1] == Started("plan")
    assert Planned("terraform_data.made", "create") in remote.events
    assert result.subject.program == "remote Terraform 1.11.4"


def test_a_plan_only_plans(remote: Remote) -> None:
    planned(remote)
    run = remote.runs[0]
    assert run.request.plan_only
    assert run.configuration.speculative
    assert run.status == "planned_and_finished"
    (sent,) = [r.sent for r in remote.server.asked("POST", "configuration-versions")]
    assert sent["data"]["attributes"]["auto-queue-runs"] is False


def test_only_compiled_files_go_up_and_the_same_files_are_the_same_bytes(remote: Remote) -> None:
    for name in ("terraform.tfstate", "x.eksplan", "secret.auto.tfvars", ".terraform/providers/p"):
        (remote.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (remote.folder / name).write_text("secret", "utf-8")
    planned(remote)
    planned(remote)
    one, two = (run.configuration.archive for run in remote.runs)
    assert one == two
    assert archive_names(one) == ["backend.tf", "main.tf", "versions.tf"]


def test_files_go_where_the_workspace_runs(remote: Remote) -> None:
    remote.workspace.working_directory = "clusters/prod"
    planned(remote)
    assert archive_names(remote.runs[0].configuration.archive)[0] == "clusters/prod/backend.tf"


def test_targets_and_a_destroy_are_asked_for(remote: Remote) -> None:
    planned(remote, destroy=True, targets=("terraform_data.made",))
    assert remote.runs[0].request.is_destroy
    assert remote.runs[0].request.target_addrs == ("terraform_data.made",)


def test_a_plan_needs_no_lock(remote: Remote) -> None:
    remote.server.lock(remote.workspace)
    assert planned(remote).counts.create == 1


def test_a_token_that_is_no_administrators_gives_the_same_report_without_secrets(remote: Remote) -> None:
    full = planned(remote)
    redacted = planned(remote, remote.server.new_token("read", "plan"))
    assert redacted.changes == full.changes
    assert not full.remarks
    assert redacted.remarks == (
        "only the redacted plan may be read with this token; secret values are not compared"
        " (plan-values-hidden)",
    )


def test_text_for_people_is_progress_too(remote: Remote) -> None:
    remote.workspace.structured_output = False
    remote.workspace.runner = StubRunner(
        log=("\x1b[0mterraform_data.made: Refreshing state... [id=1]", "Plan: 1 to add")
    )
    assert planned(remote).counts.create == 1
    assert "Refreshed(address='terraform_data.made', done=False)" in map(str, remote.events)


def test_a_failed_run_has_its_errors_and_its_page(remote: Remote) -> None:
    remote.workspace.error = "Invalid reference"
    with pytest.raises(RunFailed) as caught:
        planned(remote)
    assert caught.value.code == "run-failed"
    assert caught.value.message == "the remote plan failed"
    assert caught.value.notes == ("Invalid reference", f"run {remote.urls[0]}")


@pytest.mark.parametrize("structured", [True, False])
def test_an_error_in_text_is_an_error(remote: Remote, structured: bool) -> None:
    remote.workspace.structured_output = structured
    remote.workspace.error = "Invalid reference"
    with pytest.raises(RunFailed) as caught:
        planned(remote)
    assert "Invalid reference" in caught.value.notes


@pytest.mark.parametrize(
    ("setting", "value"),
    [("log_bytes", 7), ("unfinished_log", True), ("missing_log_url", True), ("json_not_ready", 2)],
)
def test_a_log_that_is_cut_or_missing_does_not_matter(remote: Remote, setting: str, value: object) -> None:
    setattr(remote.workspace, setting, value)
    assert planned(remote).counts.create == 1


def test_an_unknown_state_is_waited_for_and_shown(remote: Remote) -> None:
    remote.workspace.extra_status = ("brewing_coffee", 0.4)
    assert planned(remote).counts.create == 1
    assert "the run is brewing coffee" in remote.waits


def test_a_run_in_the_queue_is_waited_for(remote: Remote) -> None:
    remote.workspace.pending_seconds = 0.4
    planned(remote)
    assert remote.waits == ["the run is pending"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, times=2, path="runs", headers={"X-RateLimit-Reset": "0.05"}),
        Fault(502, times=2, method="GET", path="/runs/"),
        Fault(drop=True, method="GET", path="workspaces"),
        Fault(503, method="PUT"),
        Fault(drop=True, path="_archivist"),
    ],
)
def test_a_failure_that_passes_is_tried_again(remote: Remote, fault: Fault) -> None:
    remote.server.faults.append(fault)
    assert planned(remote).counts.create == 1
    assert fault.times == 0
    assert len(remote.runs) == 1


def test_a_run_is_never_started_twice(remote: Remote) -> None:
    """Nobody knows whether HCP took a request whose answer is lost."""
    remote.server.faults.append(Fault(drop=True, method="POST", path="/runs$"))
    with pytest.raises(EksgenError) as caught:
        planned(remote)
    assert caught.value.code == "cloud-host"


@pytest.mark.parametrize("kind", ["sentinel", "opa"])
def test_a_policy_that_fails_is_named(remote: Remote, kind: str) -> None:
    enforcement = "hard-mandatory" if kind == "sentinel" else "mandatory"
    remote.workspace.policy = Policy("no-public-api", enforcement, message="not public", kind=kind)
    with pytest.raises(RunFailed) as caught:
        planned(remote)
    assert caught.value.code == "run-policy"
    assert "no-public-api" in caught.value.notes[0]
    assert enforcement in caught.value.notes[0]


def test_an_advisory_policy_stops_nothing(remote: Remote) -> None:
    remote.workspace.policy = Policy("cheap", "advisory")
    assert planned(remote).counts.create == 1


def test_a_state_without_outputs_and_no_state_can_be_read(remote: Remote) -> None:
    session = open_session(remote.open())
    assert state_text(session) == ""
    assert outputs(remote.open()) == {}
    state = {"version": 4, "serial": 3, "lineage": "abcd", "outputs": {}, "resources": []}
    state["outputs"] = {"name": {"value": "prod", "type": "string"}}
    remote.server.put_state(remote.workspace, json.dumps(state).encode())
    assert json.loads(state_text(session)) == state
    assert outputs(remote.open()) == {"name": "prod"}


def test_what_changes_nothing_is_known_from_the_log(remote: Remote) -> None:
    remote.workspace.runner = StubRunner(plan_document())
    assert planned(remote).empty


def test_many_changes_arrive(remote: Remote) -> None:
    changes = [created_resource(f"terraform_data.made{i}") for i in range(300)]
    remote.workspace.runner = StubRunner(plan_document(*changes))
    assert planned(remote).counts.create == 300


def test_a_lost_compiled_file_is_not_left_out_silently(remote: Remote) -> None:
    (remote.folder / "main.tf").unlink()
    with pytest.raises(EksgenError, match="not complete"):
        planned(remote)
    assert not remote.runs


def test_a_link_does_not_go_up(remote: Remote, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    (remote.folder / "main.tf").unlink()
    (remote.folder / "main.tf").symlink_to(tmp_path / "secret")
    with pytest.raises(EksgenError, match="link"):
        planned(remote)


def test_a_workspace_with_local_runs_uses_terraform_here(remote: Remote) -> None:
    remote.workspace.execution_mode = "local"
    session = open_session(remote.open())
    assert not session.terraform.remote
    assert session.workspace.program.argv


def test_a_version_that_the_spec_refuses_is_refused_before_anything_starts(remote: Remote) -> None:
    write_folder(remote.folder, remote.server.cloud_block("eks-prod"), required=">= 1.12")
    with pytest.raises(EksgenError, match=r"runs Terraform 1.11.4, the spec asks for >= 1.12") as caught:
        planned(remote)
    assert caught.value.code == "cloud-version"
    assert not remote.server.asked("POST")
