"""The record of what was last applied from a working folder: its compiled files and the provider's version.

`drift --against applied` compares the cloud with it. It is written after each apply that succeeds or finds
nothing to do, and removed after a destroy. Only its owner can read it.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...compiler.files.decoding import NotDecoded, decode_object
from ...compiler.files.reading import MAX_OWN_BYTES, read_below
from ...compiler.files.writing import move, remove_folder, write_files
from ..paths import WorkDir
from ..source_map.reading import MAP_NAME, compiled_files, read_map
from .workspace import provider_version

_FILES, _ABOUT = "files", "about.json"


@dataclass(frozen=True, slots=True)
class LastApplied:
    """Compiled files by name, and the version of the AWS provider if it was known."""

    files: Mapping[str, bytes]
    provider: str | None


def record_applied(workdir: WorkDir) -> None:
    """Record the compiled files of a working folder as applied, all or nothing.

    A folder without a source map has no compiled files.
    """
    names = sorted(compiled_files(workdir.path))
    if not names:
        return
    target = workdir.applied
    fresh = target.with_name(f"{target.name}.new")
    remove_folder(workdir.root, fresh)
    files = {fresh / _FILES / name: _compiled_file(workdir, name) for name in (*names, MAP_NAME)}
    about = {"version": 1, "provider": provider_version(workdir.path)}
    write_files(workdir.root, {**files, fresh / _ABOUT: json.dumps(about).encode()})
    remove_folder(workdir.root, target)
    move(workdir.root, fresh, target)


def forget_applied(workdir: WorkDir) -> None:
    """Remove the record."""
    remove_folder(workdir.root, workdir.applied)


def last_applied(workdir: WorkDir) -> LastApplied | None:
    """Return the record; None if nothing was applied from this folder, or the record cannot be read."""
    try:
        about = decode_object(_recorded(workdir, workdir.applied / _ABOUT))
        folder = workdir.applied / _FILES
        files = {
            file.relative_to(folder).as_posix(): _recorded(workdir, file)
            for file in sorted(folder.rglob("*"))
            if not file.is_dir()
        }
    except (OSError, NotDecoded):
        return None
    return (
        LastApplied(files, about.get("provider")) if about.get("version") == 1 and MAP_NAME in files else None
    )


def folder_is_unedited(workdir: WorkDir) -> bool:
    """Return whether a folder holds what was last applied from it, ignoring line numbers and drift rules."""
    record = last_applied(workdir)
    if record is None:
        return False
    try:
        applied = decode_object(record.files[MAP_NAME])["files"]
    except (NotDecoded, KeyError):
        return False
    return bool(applied == read_map(workdir.path).get("files"))


def provider_upgrade(workdir: WorkDir) -> str:
    """Return `5.100.0 to 6.62.0` if the provider is not the one of the last apply, else ""."""
    try:
        before = decode_object(_recorded(workdir, workdir.applied / _ABOUT)).get("provider")
    except (OSError, NotDecoded):
        return ""
    now = provider_version(workdir.path)
    return f"{before} to {now}" if before and now and before != now else ""


def _compiled_file(workdir: WorkDir, name: str) -> bytes:
    """Return a file of the compiled folder. FileNotFoundError if it is missing."""
    data = read_below(workdir.path, workdir.path / name, MAX_OWN_BYTES)
    if data is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(workdir.path / name))
    return data


def _recorded(workdir: WorkDir, file: Path) -> bytes:
    return read_below(workdir.root, file, MAX_OWN_BYTES) or b""
