"""The GitHub action with the real eksgen: what it plans is what it applies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.eksgen_process import AT_DAY

from .conftest import Project

ACTION = Path(__file__).resolve().parents[2] / "action"
ACCOUNT = "100000000019"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata:
  name: action
  region: us-west-2
kubernetes:
  version: "1.35"
access:
  admins: [arn:aws:iam::{ACCOUNT}:role/PlatformAdmin]
"""


def run(project: Project, runner: Path, **inputs: str) -> dict[str, str]:
    """Run eksgen as the action does; return the outputs of the step."""
    written = runner / "outputs"
    written.write_text("")
    given = {"SPECS": "*.yaml", "BASE": "", "PLAN": "", "FAIL_ON": "", "EXPECT": "", "LOCK_TIMEOUT": "0"}
    fixed = {
        "SANDBOX": "true",
        "CHECKOUT": str(ACTION.parent),
        "RUNNER_TEMP": str(runner),
        "GITHUB_OUTPUT": str(written),
        "EKSGEN_SANDBOX_DIR": str(project.state_dir),
    }
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
    subprocess.run(
        ["sh", str(ACTION / "run.sh")], cwd=project.folder, env=outer | given | fixed | inputs, check=True
    )
    return dict(line.split("=", 1) for line in written.read_text().splitlines())


def test_the_action_applies_what_it_planned_and_nothing_else(
    new_project: Callable[..., Project], tmp_path: Path
) -> None:
    project = new_project("action", ACCOUNT, spec=SPEC)
    programs = tmp_path / "eksgen/bin"
    programs.mkdir(parents=True)
    for name, command in (("eksgen", f"-P {AT_DAY}"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n')
        (programs / name).chmod(0o755)
    planned = run(project, tmp_path, COMMAND="plan")
    assert (planned["exit-code"], planned["changed"]) == ("3", "true")
    assert json.loads(planned["counts"])["create"] > 30
    assert all(
        Path(planned[f"report-{name}"]).stat().st_size for name in ("markdown", "json", "html", "sarif")
    )
    refused = run(project, tmp_path, COMMAND="apply", EXPECT="0" * 32)
    assert (refused["exit-code"], refused["changed"]) == ("5", "false")
    applied = run(project, tmp_path, COMMAND="apply", EXPECT=planned["digests"])
    assert (applied["exit-code"], applied["changed"]) == ("0", "true")
    assert run(project, tmp_path, COMMAND="apply", EXPECT="0" * 32)["exit-code"] == "0"
    assert run(project, tmp_path, COMMAND="drift")["changed"] == "false"
