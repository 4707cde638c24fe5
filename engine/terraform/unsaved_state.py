"""Keep a state that Terraform could not save in a private file, so that the next run can record it.

If its backend fails, Terraform writes `errored.tfstate` into the working folder; if that fails too (a full
disk), it prints the whole state, secrets included, as its last line. In: such a line. Out: a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ...compiler.errors import EksgenError
from ...compiler.files.decoding import NotDecoded, decode_object
from ...compiler.files.reading import read_below
from ...compiler.files.writing import move, remove_file, write_file
from ..paths import WorkDir

ERRORED = "errored.tfstate"
MAX_STATE_BYTES = 1 << 30
_KEY = re.compile(r"[a-z_]+")


def decode_state(data: bytes | str) -> dict[str, Any]:
    """Return a state of format 4. `NotDecoded` for anything that Terraform would not write.

    Terraform also reads keys in upper case, so `Resources` could hide behind `resources`.
    """
    state = decode_object(data)
    resources = state["resources"] = state.get("resources") or []
    if state.get("version") != 4 or not isinstance(resources, list):
        raise NotDecoded("it is no state of format 4")
    for entry in (state, *resources):
        if not isinstance(entry, dict) or not all(map(_KEY.fullmatch, entry)):
            raise NotDecoded("it is no state that Terraform wrote")
    return state


def state_from_output(line: str) -> str | None:
    """Return the state in a line of Terraform's stream; None for every other line."""
    if not line.startswith("{") or '"state":' not in line:
        return None
    try:
        message = decode_object(line)
    except NotDecoded:
        return None
    state = message.get("state") if message.get("type") == "log" else None
    return json.dumps(state) if isinstance(state, dict) and "lineage" in state else None


def keep_unsaved_state(state: str, folder: Path) -> Path | None:
    """Write the state to the first place with room: the working folder, a folder for temporary files, the
    home folder, or memory. None if no place has room."""
    for file in _places(folder):
        with suppress(OSError, EksgenError):
            write_file(_root(folder, file), file, state.encode(), folder_mode=None)
            return file
    return None


def state_left_by_terraform(folder: Path) -> Path | None:
    """Return the `errored.tfstate` of a run, made private; None if there is none that holds a state."""
    file = folder / ERRORED
    data = _state(file)
    if data is None:
        return None
    with suppress(OSError):  # a full disk: it is still a state
        write_file(folder, file, data)  # private
    return file


def unsaved_state(folder: Path) -> Path | None:
    """Return the file with the state that the last run in this folder could not save, made private."""
    file = find_unsaved_state(folder)
    return state_left_by_terraform(folder) if file == folder / ERRORED else file


def find_unsaved_state(folder: Path) -> Path | None:
    """Return the file that `unsaved_state` returns, and write nothing."""
    own = (file for file in _places(folder) if _is_own_file(file) and _state(file) is not None)
    left = folder / ERRORED
    return next(own, None) or (left if _state(left) is not None else None)


def set_broken_state_aside(folder: Path) -> bool:
    """Rename a truncated state file; return whether there was one."""
    file = folder / "terraform.tfstate"
    if not file.is_file() or not file.stat().st_size or _state(file) is not None:
        return False
    move(folder, file, file.with_name("terraform.tfstate.broken"))
    return True


def remove_unsaved_state(file: Path) -> None:
    """Remove the file that `unsaved_state` found, once its state is recorded."""
    remove_file(file.parent, file)


def recording_help(file: Path | str) -> str:
    """Return how a user records a state in a workspace of HCP, which eksgen does not."""
    return (
        "record it with Terraform, in the compiled folder: "
        f"terraform init && terraform state push {shlex.quote(str(file))}"
    )


def _root(folder: Path, file: Path) -> Path:
    """Return the folder below which no link is followed."""
    own = WorkDir(folder)
    return own.root if file == own.unsaved_state else file.parent


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


def _state(file: Path) -> bytes | None:
    """Return the content of a file that holds a state, else None."""
    try:
        data = read_below(file.parent, file, MAX_STATE_BYTES)
        # Without a lineage, Terraform would let it replace the state of anything.
        return data if data and decode_state(data).get("lineage") else None
    except (OSError, NotDecoded):
        return None
