"""What a process of its own leaves behind: nothing secret anywhere, and the page of its run when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from .command_line import PLANTED, SPEC, WORKSPACE, make_repository
from .server import HcpServer, StubRunner, Workspace
from .server.runs.stub_runner import created_resource, plan_document

ROOT = Path(__file__).resolve().parents[2]
(SECRET,) = PLANTED
PROGRAMS = ("terraform", "tofu", "aws", "kubectl", "git")


@pytest.fixture
def set_up(stub_server: HcpServer, tmp_path: Path) -> Workspace:
    make_repository(stub_server, tmp_path / "repository")
    variables = {"TFC_AWS_PROVIDER_AUTH": SECRET, "AWS_SECRET_ACCESS_KEY": SECRET}
    return stub_server.add_workspace(WORKSPACE, variables=variables)


def environment(server: HcpServer, folder: Path, spied: Sequence[str] = ()) -> dict[str, str]:
    """Return the environment of a process in which the `spied` programs write down what they get."""
    (folder / "bin").mkdir()
    for name in spied:
        spy = folder / "bin" / name
        spy.write_text(f'#!/bin/sh\nenv >> {folder}/seen\necho "$0 $@" >> {folder}/seen\nexit 1\n', "utf-8")
        spy.chmod(0o755)
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("TF_", "AWS_"))}
    return {
        **inherited,
        **server.environment(),
        "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONPATH": str(ROOT / ".dev"),
    }


def start(folder: Path, environ: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-P", "-m", "eksgen", *arguments]
    return subprocess.Popen(
        command, cwd=folder / "repository", env=environ, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def plan(folder: Path, environ: Mapping[str, str]) -> None:
    process = start(folder, environ, "plan", SPEC)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err


def secret_change() -> dict[str, object]:
    """Return a change with a value that the plan marks as sensitive."""
    change = created_resource()
    change["change"] |= {"after": {"input": SECRET}, "after_sensitive": {"input": True}}
    return change


def test_no_secret_is_in_output_files_arguments_environments_or_requests(
    stub_server: HcpServer, set_up: Workspace, tmp_path: Path
) -> None:
    set_up.runner = StubRunner(plan_document(secret_change()))
    environ = environment(stub_server, tmp_path, PROGRAMS)
    formats = [f"--report={name}=report.{name}" for name in ("json", "markdown", "html", "sarif", "junit")]
    process = start(tmp_path, environ, "plan", SPEC, "-o", "saved.eksplan", *formats)
    arguments = b""
    while process.poll() is None:
        arguments += command_lines(process.pid)
        time.sleep(0.02)
    out, err = process.communicate()
    assert process.returncode == 0, err
    secrets = {*stub_server.secrets(), SECRET}
    files = [file for file in (tmp_path / "repository").rglob("*") if file.is_file()]
    files += [file for file in (tmp_path / "seen", *(tmp_path / "cache").rglob("*")) if file.is_file()]
    written = {str(file): file.read_bytes() for file in files}
    said = {"stdout": out.encode(), "stderr": err.encode(), "arguments": arguments}
    for place, data in (written | said).items():
        assert not [secret for secret in secrets if secret.encode() in data], place
    blobs = [r for r in stub_server.requests if r.host == stub_server.blob_hostname]
    assert blobs
    assert not any(request.token for request in blobs)
    assert not any(stub_server.token in str(request.headers) for request in blobs)
    messages = [repr(request.sent) for request in stub_server.requests]
    assert not [text for text in messages if any(secret in text for secret in secrets)]


def test_an_archive_holds_the_compiled_files_and_nothing_that_lies_beside_them(
    stub_server: HcpServer, set_up: Workspace, tmp_path: Path
) -> None:
    environ = environment(stub_server, tmp_path)
    plan(tmp_path, environ)
    folder = tmp_path / "repository" / ".eksgen" / "cluster"
    for name in ("terraform.tfstate.backup", "old.eksplan", "notes.txt", ".env"):
        (folder / name).write_text("# planted\n", "utf-8")
    plan(tmp_path, environ)
    first, second = (run.configuration.archive for run in stub_server.runs(set_up))
    assert first == second
    with tarfile.open(fileobj=BytesIO(second)) as archive:
        members = archive.getmembers()
    assert {Path(member.name).suffix for member in members} <= {".tf", ".hcl", ".yaml", ".tftpl", ".json"}
    for member in members:
        assert member.isfile()
        assert (member.mode, member.mtime, member.uid, member.uname) == (0o644, 0, 0, "")


def test_a_terraform_file_that_is_not_compiled_is_refused_and_does_not_go_up(
    stub_server: HcpServer, set_up: Workspace, tmp_path: Path
) -> None:
    environ = environment(stub_server, tmp_path)
    plan(tmp_path, environ)
    (tmp_path / "repository" / ".eksgen" / "cluster" / "secret.auto.tfvars").write_text(
        "# planted\n", "utf-8"
    )
    process = start(tmp_path, environ, "plan", SPEC)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "error[foreign-files]" in err
    assert len(stub_server.runs(set_up)) == 1


def test_a_killed_process_has_named_the_page_of_its_run_which_goes_on(
    stub_server: HcpServer, set_up: Workspace, tmp_path: Path
) -> None:
    set_up.runner = StubRunner(seconds=8)
    process = start(tmp_path, environment(stub_server, tmp_path), "plan", SPEC)
    assert process.stderr is not None
    page = next(line for line in process.stderr if line.startswith("run "))
    process.send_signal(signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL
    process.communicate()
    (run,) = stub_server.runs(set_up)
    assert page == f"run https://{stub_server.hostname}/app/acme/{WORKSPACE}/runs/{run.id}\n"
    stub_server.wait_for(run, "planned_and_finished", seconds=30)
    assert run.cancels == 0
    assert set_up.locked_by is None


def command_lines(parent: int) -> bytes:
    """Return the arguments of a process and of its children, as far as they can be read."""
    found = b""
    for task in (parent, *children(parent)):
        try:
            found += Path(f"/proc/{task}/cmdline").read_bytes() + b"\n"
        except OSError:
            continue
    return found


def children(parent: int) -> list[int]:
    try:
        return [int(i) for i in Path(f"/proc/{parent}/task/{parent}/children").read_text("utf-8").split()]
    except OSError:
        return []
