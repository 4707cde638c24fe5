"""One writer at a time for a kubeconfig: the lock that `kubectl config` takes too.

Source: kubernetes/client-go, tools/clientcmd/loader.go, lockFile (read 2026-11-30): a file with `.lock`
behind the name that was given, made only if it is missing, and removed afterwards.
"""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ....compiler.errors import EksgenError
from ....compiler.files.names import shown_name

_WAIT_SECONDS = 10.0
_POLL_SECONDS = 0.02


@contextmanager
def locked(*files: Path) -> Iterator[None]:
    """Hold the locks of files, whose folders exist. `EksgenError` if one is still held after ten seconds."""
    end = time.monotonic() + _WAIT_SECONDS
    with ExitStack() as held:
        for lock in sorted({file.absolute().with_name(f"{file.name}.lock") for file in files}):
            _take(lock, end)
            held.callback(lock.unlink, missing_ok=True)
        yield


def _take(lock: Path, end: float) -> None:
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            if time.monotonic() >= end:
                raise _held(lock) from None
            time.sleep(_POLL_SECONDS)
        else:
            return


def _held(lock: Path) -> EksgenError:
    name = shown_name(str(lock))
    return EksgenError(
        "another program is changing the kubeconfig",
        code="kubeconfig-locked",
        notes=(f"it has the lock {name}", "nothing was written"),
        helps=(f"run it again later; if no program changes it, remove the lock: rm {shlex.quote(name)}",),
    )
