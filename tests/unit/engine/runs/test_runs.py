"""Whole runs on a folder of built-in resources, with a real Terraform."""

from __future__ import annotations

import dataclasses
import fcntl
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.run_failed import Interrupted, RunFailed, StateLocked, run_failed
from eksgen.engine.paths import WorkDir
from eksgen.engine.plan.result import Action, PlanResult
from eksgen.engine.redact import SENSITIVE
from eksgen.engine.runs import apply as applying
from eksgen.engine.runs.drift import drift
from eksgen.engine.runs.open_plan import open_plan
from eksgen.engine.runs.plan import plan
from eksgen.engine.runs.session import WHOLE_PLAN, open_session
from eksgen.engine.runs.state import outputs
from eksgen.engine.runs.validate import validate
from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform.events import Completed, Event, Started, TerraformDiagnostic, Waiting
from eksgen.engine.terraform.providers import Providers
from eksgen.engine.workdir.folder_lock import FolderBusy, hold_folder
from eksgen.engine.workdir.workspace import Workspace

MAIN = """
module "nodes_web" {
  source  = "./modules/nodes"
  maximum = 10
}
output "name" { value = "demo" }
output "secret" {
  value     = "hunter2"
  sensitive = true
}
"""
MODULE = """
variable "maximum" {
  type = number
  validation {
    condition     = var.maximum > 0
    error_message = "must be positive"
  }
}
resource "terraform_data" "this" { input = var.maximum }
"""
MAP = {
    "version": 1,
    "spec": "cluster.yaml",
    "calls": {"nodes_web": "nodes"},
    "entries": [
        {
            "file": "main.tf",
            "line": line,
            "block": ["module", "nodes_web"],
            "at": at,
            "spec": {"path": path, "file": "cluster.yaml", "line": spec_line, "column": 5, "written": True},
        }
        for line, at, path, spec_line in (
            (2, [], ["nodeGroups", "web"], 12),
            (4, ["maximum"], ["nodeGroups", "web", "scaling", "max"], 13),
        )
    ],
}


@pytest.fixture
def place(workspace: Callable[[str], Workspace]) -> Workspace:
    made = workspace(MAIN)
    module = made.folder / "modules" / "nodes"
    module.mkdir(parents=True)
    (module / "main.tf").write_text(MODULE, "utf-8")
    (made.folder / "eksgen.map.json").write_text(json.dumps(MAP), "utf-8")
    return made


def yes(_plan: PlanResult) -> bool:
    return True


def edit(place: Workspace, old: str, new: str) -> None:
    file = place.folder / "main.tf"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_the_whole_life_of_a_folder(place: Workspace) -> None:
    assert plan(place).counts.create == 1
    applied = applying.apply(place, yes)
    assert applied.applied
    assert applied.outputs == {"name": "demo", "secret": SENSITIVE}
    assert plan(place).empty
    assert drift(place).findings == ()

    edit(place, "= 10", "= 12")
    planned = plan(place)
    assert [(c.action, c.address.text) for c in planned.changes] == [
        (Action.UPDATE, "module.nodes_web.terraform_data.this")
    ]
    assert [f.kind.value for f in drift(place).findings] == ["pending"]

    assert applying.destroy(place, yes).plan.counts.delete == 1
    assert outputs(place) == {}


def test_nothing_is_applied_when_the_caller_declines(place: Workspace) -> None:
    asked: list[PlanResult] = []

    def no(planned: PlanResult) -> bool:
        asked.append(planned)
        return False

    assert not applying.apply(place, no).applied
    assert len(asked) == 1
    assert plan(place).counts.create == 1


def test_an_empty_plan_is_not_asked_about(place: Workspace) -> None:
    applying.apply(place, yes)

    def never(_plan: PlanResult) -> bool:
        raise AssertionError

    assert not applying.apply(place, never).applied


def test_the_saved_plan_is_gone_after_success_and_after_failure(place: Workspace) -> None:
    files: list[Path] = []
    with open_plan(open_session(place), WHOLE_PLAN) as saved:
        files.append(saved.file)
        assert saved.file.exists()
        assert saved.file.parent.stat().st_mode & 0o077 == 0
    with suppress(ZeroDivisionError), open_plan(open_session(place), WHOLE_PLAN) as saved:
        files.append(saved.file)
        raise ZeroDivisionError
    assert len(files) == 2
    assert not any(f.parent.exists() for f in files)


def test_init_runs_once_and_again_only_when_something_it_depends_on_changed(place: Workspace) -> None:
    commands: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, Started):
            commands.append(event.command)

    plan(place, note)
    edit(place, "= 10", "= 11")
    plan(place, note)
    assert commands == ["init", "plan", "show", "plan", "show"]
    edit(place, "nodes_web", "nodes_api")
    plan(place, note)
    assert commands[5:] == ["init", "plan", "show"]


