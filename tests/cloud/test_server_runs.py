"""Runs, locks and saved plans behave as the documentation of HCP Terraform says."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from .api_calls import Api, fetch, sent
from .server import HcpServer, Policy, Run, StubRunner, Workspace
from .server.runs.stub_runner import plan_document
from .server.values import Document

_STATE = {"version": 4, "serial": 7, "lineage": "0f0f", "outputs": {}, "resources": []}


def test_a_plan_only_run_takes_no_lock_and_is_not_the_current_run(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    api.server.lock(workspace)
    run = api.start_run(workspace, configuration, plan_only=True)
    api.server.wait_for(run, "planned_and_finished")
    assert api.get(f"workspaces/{workspace.id}").data["relationships"]["current-run"]["data"] is None
    assert api.get(f"runs/{run.id}").data["attributes"]["actions"]["is-confirmable"] is False


def test_a_run_is_applied_after_somebody_confirms_it(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "planned")
    assert workspace.locked_by
    assert workspace.locked_by.id == run.id
    assert api.post(f"runs/{run.id}/actions/apply", {"comment": "go"}).status == 202
    api.server.wait_for(run, "applied")
    assert run.history[-4:] == ["confirmed", "apply_queued", "applying", "applied"]
    assert run.comments == ["go"]
    assert workspace.locked_by is None
    assert workspace.current_run is run
    assert api.get(f"workspaces/{workspace.id}").data["attributes"]["resource-count"] == 1


def test_runs_of_a_workspace_queue_one_by_one(api: Api, workspace: Workspace, configuration: Path) -> None:
    first, second = (api.start_run(workspace, configuration) for _ in range(2))
    api.server.wait_for(first, "planned")
    assert second.status == "pending"
    queue = api.get("organizations/acme/runs/queue").data
    assert [entry["id"] for entry in queue] == [second.id]
    api.post(f"runs/{first.id}/actions/discard", {"comment": "not now"})
    api.server.wait_for(second, "planned")
    assert first.comments == ["not now"]


def test_a_run_waits_while_a_user_has_locked_the_workspace(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    api.server.lock(workspace, "bob", reason="freeze")
    run = api.start_run(workspace, configuration)
    read = api.get(f"workspaces/{workspace.id}?include=locked_by").document
    assert read["data"]["attributes"]["locked-reason"] == "freeze"
    assert [entry["attributes"]["username"] for entry in read["included"]] == ["bob"]
    assert api.post(f"workspaces/{workspace.id}/actions/lock").status == 409
    assert api.post(f"workspaces/{workspace.id}/actions/unlock").status == 409
    assert run.status == "pending"
    assert api.post(f"workspaces/{workspace.id}/actions/force-unlock").status == 200
    api.server.wait_for(run, "planned")
    assert api.post(f"workspaces/{workspace.id}/actions/force-unlock").status == 409


def test_a_pending_run_that_is_cancelled_leaves_the_queue(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    api.server.lock(workspace)
    run = api.start_run(workspace, configuration)
    assert api.post(f"runs/{run.id}/actions/cancel").status == 202
    assert run.status == "canceled"
    assert api.post(f"runs/{run.id}/actions/cancel").status == 409


def test_applying_a_saved_plan_discards_the_others(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    first, second = (api.start_run(workspace, configuration, save_plan=True) for _ in range(2))
    for run in (first, second):
        api.server.wait_for(run, "planned_and_saved")
    assert workspace.locked_by is None
    api.post(f"runs/{first.id}/actions/apply")
    api.server.wait_for(first, "applied")
    api.server.wait_for(second, "discarded")
    assert api.post(f"runs/{second.id}/actions/apply").status == 409


def test_a_state_from_elsewhere_discards_saved_plans(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    run = api.start_run(workspace, configuration, save_plan=True)
    api.server.wait_for(run, "planned_and_saved")
    api.server.put_state(workspace, json.dumps(_STATE).encode())
    assert run.status == "discarded"


def test_a_saved_plan_never_applies_by_itself(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.auto_apply = True
    saved = api.start_run(workspace, configuration, save_plan=True)
    api.server.wait_for(saved, "planned_and_saved")
    ordinary = api.start_run(workspace, configuration)
    api.server.wait_for(ordinary, "applied")
    assert "applied" not in saved.history


def test_a_saved_plan_is_not_applied_in_a_locked_workspace(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    run = api.start_run(workspace, configuration, save_plan=True)
    api.server.wait_for(run, "planned_and_saved")
    api.server.lock(workspace)
    assert api.post(f"runs/{run.id}/actions/apply").status == 409
    assert run.status == "planned_and_saved"


def test_a_plan_without_changes_is_finished(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.runner = StubRunner(plan_document())
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "planned_and_finished")
    empty = api.start_run(workspace, configuration, allow_empty_apply=True)
    api.server.wait_for(empty, "planned")


def test_a_speculative_configuration_can_only_be_planned(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    id = api.upload(workspace, configuration, speculative=True)
    assert api.ask_for_run(workspace, id, plan_only=False).status == 422
    assert api.ask_for_run(workspace, id).data["attributes"]["plan-only"] is True


def test_a_run_needs_a_configuration_that_is_uploaded_and_not_kept_back(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    assert api.ask_for_run(workspace).status == 422
    api.upload(workspace, configuration, provisional=True)
    assert api.ask_for_run(workspace).status == 422
    id = api.upload(workspace, configuration)
    reply = api.ask_for_run(workspace)
    assert reply.data["relationships"]["configuration-version"]["data"]["id"] == id


def test_an_upload_starts_a_run_unless_asked_otherwise(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    api.upload(workspace, configuration, auto_queue_runs=True)
    (run,) = api.server.runs(workspace)
    api.server.wait_for(run, "planned")


def test_an_archive_that_cannot_be_unpacked_is_errored(api: Api, workspace: Workspace) -> None:
    path = f"workspaces/{workspace.id}/configuration-versions"
    created = api.post(path, sent("configuration-versions", {})).data
    fetch(api.server, "PUT", created["attributes"]["upload-url"], b"not an archive")
    read = api.get(f"configuration-versions/{created['id']}").data["attributes"]
    assert read["status"] == "errored"
    assert "unpack" in read["error-message"]
    assert "upload-url" not in read


@pytest.mark.parametrize(
    "attributes",
    [
        {"is_destroy": True, "refresh_only": True},
        {"plan_only": True, "save_plan": True},
        {"terraform_version": "1.9.8"},
    ],
)
def test_what_excludes_each_other_is_refused(
    api: Api, workspace: Workspace, configuration: Path, attributes: dict[str, object]
) -> None:
    id = api.upload(workspace, configuration)
    assert api.ask_for_run(workspace, id, **attributes).status == 422


def test_no_run_starts_in_a_workspace_with_local_execution(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    workspace.execution_mode = "local"
    api.upload(workspace, configuration)
    assert api.ask_for_run(workspace).status == 422


def test_a_run_that_is_cancelled_gives_its_lock_back(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    workspace.runner = StubRunner(seconds=60)
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "planning")
    assert api.post(f"runs/{run.id}/actions/cancel").status == 202
    api.server.wait_for(run, "canceled")
    assert run.plan.status == "canceled"
    assert workspace.locked_by is None


def test_a_run_that_ignores_its_cancel_may_be_killed_later(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    workspace.runner, workspace.force_cancel_after = StubRunner(seconds=60, ignores_interrupts=True), 0.3
    run = api.start_run(workspace, configuration)
    path = f"runs/{run.id}/actions/force-cancel"
    api.server.wait_for(run, "planning")
    assert api.post(path).status == 409
    assert api.post(f"runs/{run.id}/actions/cancel").status == 202
    assert api.post(path).status == 409
    time.sleep(0.3)
    assert api.get(f"runs/{run.id}").data["attributes"]["actions"]["is-force-cancelable"] is True
    assert api.post(path).status == 202
    assert run.status == "force_canceled"
    assert workspace.locked_by is None


def test_an_assessment_needs_an_apply_and_a_last_run_that_went_well(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    path = f"workspaces/{workspace.id}/actions/assess"
    assert api.post(path).status == 409
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "planned")
    api.post(f"runs/{run.id}/actions/apply")
    api.server.wait_for(run, "applied")
    assert api.post(path).status == 409
    workspace.assessments = True
    assert api.get(f"workspaces/{workspace.id}/current-assessment-result").status == 404
    assert api.post(path).status == 200
    api.server.wait_for_assessment(workspace)
    result = api.get(f"workspaces/{workspace.id}/current-assessment-result").data
    assert result["attributes"]["drifted"] is False
    assert api.get(f"assessment-results/{result['id']}/json-output").document["resource_changes"] == []
    assert b"version" in api.get(f"assessment-results/{result['id']}/log-output").body
    workspace.error = "no credentials"
    api.server.wait_for(api.start_run(workspace, configuration, plan_only=True), "errored")
    assert api.post(path).status == 409


def test_a_new_run_cancels_the_assessment(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.assessments, workspace.auto_apply = True, True
    api.server.wait_for(api.start_run(workspace, configuration), "applied")
    workspace.runner = StubRunner(seconds=60)
    api.post(f"workspaces/{workspace.id}/actions/assess")
    api.start_run(workspace, configuration, plan_only=True)
    assert api.server.wait_for_assessment(workspace) is None
    assert api.get(f"workspaces/{workspace.id}/current-assessment-result").status == 404


def test_the_explorer_counts_drift(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.assessments = True
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "planned")
    api.post(f"runs/{run.id}/actions/apply")
    api.server.wait_for(run, "applied")
    workspace.runner = StubRunner(afterwards=StubRunner().document)  # type: ignore[arg-type]
    api.post(f"workspaces/{workspace.id}/actions/assess")
    api.server.wait_for_assessment(workspace)
    (row,) = api.get("organizations/acme/explorer?type=workspaces").data
    assert row["attributes"]["resources-drifted"] == 1
    assert row["attributes"]["current-run-status"] == "applied"


@pytest.mark.parametrize(
    ("policy", "plan_only", "status"),
    [
        (Policy("cost", passed=True), False, "policy_checked"),
        (Policy("cost", "advisory"), False, "policy_checked"),
        (Policy("cost", "soft-mandatory"), False, "policy_override"),
        (Policy("cost", "soft-mandatory"), True, "policy_soft_failed"),
        (Policy("cost", "hard-mandatory"), False, "errored"),
        (Policy("cost", "mandatory", kind="opa"), False, "post_plan_awaiting_decision"),
        (Policy("cost", "mandatory", passed=True, kind="opa"), False, "post_plan_completed"),
    ],
)
def test_a_policy_decides_how_a_run_goes_on(
    api: Api, workspace: Workspace, configuration: Path, policy: Policy, plan_only: bool, status: str
) -> None:
    workspace.policy = policy
    run = api.start_run(workspace, configuration, plan_only=plan_only)
    api.server.wait_for(run, status)
    confirmable = api.get(f"runs/{run.id}").data["attributes"]["actions"]["is-confirmable"]
    assert confirmable is (status in ("policy_checked", "post_plan_completed"))


def test_a_run_goes_on_after_somebody_overrides_its_policy(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    workspace.policy = Policy("cost", message="too dear")
    run = api.start_run(workspace, configuration, save_plan=True)
    api.server.wait_for(run, "policy_override")
    (check,) = api.get(f"runs/{run.id}/policy-checks").data
    assert check["attributes"]["status"] == "soft_failed"
    assert "too dear" in json.dumps(check)
    assert api.post(f"runs/{run.id}/actions/apply").status == 409
    api.server.override_policy(run)
    assert run.status == "planned_and_saved"


def test_the_outcomes_of_an_opa_policy_are_found_from_the_run(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    workspace.policy = Policy("public-access", "mandatory", message="the endpoint is public", kind="opa")
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "post_plan_awaiting_decision")
    (stage,) = api.get(f"runs/{run.id}/task-stages").data
    assert stage["attributes"]["status"] == "awaiting_override"
    (evaluation,) = api.get(f"task-stages/{stage['id']}/policy-evaluations").data
    (outcome,) = api.get(f"policy-evaluations/{evaluation['id']}/policy-set-outcomes").data
    assert outcome["attributes"]["outcomes"][0]["policy_name"] == "public-access"


def test_runs_of_others_are_found_by_commit(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.vcs_repo = "acme/infra"
    run = api.server.start_run(workspace, configuration, commit="8f3c2a1d")
    path = f"workspaces/{workspace.id}/runs"
    assert api.get(path).data == []
    found = api.get(f"{path}?search%5Bcommit%5D=8f3c&filter%5Boperation%5D=plan_only").data
    assert [entry["id"] for entry in found] == [run.id]
    id = found[0]["relationships"]["configuration-version"]["data"]["id"]
    read = api.get(f"configuration-versions/{id}?include=ingress_attributes").document
    assert read["included"][0]["attributes"]["commit-sha"] == "8f3c2a1d"


def test_a_state_that_cannot_be_saved_is_the_errored_state(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    workspace.fail_state_upload = True
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "planned")
    assert api.get(f"applies/{run.apply.id}/errored-state").status == 404
    api.post(f"runs/{run.id}/actions/apply")
    api.server.wait_for(run, "errored")
    state = json.loads(api.blob(f"applies/{run.apply.id}/errored-state"))
    assert state["serial"] == 1
    assert api.get(f"workspaces/{workspace.id}/current-state-version").status == 404


def test_no_more_runs_work_at_once_than_the_organization_may(
    api: Api, configuration: Path, stub_server: HcpServer
) -> None:
    working: list[int] = []

    def document(run: Run) -> Document:
        working.append(stub_server.store.working)
        return plan_document()

    stub_server.store.concurrency, stub_server.store.runner = 2, StubRunner(document, seconds=0.1)
    workspaces = [stub_server.add_workspace(f"eks-{number}") for number in range(6)]
    runs = [api.start_run(workspace, configuration, plan_only=True) for workspace in workspaces]
    for run in runs:
        stub_server.wait_for(run, "planned_and_finished")
    assert max(working) == 2


def test_two_hundred_workspaces_are_planned(api: Api, configuration: Path, stub_server: HcpServer) -> None:
    workspaces = [stub_server.add_workspace(f"eks-{number}") for number in range(200)]
    runs = [stub_server.start_run(workspace, configuration) for workspace in workspaces]
    for run in runs:
        stub_server.wait_for(run, "planned_and_finished")
    page = api.get("organizations/acme/workspaces?page%5Bsize%5D=500&page%5Bnumber%5D=2").document
    assert page["meta"]["pagination"]["total-pages"] == 2
    assert len(page["data"]) == 100
