"""The holder of a working folder, as a run writes it into the lock file `.eksgen/lock`.

A run that ends leaves the file empty. So if the file names a holder and the lock is free, it was killed.
"""

from __future__ import annotations

import getpass
import json
import os
import re
import socket
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ...compiler.files.decoding import decode_object
from ...compiler.files.reading import read_below
from ...compiler.files.typed_values import number, seconds, text
from ...compiler.plural import plural

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class LockHolder:
    """A run of eksgen. `ci` is the URL of its CI job; `since` and `command_since` are in epoch seconds.

    `terraform` is the process id of its last Terraform, which ran `command`; 0 before the first. `started`
    is when that process started (`process_start`).
    """

    verb: str
    pid: int
    user: str
    host: str
    since: float
    ci: str = ""
    command: str = ""
    command_since: float = 0
    terraform: int = 0
    started: str = ""

    def __str__(self) -> str:
        run = f"eksgen {self.verb}, process {self.pid} of {self.user} on {self.host}"
        text = f"{run}, for {age_text(self.since)}"
        return f"{text}, {self.ci}" if self.ci else text

    def terraform_lives(self) -> bool:
        """Return whether its Terraform runs on this machine; eksgen itself may have ended."""
        ours = bool(self.terraform) and is_on_this_machine(self)
        return ours and process_start(self.terraform) == self.started != ""


def is_on_this_machine(holder: LockHolder) -> bool:
    """Return whether the run is or was on this machine."""
    return holder.host == socket.gethostname()


def current_run(verb: str, environ: Mapping[str, str] = os.environ) -> LockHolder:
    """Return the holder that describes this process."""
    return LockHolder(verb, os.getpid(), _user(), socket.gethostname(), time.time(), ci_job(environ))


def ci_job(environ: Mapping[str, str]) -> str:
    """Return the URL of the CI job that this runs in; "" if none is known.

    From the default variables of GitHub Actions, CI_JOB_URL of GitLab, or BUILD_URL of Jenkins.
    """
    server, repository, run = (
        environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")
    )
    if server and repository and run:
        return f"{server}/{repository}/actions/runs/{run}"
    return environ.get("CI_JOB_URL") or environ.get("BUILD_URL") or ""


def read_holder(file: Path) -> LockHolder | None:
    """Read the holder from a lock file; None if the file is empty, broken or unreadable."""
    try:
        raw = decode_object(read_below(file.parent, file) or b"")
        texts = {
            name: text(raw.get(name, "")) for name in ("verb", "user", "host", "ci", "command", "started")
        }
        numbers = {name: number(raw.get(name, 0)) for name in ("pid", "terraform")}
        times = {name: seconds(raw.get(name, 0)) for name in ("since", "command_since")}
        return LockHolder(**texts, **numbers, **times)  # type: ignore[arg-type]  # mypy does not know the keys
    except (OSError, ValueError, TypeError):
        return None


def format_holder(holder: LockHolder) -> str:
    """Return the content of the lock file, one line of JSON."""
    return json.dumps(asdict(holder)) + "\n"


def process_start(pid: int) -> str:
    """Return when a process of this machine started, "" if it does not run.

    This distinguishes it from a later process with the same id. On Linux it is field 22 of /proc/PID/stat
    (proc_pid_stat(5)); elsewhere only "runs" is known.
    """
    fields = process_fields(pid)
    if fields:
        return fields[19]
    return "runs" if not Path("/proc/self/stat").exists() and _is_running(pid) else ""


def process_fields(pid: int) -> tuple[str, ...]:
    """Return /proc/PID/stat from field 3 on; () for a process that does not run or without /proc."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return ()
    fields = tuple(stat.rpartition(")")[2].split())
    return fields if len(fields) > 19 and fields[0] not in "ZX" else ()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def age_text(since: float, now: float | None = None) -> str:
    """Return the time since `since`, in epoch seconds, as `3 minutes`; `0 seconds` if it is in the future."""
    seconds = max(0, int((time.time() if now is None else now) - since))
    name, size = next((unit for unit in _UNITS if seconds >= unit[1]), _UNITS[-1])
    count = seconds // size
    return plural(count, name)


def parse_time(text: str) -> float | None:
    """Return the epoch seconds of a time in RFC 3339 or as Terraform writes it; None if it is neither.

    Terraform writes `2026-11-20 14:03:01.4654 +0000 UTC`.
    """
    match = re.match(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)", text)
    if match is None:
        return None
    day, clock, zone = match.groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone == 'Z' else zone}").timestamp()
    except (ValueError, OverflowError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
