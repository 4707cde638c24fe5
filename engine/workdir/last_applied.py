"""The record of what was last applied from a working folder: its compiled files and the provider's version.

`drift --against applied` compares the cloud with it. It is written after each apply that succeeds or finds
nothing to do, and removed after a destroy. Only its owner can read it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..paths import WorkDir
from ..source_map.trace import MAP_NAME, read_map
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
    names = sorted({str(name) for name in read_map(workdir.path).get("files") or ()})
    if not names:
        return
    target = workdir.applied
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    for name in (*names, MAP_NAME):
        _write(fresh, f"{_FILES}/{name}", (workdir.path / name).read_bytes())
    about = {"version": 1, "provider": provider_version(workdir.path)}
    _write(fresh, _ABOUT, json.dumps(about).encode())
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def forget_applied(workdir: WorkDir) -> None:
    """Remove the record."""
    shutil.rmtree(workdir.applied, ignore_errors=True)


def last_applied(workdir: WorkDir) -> LastApplied | None:
    """Return the record; None if nothing was applied from this folder, or the record cannot be read."""
    try:
        about = json.loads((workdir.applied / _ABOUT).read_text("utf-8"))
        folder = workdir.applied / _FILES
        files = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
    except (OSError, ValueError):
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
        applied = json.loads(record.files[MAP_NAME])["files"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(applied == read_map(workdir.path).get("files"))


def provider_upgrade(workdir: WorkDir) -> str:
    """Return `5.100.0 to 6.62.0` if the provider is not the one of the last apply, else ""."""
    try:
        before = json.loads((workdir.applied / _ABOUT).read_text("utf-8")).get("provider")
    except (OSError, ValueError, AttributeError):
        return ""
    now = provider_version(workdir.path)
    return f"{before} to {now}" if before and now and before != now else ""


def _write(folder: Path, name: str, data: bytes) -> None:
    file = folder / name
    for parent in reversed(file.relative_to(folder).parents):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
