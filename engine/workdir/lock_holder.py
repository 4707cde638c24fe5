"""Who works in a folder: what a run writes beside its lock, and what that says to the next one.

In: the file `.eksgen/lock` of a working folder. Out: a `Holder`. A run that ends leaves the file empty, so a
holder that is found there while nobody holds the lock was killed.
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

from ...compiler.plural import plural

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class LockHolder:
    """A run. `ci` is the address of its CI job; `since` and `command_since` are epoch seconds.

    `terraform` is the process of its last Terraform, 0 before the first, and `started` says when that began
    (`process_start`).
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
        """Whether its Terraform runs on this machine although eksgen itself may be gone."""
        here = self.terraform and self.host == socket.gethostname()
        return bool(here) and process_start(self.terraform) == self.started != ""


def current_run(verb: str, environ: Mapping[str, str] = os.environ) -> LockHolder:
    """This process, as others shall see it."""
    return LockHolder(verb, os.getpid(), _user(), socket.gethostname(), time.time(), ci_job(environ))


def ci_job(environ: Mapping[str, str]) -> str:
    """The page of the CI job around us: GitHub's default variables, GitLab's CI_JOB_URL, else nothing."""
    server, repository, run = (
        environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")
    )
    if server and repository and run:
        return f"{server}/{repository}/actions/runs/{run}"
    return environ.get("CI_JOB_URL") or environ.get("BUILD_URL") or ""


def read_holder(file: Path) -> LockHolder | None:
    """Who is written there; None for an empty, broken or unreadable file."""
    try:
        raw = json.loads(file.read_text("utf-8"))
        texts = {
            name: str(raw.get(name, "")) for name in ("verb", "user", "host", "ci", "command", "started")
        }
        numbers = {name: int(raw.get(name, 0)) for name in ("pid", "terraform")}
        times = {name: float(raw.get(name, 0)) for name in ("since", "command_since")}
        return LockHolder(**texts, **numbers, **times)  # type: ignore[arg-type]  # mypy cannot see three maps
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def holder_text(holder: LockHolder) -> str:
    """One line for the file."""
    return json.dumps(asdict(holder)) + "\n"


def process_start(pid: int) -> str:
    """When a process of this machine began, in a form that tells it from a later one with its number; "" if
    it does not run. Linux says it in field 22 of /proc/PID/stat (proc_pid_stat(5)); elsewhere only "runs"."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return "runs" if not Path("/proc/self/stat").exists() and _answers(pid) else ""


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def age_text(since: float, now: float | None = None) -> str:
    """`3 minutes`, since a time in epoch seconds; a time to come, by a clock that differs, is `0 seconds`."""
    seconds = max(0, int((time.time() if now is None else now) - since))
    name, size = next(((n, s) for n, s in _UNITS if seconds >= s), _UNITS[-1])
    count = seconds // size
    return plural(count, name)


def parse_time(text: str) -> float | None:
    """Epoch seconds of `2026-11-20 14:03:01.4654 +0000 UTC`, as Terraform writes times, or of RFC 3339."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)", text)
    if found is None:
        return None
    day, clock, zone = found.groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone == 'Z' else zone}").timestamp()
    except (ValueError, OverflowError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
