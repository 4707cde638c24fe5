"""Fixtures of the tests that need a server for HCP Terraform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .api_calls import Api
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
