"""What the server answers has the shapes that the API documents, and no more rights than a token has."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import jsonschema
import pytest

from . import shapes
from .api_calls import Api, fetch, sent
from .server import HcpServer, Policy, StubRunner, Workspace
from .server.runs.stub_runner import created_resource, plan_document
from .shapes import Schema

_STATE = {"version": 4, "serial": 1, "lineage": "0f0f", "outputs": {}, "resources": []}


def check(document: object, schema: Schema) -> None:
    jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)


def test_organizations_and_projects(api: Api) -> None:
    check(api.get("organizations/acme/entitlement-set").data, shapes.ENTITLEMENTS)
    listed = api.get("organizations/acme/projects?filter%5Bnames%5D=platform").document
    assert listed["data"] == []
    check(listed["meta"]["pagination"], shapes.PAGINATION)
    created = api.post("organizations/acme/projects", sent("projects", {"name": "platform"}))
    assert created.status == 201
    check(created.data, shapes.PROJECT)
    assert api.post("organizations/acme/projects", sent("projects", {"name": "platform"})).status == 422
    check(api.get("organizations/acme/projects").data[1], shapes.PROJECT)
    assert api.get("organizations/other/entitlement-set").status == 404


def test_a_workspace_has_the_published_shape_and_a_name_of_its_own(api: Api) -> None:
    project = api.post("organizations/acme/projects", sent("projects", {"name": "platform"})).data["id"]
    asked = {"name": "eks-prod", "execution-mode": "remote", "assessments-enabled": True, "auto-apply": False}
    document = sent("workspaces", asked, {"project": ("projects", project)})
    created = api.post("organizations/acme/workspaces", document)
    assert created.status == 201
    check(created.data, shapes.WORKSPACE)
    assert api.post("organizations/acme/workspaces", document).status == 422
    assert api.post("organizations/acme/workspaces", sent("workspaces", {"name": "a b"})).status == 422
    path = f"workspaces/{created.data['id']}"
    changed = api.patch(path, sent("workspaces", {"terraform-version": "1.10.0"})).data
    check(changed, shapes.WORKSPACE)
    assert changed["attributes"]["terraform-version"] == "1.10.0"
    assert changed["relationships"]["project"]["data"]["id"] == project
    assert api.patch(path, sent("workspaces", {"execution-mode": "nowhere"})).status == 422
    tags = {"data": [{"type": "tags", "attributes": {"name": "eksgen"}}]}
    assert api.post(f"{path}/relationships/tags", tags).status == 204
    api.server.workspace("eks-prod").vcs_repo = "acme/infra"
    read = api.get("organizations/acme/workspaces/eks-prod").data
    check(read, shapes.WORKSPACE)
    assert read["attributes"]["tag-names"] == ["eksgen"]
    locked = api.post(f"{path}/actions/lock", {"reason": "a test"}).data
    check(locked, shapes.WORKSPACE)
    assert locked["relationships"]["locked-by"]["data"] == {"id": "user-admin", "type": "users"}
    assert api.get("users/user-admin").data["attributes"]["username"] == "admin"
    check(api.post(f"{path}/actions/unlock").data, shapes.WORKSPACE)


@pytest.mark.parametrize(
    "policy", [None, Policy("cost", passed=True), Policy("cost", "advisory", kind="opa")]
)
def test_runs_plans_applies_and_states(
    api: Api, workspace: Workspace, configuration: Path, policy: Policy | None
) -> None:
    workspace.policy = policy
    run = api.start_run(workspace, configuration, message="a test")
    check(api.get(f"configuration-versions/{run.configuration.id}").data, shapes.CONFIGURATION)
    check(api.get(f"runs/{run.id}").data, shapes.RUN)
    api.server.wait_for(run, "planned" if policy is None else "policy_checked", "post_plan_completed")
    read = api.get(f"runs/{run.id}?include=plan,apply,workspace").document
    check(read["data"], shapes.RUN)
    for document, shape in zip(read["included"], (shapes.PLAN, shapes.APPLY, shapes.WORKSPACE), strict=True):
        check(document, shape)
    api.post(f"runs/{run.id}/actions/apply")
    api.server.wait_for(run, "applied")
    check(api.get(f"runs/{run.id}").data, shapes.RUN)
    check(api.get(f"plans/{run.plan.id}").data, shapes.PLAN)
    check(api.get(f"applies/{run.apply.id}").data, shapes.APPLY)
    state = api.get(f"workspaces/{workspace.id}/current-state-version").data
    check(state, shapes.STATE)
    assert state["relationships"]["run"]["data"]["id"] == run.id
    for path in (f"workspaces/{workspace.id}/runs", "organizations/acme/runs/queue"):
        check(api.get(path).document["meta"]["pagination"], shapes.PAGINATION)
    commented = api.post(f"runs/{run.id}/comments", sent("comments", {"body": "done"}))
    assert commented.data["attributes"]["body"] == "done"
    check(api.get(f"runs/{run.id}").data, shapes.RUN)


def test_a_state_is_saved_at_once_or_by_uploads(api: Api, workspace: Workspace) -> None:
    path, text = f"workspaces/{workspace.id}/state-versions", json.dumps(_STATE).encode()
    asked = {"serial": 1, "lineage": "0f0f", "md5": "0"}
    assert api.post(path, sent("state-versions", asked)).status == 409
    api.post(f"workspaces/{workspace.id}/actions/lock")
    created = api.post(path, sent("state-versions", asked)).data
    check(created, shapes.STATE)
    assert created["attributes"]["status"] == "pending"
    assert api.get(f"workspaces/{workspace.id}/current-state-version").status == 404
    assert fetch(api.server, "PUT", created["attributes"]["hosted-state-upload-url"], text).status == 200
    read = api.get(f"state-versions/{created['id']}").data
    check(read, shapes.STATE)
    assert read["attributes"]["status"] == "finalized"
    assert fetch(api.server, "GET", read["attributes"]["hosted-state-download-url"]).body == text
    at_once = {"serial": 1, "state": base64.b64encode(text).decode()}
    assert api.post(path, sent("state-versions", at_once)).status == 201
    assert api.post(path, sent("state-versions", {**asked, "serial": 0})).status == 409


def test_assessments_and_the_explorer(api: Api, workspace: Workspace, configuration: Path) -> None:
    workspace.assessments = True
    run = api.start_run(workspace, configuration)
    api.server.wait_for(run, "planned")
    api.post(f"runs/{run.id}/actions/apply")
    api.server.wait_for(run, "applied")
    check(api.post(f"workspaces/{workspace.id}/actions/assess").data, shapes.WORKSPACE)
    api.server.wait_for_assessment(workspace)
    check(api.get(f"workspaces/{workspace.id}/current-assessment-result").data, shapes.ASSESSMENT)
    check(api.get("organizations/acme/explorer?type=workspaces").data[0], shapes.EXPLORED)


def test_plan_json_is_redacted_for_those_who_are_no_admin(
    api: Api, workspace: Workspace, configuration: Path
) -> None:
    secret = created_resource()
    secret["change"] |= {
        "after": {"input": "hush", "list": ["a", "hush"]},
        "after_sensitive": {"input": True, "list": [False, True]},
    }
    workspace.runner = StubRunner(plan_document(secret), schemas={"provider_schemas": {"x": {}}})
    run = api.start_run(workspace, configuration, plan_only=True)
    api.server.wait_for(run, "planned_and_finished")
    reader = Api(api.server, api.server.new_token("read"))
    full = json.loads(api.blob(f"plans/{run.plan.id}/json-output"))
    check(full, shapes.PLAN_JSON)
    assert full["resource_changes"][0]["change"]["after"]["input"] == "hush"
    text = reader.blob(f"plans/{run.plan.id}/json-output-redacted")
    check(json.loads(text), shapes.REDACTED_PLAN_JSON)
    assert b"hush" not in text
    workspace.redacted_inline = True
    assert reader.get(f"plans/{run.plan.id}/json-output-redacted").document == json.loads(text)
    assert json.loads(reader.blob(f"plans/{run.plan.id}/json-schema")) == {"provider_schemas": {"x": {}}}
    refused = reader.get(f"plans/{run.plan.id}/json-output")
    assert refused.status == 404
    check(refused.document, shapes.ERRORS)


def test_plan_json_is_not_there_before_the_plan(api: Api, workspace: Workspace, configuration: Path) -> None:
    api.server.lock(workspace)
    run = api.start_run(workspace, configuration)
    assert api.get(f"plans/{run.plan.id}/json-output").status == 204
    assert api.get(f"plans/{run.plan.id}/json-output-redacted").status == 204


@pytest.mark.parametrize(
    ("rights", "may"),
    [
        ((), ""),
        (("read",), "read"),
        (("read", "plan"), "read plan"),
        (("read", "plan", "apply"), "read plan apply"),
    ],
)
def test_what_a_token_may_not_do_is_not_found(
    api: Api, workspace: Workspace, configuration: Path, rights: tuple[str, ...], may: str
) -> None:
    saved = api.start_run(workspace, configuration, save_plan=True)
    api.server.wait_for(saved, "planned_and_saved")
    limited = Api(api.server, api.server.new_token(*rights))
    created = {"data": {"type": "configuration-versions", "attributes": {"auto-queue-runs": False}}}
    replies = {
        "read": limited.get("organizations/acme/workspaces/eks-prod"),
        "plan": limited.post(f"workspaces/{workspace.id}/configuration-versions", created),
        "apply": limited.post(f"runs/{saved.id}/actions/apply"),
        "admin": limited.patch(f"workspaces/{workspace.id}", sent("workspaces", {"auto-apply": True})),
    }
    for right, reply in replies.items():
        assert (reply.status < 300) is (right in may.split()), right
        assert reply.status < 300 or reply.status == 404
    if "read" in rights:
        permissions = replies["read"].data["attributes"]["permissions"]
        assert permissions["can-queue-run"] is ("plan" in rights)
        assert permissions["can-queue-apply"] is ("apply" in rights)
        assert permissions["can-update"] is False


def test_a_token_of_an_organization_neither_uploads_nor_runs(api: Api, workspace: Workspace) -> None:
    organization = Api(
        api.server, api.server.new_token("read", "plan", "apply", "admin", kind="organization")
    )
    assert organization.get(f"workspaces/{workspace.id}").status == 200
    created = {"data": {"type": "configuration-versions", "attributes": {}}}
    assert organization.post(f"workspaces/{workspace.id}/configuration-versions", created).status == 404
    assert organization.ask_for_run(workspace).status == 404


def test_an_unknown_token_is_refused(stub_server: HcpServer) -> None:
    reply = Api(stub_server, "wrong").get("organizations/acme/workspaces/eks-prod")
    assert reply.status == 401
    check(reply.document, shapes.ERRORS)


def test_the_host_says_what_it_is(api: Api) -> None:
    ping = api.get("ping")
    assert (ping.status, ping.body) == (204, b"")
    assert ping.headers["tfp-appname"] == "HCP Terraform"
    api.server.behaviour.enterprise = "1.0.0"
    assert api.get("ping").headers["x-tfe-version"] == "1.0.0"
    api.server.behaviour.absent = frozenset({"GET organizations/:organization/explorer"})
    assert api.get("organizations/acme/explorer?type=workspaces").status == 404


def test_a_document_that_is_not_understood_is_answered(api: Api, workspace: Workspace) -> None:
    api.post(f"workspaces/{workspace.id}/actions/lock")
    reply = api.post(f"workspaces/{workspace.id}/state-versions", {"data": []})
    assert reply.status == 500
    check(reply.document, shapes.ERRORS)
