"""Stop Terraform when this process is killed, and its provider when Terraform is.

In: a running or ended Terraform process that leads its own session. Nothing is raised: Terraform also runs if
the watchdog cannot be started.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def stop_with_parent(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Interrupt Terraform gracefully, once, if this process is killed during the block.

    SIGKILL cannot be caught, so a small shell waits for the end of a pipe that only this process holds.
    """
    script = 'read -r _ || kill -INT "$0"'
    try:
        watcher = subprocess.Popen(
            ["/bin/sh", "-c", script, str(process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:  # running without a watchdog is better than not running
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            watcher.communicate(b"\n")


def stop_orphaned_processes(process: subprocess.Popen[bytes]) -> None:
    """Kill the child processes of a Terraform that has ended: a provider without its Terraform may hang for
    ever, or go on to create objects that are recorded nowhere."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
