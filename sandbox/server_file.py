"""The file that records a running sandbox server, in the sandbox directory of a user.

The server accepts any credentials and listens on 127.0.0.1 only. The token in the file is for the server's
own paths: other users of this machine can reach the port, but not read the file.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..compiler.errors import EksgenError
from ..compiler.files.decoding import decode_object
from ..compiler.files.typed_values import number, seconds, text
from ..compiler.files.writing import write_file

_ENDPOINT = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running server: its URL, process id, start (epoch seconds), version of eksgen, and token."""

    endpoint: str
    pid: int
    started: float
    version: str
    token: str = field(default="", repr=False)

    @property
    def port(self) -> int:
        """The TCP port on 127.0.0.1."""
        return int(self.endpoint.rsplit(":", 1)[1])


def default_state_dir() -> Path:
    """Return `EKSGEN_SANDBOX_DIR`, or a directory of this user that lasts until the next boot."""
    chosen = os.environ.get("EKSGEN_SANDBOX_DIR")
    if chosen:
        return Path(chosen)
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "eksgen"
    return Path(tempfile.gettempdir()) / f"eksgen-{os.getuid()}"


def prepare_state_dir(directory: Path) -> Path:
    """Create the directory for this user alone; `EksgenError` if it belongs to another user."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = directory.lstat()
    except OSError as error:
        raise EksgenError(
            f"{directory} cannot be the directory of the sandbox",
            code="sandbox-directory",
            notes=(error.strerror or str(error),),
            helps=("set EKSGEN_SANDBOX_DIR to a directory of your own",),
        ) from None
    if status.st_uid != os.getuid() or not stat.S_ISDIR(status.st_mode):
        raise EksgenError(
            f"the sandbox directory {directory} belongs to another user",
            code="sandbox-directory",
            helps=("set EKSGEN_SANDBOX_DIR to a directory of your own",),
        )
    return directory


def state_file(directory: Path) -> Path:
    """Return the path of the file that records the running server."""
    return directory / "sandbox.json"


def log_file(directory: Path) -> Path:
    """Return the path of the server's log."""
    return directory / "sandbox.log"


def write_state(directory: Path, sandbox: Sandbox) -> None:
    """Write the file atomically, readable by this user only."""
    write_file(directory, state_file(directory), json.dumps(asdict(sandbox)).encode())


def read_state(directory: Path) -> Sandbox | None:
    """Read the file; None if it is missing, damaged, owned by another user or names another machine."""
    try:
        if state_file(directory).stat().st_uid != os.getuid():
            return None
        document = decode_object(state_file(directory).read_bytes())
        if not _ENDPOINT.fullmatch(text(document["endpoint"])):
            return None
        return Sandbox(
            document["endpoint"],
            number(document["pid"]),
            seconds(document["started"]),
            text(document["version"]),
            text(document["token"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_state(directory: Path, sandbox: Sandbox) -> None:
    """Remove the file, unless another server has written it since."""
    if read_state(directory) == sandbox:
        with contextlib.suppress(FileNotFoundError):
            state_file(directory).unlink()
