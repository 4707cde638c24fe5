"""Fixtures of the tests that need a server for HCP Terraform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eksgen.engine.cloud import remote_terraform
from eksgen.engine.cloud.runs.pace import Pace

from .api_calls import Api
from .command_line import CommandLine, make_repository
from .remote_folder import NAME, Remote, write_folder
from .server import HcpServer, StubRunner, Workspace, start_hcp_server


@pytest.fixture
def hcp_server() -> Iterator[HcpServer]:
    """A server whose runs are Terraform's."""
    with start_hcp_server() as server:
        yield server


@pytest.fixture
def stub_server() -> Iterator[HcpServer]:
    """A server whose runs need no Terraform: each plans one new resource."""
    with start_hcp_server(StubRunner()) as server:
        yield server


@pytest.fixture
def api(stub_server: HcpServer) -> Api:
    """The API of the server without Terraform, with all rights."""
    return Api(stub_server, stub_server.token)


@pytest.fixture
def workspace(stub_server: HcpServer) -> Workspace:
    return stub_server.add_workspace("eks-prod")


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    """A folder with a configuration that needs no provider from elsewhere."""
    folder = tmp_path / "configuration"
    folder.mkdir()
    (folder / "main.tf").write_text('resource "terraform_data" "made" {}\n', "utf-8")
    return folder


@pytest.fixture
def remote(stub_server: HcpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Remote:
    """A compiled folder whose workspace is on a server without Terraform, looked at in short intervals."""
    monkeypatch.setattr(remote_terraform, "PACE", Pace(0.05, 0.1))
    monkeypatch.setenv("SSL_CERT_FILE", str(stub_server.certificates.bundle))
    write_folder(tmp_path / "folder", stub_server.cloud_block(NAME))
    return Remote(stub_server, stub_server.add_workspace(NAME), tmp_path / "folder")


@pytest.fixture
def eksgen(
    stub_server: HcpServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    """The command line, with the example and the project that it names."""
    monkeypatch.setattr(remote_terraform, "PACE", Pace(0.05, 0.1))
    stub_server.store.projects["prj-platform"] = "platform"
    make_repository(stub_server, tmp_path / "repository")
    monkeypatch.chdir(tmp_path / "repository")

    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return CommandLine(stub_server, tmp_path / "repository", monkeypatch, read)
