"""Fixtures of the tests that need a server for HCP Terraform."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .server import HcpServer, StubRunner, start_hcp_server


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
