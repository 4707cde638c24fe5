"""A state that Terraform could not save: kept in a private file, and recorded by the next run.

When its backend fails, Terraform writes `errored.tfstate` into the working folder; when even that fails, on a
full disk, it prints the whole state, secrets and all, as its last words. In: such a line. Out: a file.
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

ERRORED = "errored.tfstate"
_KEPT = "rescued.tfstate"


def state_from_output(line: str) -> str | None:
    """The state in a line of Terraform's stream; None for every other line."""
    if not line.startswith("{") or '"state":' not in line:
        return None
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    state = message.get("state") if message.get("type") == "log" else None
    return json.dumps(state) if isinstance(state, dict) and "lineage" in state else None


def keep_unsaved_state(state: str, folder: Path) -> Path | None:
    """Write it to the first place with room: the working folder, else one for temporary files, the home, or
    memory. None if there is room nowhere."""
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
    """The `errored.tfstate` that a run left, closed to others; None if there is none that holds a state."""
    file = folder / ERRORED
    if not _whole(file):
        return None
    with suppress(OSError):
        file.chmod(0o600)
    return file


def unsaved_state(folder: Path) -> Path | None:
    """The state that the last run in this folder could not save."""
    own = (file for file in _places(folder) if _ours(file) and _whole(file))
    return next(own, None) or state_left_by_terraform(folder)


def set_broken_state_aside(folder: Path) -> bool:
    """Move a state file that was cut off half way out of the way; whether there was one."""
    file = folder / "terraform.tfstate"
    if not file.is_file() or not file.stat().st_size or _whole(file):
        return False
    file.replace(file.with_name("terraform.tfstate.broken"))
    return True


def _places(folder: Path) -> Iterator[Path]:
    name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:12]
    yield folder / ".eksgen" / _KEPT
    yield Path(tempfile.gettempdir()) / f"eksgen-{name}-{_KEPT}"
    with suppress(RuntimeError):
        yield Path.home() / f".eksgen-{name}-{_KEPT}"
    yield Path("/dev/shm") / f"eksgen-{name}-{_KEPT}"  # memory, where Linux has it


def _ours(file: Path) -> bool:
    """A plain file of this user: others may put what they like into a folder for temporary files."""
    try:
        found = file.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid()


def _whole(file: Path) -> bool:
    try:
        return "lineage" in json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, TypeError):
        return False
