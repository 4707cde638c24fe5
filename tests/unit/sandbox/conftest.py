"""A sandbox server in this process, and boto3 clients for it."""

from __future__ import annotations

import functools
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eksgen.sandbox import server
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.server_file import Sandbox

ACCOUNT = "222233334444"
REGION = "eu-west-1"
TOKEN = "a token of the tests"

TAGS = {"größe": "日本 +/=@", "a.b/c:d": "", "sso.amazonaws.com": "x", "k" * 128: "v" * 256}
"""Tags with signs of other scripts, with every sign that AWS allows, and of the greatest length."""
LIST_OF_TAGS = [{"Key": key, "Value": value} for key, value in TAGS.items()]

Client = Callable[[str], Any]


def as_dict(tags: list[dict[str, str]]) -> dict[str, str]:
    """Return a list of tags as a dict."""
    return {tag["Key"]: tag["Value"] for tag in tags}


@pytest.fixture(scope="session")
def local_aws() -> Iterator[Sandbox]:
    """A running server of the sandbox; moto is patched in this process."""
    os.environ.update(server.MOTO_SETTINGS)
    http_server, _ = server.build_server(time.time(), TOKEN)
    threading.Thread(target=http_server.serve_forever, daemon=True).start()
    yield Sandbox(f"http://{server.ADDRESS}:{http_server.port}", os.getpid(), time.time(), "test", TOKEN)
    http_server.shutdown()


@pytest.fixture(scope="session")
def client(local_aws: Sandbox) -> Client:
    """Return a function that returns the boto3 client of a service."""
    return functools.cache(lambda service: boto_client(local_aws, service, ACCOUNT, REGION))
