"""The server process of the sandbox: it is started once, found, reached from this machine only, and stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from eksgen.sandbox import control
from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.credentials import access_key
from eksgen.sandbox.environment import terraform_environment
from eksgen.sandbox.leftovers import leftovers
from eksgen.sandbox.server_file import Sandbox, read_state, state_file, write_state

ACCOUNT = "100000000007"
REGION = "eu-west-1"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("sandbox")
    yield folder
    control.stop(folder)


def alive(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for_end(sandbox: Sandbox, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not alive(sandbox.pid):
            return True
        time.sleep(0.05)
    return False


def listening_addresses(port: int) -> set[str]:
    """Return the local addresses with a listener on this port, in the kernel's hexadecimal."""
    addresses = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            address, state = line.split()[1], line.split()[3]
            if state == "0A" and int(address.rsplit(":", 1)[1], 16) == port:
                addresses.add(address.rsplit(":", 1)[0])
    return addresses


def test_threads_that_start_at_the_same_time_get_one_server(directory: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        sandboxes = set(pool.map(lambda _: control.start(directory), range(4)))
    assert len(sandboxes) == 1


def test_processes_that_start_at_the_same_time_get_one_server(tmp_path: Path) -> None:
    code = "from eksgen.sandbox import control; print(control.start().pid)"
    environment = {
        **os.environ,
        "EKSGEN_SANDBOX_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    started = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    pids = {process.communicate(timeout=60)[0] for process in started}
    assert len(pids) == 1
    assert control.stop(tmp_path)


def test_a_running_server_is_reused(directory: Path) -> None:
    assert control.start(directory) == control.start(directory) == control.status(directory)


def test_the_server_listens_on_the_loopback_address_only(directory: Path) -> None:
    sandbox = control.start(directory)
    assert sandbox.endpoint.startswith("http://127.0.0.1:")
    assert listening_addresses(sandbox.port) == {"0100007F"}


def test_a_page_of_another_site_cannot_use_the_server(directory: Path) -> None:
    sandbox = control.start(directory)
    request = urllib.request.Request(sandbox.endpoint + "/", headers={"Host": "attacker.example"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError, match="403"):
        opener.open(request, timeout=5)


def test_the_server_file_is_private_and_has_no_secret(directory: Path) -> None:
    sandbox = control.start(directory)
    file = state_file(directory)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(json.loads(file.read_text())) == {"endpoint", "pid", "started", "version", "token"}
    assert read_state(directory) == sandbox


def test_the_server_runs_in_a_session_of_its_own(directory: Path) -> None:
    sandbox = control.start(directory)
    assert os.getsid(sandbox.pid) == sandbox.pid
    assert os.getsid(sandbox.pid) != os.getsid(0)


def test_a_reset_deletes_the_resources_of_every_account(directory: Path) -> None:
    sandbox = control.start(directory)
    for account in (ACCOUNT, "444455556666"):
        boto_client(sandbox, "logs", account, REGION).create_log_group(logGroupName="/x")
        assert leftovers(sandbox, account, REGION) != ()
    control.reset(directory)
    assert leftovers(sandbox, ACCOUNT, REGION) == leftovers(sandbox, "444455556666", REGION) == ()


def test_a_start_after_a_kill_starts_a_new_server(tmp_path: Path) -> None:
    first = control.start(tmp_path)
    os.kill(first.pid, signal.SIGKILL)
    assert wait_for_end(first)
    assert control.status(tmp_path) is None
    second = control.start(tmp_path)
    assert second.pid != first.pid
    assert control.status(tmp_path) == second
    assert control.stop(tmp_path)
    assert control.status(tmp_path) is None
    assert not control.stop(tmp_path)


def test_sigterm_stops_the_server_and_removes_its_file(tmp_path: Path) -> None:
    sandbox = control.start(tmp_path)
    os.kill(sandbox.pid, signal.SIGTERM)
    assert wait_for_end(sandbox)
    assert not state_file(tmp_path).exists()


def test_an_idle_server_stops_by_itself(tmp_path: Path) -> None:
    sandbox = control.start(tmp_path, idle_minutes=0.02)
    assert wait_for_end(sandbox)
    assert not state_file(tmp_path).exists()


def test_a_server_file_with_the_pid_of_another_process_is_ignored(directory: Path, tmp_path: Path) -> None:
    running = control.start(directory)
    write_state(tmp_path, replace(running, pid=os.getpid()))
    assert control.status(tmp_path) is None
    fresh = control.start(tmp_path)
    assert fresh.endpoint != running.endpoint
    assert control.stop(tmp_path)
    assert control.status(directory) == running


def test_a_damaged_server_file_is_ignored(tmp_path: Path) -> None:
    state_file(tmp_path).write_text('{"endpoint": 5')
    assert control.status(tmp_path) is None


def test_a_reset_without_a_server_fails_and_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(control.SandboxError) as caught:
        control.reset(tmp_path)
    assert caught.value.helps == ("start one with `eksgen sandbox start`",)


def test_terraform_gets_no_real_aws_settings() -> None:
    sandbox = Sandbox("http://127.0.0.1:1", 1, 0.0, "0")
    real = {
        "AWS_PROFILE": "production",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_SESSION_TOKEN": "real",
        "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/admin",
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/token",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2",
        "AWS_ENDPOINT_URL_S3": "https://s3.amazonaws.com",
        "AWS_CA_BUNDLE": "/ca.pem",
        "aws_config_file": "/home/a/.aws/config",
    }
    kept = {"PATH": "/bin", "TF_VAR_name": "a", "no_proxy": "corp.example"}
    environment = terraform_environment({**real, **kept}, sandbox, ACCOUNT, REGION)
    assert not {value for value in real.values() if value in environment.values()}
    assert environment["PATH"] == "/bin"
    assert environment["TF_VAR_name"] == "a"
    assert environment["NO_PROXY"] == environment["no_proxy"] == "corp.example,127.0.0.1,localhost"
    assert {key for key in environment if key.upper().startswith("AWS_")} == {
        "AWS_ENDPOINT_URL",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_EC2_METADATA_DISABLED",
        "AWS_MAX_ATTEMPTS",
    }


def create_vpc(sandbox: Sandbox, invocation: str, attempt: int) -> str:
    """Create a VPC with a request like that of an SDK, and return its id."""
    request = urllib.request.Request(
        sandbox.endpoint,
        data=b"Action=CreateVpc&Version=2016-11-15&CidrBlock=10.9.0.0/16",
        headers={
            "Authorization": f"AWS4-HMAC-SHA256 Credential={access_key(ACCOUNT)}/20260101/us-west-2/ec2/aws4_request",
            "amz-sdk-invocation-id": invocation,
            "amz-sdk-request": f"attempt={attempt}; max=3",
        },
    )
    with urllib.request.urlopen(request) as response:
        match = re.search(r"<vpcId>(vpc-\w+)</vpcId>", response.read().decode())
    assert match
    return match[1]


def test_a_retried_call_creates_nothing_twice(sandbox: Sandbox) -> None:
    first = create_vpc(sandbox, "one", 1)
    assert create_vpc(sandbox, "one", 2) == first
    assert create_vpc(sandbox, "two", 1) != first
