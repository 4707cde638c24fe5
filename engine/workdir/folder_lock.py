"""One run at a time in one working folder: a file lock that the system frees when its holder dies.

A run that was killed may leave a Terraform that still works: the folder counts as held until that ends. What
such a run was is kept in `.eksgen/killed`, so that a state lock which it left can be told from a live one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from ...compiler.errors import EksgenError
from ..terraform.events import Event, OnEvent, Started, Waiting
from ..terraform.interrupts import raise_if_interrupted
from .lock_holder import LockHolder, current_run, holder_text, process_start, read_holder

PLAN_PREFIX = "plan-"
"""How the private folders of saved plans begin, in `.eksgen`."""

IMPORTS_FILE = "eksgen_imports.tf"
"""Import blocks for one run, in the working folder."""

_POLL_SECONDS = 0.2
_ENDING_SECONDS = 0.5
"""A run that has just ended its work needs a moment to leave."""


class FolderBusy(EksgenError):
    """Another eksgen works in the same folder."""

    exit_code = 4


@contextmanager
def hold_folder(folder: Path, what: str, on_event: OnEvent, wait_seconds: float = 0) -> Iterator[OnEvent]:
    """Hold a working folder during the block; waits `wait_seconds` (saying for whom), then `FolderBusy`.

    Gives the callback to use in the block: it also notes which Terraform runs.
    """
    file = folder / ".eksgen" / "lock"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a+", encoding="utf-8") as handle:
        _acquire(handle.fileno(), file, on_event, wait_seconds)
        _clear_up(file)
        me = current_run(what)
        _note(handle, me)

        def noting(event: Event) -> None:
            if isinstance(event, Started):
                started = process_start(event.pid) if event.pid else ""
                running = replace(me, command=event.command, command_since=time.time())
                _note(handle, replace(running, terraform=event.pid, started=started))
            on_event(event)

        try:
            yield noting
        finally:
            with suppress(OSError):
                handle.truncate(0)


def read_killed_run(folder: Path) -> LockHolder | None:
    """The last run in this folder that was killed; asked for while the folder is held."""
    return read_holder(folder / ".eksgen" / "killed")


def forget_killed_run(folder: Path) -> None:
    """What the killed run left has been cleared up."""
    (folder / ".eksgen" / "killed").unlink(missing_ok=True)


def _note(handle: TextIO, holder: LockHolder) -> None:
    handle.truncate(0)
    handle.write(holder_text(holder))
    handle.flush()


def _clear_up(file: Path) -> None:
    """What a killed run left: who it was is kept; its saved plans, which hold secrets, and the import blocks
    that were for it alone are removed."""
    (file.parent.parent / IMPORTS_FILE).unlink(missing_ok=True)
    left = read_holder(file)
    if left is not None:
        target = file.with_name("killed")
        target.unlink(missing_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(holder_text(left))
    for folder in file.parent.glob(f"{PLAN_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _acquire(descriptor: int, file: Path, on_event: OnEvent, wait_seconds: float) -> None:
    began, told, ours = time.monotonic(), False, False
    while True:
        ours = ours or _locked(descriptor)
        holder = read_holder(file)
        if ours and (holder is None or not holder.terraform_lives()):
            return
        waited = time.monotonic() - began
        if waited >= max(wait_seconds, _ENDING_SECONDS):
            raise _busy(holder, abandoned=ours)
        if not told and waited < wait_seconds:
            on_event(Waiting(f"waiting for {_said(holder, ours)}, which works in the same folder"))
            told = True
        time.sleep(_POLL_SECONDS)
        raise_if_interrupted()


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _said(holder: LockHolder | None, abandoned: bool) -> str:
    if holder is None:
        return "another eksgen"
    return f"Terraform, process {holder.terraform}, of a killed run" if abandoned else str(holder)


def _busy(holder: LockHolder | None, *, abandoned: bool) -> FolderBusy:
    waiting = "or give --lock-timeout SECONDS to wait for it"
    if abandoned and holder is not None:
        return FolderBusy(
            "the Terraform of a killed run is still at work in this folder",
            code="folder-busy",
            notes=(
                f"killed: {holder}",
                f"its `terraform {holder.command}`, process {holder.terraform}, stops as soon as what it has"
                " begun is done, and saves its state",
            ),
            helps=("wait until it ends: killing it loses what it is making", waiting),
        )
    return FolderBusy(
        "another run is at work in this folder",
        code="folder-busy",
        notes=(f"held by {_said(holder, False)}",),
        helps=("wait until it ends, or stop that process", waiting),
    )
