"""The lock of a state: who holds it, since when, and whether that run is still alive.

It is read from Terraform's error when a state is locked. Terraform writes user and host into a lock, but no
process and no CI job, so whether a run on another machine is alive is unknown. The lock of an eksgen that was
killed in this folder is recognised by its time.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from enum import StrEnum

from .lock_holder import LockHolder, age_text, parse_time

_LOCK_ERROR = re.compile(r"error acquiring the state lock", re.IGNORECASE)
_FIELD = re.compile(r"^\s*(ID|Path|Operation|Who|Created):[ \t]+(\S.*?)\s*$", re.MULTILINE)
_CLOUD_LOCK = re.compile(r'workspace already locked \(lock ID: "([^"\s]+)"\)', re.IGNORECASE)
"""A workspace of HCP Terraform. The lock info below is then that of whoever asked for the lock (seen with
Terraform 1.11.4; hashicorp/terraform #27845), and the id of the lock is `ORGANIZATION/WORKSPACE`."""
_FRAME = re.compile(r"\x1b\[[0-9;]*m|^[╷│╵] ?", re.MULTILINE)
_LOCKING_SECONDS = 90.0
"""Terraform takes its lock within this time after its start, unless it waits for another run."""
# A file lock of the operating system ends with its process; a lock in S3, DynamoDB or elsewhere does not.
_FILE_LOCK = re.compile(r"resource temporarily unavailable", re.IGNORECASE)


class HolderAlive(StrEnum):
    """Whether the run that holds a lock is alive."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StateLock:
    """A lock on a state. `id` is "" if Terraform does not say it; `created` is in epoch seconds.

    `why` is the reason for `alive`; `help` is how it is removed, "" if eksgen or Terraform can do it.
    """

    id: str
    path: str
    operation: str
    who: str
    created: float | None
    alive: HolderAlive
    why: str
    help: str = ""

    @property
    def sentence(self) -> str:
        """Return for example `held by ann@laptop for apply, taken 3 minutes ago`."""
        text = f"held by {self.who}" if self.who else "Terraform does not say who holds it"
        text += f" for {self.operation}" if self.operation else ""
        return text + (f", taken {age_text(self.created)} ago" if self.created is not None else "")


def read_lock(text: str, killed: LockHolder | None = None) -> StateLock | None:
    """Return the lock that an error of Terraform is about; None if it is about something else.

    `killed` is the last run in this folder that was killed.
    """
    if not _LOCK_ERROR.search(text):
        return None
    plain = strip_frame(text)
    if found := _CLOUD_LOCK.search(" ".join(plain.split())):
        why = "a user or a run holds it: the page of the workspace in HCP Terraform says who"
        return StateLock(found.group(1), "", "", "", None, HolderAlive.UNKNOWN, why)
    fields = dict(reversed(_FIELD.findall(plain)))
    id, path, who = (fields.get(name, "") for name in ("ID", "Path", "Who"))
    operation = fields.get("Operation", "").removeprefix("OperationType").lower()
    created = parse_time(fields.get("Created", ""))
    alive, why = _alive(who, operation, created, plain, killed)
    return StateLock(id, path, operation, who, created, alive, why)


def strip_frame(text: str) -> str:
    """Return a text of Terraform without its colours and the frame to its left."""
    return _FRAME.sub("", text)


def _alive(
    who: str, operation: str, created: float | None, text: str, killed: LockHolder | None
) -> tuple[HolderAlive, str]:
    if _FILE_LOCK.search(text):
        return HolderAlive.YES, "the lock of a state file ends with its process, so that process is running"
    host = who.rpartition("@")[2]
    if killed is not None and _was_taken_by(killed, who, operation, created):
        ci = f", {killed.ci}" if killed.ci else ""
        return HolderAlive.NO, (
            f"that run is dead: eksgen {killed.verb}, process {killed.pid} on {killed.host}{ci}, was killed,"
            " and its Terraform has ended"
        )
    if host and host == socket.gethostname():
        return HolderAlive.UNKNOWN, "it was taken on this machine, but not by a run of eksgen in this folder"
    if host:
        return HolderAlive.UNKNOWN, f"whether that run is alive can only be seen on {host}"
    return HolderAlive.UNKNOWN, "whether that run is alive is unknown"


def _was_taken_by(killed: LockHolder, who: str, operation: str, created: float | None) -> bool:
    """Return whether a lock was taken by the last Terraform of a killed run."""
    if created is None or who != f"{killed.user}@{killed.host}":
        return False
    started = killed.command_since
    return operation in ("", killed.command) and started - 2 <= created <= started + _LOCKING_SECONDS
