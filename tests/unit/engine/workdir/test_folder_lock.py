"""Locks: who holds them, since when, whether that run is alive; and folders whose last run was killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eksgen.engine.paths import WorkDir
from eksgen.engine.runs import apply as applying
from eksgen.engine.runs.plan import plan
from eksgen.engine.terraform.events import Event, Started, Waiting, ignore_event
from eksgen.engine.workdir.folder_lock import FolderBusy, forget_killed_run, hold_folder, read_killed_run
from eksgen.engine.workdir.lock_holder import (
    LockHolder,
    age_text,
    ci_job,
    current_run,
    parse_time,
    process_start,
    read_holder,
)
from eksgen.engine.workdir.state_lock import HolderAlive, read_lock
from eksgen.engine.workdir.workspace import Workspace

LOCK_ERROR = """\
╷
│ Error: Error acquiring the state lock
│ 
│ Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: 1, HostID: ,
│ api error PreconditionFailed: At least one of the pre-conditions you specified did not hold
│ Lock Info:
│   ID:        5335b719-6705-61e0-4fc8-958b9fc381da
│   Path:      states/clusters/prod.tfstate
│   Operation: OperationTypeApply
│   Who:       ann@builder-7
│   Version:   1.11.4
│   Created:   2026-11-24 09:58:00.465408335 +0000 UTC
│   Info:      
╵
"""  # noqa: W291  (Terraform ends its lines like this)
CREATED = 1795514280.0
KILLED = LockHolder(
    "apply", 4711, "ann", "builder-7", CREATED - 60, "https://ci.example/1", "apply", CREATED - 2, 4712
)


def test_a_lock_says_who_holds_it_for_what_and_since_when() -> None:
    lock = read_lock(LOCK_ERROR)
    assert lock is not None
    assert (lock.id, lock.who, lock.operation) == (
        "5335b719-6705-61e0-4fc8-958b9fc381da",
        "ann@builder-7",
        "apply",
    )
    assert lock.created == CREATED
    assert lock.sentence.startswith("held by ann@builder-7 for apply, taken ")
    assert lock.alive is HolderAlive.UNKNOWN
    assert "only be seen on builder-7" in lock.why
    assert read_lock("Error: something else") is None


def test_a_lock_taken_by_a_killed_run_of_this_folder_is_recognised() -> None:
    lock = read_lock(LOCK_ERROR, KILLED)
    assert lock is not None
    assert lock.alive is HolderAlive.NO
    assert "process 4711" in lock.why
    assert "https://ci.example/1" in lock.why


@pytest.mark.parametrize(
    "other",
    [
        replace(KILLED, user="bob"),
        replace(KILLED, host="builder-8"),
        replace(KILLED, command="plan"),
        replace(KILLED, command_since=CREATED + 3600),
        replace(KILLED, command_since=CREATED - 3600),
    ],
)
def test_whether_any_other_run_is_alive_is_unknown(other: LockHolder) -> None:
    lock = read_lock(LOCK_ERROR, other)
    assert lock is not None
    assert lock.alive is HolderAlive.UNKNOWN


def test_a_file_lock_is_held_by_a_running_process() -> None:
    lock = read_lock(
        "Error acquiring the state lock\nError message: resource temporarily unavailable", KILLED
    )
    assert lock is not None
    assert lock.alive is HolderAlive.YES


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-50, "0 seconds"), (1, "1 second"), (61, "1 minute"), (7300, "2 hours"), (200_000, "2 days")],
)
def test_an_age_is_written_in_words(seconds: int, words: str) -> None:
    assert age_text(1000, 1000 + seconds) == words


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-45 10:00:00 +0000 UTC"])
def test_a_text_that_is_not_a_time_is_rejected(text: str) -> None:
    assert parse_time(text) is None


def test_a_ci_job_is_named_by_its_url() -> None:
    github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "a/b", "GITHUB_RUN_ID": "7"}
    assert ci_job(github) == "https://github.com/a/b/actions/runs/7"
    assert ci_job({"CI_JOB_URL": "https://gitlab.example/-/jobs/1"}) == "https://gitlab.example/-/jobs/1"
    assert "https://gitlab.example" in str(current_run("plan", {"CI_JOB_URL": "https://gitlab.example"}))
    assert ci_job({}) == ""


@pytest.mark.parametrize("text", ["", "garbage", "[]", '{"pid": "many"}', '{"since": null}'])
def test_a_broken_lock_file_names_no_holder(tmp_path: Path, text: str) -> None:
    (tmp_path / "lock").write_text(text)
    assert read_holder(tmp_path / "lock") is None


def test_a_process_is_distinguished_from_a_later_one_with_the_same_id() -> None:
    assert process_start(os.getpid())
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert process_start(process.pid) == ""
    assert not replace(current_run("plan"), terraform=os.getpid(), started="1").terraform_lives()


def test_a_run_that_ends_leaves_no_holder_and_a_killed_run_is_recorded(tmp_path: Path) -> None:
    with hold_folder(WorkDir(tmp_path), "plan", ignore_event):
        assert "plan" in str(read_holder(tmp_path / ".eksgen" / "lock"))
    assert (tmp_path / ".eksgen" / "lock").read_text() == ""
    (tmp_path / ".eksgen" / "lock").write_text(json.dumps({"verb": "apply", "pid": 1, "user": "ann"}))
    with hold_folder(WorkDir(tmp_path), "plan", ignore_event):
        killed = read_killed_run(WorkDir(tmp_path))
        assert killed is not None
        assert (killed.verb, killed.user) == ("apply", "ann")
    assert read_killed_run(WorkDir(tmp_path)) == killed, "it is recorded until the lock is removed"
    forget_killed_run(WorkDir(tmp_path))
    assert read_killed_run(WorkDir(tmp_path)) is None


@pytest.mark.parametrize("call", ["ftruncate", "pwrite"])
def test_a_kill_while_the_holder_is_recorded_leaves_a_whole_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    lock = tmp_path / ".eksgen" / "lock"

    def killed(*_: object) -> None:
        raise SystemExit

    with hold_folder(WorkDir(tmp_path), "a verb with a long name", ignore_event) as record:
        for pid in (1234567, 0):
            before, event = read_holder(lock), Started("plan" if pid else "a longer command", pid)
            with monkeypatch.context() as patched:
                patched.setattr(os, call, killed)
                with pytest.raises(SystemExit):
                    record(event)
            found = read_holder(lock)
            assert found is not None
            assert found == before if call == "pwrite" else found.terraform == pid
            record(Started("", pid))
            assert read_holder(lock) != before


def test_saved_plans_of_a_killed_run_are_removed_and_the_lock_file_is_private(tmp_path: Path) -> None:
    plan = tmp_path / ".eksgen" / "plan-abc" / "plan"
    plan.parent.mkdir(parents=True)
    plan.write_text("secrets")
    with hold_folder(WorkDir(tmp_path), "plan", ignore_event):
        assert not plan.parent.exists()
        assert stat.S_IMODE((tmp_path / ".eksgen" / "lock").stat().st_mode) == 0o600


@pytest.fixture
def orphaned_terraform(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that stands for the Terraform of a killed run, and the lock file of that run."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    started = process_start(process.pid)
    holder = {"verb": "apply", "pid": 1, "user": "ann", "host": socket.gethostname(), "since": time.time(),
              "command": "apply", "terraform": process.pid, "started": started}  # fmt: skip
    (tmp_path / ".eksgen").mkdir()
    (tmp_path / ".eksgen" / "lock").write_text(json.dumps(holder))
    yield process
    process.kill()
    process.wait()


def test_a_folder_stays_held_while_the_terraform_of_a_killed_run_is_running(
    tmp_path: Path, orphaned_terraform: subprocess.Popen[bytes]
) -> None:
    with pytest.raises(FolderBusy) as caught, hold_folder(WorkDir(tmp_path), "plan", ignore_event):
        pytest.fail("the folder is not free")
    assert f"process {orphaned_terraform.pid}" in " ".join(caught.value.notes)
    assert "killed run" in caught.value.message

    events: list[Event] = []

    def end_terraform(event: Event) -> None:
        events.append(event)
        orphaned_terraform.kill()
        orphaned_terraform.wait()

    with hold_folder(WorkDir(tmp_path), "plan", end_terraform, wait_seconds=30):
        assert any(isinstance(event, Waiting) and "killed run" in event.text for event in events)


SLOW = """
terraform {
  backend "local" {}
}
resource "terraform_data" "done" {}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.done]
  provisioner "local-exec" {
    command = "test -e gate || sleep 60"
  }
}
"""
APPLY = """
import sys
from pathlib import Path
from eksgen.engine.runs.apply import apply
from eksgen.engine.terraform.events import Applied
from eksgen.engine.paths import WorkDir
from eksgen.engine.workdir.folder_lock import hold_folder
from eksgen.engine.workdir.workspace import open_workspace

