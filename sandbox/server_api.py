"""The server's own HTTP API beside that of AWS: identity, reset, faults, VPCs that exist, newer versions."""

from __future__ import annotations

import json
import urllib.request
from http.client import HTTPException
from typing import Any

from .server_file import Sandbox

TOKEN_HEADER = "X-Eksgen-Sandbox-Token"
IDENTITY_PATH = "/eksgen/identity"
RESET_PATH = "/eksgen/reset"
FAULTS_PATH = "/eksgen/faults"
VPC_PATH = "/eksgen/vpc"
VERSIONS_PATH = "/eksgen/versions"
DESTINATIONS_PATH = "/eksgen/destinations"
ZONES_PATH = "/eksgen/zones"
CALLS_PATH = "/eksgen/calls"
TIMEOUT_SECONDS = 5.0
RESET_TIMEOUT_SECONDS = 60.0
"""A reset deletes every object of moto: about a second of CPU time, more on a busy machine."""


def answers(sandbox: Sandbox) -> bool:
    """Return whether the server on that port is the recorded process."""
    try:
        identity = request(sandbox, IDENTITY_PATH)
    except (OSError, HTTPException, ValueError):
        return False
    return isinstance(identity, dict) and identity.get("pid") == sandbox.pid


def request(
    sandbox: Sandbox, path: str, *, post: bool = False, body: Any = None, timeout: float = TIMEOUT_SECONDS
) -> Any:
    """Return the JSON of one of the server's own paths; `body` is sent as JSON, and no proxy is used.

    `OSError` or `ValueError` if the request fails.
    """
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    method = "POST" if post else "GET"
    data = None if body is None else json.dumps(body).encode()
    headers = {TOKEN_HEADER: sandbox.token}
    asked = urllib.request.Request(sandbox.endpoint + path, data, headers, method=method)
    with opener.open(asked, timeout=timeout) as response:
        return json.load(response)
