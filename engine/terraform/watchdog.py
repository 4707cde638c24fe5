"""What happens to Terraform when this process is killed, and to its provider when Terraform is.

In: a running or ended Terraform, the leader of a session of its own. Nothing is raised: a guard that cannot
be set up is no reason not to run.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def stop_with_parent(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Have Terraform interrupted, once and in good order, should this process be killed during the block.

    Nobody can catch SIGKILL, so a small shell waits for the end of a pipe that only we hold.
    """
    watch = 'read -r _ || kill -INT "$0"'
    try:
        watcher = subprocess.Popen(
            ["/bin/sh", "-c", watch, str(process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:  # a run without this safety is better than none
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            watcher.communicate(b"\n")


def stop_orphaned_processes(process: subprocess.Popen[bytes]) -> None:
    """End what a Terraform that is gone left of its own: a provider that crashed or lost its Terraform may
    stay for good, or go on and make objects that nobody records."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
