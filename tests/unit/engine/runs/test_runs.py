"""Whole runs on a folder of built-in resources, with a real Terraform."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.exceptions import Interrupted, RunFailed, StateLocked
from eksgen.engine.errors.run_failed import run_failed
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
def compiled(workspace: Callable[[str], Workspace]) -> Workspace:
    """A compiled folder with one module and a source map."""
    compiled = workspace(MAIN)
    module = compiled.folder / "modules" / "nodes"
    module.mkdir(parents=True)
    (module / "main.tf").write_text(MODULE, "utf-8")
    (compiled.folder / "eksgen.map.json").write_text(json.dumps(MAP), "utf-8")
    return compiled


def approve(_plan: PlanResult) -> bool:
    return True


def edit(compiled: Workspace, old: str, new: str) -> None:
    file = compiled.folder / "main.tf"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_plan_apply_drift_and_destroy_follow_each_other(compiled: Workspace) -> None:
    assert plan(compiled).counts.create == 1
    applied = applying.apply(compiled, approve)
    assert applied.applied
    assert applied.outputs == {"name": "demo", "secret": SENSITIVE}
    assert plan(compiled).empty
    assert drift(compiled).findings == ()

    edit(compiled, "= 10", "= 12")
    planned = plan(compiled)
    assert [(c.action, c.address.text) for c in planned.changes] == [
        (Action.UPDATE, "module.nodes_web.terraform_data.this")
    ]
    assert [f.kind.value for f in drift(compiled).findings] == ["pending"]

    assert applying.destroy(compiled, approve).plan.counts.delete == 1
    assert outputs(compiled) == {}


def test_nothing_is_applied_if_the_caller_declines(compiled: Workspace) -> None:
    shown: list[PlanResult] = []

    def decline(planned: PlanResult) -> bool:
        shown.append(planned)
        return False

    assert not applying.apply(compiled, decline).applied
    assert len(shown) == 1
    assert plan(compiled).counts.create == 1


def test_an_empty_plan_needs_no_approval(compiled: Workspace) -> None:
    applying.apply(compiled, approve)

    def never(_plan: PlanResult) -> bool:
        raise AssertionError

    assert not applying.apply(compiled, never).applied


def test_the_plan_file_is_removed_after_success_and_after_failure(compiled: Workspace) -> None:
    files: list[Path] = []
    with open_plan(open_session(compiled), WHOLE_PLAN) as opened:
        files.append(opened.file)
        assert opened.file.exists()
        assert opened.file.parent.stat().st_mode & 0o077 == 0
    with suppress(ZeroDivisionError), open_plan(open_session(compiled), WHOLE_PLAN) as opened:
        files.append(opened.file)
        raise ZeroDivisionError
    assert len(files) == 2
    assert not any(f.parent.exists() for f in files)


def test_init_runs_once_and_again_only_when_something_it_depends_on_changed(compiled: Workspace) -> None:
    commands: list[str] = []

    def record(event: Event) -> None:
        if isinstance(event, Started):
            commands.append(event.command)

    plan(compiled, record)
    edit(compiled, "= 10", "= 11")
    plan(compiled, record)
    assert commands == ["init", "plan", "show", "plan", "show"]
    edit(compiled, "nodes_web", "nodes_api")
    plan(compiled, record)
    assert commands[5:] == ["init", "plan", "show"]


def test_init_runs_after_all_if_the_command_needs_it(compiled: Workspace) -> None:
    plan(compiled)
    (compiled.workdir.terraform_data / "modules" / "modules.json").unlink()
    assert plan(compiled).counts.create == 1


def test_a_failure_points_at_the_spec_line(compiled: Workspace) -> None:
    edit(compiled, "= 10", "= -1")
    with pytest.raises(RunFailed) as caught:
        plan(compiled)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.primary.span.file, diagnostic.primary.span.line) == ("cluster.yaml", 13)
    assert diagnostic.message == "invalid value for variable"
    assert caught.value.exit_code == 1


def test_validate_reports_at_the_spec_line_and_needs_no_backend(compiled: Workspace) -> None:
    (compiled.folder / "backend.tf").write_text(
        'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "k"\n    region = "us-west-2"\n  }\n}\n'
    )
    assert validate(compiled) == ()
    edit(compiled, "= 10", '= "many"')
    (diagnostic,) = validate(compiled)
    assert diagnostic.primary.span.line == 13


def test_a_second_run_in_a_folder_names_the_holder_of_the_lock(compiled: Workspace) -> None:
    with (
        hold_folder(WorkDir(compiled.folder), "apply", lambda _e: None),
        pytest.raises(FolderBusy) as caught,
        hold_folder(WorkDir(compiled.folder), "plan", lambda _e: None),
    ):
        pytest.fail("two runs hold one folder")
    assert caught.value.exit_code == 4
    assert f"process {os.getpid()}" in caught.value.notes[0]


def test_a_second_run_waits_with_a_lock_timeout(compiled: Workspace) -> None:
    events: list[Event] = []
    entered = threading.Event()

    def hold() -> None:
        with hold_folder(WorkDir(compiled.folder), "apply", lambda _e: None):
            entered.set()
            time.sleep(0.6)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait()
    with hold_folder(WorkDir(compiled.folder), "plan", events.append, wait_seconds=10):
        pass
    other.join()
    assert any(isinstance(e, Waiting) and "apply" in e.text for e in events)


@pytest.fixture
def locked_state(compiled: Workspace) -> Iterator[Workspace]:
    """A folder whose state file is locked as Terraform locks it."""
    applying.apply(compiled, approve)
    edit(compiled, "= 10", "= 12")
    # In another process: a lock of this one would end when any of its files of that name is closed.
    command = [sys.executable, "-c", LOCKING, str(compiled.folder / "terraform.tfstate")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield compiled
        process.communicate(b"")


LOCKING = """\
import fcntl, sys
with open(sys.argv[1], "r+b") as handle:
    fcntl.lockf(handle, fcntl.LOCK_EX)
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_locked_state_has_its_own_exit_code(locked_state: Workspace) -> None:
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


