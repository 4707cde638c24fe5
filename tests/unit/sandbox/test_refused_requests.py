"""Which requests the sandbox refuses: those of web pages, of other hosts, and without its token."""

from __future__ import annotations

import http.client
import json
from pathlib import Path

import pytest

from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.environment import terraform_environment
from eksgen.sandbox.server_api import FAULTS_PATH, IDENTITY_PATH, RESET_PATH, TOKEN_HEADER, answers, request
from eksgen.sandbox.server_file import Sandbox, read_state, state_file, write_state

ACCOUNT = "222233334444"
DEAD_PROXY = "http://127.0.0.1:9"


def ask(sandbox: Sandbox, path: str, headers: dict[str, str], method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    return response.status, response.read()


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://example.com"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "image"},
        {"Host": "example.com"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/", "/clusters", IDENTITY_PATH, RESET_PATH])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_web_page_is_refused_even_with_the_token(
    local_aws: Sandbox, header: dict[str, str], path: str, method: str
) -> None:
    status, body = ask(local_aws, path, {TOKEN_HEADER: local_aws.token, **header}, method)
    assert status == 403
    assert b"not served" in body or b"are served" in body


@pytest.mark.parametrize("path", [IDENTITY_PATH, RESET_PATH, FAULTS_PATH, "/eksgen/unknown"])
@pytest.mark.parametrize("token", [None, "", "wrong", "a token of the test"])
def test_the_paths_of_the_sandbox_need_its_token(local_aws: Sandbox, path: str, token: str | None) -> None:
    headers = {} if token is None else {TOKEN_HEADER: token}
    for method in ("GET", "POST"):
        status, body = ask(local_aws, path, headers, method)
        assert (status, "token" in json.loads(body)["error"]) == (403, True)


def test_with_its_token_the_sandbox_answers(local_aws: Sandbox) -> None:
    assert answers(local_aws)
    assert request(local_aws, FAULTS_PATH) == {"faults": []}


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"])
def test_no_proxy_gets_a_request(local_aws: Sandbox, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, DEAD_PROXY)
    assert answers(local_aws)
    client = boto_client(local_aws, "sts", ACCOUNT, "eu-west-1")
    assert client.get_caller_identity()["Account"] == ACCOUNT
    environment = terraform_environment({name: DEAD_PROXY}, local_aws, ACCOUNT, "eu-west-1")
    for variable in ("NO_PROXY", "no_proxy"):
        assert {"127.0.0.1", "localhost"} <= set(environment[variable].split(","))


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://example.com:80",
        "https://127.0.0.1:80",
        "http://127.0.0.1:80@example.com:80",
        "http://127.0.0.1.example.com:80",
        "http://127.0.0.1:80/path",
        "http://127.0.0.1:",
        "http://127.0.0.1:80\n",
    ],
)
def test_a_recorded_endpoint_elsewhere_is_not_used(tmp_path: Path, endpoint: str) -> None:
    write_state(tmp_path, Sandbox(endpoint, 1, 0.0, "1", "token"))
    assert read_state(tmp_path) is None


def test_the_token_is_private_and_not_shown(tmp_path: Path) -> None:
    sandbox = Sandbox("http://127.0.0.1:4000", 1, 0.0, "1", "a secret")
    write_state(tmp_path, sandbox)
    assert state_file(tmp_path).stat().st_mode & 0o077 == 0
    assert read_state(tmp_path) == sandbox
    assert "a secret" not in repr(sandbox)
