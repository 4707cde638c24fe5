"""The workflows of GitHub and the pipeline of GitLab with the real eksgen, on a local AWS: plan, merge, apply, drift."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.action_runner import Runner
from tests.cli.test_workflow_steps import PULL_REQUEST, PUSH, SCHEDULE, git
from tests.cli.workflow_runner import PIP, add_program, run_job, run_pipeline_job, variables_of
from tests.eksgen_process import AT_DAY

from .conftest import Project

ACCOUNT = "100000000029"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata:
  name: prod
  region: us-west-2
  accountId: "{ACCOUNT}"
kubernetes:
  version: "1.35"
access:
  admins: [arn:aws:iam::{ACCOUNT}:role/PlatformAdmin]
terraform:
  backend:
    local: {{path: ../../states/prod.tfstate}}
"""
PROGRAM = f"""#!/bin/sh
verb=$1
shift
case $verb in plan | apply | drift | update) set -- --sandbox "$@" ;; esac
exec "{sys.executable}" -P {AT_DAY} "$verb" "$@"
"""


@pytest.fixture
def job(new_project: Callable[..., Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    project = new_project("workflows", ACCOUNT, spec=SPEC)
    monkeypatch.setenv("EKSGEN_SANDBOX_DIR", str(project.state_dir))
    runner = Runner(tmp_path)
    add_program(runner, "eksgen", PROGRAM)
    add_program(runner, "pip", PIP)
    (runner.folder / "bin/terraform").unlink()
    (runner.folder / "work/clusters").mkdir()
    (runner.folder / "work/clusters/prod.yaml").write_text(SPEC)
    git(runner, "init", "-q")
    git(runner, "add", ".")
    git(runner, "commit", "-q", "-m", "base")
    return runner


def test_the_workflows_of_github_plan_apply_and_look_for_drift(job: Runner) -> None:
    base = {"github.event.pull_request.base.sha": git(job, "rev-parse", "HEAD")}
    assert run_job(job, "check.yml", "check", PULL_REQUEST | base) == 0, job.log
    assert run_job(job, "plan.yml", "plan", PULL_REQUEST | base) == 0, job.log
    (comment,) = job.github["comments"]
    assert "create" in comment["body"].lower()
    comment["updated_at"] = "2026-11-30T01:00:00Z"
    branch = {"ref": "main", "repo": {"full_name": "o/r"}}
    merged = {"number": 7, "merged_at": "2026-11-30T02:00:00Z", "merge_commit_sha": "c0ffee", "base": branch}
    job.github["pulls"] = [merged]
    assert run_job(job, "plan.yml", "apply", PUSH) == 0, job.log
    assert job.outputs["changed"] == "true"
    assert json.loads(job.outputs["counts"])["create"] > 30
    assert run_job(job, "drift.yml", "drift", SCHEDULE) == 0, job.log
    assert job.github["issues"] == []
    assert run_job(job, "update.yml", "check", SCHEDULE) == 0, job.log
    assert [issue["title"] for issue in job.github["issues"]] == ["Newer versions for clusters/prod.yaml"]
    _run_the_pipeline(job)


def _run_the_pipeline(job: Runner) -> None:
    given = {"AWS_TOKEN": "t", "AWS_WEB_IDENTITY_TOKEN_FILE": str(job.folder / "token")}
    work = job.folder / "work"
    spec = work / "clusters/prod.yaml"
    spec.write_text(SPEC.replace("kubernetes:", "nodeGroups:\n  web: {}\nkubernetes:"))
    job.run("eksgen fmt clusters/prod.yaml", ["bash", "-e"], {})
    assert run_pipeline_job(job, "check", given) == 0, job.log
    assert run_pipeline_job(job, "plan", given) == 0, job.log
    assert json.loads((work / "reports/counts.json").read_text())["create"] > 3
    digest = variables_of(work / "reports/plan.env")
    assert run_pipeline_job(job, "apply", given | {"DIGEST": "0" * 32}) == 5, job.log
    assert run_pipeline_job(job, "apply", given | digest) == 0, job.log
    assert run_pipeline_job(job, "drift", given) == 0, job.log
    assert run_pipeline_job(job, "plan", given) == 0, job.log
    assert json.loads((work / "reports/plan.json").read_text())["empty"]
