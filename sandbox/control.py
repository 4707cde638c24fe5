"""Start, find, empty and stop the local AWS of this user.

In: a state directory (default: `EKSGEN_SANDBOX_DIR` or one of this user's). Out: `Sandbox`. One
sandbox runs a state directory; two commands that start at once get the same one.
"""

from __future__ import annotations

import contextlib
import fcntl
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
from .environment import without_aws
from .state import (
    FAULTS_PATH,
    RESET_PATH,
    Sandbox,
    answers,
    default_state_dir,
    log_file,
    prepare_state_dir,
    read_state,
    remove_state,
    request,
)

IDLE_MINUTES = 30.0
START_SECONDS = 60.0
STOP_SECONDS = 5.0
POLL_SECONDS = 0.05


class SandboxError(EksgenError):
    """The local AWS could not be started, reached or stopped."""


def start(state_dir: Path | None = None, *, idle_minutes: float = IDLE_MINUTES) -> Sandbox:
    """The running sandbox, or a new one once it answers; it outlives this process and its terminal.

    `SandboxError` if moto is not installed or the server does not come up within a minute.
    """
    directory = prepare_state_dir(state_dir or default_state_dir())
    with _lock(directory):
        found = status(directory)
        if found is not None:
            return found
        _require_moto()
        return _launch(directory, idle_minutes)


def status(state_dir: Path | None = None) -> Sandbox | None:
    """The sandbox that runs, after asking it; None if none does."""
    found = read_state(state_dir or default_state_dir())
    return found if found is not None and answers(found) else None


def reset(state_dir: Path | None = None) -> Sandbox:
    """Make the running sandbox forget every resource of every account; `SandboxError` if none runs."""
    found = status(state_dir)
    if found is None:
        raise SandboxError(
            "no sandbox is running",
            code="sandbox-not-running",
            helps=("start one with `eksgen sandbox start`",),
        )
    request(found.endpoint, RESET_PATH, post=True)
    return found


def fail(kind: str, operation: str, times: int, account: str = "", state_dir: Path | None = None) -> None:
    """Have the next `times` calls of `operation` refused; it starts the sandbox if none runs.

    `SandboxError` for an unknown kind or an operation that is no SERVICE:NAME.
    """
    asked = {"kind": kind, "operation": operation, "times": times, "account": account}
    try:
        request(start(state_dir).endpoint, FAULTS_PATH, post=True, body=[asked])
    except HTTPError as refused:
        why = str(json.load(refused).get("error", refused))
        raise SandboxError(why, code="sandbox-fault") from refused


def stop(state_dir: Path | None = None) -> bool:
    """Stop the running sandbox, and what is stored in it; False if none was running."""
    directory = state_dir or default_state_dir()
    found = status(directory)
    if found is None:
        return False
    _end(found)
    remove_state(directory, found)
    return True


@contextlib.contextmanager
def _lock(directory: Path) -> Iterator[None]:
    """One starter at a time; the lock goes with the process that holds it."""
    descriptor = os.open(directory / "sandbox.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _require_moto() -> None:
    needed = ("moto", "boto3", "flask", "flask_cors")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise SandboxError(
            "the sandbox needs packages that are not installed",
            code="sandbox-missing",
            notes=(f"missing: {', '.join(missing)}",),
            helps=('pip install "eksgen[sandbox]"',),
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
        found = read_state(directory)
        if found is not None and found.pid == process.pid and answers(found):
            return found
        time.sleep(POLL_SECONDS)
    process.kill()
    raise SandboxError(
        "the sandbox did not start",
        code="sandbox-start",
        notes=tuple(log_file(directory).read_text(encoding="utf-8", errors="replace").splitlines()[-5:]),
        helps=(f"see {log_file(directory)}",),
    )


def _server_environment() -> dict[str, str]:
    """No AWS settings (moto's own boto3 would stumble over them), and the import path of this process."""
    kept = {key: value for key, value in without_aws(os.environ).items() if not key.startswith("MOTO_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _end(sandbox: Sandbox) -> None:
    """Ask the process to end, and end it if it does not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(sandbox.pid, number)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            if not answers(sandbox):
                return
            time.sleep(POLL_SECONDS)