def show(event):
    if isinstance(event, Applied) and "slow" in event.address and event.phase == "start":
        print("slow started", flush=True)

folder = Path(sys.argv[1])
with hold_folder(WorkDir(folder), "apply", show) as on_event:
    apply(open_workspace(folder), lambda _plan: True, on_event)
"""


def test_the_terraform_of_a_killed_eksgen_ends_properly(
    workspace: Callable[[str], Workspace], repository: Path
) -> None:
    compiled = workspace(SLOW)
    command = [sys.executable, "-c", APPLY, str(compiled.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "slow started\n"
        process.send_signal(signal.SIGKILL)
    events: list[Event] = []
    (compiled.folder / "gate").touch()
    with hold_folder(WorkDir(compiled.folder), "plan", events.append, wait_seconds=40) as on_event:
        killed = read_killed_run(WorkDir(compiled.folder))
        assert killed is not None
        assert (killed.verb, killed.command, killed.pid) == ("apply", "apply", process.pid)
        state = json.loads((compiled.folder / "terraform.tfstate").read_text("utf-8"))
        assert "done" in [r["name"] for r in state["resources"]], "what was created is recorded"
        assert not list((compiled.folder / ".eksgen").glob("plan-*")), "no saved plan is left behind"
        assert applying.apply(compiled, lambda _plan: True, on_event).applied
        assert plan(compiled, on_event).empty
        assert any(isinstance(event, Started) and event.pid for event in events)


CLOUD_LOCK_ERROR = """\
Error acquiring the state lock Error message: workspace already locked (lock ID:
"acme/eks-prod")
Lock Info:
  ID:        0a1b
  Operation: OperationTypeApply
  Who:       root@vm
  Created:   2026-11-20 14:03:01.4654 +0000 UTC
"""


def test_who_asks_for_the_lock_of_a_workspace_is_not_taken_for_its_holder() -> None:
    lock = read_lock(CLOUD_LOCK_ERROR, KILLED)
    assert lock is not None
    assert (lock.id, lock.who, lock.created, lock.alive) == ("acme/eks-prod", "", None, HolderAlive.UNKNOWN)
    assert lock.sentence == "Terraform does not say who holds it"
    assert "the page of the workspace" in lock.why
