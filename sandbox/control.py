"""Start, find, reset and stop the sandbox of this user.

One server runs per state directory (default: `EKSGEN_SANDBOX_DIR` or a directory of this user); two
commands that start it at the same time get the same server.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

from ..compiler.errors import EksgenError
from ..compiler.files.locking import lock_file
from .environment import without_aws
from .server_api import (
    FAULTS_PATH,
    RESET_PATH,
    RESET_TIMEOUT_SECONDS,
    VERSIONS_PATH,
    answers,
    request,
)
from .server_file import Sandbox, default_state_dir, log_file, prepare_state_dir, read_state, remove_state

IDLE_MINUTES = 30.0
START_SECONDS = 60.0
STOP_SECONDS = 5.0
POLL_SECONDS = 0.05


class SandboxError(EksgenError):
    """The sandbox could not be started, reached or stopped."""


def start(state_dir: Path | None = None, *, idle_minutes: float = IDLE_MINUTES) -> Sandbox:
    """Return the running sandbox, or start one that outlives this process and its terminal.

    `SandboxError` if moto is not installed or the server does not answer within a minute.
    """
    directory = prepare_state_dir(state_dir or default_state_dir())
    with _lock(directory):
        running = status(directory)
        if running is not None:
            return running
        _require_moto()
        return _launch(directory, idle_minutes)


def status(state_dir: Path | None = None) -> Sandbox | None:
    """Return the running sandbox; None if no server answers."""
    recorded = read_state(state_dir or default_state_dir())
    return recorded if recorded is not None and answers(recorded) else None


def reset(state_dir: Path | None = None) -> Sandbox:
    """Delete every resource of every account in the running sandbox; `SandboxError` if none runs."""
    sandbox = status(state_dir)
    if sandbox is None:
        raise SandboxError(
            "no sandbox is running",
            code="sandbox-not-running",
            helps=("start one with `eksgen sandbox start`",),
        )
    request(sandbox, RESET_PATH, post=True, timeout=RESET_TIMEOUT_SECONDS)
    return sandbox


def fail(kind: str, operation: str, times: int, account: str = "", state_dir: Path | None = None) -> None:
    """Make the next `times` calls of `operation` fail; start the sandbox if none runs.

    `SandboxError` for an unknown kind or an operation that is not SERVICE:NAME.
    """
    fault = {"kind": kind, "operation": operation, "times": times, "account": account}
    try:
        request(start(state_dir), FAULTS_PATH, post=True, body=[fault])
    except HTTPError as error:
        message = str(json.load(error).get("error", error))
        raise SandboxError(message, code="sandbox-fault") from error


def publish(account: str, state_dir: Path | None = None, *, deprecated_apis: bool | None = None) -> None:
    """Publish newer versions of add-ons and node images in an account; start the sandbox if none runs.

    With `deprecated_apis`, only say whether a client uses an API that the next Kubernetes version removes.
    `SandboxError` for what is no id of an account.
    """
    usage = {} if deprecated_apis is None else {"deprecatedApis": deprecated_apis}
    try:
        request(start(state_dir), VERSIONS_PATH, post=True, body={"account": account, **usage})
    except HTTPError as error:
        message = str(json.load(error).get("error", error))
        raise SandboxError(message, code="sandbox-fault") from error


def stop(state_dir: Path | None = None) -> bool:
    """Stop the running sandbox and lose its resources; False if none was running."""
    directory = state_dir or default_state_dir()
    sandbox = status(directory)
    if sandbox is None:
        return False
    _terminate(sandbox)
    remove_state(directory, sandbox)
    return True


@contextlib.contextmanager
def _lock(directory: Path) -> Iterator[None]:
    """Let one process start a server at a time; the lock ends with the process that holds it."""
    descriptor = os.open(directory / "sandbox.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        lock_file(
            descriptor,
            f"the sandbox, {directory},",
            "two sandboxes could be started at once",
            "set EKSGEN_SANDBOX_DIR to a folder on a local disk",
            wait=True,
        )
        yield
    finally:
        os.close(descriptor)


def _require_moto() -> None:
    required = ("moto", "boto3", "flask", "flask_cors")
    missing = [name for name in required if importlib.util.find_spec(name) is None]
    if missing:
        raise SandboxError(
            "the sandbox needs packages that are not installed",
            code="sandbox-missing",
            notes=(f"missing: {', '.join(missing)}",),
            helps=('install them with `pip install "eksgen[sandbox]"`',),
        )


def _launch(directory: Path, idle_minutes: float) -> Sandbox:
    log = os.open(log_file(directory), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    command = [sys.executable, "-m", f"{__package__}.server", "--state-dir", str(directory.resolve())]
    try:
        process = subprocess.Popen(
            [*command, "--idle-minutes", str(idle_minutes)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_server_environment(),
            start_new_session=True,
            cwd="/",
        )
    finally:
        os.close(log)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        recorded = read_state(directory)
        if recorded is not None and recorded.pid == process.pid and answers(recorded):
            return recorded
        time.sleep(POLL_SECONDS)
    process.kill()
    raise SandboxError(
        "the sandbox did not start",
        code="sandbox-start",
        notes=tuple(log_file(directory).read_text(encoding="utf-8", errors="replace").splitlines()[-5:]),
        helps=(f"see {log_file(directory)}",),
    )


def _server_environment() -> dict[str, str]:
    """Return an environment with our import path and without AWS settings, which moto's boto3 would use."""
    kept = {key: value for key, value in without_aws(os.environ).items() if not key.startswith("MOTO_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _terminate(sandbox: Sandbox) -> None:
    """Send SIGTERM, and SIGKILL if the server still answers after some seconds."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(sandbox.pid, signal_number)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if not answers(sandbox):
                return
            time.sleep(POLL_SECONDS)