def test_a_failure_without_diagnostics_shows_the_end_of_the_output() -> None:
    done = Completed("plan", 2 + 9, stderr="panic: everything is lost\ngoroutine 1")
    error = run_failed(done, Trace(), Providers(None, "nowhere", None))
    assert "panic: everything is lost" in error.notes


def test_a_missing_provider_error_says_where_it_was_looked_for(workspace: Callable[[str], Workspace]) -> None:
    main = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
    compiled = workspace(main)
    empty = compiled.folder / "empty"
    empty.mkdir()
    without_provider = dataclasses.replace(
        compiled, providers=Providers(empty, "here", None, ("/some/mirror",))
    )
    with pytest.raises(EksgenError) as caught:
        plan(without_provider)
    assert any("/some/mirror" in note for note in caught.value.notes)
    assert any("terraform providers mirror" in text for text in caught.value.helps)


def test_an_object_to_import_that_no_longer_exists_is_explained() -> None:
    diagnostic = TerraformDiagnostic(
        "error", "Cannot import non-existent remote object", "While attempting to..."
    )
    error = run_failed(
        Completed("plan", 1, diagnostics=(diagnostic,)), Trace(), Providers(None, "the registry", None)
    )
    assert error.helps == ("the object to import no longer exists: plan again",)


def test_an_object_left_by_an_interrupted_run_is_explained() -> None:
    diagnostic = TerraformDiagnostic(
        "error", "creating EKS Cluster (demo): ResourceInUseException: Cluster already exists"
    )
    done = Completed("apply", 1, diagnostics=(diagnostic,))
    error = run_failed(done, Trace(), Providers(None, "the registry", None))
    assert any("--import-orphans" in help for help in error.helps)