def test_a_skipped_init_that_was_needed_after_all_is_made_up_for(place: Workspace) -> None:
    plan(place)
    (place.workdir.terraform_data / "modules" / "modules.json").unlink()
    assert plan(place).counts.create == 1


def test_a_failure_points_at_the_spec_line(place: Workspace) -> None:
    edit(place, "= 10", "= -1")
    with pytest.raises(RunFailed) as caught:
        plan(place)
    (found,) = caught.value.diagnostics
    assert (found.primary.span.file, found.primary.span.line) == ("cluster.yaml", 13)
    assert found.message == "invalid value for variable"
    assert caught.value.exit_code == 1


def test_validate_reports_at_the_spec_line_and_needs_no_backend(place: Workspace) -> None:
    (place.folder / "backend.tf").write_text(
        'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "k"\n    region = "us-west-2"\n  }\n}\n'
    )
    assert validate(place) == ()
    edit(place, "= 10", '= "many"')
    (found,) = validate(place)
    assert found.primary.span.line == 13


def test_a_second_run_in_one_folder_is_told_who_is_at_work(place: Workspace) -> None:
    with (
        hold_folder(WorkDir(place.folder), "apply", lambda _e: None),
        pytest.raises(FolderBusy) as caught,
        hold_folder(WorkDir(place.folder), "plan", lambda _e: None),
    ):
        pytest.fail("two runs hold one folder")
    assert caught.value.exit_code == 4
    assert f"process {os.getpid()}" in caught.value.notes[0]


def test_a_second_run_waits_when_it_is_allowed_to(place: Workspace) -> None:
    seen: list[Event] = []
    entered = threading.Event()

    def hold() -> None:
        with hold_folder(WorkDir(place.folder), "apply", lambda _e: None):
            entered.set()
            time.sleep(0.6)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait()
    with hold_folder(WorkDir(place.folder), "plan", seen.append, wait_seconds=10):
        pass
    other.join()
    assert any(isinstance(e, Waiting) and "apply" in e.text for e in seen)


@pytest.fixture
def locked_state(place: Workspace) -> Iterator[Workspace]:
    """The state file held as another Terraform holds it."""
    applying.apply(place, yes)
    edit(place, "= 10", "= 12")
    with (place.folder / "terraform.tfstate").open("r+b") as handle:
        fcntl.lockf(handle, fcntl.LOCK_EX)
        yield place


def test_a_locked_state_has_its_own_exit_code(locked_state: Workspace) -> None:
    # The lock must be another process's: POSIX locks of one process do not exclude each other, and
    # Terraform is another process.
    with pytest.raises(StateLocked) as caught:
        plan(locked_state)
    assert caught.value.exit_code == 4
    assert any("--lock-timeout" in text for text in caught.value.helps)


def test_an_interrupted_run_says_what_remains() -> None:
    done = Completed("apply", 1, interrupts=1)
    error = run_failed(done, Trace(), Providers(None, "nowhere", None))
    assert isinstance(error, Interrupted)
    assert error.exit_code == 130
    assert "is in its state" in error.notes[0]


def test_a_failure_without_diagnostics_shows_the_last_words() -> None:
    done = Completed("plan", 2 + 9, stderr="panic: everything is lost\ngoroutine 1")
    error = run_failed(done, Trace(), Providers(None, "nowhere", None))
    assert "panic: everything is lost" in error.notes


def test_no_provider_to_be_had_says_where_we_looked(workspace: Callable[[str], Workspace]) -> None:
    main = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
    place = workspace(main)
    empty = place.folder / "empty"
    empty.mkdir()
    here = dataclasses.replace(place, providers=Providers(empty, "here", None, ("/some/mirror",)))
    with pytest.raises(EksgenError) as caught:
        plan(here)
    assert any("/some/mirror" in note for note in caught.value.notes)
    assert any("terraform providers mirror" in text for text in caught.value.helps)


def test_an_object_that_was_to_be_taken_in_and_is_gone_comes_with_a_way_out() -> None:
    said = TerraformDiagnostic("error", "Cannot import non-existent remote object", "While attempting to...")
    found = run_failed(
        Completed("plan", 1, diagnostics=(said,)), Trace(), Providers(None, "the registry", None)
    )
    assert found.helps == ("the object to import no longer exists: plan again",)


def test_an_object_left_by_a_stopped_run_comes_with_a_way_out() -> None:
    said = TerraformDiagnostic(
        "error", "creating EKS Cluster (demo): ResourceInUseException: Cluster already exists"
    )
    done = Completed("apply", 1, diagnostics=(said,))
    found = run_failed(done, Trace(), Providers(None, "the registry", None))
    assert any("--import-orphans" in help for help in found.helps)
