"""Stop Terraform when this process is killed, and its provider when Terraform is.

In: a running or ended Terraform process that leads its own session. Nothing is raised: Terraform also runs if
the watcher cannot be started.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from .interrupts import KILL_GRACE_SECONDS

_SECONDS_UNTIL_HEARD = 5
_LIVES = """
lives() {  # whether process $1 runs; one that has ended may stay as a zombie that nobody waits for
  kill -0 "$1" 2>/dev/null || return 1
  { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 0
  case "${stat##*) }" in [ZX]*) return 1 ;; esac
}
"""
_SCRIPT = (
    _LIVES
    + """
terraform=$1 hears=$2 until_heard=$3 grace=$4 interrupted=
while read -r word; do
  case $word in hears) hears=1 ;; interrupted) interrupted=1 ;; ended) exit 0 ;; esac
done
if [ -z "$interrupted" ]; then
  [ -n "$hears" ] || sleep "$until_heard"
  lives "$terraform" && kill -INT "$terraform"
fi
while [ "$grace" -gt 0 ] && lives "$terraform"; do sleep 1; grace=$((grace - 1)); done
kill -KILL "-$terraform"
"""
)
"""Reads words from its standard input until this process ends, when the kernel closes the pipe. It sends no
interrupt after another, because a second makes Terraform abandon its work. The number of a process group is
not used again while the group has a member, so the last line reaches no other process."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """The process that watches this one; None if it could not be started."""

    process: subprocess.Popen[bytes] | None

    def tell(self, word: str) -> None:
        """Say `hears`, `interrupted` or `ended`."""
        if self.process is not None and self.process.stdin is not None:
            with suppress(OSError):
                os.write(self.process.stdin.fileno(), f"{word}\n".encode())


@contextmanager
def stop_with_parent(process: subprocess.Popen[bytes], *, hears: bool) -> Iterator[Watcher]:
    """Interrupt Terraform gracefully, once, if this process is killed during the block; when Terraform has
    ended, kill what it left.

    SIGKILL cannot be caught, so a small shell waits for the end of a pipe that only this process holds.
    Unless Terraform `hears` an interrupt already, the shell waits some seconds before it sends one.
    """
    watcher = Watcher(_start(process.pid, hears))
    try:
        yield watcher
    finally:
        watcher.tell("ended")
        if watcher.process is not None:
            with suppress(OSError):
                watcher.process.communicate()


def _start(pid: int, hears: bool) -> subprocess.Popen[bytes] | None:
    settings = (pid, "1" if hears else "", _SECONDS_UNTIL_HEARD, int(KILL_GRACE_SECONDS))
    try:
        return subprocess.Popen(
            ["/bin/sh", "-c", _SCRIPT, "eksgen-watcher", *map(str, settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:  # running without a watcher is better than not running
        return None


def stop_orphaned_processes(process: subprocess.Popen[bytes]) -> None:
    """Kill the child processes of a Terraform that has ended: a provider without its Terraform may hang for
    ever, or go on to create objects that are recorded nowhere."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
