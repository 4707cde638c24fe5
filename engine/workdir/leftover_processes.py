"""End what the Terraform of a killed run left running: a provider, which nobody waits for any more.

In: the holder that the killed run recorded. Only processes that it certainly started are ended: members of
the session that its Terraform led, younger than that Terraform, in the working folder. This needs /proc, so
elsewhere than on Linux only the watcher (`terraform/watchdog.py`) ends them.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..paths import WorkDir
from .lock_holder import LockHolder, is_on_this_machine, process_fields

_GROUP, _SESSION, _START = 2, 3, 19


def end_leftovers(workdir: WorkDir, holder: LockHolder) -> None:
    """Kill the processes that the Terraform of a killed run left; the caller knows that it has ended."""
    if holder.terraform and holder.started.isdecimal() and is_on_this_machine(holder):
        for pid in _members(workdir, holder):
            with suppress(OSError):  # it has ended meanwhile
                os.kill(pid, signal.SIGKILL)


def _members(workdir: WorkDir, holder: LockHolder) -> Iterator[int]:
    for folder in Path("/proc").glob("[1-9]*"):
        fields = process_fields(int(folder.name)) if folder.name.isdecimal() else ()
        if fields and _is_member(fields, holder) and _works_in(folder, workdir.path):
            yield int(folder.name)


def _is_member(fields: tuple[str, ...], holder: LockHolder) -> bool:
    ours = str(holder.terraform)
    return fields[_GROUP] == fields[_SESSION] == ours and int(fields[_START]) >= int(holder.started)


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").samefile(folder)
    except OSError:
        return False
