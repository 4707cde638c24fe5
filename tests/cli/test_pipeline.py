"""The pipeline of GitLab in examples/gitlab: its plan job runs as printed and keeps one note."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

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
    """Return the address of a GitLab, the calls that changed something, and the notes of its merge request."""
    calls: list[str] = []
    notes: list[dict[str, Any]] = [
        {"id": n, "author": {"id": 1}, "body": "<!-- eksgen:note plan clusters/prod.yaml -->\n"}
        for n in range(150)
    ]

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def answer(self, value: Any) -> None:
            data = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            assert self.headers["PRIVATE-TOKEN"] == "secret"
            page = int(self.path.rpartition("=")[2]) if "notes" in self.path else 0
            self.answer(notes[(page - 1) * 100 : page * 100] if page else {"id": 9})

        def write(self) -> None:
            value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            calls.append(f"{self.command} {self.path}")
            if self.command == "POST":
                notes.append({"id": 777, "author": {"id": 9}, **value})
            else:
                notes[-1].update(value)
            self.answer({})

        do_POST = do_PUT = write  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", calls, notes
    server.shutdown()
    server.server_close()


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
