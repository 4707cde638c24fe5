"""The lock of a working folder: one run at a time. The operating system frees it when its holder dies.

A killed run may leave a Terraform that is still running: the folder counts as held until that ends. The
killed run is recorded, so that a state lock which it left can be distinguished from one in use.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TextIO

from ...compiler.errors import EksgenError
from ...compiler.files.locking import lock_file
from ...compiler.files.writing import open_own_file, remove_file, remove_folder, write_file
from ..paths import WorkDir
from ..terraform.events import Event, OnEvent, Started, Waiting, ignore_event
from ..terraform.interrupts import raise_if_interrupted
from .leftover_processes import end_leftovers
from .lifecycle import restore_lifecycle
from .lock_holder import LockHolder, current_run, format_holder, process_start, read_holder
from .private_folder import remove_private_folders

_POLL_SECONDS = 0.2
_ENDING_SECONDS = 0.5
"""How long a run that has just finished may take to end."""


class FolderBusy(EksgenError):
    """Another eksgen runs in the same folder."""

    exit_code = 4


@contextmanager
def hold_folder(workdir: WorkDir, verb: str, on_event: OnEvent, wait_seconds: float = 0) -> Iterator[OnEvent]:
    """Hold a working folder during the block; after `wait_seconds` without success raise `FolderBusy`.

    Yield the callback to use in the block: it also records which Terraform runs.
    """
    with open_own_file(workdir.root, workdir.lock) as handle:
        _acquire(handle.fileno(), workdir, on_event, wait_seconds)
        _clean_up(workdir)
        holder = current_run(verb)
        _write_holder(handle, holder)

        def record(event: Event) -> None:
            if isinstance(event, Started):
                started = process_start(event.pid) if event.pid else ""
                running = replace(holder, command=event.command, command_since=time.time())
                _write_holder(handle, replace(running, terraform=event.pid, started=started))
            on_event(event)

        try:
            yield record
        finally:
            with suppress(OSError):
                handle.truncate(0)


def require_free(workdir: WorkDir) -> LockHolder | None:
    """Raise `FolderBusy` if a run holds the folder, or if its Terraform lives on; nothing is written.

    Return the holder of a run that was killed, and after which no other run has cleaned up.
    """
    if not workdir.lock.exists():
        return None
    with open_own_file(workdir.root, workdir.lock) as handle:
        _acquire(handle.fileno(), workdir, ignore_event, 0)
        return read_holder(workdir.lock)


def read_killed_run(workdir: WorkDir) -> LockHolder | None:
    """Return the last run in this folder that was killed; the caller holds the folder."""
    return read_holder(workdir.killed_run)


def forget_killed_run(workdir: WorkDir) -> None:
    """Remove the record of a killed run, because what it left has been cleaned up."""
    remove_file(workdir.root, workdir.killed_run)


def _write_holder(handle: TextIO, holder: LockHolder) -> None:
    """Replace the earlier holder in place; a kill at any moment leaves a whole record, followed by blanks."""
    data, descriptor = format_holder(holder).encode(), handle.fileno()
    os.pwrite(descriptor, data.ljust(os.fstat(descriptor).st_size), 0)
    os.ftruncate(descriptor, len(data))


def _clean_up(workdir: WorkDir) -> None:
    """Clean up after a killed run: end its processes, restore and remove its files; record it."""
    remove_file(workdir.root, workdir.import_blocks)
    holder = read_holder(workdir.lock)
    if holder is not None:
        end_leftovers(workdir, holder)
        restore_lifecycle(workdir)
        write_file(workdir.root, workdir.killed_run, format_holder(holder).encode())
    remove_private_folders(workdir)
    remove_folder(workdir.root, workdir.former_data)


def _acquire(descriptor: int, workdir: WorkDir, on_event: OnEvent, wait_seconds: float) -> None:
    began, announced, locked = time.monotonic(), False, False
    while True:
        locked = locked or _try_lock(descriptor)
        holder = read_holder(workdir.lock)
        if locked and (holder is None or not holder.terraform_lives()):
            return
        waited = time.monotonic() - began
        if waited >= max(wait_seconds, _ENDING_SECONDS):
            raise _busy(holder, abandoned=locked)
        if not announced and waited < wait_seconds:
            on_event(Waiting(f"waiting for {_holder_text(holder, locked)}, which works in the same folder"))
            announced = True
        time.sleep(_POLL_SECONDS)
        raise_if_interrupted()


def _try_lock(descriptor: int) -> bool:
    return lock_file(
        descriptor,
        "the working folder",
        "two runs could overwrite each other's files",
        "copy the repository to a local disk, or mount this file system with locks",
    )


def _holder_text(holder: LockHolder | None, abandoned: bool) -> str:
    if holder is None:
        return "another eksgen"
    return f"Terraform, process {holder.terraform}, of a killed run" if abandoned else str(holder)


def _busy(holder: LockHolder | None, *, abandoned: bool) -> FolderBusy:
    wait = "or pass --lock-timeout SECONDS to wait for it"
    if abandoned and holder is not None:
        return FolderBusy(
            "the Terraform of a killed run is still running in this folder",
            code="folder-busy",
            notes=(
                f"killed: {holder}",
                f"its `terraform {holder.command}`, process {holder.terraform}, finishes what it has begun,"
                " saves its state, and ends",
            ),
            helps=("wait until it ends: killing it loses what it is creating", wait),
        )
    return FolderBusy(
        "another run is using this folder",
        code="folder-busy",
        notes=(f"held by {_holder_text(holder, False)}",),
        helps=("wait until it ends, or stop that process", wait),
    )
