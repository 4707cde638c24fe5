"""Hosts and tokens: who is asked, who gets the token, and what is said when it does not work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.client.host import connect, forget_hosts
from eksgen.engine.redact import redact_text
from eksgen.engine.runs.apply import apply
from eksgen.engine.runs.plan import plan

from .remote_folder import Remote
from .server import Fault


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_hosts()
    yield
    forget_hosts()


def test_a_host_says_what_it_is(remote: Remote) -> None:
    host = connect(remote.server.hostname, remote.server.environment())
    assert host.product == "HCP Terraform"
    assert host.api == f"https://{remote.server.hostname}/api/v2/"
    assert host.api_host == remote.server.hostname


def test_a_host_is_asked_once(remote: Remote) -> None:
    for _ in range(3):
        plan(remote.open(), remote.events.append)
    assert len(remote.server.asked("GET", "/.well-known/terraform.json")) <= 3
    environment = remote.server.environment()
    before = len(remote.server.asked("GET", "/ping"))
    connect(remote.server.hostname, environment)
    connect(remote.server.hostname, environment)
    assert len(remote.server.asked("GET", "/ping")) - before <= 1


def test_a_host_without_a_token_says_how_to_log_in(remote: Remote) -> None:
    with pytest.raises(EksgenError, match="there is no token for localhost") as caught:
        connect(remote.server.hostname, {"HOME": "/nonexistent"})
    assert caught.value.code == "cloud-token"
    assert caught.value.helps[0] == f"log in: terraform login {remote.server.hostname}"


def test_a_wrong_token_names_where_it_is_from_and_not_itself(remote: Remote) -> None:
    with pytest.raises(EksgenError, match="refuses the token") as caught:
        remote.terraform("wrong-token-of-somebody")
    assert caught.value.code == "cloud-token"
    assert caught.value.notes[0].endswith(".tfrc")
    assert "wrong-token" not in str(caught.value) + str(caught.value.notes)


def test_a_workspace_that_does_not_exist_is_never_created(remote: Remote) -> None:
    del remote.server.store.workspaces[remote.workspace.id]
    with pytest.raises(EksgenError, match="there is no workspace acme/eks-prod") as caught:
        plan(remote.open(), remote.events.append)
    assert caught.value.code == "cloud-workspace"
    assert not remote.server.asked("POST")
    assert not remote.server.asked("PATCH")


def test_a_certificate_that_is_not_trusted(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("SSL_CERT_DIR", "/nonexistent")
    with pytest.raises(EksgenError, match=r"the certificate of localhost.* is not trusted") as caught:
        connect(remote.server.hostname, remote.server.environment())
    assert caught.value.code == "cloud-host"
    assert "SSL_CERT_FILE" in caught.value.helps[0]


@pytest.mark.parametrize(
    "body",
    [b"<html>", b"{}", b'{"tfe.v2": 3}', b'{"tfe.v2": "http://example.com/api/"}', b'{"tfe.v2": "ftp://x"}'],
)
def test_a_host_without_the_api(remote: Remote, body: bytes) -> None:
    remote.server.faults.append(Fault(200, path="well-known", body=body, content_type="application/json"))
    with pytest.raises(EksgenError) as caught:
        connect(remote.server.hostname, remote.server.environment())
    assert caught.value.code == "cloud-host"


def test_the_token_goes_to_the_api_alone(remote: Remote) -> None:
    """Not to uploads, logs, plan JSON and states, nor to what a redirect leads to."""
    apply(remote.open(), lambda _plan: True, remote.events.append)
    blobs = remote.server.asked(path="_archivist")
    assert len(blobs) >= 4
    assert not any("authorization" in request.headers for request in blobs)
    api = [request for request in remote.server.requests if request not in blobs]
    assert {
        request.token for request in api if "/api/v2/" in request.path and "ping" not in request.path
    } == {True}


def test_a_redirect_of_the_api_is_not_followed_with_the_token(remote: Remote) -> None:
    elsewhere = f"https://{remote.server.blob_hostname}/api/v2/steal"
    remote.server.faults.append(Fault(307, path="workspaces/eks-prod", headers={"Location": elsewhere}))
    with pytest.raises(EksgenError):
        plan(remote.open(), remote.events.append)
    assert not remote.server.asked(path="steal")


def test_hostile_reasons_are_made_printable(remote: Remote) -> None:
    body = b'{"errors": [{"status": "422", "detail": "\\u001b[2Jno\\n::error::x"}]}'
    remote.server.faults.append(Fault(422, method="POST", path="/runs$", body=body))
    with pytest.raises(EksgenError) as caught:
        plan(remote.open(), remote.events.append)
    assert caught.value.notes[0] == "?[2Jno ::error::x"


def test_an_answer_without_end_is_not_read_to_the_end(remote: Remote) -> None:
    remote.server.faults.append(Fault(200, path="well-known", body=b"x" * (2 << 20)))
    with pytest.raises(EksgenError, match="cannot be reached"):
        connect(remote.server.hostname, remote.server.environment())


def test_secrets_appear_nowhere(remote: Remote, tmp_path: Path) -> None:
    apply(remote.open(), lambda _plan: True, remote.events.append)
    secrets = remote.server.secrets()
    assert remote.server.token in secrets
    seen = [repr(remote.events), repr(remote.terraform().api), repr(remote.terraform().workspace)]
    for file in remote.folder.rglob("*"):
        if file.is_file():
            seen.append(file.read_text("utf-8", errors="replace"))
    bodies = [repr(request.sent) for request in remote.server.requests]
    for text in (*seen, *bodies):
        assert not any(secret in text for secret in secrets)
    assert redact_text(f"a {remote.server.token} b") == "a (sensitive) b"


def test_no_process_and_no_output_gets_the_token(remote: Remote, tmp_path: Path) -> None:
    """A whole run of the command line, in which each program on PATH writes down what it gets."""
    spy, notes = tmp_path / "bin" / "terraform", tmp_path / "notes"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\nenv >> {notes}\necho "$@" >> {notes}\nexit 1\n', "utf-8")
    spy.chmod(0o755)
    token = remote.server.token
    home = tmp_path / "home"
    (home / ".terraform.d").mkdir(parents=True)
    (home / ".terraform.d" / "credentials.tfrc.json").write_text(
        f'{{"credentials": {{"{remote.server.hostname}": {{"token": "{token}"}}}}}}', "utf-8"
    )
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("TF_", "AWS_"))},
        "HOME": str(home),
        "PATH": f"{spy.parent}:/usr/bin:/bin",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TF_CLI_CONFIG_FILE": str(tmp_path / "missing"),
        f"TF_TOKEN_{remote.server.hostname}": token,
    }
    root = Path(__file__).resolve().parents[2]
    environ["PYTHONPATH"] = str(root / ".dev")
    example = (root / "examples" / "hcp-terraform.yaml").read_text("utf-8").rstrip()
    workspace = remote.server.add_workspace("eks-remote")
    (tmp_path / "cluster.yaml").write_text(f"{example}\n      hostname: {remote.server.hostname}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "eksgen", "plan", "cluster.yaml", "--format", "json"],
        cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (run,) = remote.server.runs(workspace)
    assert f"run https://{remote.server.hostname}/app/acme/eks-remote/runs/{run.id}" in done.stderr
    assert token not in done.stdout + done.stderr
    assert not notes.exists() or token not in notes.read_text("utf-8")
    written = [file.read_bytes() for file in (tmp_path / ".eksgen").rglob("*") if file.is_file()]
    assert not any(token.encode() in data for data in written)
