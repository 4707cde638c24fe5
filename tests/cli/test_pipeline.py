"""The pipeline of GitLab in examples/gitlab: its plan job runs as printed and keeps one note."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from .gitlab_api import serve_gitlab

PIPELINE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "examples/gitlab/.gitlab-ci.yml").read_text("utf-8")
)
EKSGEN = f"""#!{sys.executable}
import os, pathlib, sys
print(*sys.argv[1:])
for word in sys.argv[1:]:
    name, _, file = word.partition("=")
    if name in ("markdown", "json", "junit", "html", "sarif"):
        pathlib.Path(file).write_text(os.environ["REPORT"] if name == "json" else "the report of " + os.environ["TEXT"])
sys.exit(int(os.environ["CODE"]))
"""
PLAN = json.dumps({"counts": {"create": 2, "update": 1, "replace": 1, "delete": 0}, "digest": "a" * 32})


@pytest.fixture
def gitlab() -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    with serve_gitlab() as served:
        yield served


def run(folder: Path, job: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a job as the runner does, with a program that stands in for eksgen."""
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "reports").mkdir(exist_ok=True)
    (folder / "bin/eksgen").write_text(EKSGEN)
    (folder / "bin/eksgen").chmod(0o755)
    given = {"SPEC": "clusters/prod.yaml", "CODE": "0", "TEXT": "one", "REPORT": PLAN} | variables
    path = f"{folder}/bin{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-eo", "pipefail", "-c", "\n".join(PIPELINE[job]["script"])]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **given, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_plan_hands_its_digest_to_the_apply(tmp_path: Path) -> None:
    done = run(tmp_path, "plan")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--base" not in done.stdout
    assert (tmp_path / "reports/plan.env").read_text() == f"DIGEST={'a' * 32}\n"
    assert json.loads((tmp_path / "reports/counts.json").read_text()) == {
        "create": 3,
        "update": 1,
        "delete": 1,
    }
    applied = run(tmp_path, "apply", DIGEST="a" * 32)
    assert applied.stdout == f"apply clusters/prod.yaml --expect {'a' * 32} --lock-timeout 600\n"


def test_a_failed_plan_has_no_digest_and_fails_the_job(tmp_path: Path) -> None:
    assert run(tmp_path, "plan", CODE="1", REPORT='{"kind": "fleet"}').returncode == 1
    assert (tmp_path / "reports/plan.env").read_text() == "DIGEST=none\n"


def test_a_merge_request_has_one_note(
    tmp_path: Path, gitlab: tuple[str, list[str], list[dict[str, Any]]]
) -> None:
    address, calls, notes = gitlab
    variables = {
        "CI_API_V4_URL": address,
        "CI_PROJECT_ID": "5",
        "CI_MERGE_REQUEST_IID": "6",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "c0ffee",
        "NOTES_TOKEN": "secret",
        "no_proxy": "127.0.0.1",
    }
    for text in ("one", "one", "two"):
        done = run(tmp_path, "plan", TEXT=text, **variables)
        assert (done.returncode, done.stderr) == (0, "")
        assert "--base c0ffee" in done.stdout
    path = "/projects/5/merge_requests/6/notes"
    assert calls == [f"POST {path}", f"PUT {path}/777"]
    assert notes[-1]["body"].endswith("-->\nthe report of two")
