"""Where a running sandbox is written down, and whether what is written there is still true.

In: a state directory. Out: `Sandbox`, or None. The file holds no secret: the local AWS takes any
credentials, and it listens on 127.0.0.1 only.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
import urllib.request
from dataclasses import asdict, dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

from ..compiler.atomic_write import write_whole
from ..compiler.errors import EksgenError

IDENTITY_PATH = "/eksgen/identity"
RESET_PATH = "/eksgen/reset"
FAULTS_PATH = "/eksgen/faults"
ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A local AWS that runs: its URL, its process, its start (epoch seconds) and eksgen's version."""

    endpoint: str
    pid: int
    started: float
    version: str

    @property
    def port(self) -> int:
        """The TCP port on 127.0.0.1."""
        return int(self.endpoint.rsplit(":", 1)[1])


def default_state_dir() -> Path:
    """`EKSGEN_SANDBOX_DIR`, else a directory of this user for things that live until the next boot."""
    chosen = os.environ.get("EKSGEN_SANDBOX_DIR")
    if chosen:
        return Path(chosen)
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "eksgen"
    return Path(tempfile.gettempdir()) / f"eksgen-{os.getuid()}"


def prepare_state_dir(directory: Path) -> Path:
    """Make the directory for this user alone; `EksgenError` if it belongs to somebody else."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode):
        raise EksgenError(
            f"the sandbox directory {directory} belongs to another user",
            code="sandbox-directory",
            helps=("set EKSGEN_SANDBOX_DIR to a directory of your own",),
        )
    return directory


def state_file(directory: Path) -> Path:
    """The file that names the running sandbox."""
    return directory / "sandbox.json"


def log_file(directory: Path) -> Path:
    """What the server had to say, mostly nothing."""
    return directory / "sandbox.log"


def write_state(directory: Path, sandbox: Sandbox) -> None:
    """Write the file at once and as a whole, readable by its user only."""
    write_whole(state_file(directory), json.dumps(asdict(sandbox)).encode(), 0o600)


def read_state(directory: Path) -> Sandbox | None:
    """What the file says; None if there is no file, or it is not one of ours or not this user's."""
    try:
        if state_file(directory).stat().st_uid != os.getuid():
            return None
        found = json.loads(state_file(directory).read_text(encoding="utf-8"))
        return Sandbox(
            str(found["endpoint"]), int(found["pid"]), float(found["started"]), str(found["version"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_state(directory: Path, sandbox: Sandbox) -> None:
    """Remove the file, unless another server has written it since."""
    if read_state(directory) == sandbox:
        with contextlib.suppress(FileNotFoundError):
            state_file(directory).unlink()


def answers(sandbox: Sandbox) -> bool:
    """Whether the program on that port says it is the process that the file names."""
    try:
        identity = request(sandbox.endpoint, IDENTITY_PATH)
    except (OSError, HTTPException, ValueError):
        return False
    return isinstance(identity, dict) and identity.get("pid") == sandbox.pid


def request(endpoint: str, path: str, *, post: bool = False, body: Any = None) -> Any:
    """JSON from a path of the sandbox, `body` sent as JSON; no proxy is asked. `OSError` or `ValueError` if
    that fails."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    method = "POST" if post else "GET"
    data = None if body is None else json.dumps(body).encode()
    with opener.open(
        urllib.request.Request(endpoint + path, data, method=method), timeout=ANSWER_SECONDS
    ) as answer:
        return json.load(answer)
