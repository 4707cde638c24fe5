"""Keep a state that Terraform could not save in a private file, so that the next run can record it.

If its backend fails, Terraform writes `errored.tfstate` into the working folder; if that fails too (a full
disk), it prints the whole state, secrets included, as its last line. In: such a line. Out: a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ..paths import WorkDir

ERRORED = "errored.tfstate"


def state_from_output(line: str) -> str | None:
    """Return the state in a line of Terraform's stream; None for every other line."""
    if not line.startswith("{") or '"state":' not in line:
        return None
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    state = message.get("state") if message.get("type") == "log" else None
    return json.dumps(state) if isinstance(state, dict) and "lineage" in state else None


def keep_unsaved_state(state: str, folder: Path) -> Path | None:
    """Write the state to the first place with room: the working folder, a folder for temporary files, the
    home folder, or memory. None if no place has room."""
    for file in _places(folder):
        temporary = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(state)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(file)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            continue
        return file
    return None


def state_left_by_terraform(folder: Path) -> Path | None:
    """Return the `errored.tfstate` of a run, made private; None if there is none that holds a state."""
    file = folder / ERRORED
    if not _holds_state(file):
        return None
    with suppress(OSError):
        file.chmod(0o600)
    return file


def unsaved_state(folder: Path) -> Path | None:
    """Return the file with the state that the last run in this folder could not save."""
    own = (file for file in _places(folder) if _is_own_file(file) and _holds_state(file))
    return next(own, None) or state_left_by_terraform(folder)


def set_broken_state_aside(folder: Path) -> bool:
    """Rename a truncated state file; return whether there was one."""
    file = folder / "terraform.tfstate"
    if not file.is_file() or not file.stat().st_size or _holds_state(file):
        return False
    file.replace(file.with_name("terraform.tfstate.broken"))
    return True


def _places(folder: Path) -> Iterator[Path]:
    name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:12]
    own = WorkDir(folder).unsaved_state
    yield own
    yield Path(tempfile.gettempdir()) / f"eksgen-{name}-{own.name}"
    with suppress(RuntimeError):
        yield Path.home() / f".eksgen-{name}-{own.name}"
    yield Path("/dev/shm") / f"eksgen-{name}-{own.name}"  # memory, where Linux has it


def _is_own_file(file: Path) -> bool:
    """Return whether a file is a regular one of this user: some places are writable for everybody."""
    try:
        status = file.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.getuid()


def _holds_state(file: Path) -> bool:
    try:
        return "lineage" in json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, TypeError):
        return False
