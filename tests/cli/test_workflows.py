"""Workflows of this repository, of the examples and of the documentation: safe on pull requests of forks, and runnable."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
import yaml

from eksgen.cli import app

from .action_runner import RUN_STEPS
from .workflow_runner import WORKFLOWS as FILES
from .workflow_runner import load

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = {"apply", "compile", "diff", "drift", "fmt", "plan", "report", "update", "validate"}
PIPELINE = ROOT / "examples/gitlab/.gitlab-ci.yml"
SCHEMAS = ROOT / "tests/schemas"
PAGES = "\n".join(
    file.read_text("utf-8") for file in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
)
SPEC = (ROOT / "examples/quickstart.yaml").read_text("utf-8")
COMMAND = re.compile(
    r"eksgen\"? ((?:validate|fmt|diff|compile|plan|apply|drift|report|update|upgrade) [^\n|]*)"
)


def events_of(workflow: dict[str, Any]) -> set[str]:
    events = workflow["on"]
    return {events} if isinstance(events, str) else set(events)


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def scripts() -> list[str]:
    snippets = re.findall(r"(?s)```yaml\n(.*?)```", PAGES)
    steps = [step for file in FILES for step in steps_of(load(file))]
    steps += [step for text in snippets if "steps:" in text for step in yaml.safe_load(text).get("steps", ())]
    return [step["run"] for step in [*steps, *RUN_STEPS] if "run" in step]


def pipeline_scripts() -> list[str]:
    jobs = [job for job in yaml.safe_load(PIPELINE.read_text("utf-8")).values() if isinstance(job, dict)]
    return ["\n".join([*job.get("before_script", ()), *job.get("script", ())]) for job in jobs]


def uses_of_the_action() -> list[dict[str, str]]:
    snippets = [
        yaml.safe_load(text) for text in re.findall(r"(?s)```yaml\n(.*?)```", PAGES) if "steps:" in text
    ]
    jobs = [
        job for value in [*map(load, FILES), *snippets] for job in value.get("jobs", {"": value}).values()
    ]
    steps = [step for job in jobs for step in job.get("steps", ())]
    return [step.get("with", {}) for step in steps if step.get("uses", "").startswith("eksgen/eksgen@")]


@pytest.mark.parametrize(
    ("schema", "file"),
    [*(("github-workflow", file) for file in FILES), ("github-action", ROOT / "action.yml")],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_a_workflow_fits_the_published_schema(schema: str, file: Path) -> None:
    require_valid(schema, yaml.safe_load(file.read_text("utf-8").replace("\non:", '\n"on":')))


def test_the_pipeline_fits_the_published_schema() -> None:
    require_valid("gitlab-ci", yaml.safe_load(PIPELINE.read_text("utf-8")))


def require_valid(schema: str, value: Any) -> None:
    rules = json.loads((SCHEMAS / f"{schema}.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(rules)
    assert [(list(error.path), error.message) for error in validator(rules).iter_errors(value)] == []


def test_the_action_is_used_with_inputs_that_it_has() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    assert {name for given in uses_of_the_action() for name in given} <= set(inputs)
    assert {given.get("command", "validate") for given in uses_of_the_action()} == {
        "validate",
        "plan",
        "drift",
        "apply",
    }


@pytest.fixture(params=FILES, ids=lambda file: file.name)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    return load(request.param)


def test_no_workflow_gives_a_pull_request_the_secrets_of_the_repository(workflow: dict[str, Any]) -> None:
    assert not {"pull_request_target", "workflow_run"} & events_of(workflow)
    assert workflow["permissions"] == {"contents": "read"}


def test_a_job_with_credentials_does_not_run_for_forks(workflow: dict[str, Any]) -> None:
    for job in workflow["jobs"].values():
        if "write" in job.get("permissions", {}).values() or "secrets." in str(job):
            own_branch = "head.repo.full_name == github.repository" in job["if"]
            assert own_branch or job["if"] in [
                "github.event_name == 'schedule'",
                "github.event_name == 'push' || github.event_name == 'workflow_dispatch'",
            ]


def test_a_checkout_leaves_no_token_behind(workflow: dict[str, Any]) -> None:
    checkouts = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("script", scripts())
def test_a_script_gets_values_of_the_event_as_variables(script: str) -> None:
    assert "${{" not in script


def test_a_report_is_read_where_no_pull_request_can_put_another() -> None:
    files = [
        file for script in scripts() for file in re.findall(r"(?:--report \w+=|--body-file )(\S+)", script)
    ]
    assert files
    assert [file for file in files if not file.startswith('"$RUNNER_TEMP/')] == []


def test_scripts_call_commands_and_options_that_exist() -> None:
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    calls = [
        found.split()
        for script in [*scripts(), *pipeline_scripts()]
        for found in COMMAND.findall(" ".join(script.split(" \\\n")))
    ]
    assert {name for name, *_ in calls} == WRITTEN
    for name, *arguments in calls:
        command = commands[name].commands[arguments[0]] if name == "report" else commands[name]
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in arguments if word.startswith("--") and word != "--"} <= options


def test_the_check_shows_what_a_pull_request_changes(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        done = subprocess.run(["git", *identity, *arguments], cwd=tmp_path, capture_output=True, check=True)
        return done.stdout.decode().strip()

    specs = tmp_path / "clusters"
    specs.mkdir()
    (specs / "prod.yaml").write_text(SPEC)
    (specs / "test.yaml").write_text(SPEC.replace("name: quickstart", "name: test"))
    (specs / "broken.yaml").write_text(SPEC.replace("us-west-2", "nowhere"))
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "base")
    (specs / "prod.yaml").write_text(SPEC.replace("us-west-2", "us-east-2"))
    (specs / "broken.yaml").write_text(SPEC)
    (specs / "new.yaml").write_text(SPEC.replace("name: quickstart", "name: new"))

    program = tmp_path / "runner/eksgen/bin/eksgen"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m eksgen "$@"\n')
    program.chmod(0o755)
    (script,) = (step["run"] for step in steps_of(load(ROOT / "examples/github/check.yml")) if "run" in step)
    summary = tmp_path / "summary.md"
    variables = {"BASE": git("rev-parse", "HEAD"), "RUNNER_TEMP": str(tmp_path / "runner")}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    environment = {**os.environ, **variables, "GITHUB_STEP_SUMMARY": str(summary)}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert "us-east-2" in summary.read_text("utf-8")
    assert "A spec cannot be compared with the base" in summary.read_text("utf-8")
    assert "clusters/new.yaml" not in summary.read_text("utf-8")
