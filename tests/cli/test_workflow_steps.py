"""Every step of the workflows and of the pipeline runs as printed, whatever an event brings; else its reason is printed.

Here the commands that need no cloud are real; tests/sandbox/test_workflows.py runs all of them on a local AWS, and
tests/cloud/test_workflows.py those of HCP Terraform and of fleets on a test server.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eksgen import __version__

from .action_runner import BOT, EKSGEN, REPOSITORY, Runner
from .gitlab_api import serve_gitlab
from .workflow_runner import (
    ARTIFACTS,
    NOT_RUN,
    PIP,
    WORKFLOWS,
    add_program,
    jobs,
    load,
    pipeline_jobs,
    run_job,
    run_pipeline_job,
    subject,
    variables_of,
)

A = "a" * 32
PLAN = {"kind": "plan", "empty": False, "counts": {"create": 1}, "digest": A}
SPEC = (REPOSITORY / "examples/quickstart.yaml").read_text("utf-8")
HOSTILE = "\"'; touch owned; $(touch owned)`touch owned`\n::error::${IFS} && $((1/0)) #{{"
PULL_REQUEST = {
    "github.event_name": "pull_request",
    "github.event.pull_request.head.repo.full_name": "o/r",
    "github.repository": "o/r",
    "github.ref": "refs/pull/7/merge",
    "github.token": "token",
}
PUSH = PULL_REQUEST | {"github.event_name": "push", "github.ref": "refs/heads/main"}
SCHEDULE = PUSH | {"github.event_name": "schedule"}
BY_HAND = PUSH | {"github.event_name": "workflow_dispatch"}
EVENTS = {
    ("check.yml", "check"): [PULL_REQUEST],
    ("plan.yml", "plan"): [PULL_REQUEST],
    ("plan.yml", "apply"): [PUSH, BY_HAND],
    ("drift.yml", "drift"): [SCHEDULE],
    ("update.yml", "check"): [SCHEDULE],
    ("fleet.yml", "plan"): [PULL_REQUEST],
    ("fleet.yml", "report"): [PULL_REQUEST],
    ("hcp-terraform.yml", "plan"): [PULL_REQUEST],
    ("hcp-terraform.yml", "apply"): [PUSH, BY_HAND],
    ("hcp-terraform-vcs.yml", "plan"): [PULL_REQUEST],
    ("ci.yml", "test"): [],
}
PROGRAM = f"""#!/bin/sh
case $1 in
  validate | fmt | diff | compile | report) exec "{sys.executable}" -P -m eksgen "$@" ;;
  update) echo "newer versions" ;;
