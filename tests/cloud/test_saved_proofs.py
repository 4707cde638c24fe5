"""A plan that HCP saved is applied only to the state, and with the files, that it was made from."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eksgen.engine.cloud import remote_terraform
from eksgen.engine.cloud.runs.bookmark import bookmark
from eksgen.engine.saved_plan import envelope as format
from eksgen.engine.saved_plan.envelope import read_envelope

from .command_line import SPEC, WORKSPACE, CommandLine, Said
from .server import Run, StubRunner, Workspace
from .server.runs.stub_runner import created_resource, plan_document
from .server.values import new_id

PLAN = "saved.eksplan"


@pytest.fixture
def set_up(eksgen: CommandLine) -> Workspace:
    workspace = eksgen.server.add_workspace(WORKSPACE)
    eksgen.server.put_state(workspace, state(3))
    return workspace


def state(serial: int, lineage: str = "one") -> bytes:
    return json.dumps({"version": 4, "serial": serial, "lineage": lineage, "resources": []}).encode()


def save(eksgen: CommandLine, token: str | None = None) -> Run:
    said = eksgen("plan", SPEC, "-o", PLAN, token=token)
    assert said.code == 0, said.err
    return eksgen.server.runs(eksgen.server.workspace(WORKSPACE))[-1]


def apply(eksgen: CommandLine, token: str | None = None) -> Said:
    return eksgen("apply", PLAN, "--yes", "--no-verify", token=token)


def manifest(folder: Path) -> dict[str, Any]:
    with zipfile.ZipFile(folder / PLAN) as archive:
        raw: dict[str, Any] = json.loads(archive.read(format.MANIFEST))
    return raw


def edit(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest of a saved plan, and seal it again."""
    with zipfile.ZipFile(folder / PLAN) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    raw = json.loads(members[format.MANIFEST])
    del raw["digest"]
    change(raw)
    raw["digest"] = format._digest(raw)
    members[format.MANIFEST] = json.dumps(raw).encode()
    with zipfile.ZipFile(folder / PLAN, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_the_file_names_the_run_its_files_and_its_state(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    raw = manifest(eksgen.folder)
    current = set_up.current_state
    assert current is not None
    assert raw["version"] == 2
    assert raw["cloud"] == {
        "hostname": eksgen.server.hostname,
        "organization": "acme",
        "workspace": set_up.id,
        "run": run.id,
        "configurationVersion": run.configuration.id,
        "archive": raw["cloud"]["archive"],
        "inputStateVersion": {"id": current.id, "serial": 3},
    }
    assert raw["cloud"]["archive"][:16] in run.request.message
    assert raw["account"] == "111122223333"


def test_the_plan_is_applied_and_checked_again_on_the_files_of_its_run(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    run = save(eksgen)
    said = apply(eksgen)
    assert said.code == 0, said.err
    again = eksgen.server.runs(set_up)[-1]
    assert run.status == "applied"
    assert again.request.plan_only
    assert again.configuration is run.configuration
    assert "stale" not in said.err


def test_credentials_of_this_machine_say_nothing_about_the_run(
    eksgen: CommandLine, set_up: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("eksgen.commands.runs.saved_plan.calling_account", asked.append)
    save(eksgen)
    assert apply(eksgen).code == 0
    assert not asked


def rewrite_state(set_up: Workspace) -> None:
    """Write the same serial again; HCP keeps the plan, as it would if it had not noticed."""
    set_up.states.append(type(set_up.states[0])(3, "one", state(3)))


def edit_spec(eksgen: CommandLine) -> None:
    eksgen.spec.write_text(f"{eksgen.spec.read_text('utf-8')}# edited\n", "utf-8")


def replace_workspace(eksgen: CommandLine, set_up: Workspace) -> None:
    """Delete the workspace and make another one of its name, on the same store of runs."""
    stored = eksgen.server.store.workspaces
    del stored[set_up.id]
    set_up.id = new_id("ws")
    stored[set_up.id] = set_up


STALE: dict[str, Callable[[CommandLine, Workspace], None]] = {
    "the state was written after the plan: then sv-": lambda _, found: rewrite_state(found),
    "made in workspace ws-": replace_workspace,
    "the files to upload now are not those of the run: SHA-256": lambda eksgen, _: edit(
        eksgen.folder, lambda raw: raw["cloud"].update(archive="0" * 64)
    ),
    "the spec changed: cluster.yaml": lambda eksgen, _: edit_spec(eksgen),
    "it expired at": lambda eksgen, _: edit(
        eksgen.folder, lambda raw: raw.update(expires="2020-01-01T00:00:00Z")
    ),
    "the compiled folder changed: main.tf": lambda eksgen, _: edit(
        eksgen.folder, lambda raw: raw["folder"].update({"main.tf": "0" * 64})
    ),
}


@pytest.mark.parametrize("why", STALE)
def test_a_plan_of_something_else_is_stale_and_discarded_with_the_reason(
    eksgen: CommandLine, set_up: Workspace, why: str
) -> None:
    run = save(eksgen)
    STALE[why](eksgen, set_up)
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert f"= note: {why}" in said.err
    if "workspace" not in why:  # that run is of a workspace that does not exist any more
        assert run.status == "discarded"
        assert why in run.comments[0]
    assert not eksgen.server.asked("POST", "actions/apply")
    assert set_up.locked_by is None


def test_a_run_that_is_gone_makes_the_plan_stale(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    del eksgen.server.store.runs[run.id]
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert f"{run.id} does not exist any more, or not for this token" in said.err


def test_a_run_of_another_workspace_is_not_discarded(eksgen: CommandLine, set_up: Workspace) -> None:
    other = eksgen.server.add_workspace("other")
    theirs = eksgen.server.start_run(other, eksgen.folder, plan_only=False, save_plan=True)
    eksgen.server.wait_for(theirs, "planned_and_saved")
    save(eksgen)
    edit(eksgen.folder, lambda raw: raw["cloud"].update(run=theirs.id))
    assert apply(eksgen).code == 5
    assert theirs.status == "planned_and_saved"


def test_where_hcp_names_no_state_the_one_before_and_after_the_plan_is_taken(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    set_up.hides_input_state = True
    said = eksgen("plan", SPEC, "-o", PLAN)
    assert said.code == 0, said.err
    assert "HCP does not say which state this run started from" in said.err
    assert manifest(eksgen.folder)["cloud"]["inputStateVersion"]["serial"] == 3
    rewrite_state(set_up)
    assert apply(eksgen).code == 5


def test_where_hcp_names_no_state_and_it_was_written_meanwhile_nothing_is_saved(
    eksgen: CommandLine, set_up: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up.hides_input_state = True

    def write_meanwhile(run: str, host: str) -> bytes:
        rewrite_state(set_up)
        return bookmark(run, host)

    monkeypatch.setattr(remote_terraform, "bookmark", write_meanwhile)
    said = eksgen("plan", SPEC, "-o", PLAN)
    assert said.code != 0
    assert "the state was written while this plan was made" in said.err
    assert not (eksgen.folder / PLAN).exists()
    assert eksgen.server.runs(set_up)[-1].status == "discarded"


def test_a_plan_without_a_state_says_so(eksgen: CommandLine) -> None:
    workspace = eksgen.server.add_workspace(WORKSPACE)
    save(eksgen)
    assert manifest(eksgen.folder)["cloud"]["inputStateVersion"] is None
    eksgen.server.put_state(workspace, state(1))
    said = apply(eksgen)
    assert said.code == 5
    assert "the state was written after the plan: then no state yet, now sv-" in said.err


def secret_change(after: str) -> StubRunner:
    changed = created_resource("terraform_data.other")
    changed["change"] |= {
        "actions": ["update"],
        "before": {"input": "planted-secret-value"},
        "after": {"input": after},
        "after_unknown": {},
        "before_sensitive": {"input": True},
        "after_sensitive": {"input": True},
    }
    return StubRunner(plan_document(created_resource(), changed))


@pytest.mark.parametrize("saver", ["admin", "others"])
def test_a_plan_is_not_stale_because_another_reads_it(
    eksgen: CommandLine, set_up: Workspace, saver: str
) -> None:
    set_up.runner = secret_change("planted-secret-value, changed")
    tokens = [None, eksgen.server.new_token("read", "plan", "apply")]
    first, second = tokens if saver == "admin" else tokens[::-1]
    run = save(eksgen, first)
    said = apply(eksgen, second)
    assert said.code == 0, said.err
    assert run.status == "applied"


def test_a_spec_is_applied_by_whom_the_digest_of_an_admin_was_given(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    set_up.runner = secret_change("planted-secret-value, changed")
    reviewed = json.loads(eksgen("plan", SPEC, "--format", "json").out)["digest"]
    said = eksgen(
        "apply", SPEC, "--expect", reviewed, "--no-verify",
        token=eksgen.server.new_token("read", "plan", "apply"),
    )  # fmt: skip
    assert said.code == 0, said.err


def test_a_plan_made_here_is_not_applied_by_runs_in_hcp(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)

    def make_local(raw: dict[str, Any]) -> None:
        del raw["cloud"]
        raw |= {"version": 1, "account": None}

    edit(eksgen.folder, make_local)
    assert read_envelope(eksgen.folder / PLAN).cloud is None
    said = apply(eksgen)
    assert said.code == 5
    assert "made by a Terraform here; the workspace runs it in HCP now" in said.err
    assert run.status == "planned_and_saved"
