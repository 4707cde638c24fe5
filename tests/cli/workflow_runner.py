"""Runs the jobs of workflows of GitHub and of a pipeline of GitLab, step by step, as their runners would."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .action_runner import REPOSITORY, Runner, interpolated, value_of

WORKFLOWS = [
    *sorted((REPOSITORY / ".github/workflows").glob("*.yml")),
    *sorted((REPOSITORY / "examples/github").glob("*.yml")),
]
PIPELINE: dict[str, Any] = yaml.safe_load((REPOSITORY / "examples/gitlab/.gitlab-ci.yml").read_text("utf-8"))
KEYWORDS = {"stages", "variables", "workflow", "default"}
SHELL = ["bash", "-e"]
"""The shell of a step that names none (docs.github.com, "Workflow syntax", `jobs.<job_id>.steps[*].shell`)."""
GITLAB_SHELL = ["bash", "-e", "-o", "pipefail"]
"""The shell of GitLab's runner, where an image has bash: one for all lines of `before_script` and `script`."""
NOT_RUN = {
    "actions/checkout": "the tests lay out the checkout",
    "actions/setup-python": "the Python of the tests runs",
    "hashicorp/setup-terraform": "the Terraform of the tests runs",
    "aws-actions/configure-aws-credentials": "it needs an account; the local AWS takes its place",
    ".ci/run": "it runs all tests, these too",
}
ARTIFACTS = {"actions/upload-artifact", "actions/download-artifact"}
PIP = """#!/bin/sh
for last; do :; done
echo "$last" >> "$FAKE/installed"
"""


def load(file: Path) -> dict[str, Any]:
    """Return a workflow; YAML 1.1 reads its key `on` as true."""
    workflow: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return {"on": workflow.pop(True), **workflow}


def jobs() -> Iterator[tuple[str, str]]:
    """Yield the file and the name of each job of a workflow."""
    for file in WORKFLOWS:
        yield from ((file.name, name) for name in load(file)["jobs"])


def pipeline_jobs() -> list[str]:
    return [name for name in PIPELINE if name not in KEYWORDS and not name.startswith(".")]


def subject(step: Mapping[str, Any]) -> str:
    """Return the action of a step without its version, or its script."""
    return str(step["uses"].partition("@")[0] if "uses" in step else step["run"]).strip()


def run_job(runner: Runner, file: str, name: str, context: dict[str, str]) -> int:
    """Run the steps of a job, and return the exit code of the first that fails, or 0.

    Of a matrix it is the job with the first values, unless `context` has others.
    """
    workflow = load(next(path for path in WORKFLOWS if path.name == file))
    job = workflow["jobs"][name]
    assert value_of(str(job.get("if", "true")), context), f"{name} of {file} is not for this event"
    outer = {**workflow.get("env", {}), **job.get("env", {})}
    context = _completed(runner, job, outer, context)
    failed = 0
    for step in job["steps"]:
        condition = str(step.get("if", "true"))
        if (failed and "cancelled()" not in condition) or not value_of(condition, context):
            continue
        failed = _run_step(runner, step, outer, context) or failed
    return failed


def _completed(
    runner: Runner, job: Mapping[str, Any], outer: Mapping[str, str], context: dict[str, str]
) -> dict[str, str]:
    """Return the context of the event, and of the job."""
    matrix = job.get("strategy", {}).get("matrix", {})
    known = {f"matrix.{name}": str(values[0]) for name, values in matrix.items()}
    known |= {f"env.{name}": value for name, value in outer.items()}
    known["runner.temp"] = str(runner.folder)
    for values in matrix.values():
        known["strategy.job-total"] = str(len(values))
    completed = copy.copy(context)
    completed.update({name: value for name, value in known.items() if name not in context})
    return completed


def _run_step(
    runner: Runner, step: Mapping[str, Any], outer: Mapping[str, str], context: Mapping[str, str]
) -> int:
    used = subject(step)
    given = _all_interpolated(step.get("with", {}), context)
    runner.variables = _all_interpolated({**outer, **step.get("env", {})}, context)
    if used in NOT_RUN:
        return 0
    if "run" in step:
        return runner.run(step["run"], SHELL, {})
    if used == "eksgen/eksgen":
        return runner.use(**given)
    _keep_artifacts(runner.folder / "artifacts", used, given)
    return 0


def _keep_artifacts(store: Path, used: str, given: Mapping[str, str]) -> None:
    """Keep a file as the first job does, if it is there, or fetch all as the last one."""
    assert used in ARTIFACTS
    if used == "actions/upload-artifact":
        folder = store / given["name"]
        shutil.rmtree(folder, ignore_errors=True)
        if Path(given["path"]).exists():
            folder.mkdir(parents=True)
            shutil.move(given["path"], folder)
    else:
        shutil.rmtree(given["path"], ignore_errors=True)
        for folder in store.glob(given["pattern"]):
            shutil.copytree(folder, Path(given["path"], folder.name))


def run_pipeline_job(runner: Runner, name: str, variables: Mapping[str, str]) -> int:
    """Run the scripts of a job of the pipeline; the given variables go before those of the file."""
    job = _extended(PIPELINE[name])
    given = {**PIPELINE["variables"], **job.get("variables", {}), **variables}
    return runner.run("\n".join([*job.get("before_script", ()), *job["script"]]), GITLAB_SHELL, given)


def variables_of(file: Path) -> dict[str, str]:
    """Return the variables of a dotenv report."""
    return dict(re.findall(r"^(\w+)=(.*)$", file.read_text("utf-8"), re.MULTILINE))


def add_program(runner: Runner, name: str, text: str) -> None:
    (runner.folder / "bin" / name).write_text(text)
    (runner.folder / "bin" / name).chmod(0o755)


def _extended(job: Mapping[str, Any]) -> dict[str, Any]:
    base: dict[str, Any] = PIPELINE[job["extends"]] if "extends" in job else {}
    merged = {**base, **job}
    return merged | {"variables": {**base.get("variables", {}), **job.get("variables", {})}}


def _all_interpolated(values: Mapping[str, Any], context: Mapping[str, str]) -> dict[str, str]:
    """Return values as the runner hands them on, where a boolean is a word."""
    return {
        name: str(value).lower() if isinstance(value, bool) else interpolated(str(value), context)
        for name, value in values.items()
    }