esac
exec "$FAKE/bin/stub" "$@"
"""
STEPS = [
    pytest.param(step, id=f"{file.name}-{job}-{subject(step).splitlines()[0][:40]}")
    for file in WORKFLOWS
    for job, entry in load(file)["jobs"].items()
    for step in entry["steps"]
]


class Event(dict[str, str]):
    """What expressions see of an event, in which a stranger chose everything that is not given."""

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name, HOSTILE)


@pytest.fixture
def job(tmp_path: Path) -> Runner:
    """Return a job whose checkout has specs, of which one is new, with names that a stranger chose."""
    runner = Runner(tmp_path)
    for name, text in (("stub", EKSGEN), ("eksgen", PROGRAM), ("pip", PIP)):
        add_program(runner, name, text)
    runner.plan(PLAN)
    clusters = runner.folder / "work/clusters"
    clusters.mkdir()
    (clusters / "prod.yaml").write_text(SPEC)
    (runner.folder / "work/compiled/prod").mkdir(parents=True)
    git(runner, "init", "-q")
    git(runner, "add", ".")
    git(runner, "commit", "-q", "-m", "base")
    (clusters / "prod.yaml").write_text(SPEC.replace("us-west-2", "us-east-2"))
    for number, name in enumerate(("$(touch owned)", "`touch owned`", "'\"; touch owned;", "-h", "a b")):
        text = SPEC.replace("name: quickstart", f"name: other-{number}")
        (clusters / f"{name}.yaml").write_text(text)
    return runner


def git(runner: Runner, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    command = ["git", *identity, *arguments]
    done = subprocess.run(command, cwd=runner.folder / "work", capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_run_or_its_reason_is_printed(step: dict[str, Any]) -> None:
    if reason := NOT_RUN.get(subject(step)):
        pytest.skip(f"{subject(step)} is not run: {reason}")
    assert "run" in step or subject(step) in {"eksgen/eksgen", *ARTIFACTS}


def test_every_job_is_run() -> None:
    assert set(jobs()) == set(EVENTS)
    assert pipeline_jobs() == ["check", "plan", "apply", "drift"]


@pytest.mark.parametrize("name", [name for name in EVENTS if name[0] != "ci.yml"], ids="-".join)
def test_what_a_stranger_writes_in_an_event_is_never_code(job: Runner, name: tuple[str, str]) -> None:
    job.event = {"pull_request": {"number": 7, "title": HOSTILE, "head": {"ref": HOSTILE}}}
    for event in EVENTS[name]:
        run_job(job, *name, Event(event))
    assert list(job.folder.rglob("owned")) == []
    assert not re.search(r"^::error::\$", job.log, re.MULTILINE)


def test_the_check_runs_as_printed(job: Runner) -> None:
    event = PULL_REQUEST | {"github.event.pull_request.base.sha": git(job, "rev-parse", "HEAD")}
    assert run_job(job, "check.yml", "check", event) == 0, job.log
    assert "us-east-2" in (job.folder / "summary.md").read_text()
    assert list(job.folder.rglob("owned")) == []
    queue = {
        "github.event_name": "merge_group",
        "github.event.merge_group.base_sha": git(job, "rev-parse", "HEAD"),
    }
    assert run_job(job, "check.yml", "check", queue) == 0, job.log


def test_the_summary_of_many_specs_stays_below_the_limit_of_github(job: Runner) -> None:
    (job.folder / "summary.md").write_text("x" * 900_000)
    event = PULL_REQUEST | {"github.event.pull_request.base.sha": git(job, "rev-parse", "HEAD")}
    assert run_job(job, "check.yml", "check", event) == 0, job.log
    assert (job.folder / "summary.md").stat().st_size < 2**20
    assert "More specs changed" in (job.folder / "summary.md").read_text()


def test_the_plan_is_commented_on_and_applied_after_the_merge(job: Runner) -> None:
    base = git(job, "rev-parse", "HEAD")
    assert (
        run_job(job, "plan.yml", "plan", PULL_REQUEST | {"github.event.pull_request.base.sha": base}) == 0
    ), job.log
    assert job.calls[0][job.calls[0].index("--base") + 1] == base
    job.github["comments"][0]["updated_at"] = "2026-11-30T01:00:00Z"
    branch = {"ref": "main", "repo": {"full_name": "o/r"}}
    merged = {"number": 7, "merged_at": "2026-11-30T02:00:00Z", "merge_commit_sha": "c0ffee", "base": branch}
    job.github["pulls"] = [merged]
    job.code, job.reports = 0, {"json": json.dumps({"kind": "apply", "applied": True})}
    assert run_job(job, "plan.yml", "apply", PUSH) == 0, job.log
    assert job.calls[-1][3:5] == ["--expect", A]
    assert run_job(job, "plan.yml", "apply", BY_HAND | {"inputs.expect": "b" * 32}) == 0, job.log
    assert job.calls[-1][3:5] == ["--expect", "b" * 32]


def test_an_apply_leaves_out_bases_as_a_plan_does(job: Runner) -> None:
    clusters = job.folder / "work/clusters"
    for file in clusters.iterdir():
        file.unlink()
    (clusters / "base.yaml").write_text(SPEC.replace("  name: quickstart\n", ""))
    for name in ("prod", "test"):
        (clusters / f"{name}.yaml").write_text(f"extends: base.yaml\nmetadata: {{name: {name}}}\n")
    job.code, job.reports = 0, {"json": json.dumps({"kind": "apply", "applied": True})}
    for specs in ("clusters", "clusters/*.yaml", "**/*.yaml"):
        (job.folder / "calls").unlink(missing_ok=True)
        assert job.use(command="apply", specs=specs, expect=A) == 0, job.log
        assert [call[-1] for call in job.calls] == ["clusters/prod.yaml", "clusters/test.yaml"]
    (clusters / "test.yaml").write_text("extends: base.yaml\nmetadata: {name: test, region: nowhere}\n")
    (job.folder / "calls").unlink()
    assert job.use(command="apply", specs="clusters", expect=A) == 1
    assert job.calls == []
    assert "::error file=clusters/test.yaml" in job.log


def test_drift_is_one_issue_and_no_failure(job: Runner) -> None:
    job.code, job.reports = 3, {"json": json.dumps({"kind": "drift", "failing": 1}), "markdown": "one"}
    for _ in range(2):
        assert run_job(job, "drift.yml", "drift", SCHEDULE) == 0, job.log
    assert [write[:2] for write in job.github["writes"]] == [["POST", "repos/o/r/issues"]]
    job.code, job.reports = 0, {"json": json.dumps({"kind": "drift", "failing": 0})}
    assert run_job(job, "drift.yml", "drift", SCHEDULE) == 0, job.log
    assert job.github["issues"][0]["state"] == "closed"


def test_newer_versions_are_one_issue_of_the_workflow(job: Runner) -> None:
    title = load(REPOSITORY / "examples/github/update.yml")["env"]["TITLE"]
    job.github["issues"] = [{"number": 1, "title": title, "user": {"login": "someone"}, "body": "mine"}]
    for _ in range(2):
        assert run_job(job, "update.yml", "check", SCHEDULE) == 0, job.log
    assert [write[:3] for write in job.github["writes"]] == [
        ["issue", "create", "--title"],
        ["issue", "edit", "2"],
    ]
    assert [issue["body"] for issue in job.github["issues"]] == ["mine", "newer versions\n"]
    assert job.github["issues"][1]["user"]["login"] == BOT
    job.code = 1
    assert run_job(job, "update.yml", "check", SCHEDULE) == 1
    assert (job.folder / "installed").read_text().splitlines()[0] == f"eksgen[aws,terraform]=={__version__}"


def test_the_pipeline_runs_as_printed(job: Runner) -> None:
    hostile = {
        "CI_COMMIT_MESSAGE": HOSTILE,
        "CI_COMMIT_REF_NAME": HOSTILE,
        "CI_MERGE_REQUEST_TITLE": HOSTILE,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": HOSTILE,
        "AWS_TOKEN": HOSTILE,
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(job.folder / "token"),
    }
    job.reports |= {"junit": "<testsuites/>"}
    job.code = 0
    with serve_gitlab() as (address, calls, _):
        note = {
            "CI_API_V4_URL": address,
            "CI_PROJECT_ID": "5",
            "CI_MERGE_REQUEST_IID": "6",
            "NOTES_TOKEN": "secret",
        }
        request = hostile | note | {"CI_MERGE_REQUEST_DIFF_BASE_SHA": HOSTILE, "no_proxy": "127.0.0.1"}
        assert run_pipeline_job(job, "check", request) == 0, job.log
        assert "<testsuites" in (job.folder / "work/reports/specs.xml").read_text()
        assert run_pipeline_job(job, "plan", request) == 0, job.log
    assert HOSTILE in job.calls[-1]
    assert calls == ["POST /projects/5/merge_requests/6/notes"]
    assert (job.folder / "token").read_text() == HOSTILE
    assert (job.folder / "token").stat().st_mode & 0o777 == 0o600
    digest = variables_of(job.folder / "work/reports/plan.env")
    assert run_pipeline_job(job, "apply", hostile | digest) == 0, job.log
    assert job.calls[-1] == ["apply", "clusters/prod.yaml", "--expect", A, "--lock-timeout", "600"]
    run_pipeline_job(job, "apply", hostile | {"DIGEST": HOSTILE})
    assert job.calls[-1][3] == HOSTILE
    assert run_pipeline_job(job, "drift", hostile) == 0, job.log
    assert list(job.folder.rglob("owned")) == []
    installed = set((job.folder / "installed").read_text().splitlines())
    assert installed == {f"eksgen=={__version__}", f"eksgen[aws,terraform]=={__version__}"}
