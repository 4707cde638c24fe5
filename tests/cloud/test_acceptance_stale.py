"""What somebody else does between a saved plan and its apply makes the plan stale, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from .command_line import SPEC, WORKSPACE, CommandLine, Said
from .server import Run, StubRunner, Workspace
from .server.runs.stub_runner import created_resource, plan_document

PLAN = "saved.eksplan"


@pytest.fixture
def set_up(eksgen: CommandLine) -> Workspace:
    return eksgen.server.add_workspace(WORKSPACE)


def save(eksgen: CommandLine, name: str = PLAN) -> Run:
    said = eksgen("plan", SPEC, "-o", name)
    assert said.code == 0, said.err
    return eksgen.server.runs(eksgen.server.workspace(WORKSPACE))[-1]


def apply(eksgen: CommandLine, *options: str, typed: str | None = None) -> Said:
    return eksgen("apply", *options, "--no-verify", typed=typed)


def test_a_saved_plan_that_nothing_touched_is_applied(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    said = apply(eksgen, PLAN, "--yes")
    assert said.code == 0, said.err
    assert run.status == "applied"
    assert set_up.locked_by is None


def test_the_apply_of_a_second_saved_plan_makes_the_first_stale(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    first = save(eksgen)
    save(eksgen, "second.eksplan")
    assert apply(eksgen, "second.eksplan", "--yes").code == 0
    said = apply(eksgen, PLAN, "--yes")
    assert said.code == 5, said.err
    assert "stale-plan" in said.err
    assert first.status == "discarded"
    assert set_up.locked_by is None


def other_state(serial: int = 7) -> bytes:
    return json.dumps({"version": 4, "serial": serial, "lineage": "another", "resources": []}).encode()


def test_a_state_that_was_written_in_between_makes_it_stale(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    eksgen.server.put_state(set_up, other_state())
    said = apply(eksgen, PLAN, "--yes")
    assert said.code == 5, said.err
    assert run.status == "discarded"
    assert not eksgen.server.asked("POST", "actions/apply")
    assert set_up.locked_by is None


def test_a_change_outside_in_between_makes_it_stale_and_discards_it(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    run = save(eksgen)
    set_up.runner = StubRunner(plan_document(created_resource(), created_resource("terraform_data.other")))
    said = apply(eksgen, PLAN, "--yes")
    assert said.code == 5, said.err
    assert run.status == "discarded"
    assert run.comments[0].startswith("eksgen: ")
    assert set_up.locked_by is None


def test_the_answer_no_discards_the_run(eksgen: CommandLine, set_up: Workspace) -> None:
    apply(eksgen, SPEC, typed="no")
    (run,) = eksgen.server.runs(set_up)
    assert run.status == "discarded"
    assert set_up.locked_by is None


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_workspace_locked_by_a_person_is_exit_code_4_with_the_name(
    eksgen: CommandLine, set_up: Workspace, seconds: int
) -> None:
    eksgen.server.lock(set_up, "alice")
    said = apply(eksgen, SPEC, "--yes", "--lock-timeout", str(seconds))
    assert said.code == 4, said.err
    assert "held by alice" in said.err
    (run,) = eksgen.server.runs(set_up)
    assert run.status in ("discarded", "canceled")
    assert set_up.locked_by is not None
    assert set_up.locked_by.name == "alice"


def forget(eksgen: CommandLine, workspace: Workspace) -> None:
    del eksgen.server.store.workspaces[workspace.id]


REFUSED: dict[str, Callable[[CommandLine, Workspace], None]] = {
    "cloud-vcs": lambda _eksgen, found: setattr(found, "vcs_repo", "acme/infra"),
    "cloud-version": lambda _eksgen, found: setattr(found, "terraform_version", "1.9.8"),
    "cloud-workspace": forget,
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_applied_is_refused_before_anything_is_sent(
    eksgen: CommandLine, set_up: Workspace, code: str
) -> None:
    REFUSED[code](eksgen, set_up)
    said = apply(eksgen, SPEC, "--yes")
    assert said.code == 1, said.err
    assert f"error[{code}]" in said.err
    assert {request.method for request in eksgen.server.requests} == {"GET"}
