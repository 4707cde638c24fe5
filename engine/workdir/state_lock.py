"""The lock of a state: who holds it, for how long, and whether that run still lives.

In: what Terraform says when it cannot get the lock, and the run that was killed in this folder, if one was.
Out: a `StateLock`. Terraform itself writes user and host into a lock, no process and no CI job, so a run on
another machine stays unknown; one that eksgen was killed in is told by its time.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from enum import StrEnum

from .lock_holder import LockHolder, age_text, parse_time

_LOCKED = re.compile(r"error acquiring the state lock", re.IGNORECASE)
_FIELD = re.compile(r"^\s*(ID|Path|Operation|Who|Created):[ \t]+(\S.*?)\s*$", re.MULTILINE)
_FRAME = re.compile(r"\x1b\[[0-9;]*m|^[╷│╵] ?", re.MULTILINE)
_TO_LOCK_SECONDS = 90.0
"""A Terraform that begins takes its lock within this time, unless it waits for another."""
# A file lock of the operating system ends with its process; a lock in S3, DynamoDB or elsewhere does not.
_BY_THE_SYSTEM = re.compile(r"resource temporarily unavailable", re.IGNORECASE)


class HolderAlive(StrEnum):
    """Whether the run that holds a lock lives."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StateLock:
    """A lock on a state. `id` is "" when Terraform does not tell it; `created` is in epoch seconds."""

    id: str
    path: str
    operation: str
    who: str
    created: float | None
    alive: HolderAlive
    why: str

    @property
    def sentence(self) -> str:
        """`held by ann@laptop for apply, taken 3 minutes ago`."""
        text = f"held by {self.who}" if self.who else "Terraform does not say who holds it"
        text += f" for {self.operation}" if self.operation else ""
        return text + (f", taken {age_text(self.created)} ago" if self.created is not None else "")


def read_lock(text: str, killed: LockHolder | None = None) -> StateLock | None:
    """The lock that an error text of Terraform tells of; None if it tells of none."""
    if not _LOCKED.search(text):
        return None
    plain = without_box(text)
    found = dict(reversed(_FIELD.findall(plain)))
    operation = found.get("Operation", "").removeprefix("OperationType").lower()
    created = parse_time(found.get("Created", ""))
    alive, why = _alive(found.get("Who", ""), operation, created, plain, killed)
    return StateLock(
        found.get("ID", ""), found.get("Path", ""), operation, found.get("Who", ""), created, alive, why
    )


def without_box(text: str) -> str:
    """Terraform's text for people without the colours and the bar it draws at its side."""
    return _FRAME.sub("", text)


def _alive(
    who: str, operation: str, created: float | None, text: str, killed: LockHolder | None
) -> tuple[HolderAlive, str]:
    if _BY_THE_SYSTEM.search(text):
        return HolderAlive.YES, "the lock of a state in a file ends with its process, so that process lives"
    host = who.rpartition("@")[2]
    if killed is not None and _by(killed, who, operation, created):
        ci = f", {killed.ci}" if killed.ci else ""
        return HolderAlive.NO, (
            f"that run is dead: eksgen {killed.verb}, process {killed.pid} on {killed.host}{ci}, was killed,"
            " and its Terraform does not run any more"
        )
    if host and host == socket.gethostname():
        return HolderAlive.UNKNOWN, "it was taken on this machine, but not by a run of eksgen in this folder"
    if host:
        return HolderAlive.UNKNOWN, f"whether that run lives can only be seen on {host}"
    return HolderAlive.UNKNOWN, "whether that run lives is not known"


def _by(killed: LockHolder, who: str, operation: str, created: float | None) -> bool:
    """Whether a lock was taken by the Terraform of a killed run."""
    if created is None or who != f"{killed.user}@{killed.host}":
        return False
    begun = killed.command_since
    return operation in ("", killed.command) and begun - 2 <= created <= begun + _TO_LOCK_SECONDS
