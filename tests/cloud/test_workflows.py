"""The workflows for HCP Terraform and for fleets, with the real eksgen on a test server, whatever an event brings."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.action_runner import BOT, Runner
from tests.cli.test_workflow_steps import BY_HAND, HOSTILE, PULL_REQUEST, PUSH, Event, git
from tests.cli.workflow_runner import SHELL, add_program, run_job

from .command_line import EXAMPLE, WORKSPACE
from .server import HcpServer

LAUNCH = """\
from eksgen.engine.cloud import remote_terraform
from eksgen.engine.cloud.runs.pace import Pace
from eksgen.__main__ import main
remote_terraform.PACE = Pace(0.05, 0.1)
main()
"""
TOKENS = {"secrets.HCP_PLAN_TOKEN": "to-plan", "secrets.HCP_APPLY_TOKEN": "to-apply"}
REQUEST = PULL_REQUEST | TOKENS | {"github.event.pull_request.number": "7"}
COMMIT = {"github.event.pull_request.head.sha": "0123456789abcdef0123456789abcdef01234567"}
SHARDS = 8
OTHER = {"id": 1, "user": {"login": BOT}, "body": "<!-- of another workflow -->"}


@pytest.fixture
def job(stub_server: HcpServer, tmp_path: Path) -> Runner:
    """A job with a spec whose workspace is on the server, and a comment of another workflow on the pull request."""
    stub_server.store.projects["prj-platform"] = "platform"
    stub_server.add_workspace(WORKSPACE)
    runner = Runner(tmp_path)
    (runner.folder / "launch.py").write_text(LAUNCH)
    given = "\n".join(f"export {k}={shlex.quote(v)}" for k, v in stub_server.environment().items())
    note = 'echo "$1 ${TF_TOKEN_app_terraform_io-none}" >> "$FAKE/tokens"'
    program = f'exec "{sys.executable}" -P "$FAKE/launch.py" "$@"'
    add_program(runner, "eksgen", f"#!/bin/sh\n{given}\n{note}\n{program}\n")
    (runner.folder / "work/clusters").mkdir()
    write_spec(stub_server, runner, "prod")
    git(runner, "init", "-q")
    commit(runner)
    runner.github["comments"] = [OTHER]
    runner.event = {"pull_request": {"number": 7, "title": HOSTILE, "head": {"ref": HOSTILE}}}
    return runner


def write_spec(server: HcpServer, runner: Runner, file: str, name: str = "remote") -> None:
    text = EXAMPLE.read_text("utf-8").rstrip().replace("name: remote", f"name: {name}", 1)
    (runner.folder / "work/clusters" / f"{file}.yaml").write_text(
        f"{text}\n      hostname: {server.hostname}\n"
    )


def commit(runner: Runner) -> str:
    git(runner, "add", ".")
    git(runner, "commit", "-q", "-m", "a")
    return git(runner, "rev-parse", "HEAD")


def compiled(runner: Runner) -> Path:
    """Commit the compiled folder, and return it."""
    script = f'"{runner.folder}/bin/eksgen" compile clusters/prod.yaml -o compiled/prod'
    assert runner.run(script, SHELL, {}) == 0, runner.log
    commit(runner)
    return runner.folder / "work/compiled/prod"


def tokens(runner: Runner) -> list[str]:
    """The verbs that ran, and the token that each saw."""
    return (runner.folder / "tokens").read_text().splitlines()


def comments(runner: Runner) -> list[str]:
    first, *others = runner.github["comments"]
    assert first == OTHER
    return [entry["body"] for entry in others]


def not_owned(runner: Runner) -> bool:
    return not list(runner.folder.rglob("owned")) and "\n::error::$" not in runner.log


def test_what_is_planned_in_hcp_is_applied_after_the_merge(job: Runner, stub_server: HcpServer) -> None:
    base = {"github.event.pull_request.base.sha": git(job, "rev-parse", "HEAD")}
    assert run_job(job, "hcp-terraform.yml", "plan", Event(REQUEST | base)) == 0, job.log
    (comment,) = comments(job)
    assert " plans=" in comment.splitlines()[0]
    branch = {"ref": "main", "repo": {"full_name": "o/r"}}
    merged = {"number": 7, "merged_at": "2026-11-30T02:00:00Z", "merge_commit_sha": "c0ffee", "base": branch}
    job.github["pulls"] = [merged]
    job.github["comments"][1]["updated_at"] = "2026-11-30T01:00:00Z"
    for expect in (HOSTILE, "b" * 32):
        by_hand = Event(BY_HAND | TOKENS | {"inputs.expect": expect})
        assert run_job(job, "hcp-terraform.yml", "apply", by_hand) != 0
    workspace = stub_server.workspace(WORKSPACE)
    assert "applied" not in [run.status for run in stub_server.runs(workspace)]
    assert run_job(job, "hcp-terraform.yml", "apply", Event(PUSH | TOKENS | {"inputs.expect": ""})) == 0, (
        job.log
    )
    assert "applied" in [run.status for run in stub_server.runs(workspace)]
    assert {line for line in tokens(job) if line.startswith(("plan", "apply"))} == {
        "plan to-plan",
        "apply to-apply",
    }
    assert not_owned(job)


def test_the_plan_that_hcp_makes_of_a_commit_is_one_comment(job: Runner, stub_server: HcpServer) -> None:
    folder = compiled(job)
    stub_server.start_run(
        stub_server.workspace(WORKSPACE),
        folder,
        commit=COMMIT["github.event.pull_request.head.sha"],
    )
    event = Event(REQUEST | COMMIT)
    for _ in range(2):
        assert run_job(job, "hcp-terraform-vcs.yml", "plan", event) == 0, job.log
        shutil.rmtree(job.folder / "committed")
    (comment,) = comments(job)
    assert comment.startswith("<!-- HCP plan of clusters/prod.yaml -->\n<!-- eksgen:plan ")
    assert {line for line in tokens(job) if not line.endswith(" none")} == {"plan to-plan"}
    assert run_job(job, "hcp-terraform-vcs.yml", "plan", Event(REQUEST)) != 0
    assert "1 failed" in comments(job)[0]
    assert not_owned(job)


@pytest.mark.parametrize("name", ["more.tf", ".gitignore", "modules/x\n::error::$.tf", "eksgen.map.json"])
def test_a_folder_with_a_file_that_the_spec_does_not_compile_to_is_refused(job: Runner, name: str) -> None:
    (compiled(job) / name).write_text("# a stranger's\n")
    commit(job)
    assert run_job(job, "hcp-terraform-vcs.yml", "plan", Event(REQUEST | COMMIT)) != 0
    assert not [line for line in tokens(job) if line.startswith("plan ")]
    assert "No plan" in comments(job)[0]
    assert not_owned(job)


def test_a_folder_that_git_does_not_hold_is_refused(job: Runner) -> None:
    folder = compiled(job)
    (job.folder / "work/.gitignore").write_text("compiled\n")
    git(job, "rm", "-r", "-q", "--cached", "compiled")
    commit(job)
    shutil.rmtree(folder)
    assert run_job(job, "hcp-terraform-vcs.yml", "plan", Event(REQUEST | COMMIT)) != 0
    assert not [line for line in tokens(job) if line.startswith("plan ")]


def test_all_jobs_of_a_fleet_make_one_comment(job: Runner, stub_server: HcpServer) -> None:
    for number, file in enumerate(("$(touch owned)", "'\"; touch owned;", "a b")):
        write_spec(stub_server, job, file, f"c{number}")
        stub_server.add_workspace(f"eks-c{number}")
    assert run_job(job, "fleet.yml", "report", Event(REQUEST)) != 0
    assert "no report" in comments(job)[0]
    for number in range(1, SHARDS + 1):
        shard = Event(REQUEST | {"matrix.shard": str(number)})
        assert run_job(job, "fleet.yml", "plan", shard) == 0, job.log
    assert run_job(job, "fleet.yml", "report", Event(REQUEST)) == 0, job.log
    (comment,) = comments(job)
    assert "4 specs" in comment.splitlines()[1]
    lost = next(file for file in (job.folder / "artifacts").rglob("*.json") if "c1" in file.read_text())
    lost.unlink()
    assert run_job(job, "fleet.yml", "report", Event(REQUEST)) == 1
    assert "1 failed" in comments(job)[0]
    assert not_owned(job)


def test_a_spec_with_errors_stops_no_other_of_a_fleet(job: Runner, stub_server: HcpServer) -> None:
    write_spec(stub_server, job, "broken", "broken")
    with (job.folder / "work/clusters/broken.yaml").open("a") as file:
        file.write("nodeGroop: {}\n")
    for number in ("1", "2"):
        shard = {"matrix.shard": number, "strategy.job-total": "2"}
        run_job(job, "fleet.yml", "plan", Event(REQUEST | shard))
    assert run_job(job, "fleet.yml", "report", Event(REQUEST)) == 1
    (comment,) = comments(job)
    assert "2 specs" in comment.splitlines()[1]
    assert "1 failed" in comment.splitlines()[1]
