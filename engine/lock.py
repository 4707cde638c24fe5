"""One run at a time in one working folder: a file lock that the system frees when its holder dies."""

from __future__ import annotations

import fcntl
import getpass
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..compiler.errors import EksgenError
from .events import OnEvent, Waiting

_POLL_SECONDS = 0.2


class FolderBusy(EksgenError):
    """Another eksgen works in the same folder."""

    exit_code = 4


@contextmanager
def held(folder: Path, what: str, on_event: OnEvent, wait_seconds: float = 0) -> Iterator[None]:
    """Hold a working folder during the block; waits `wait_seconds` (saying for whom), then `FolderBusy`."""
    file = folder / ".eksgen" / "lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as handle:
        _acquire(handle.fileno(), file, on_event, wait_seconds)
        handle.truncate(0)
        handle.write(f"eksgen {what}, process {os.getpid()} of {_user()} on {socket.gethostname()}\n")
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)


def _acquire(descriptor: int, file: Path, on_event: OnEvent, wait_seconds: float) -> None:
    until, told = time.monotonic() + wait_seconds, False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _holder(file)
            if time.monotonic() >= until:
                raise _busy(file, holder) from None
            if not told:
                on_event(Waiting(f"waiting for {holder}, which works in the same folder"))
                told = True
            time.sleep(_POLL_SECONDS)


def _busy(file: Path, holder: str) -> FolderBusy:
    return FolderBusy(
        "another run is at work in this folder",
        code="folder-busy",
        notes=(f"held by {holder}",),
        helps=("wait until it ends, or stop that process", "or give --lock-timeout SECONDS to wait for it"),
    )


def _holder(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip() or "another eksgen"
    except OSError:
        return "another eksgen"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
