"""What was last applied from a working folder: the compiled files as they were, and which provider ran.

In: a compiled folder. Out: a copy in its `.eksgen/applied`, for this user alone, which `drift --against
applied` compares the cloud with. It is written after each apply that succeeds or finds nothing to do, and
forgotten after a destroy.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..source_map.trace import MAP_NAME, read_map
from .workspace import provider_version

_FILES, _ABOUT = "files", "about.json"


@dataclass(frozen=True, slots=True)
class LastApplied:
    """The record: compiled files by name, and the version of the AWS provider, if it was known."""

    files: Mapping[str, bytes]
    provider: str | None


def record_applied(folder: Path) -> None:
    """Keep what a working folder holds as what was applied. Whole or not at all; a folder without a map has
    nothing to keep."""
    names = sorted({str(name) for name in read_map(folder).get("files") or ()})
    if not names:
        return
    place = _place(folder)
    fresh = place.with_name(f"{place.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    for name in (*names, MAP_NAME):
        _write(fresh, f"{_FILES}/{name}", (folder / name).read_bytes())
    about = {"version": 1, "provider": provider_version(folder)}
    _write(fresh, _ABOUT, json.dumps(about).encode())
    shutil.rmtree(place, ignore_errors=True)
    fresh.rename(place)


def forget_applied(folder: Path) -> None:
    """Nothing is applied any more."""
    shutil.rmtree(_place(folder), ignore_errors=True)


def last_applied(folder: Path) -> LastApplied | None:
    """The record; None if nothing was applied from this folder, or the record cannot be read."""
    place = _place(folder)
    try:
        about = json.loads((place / _ABOUT).read_text("utf-8"))
        held = place / _FILES
        files = {
            file.relative_to(held).as_posix(): file.read_bytes()
            for file in sorted(held.rglob("*"))
            if file.is_file()
        }
    except (OSError, ValueError):
        return None
    return (
        LastApplied(files, about.get("provider")) if about.get("version") == 1 and MAP_NAME in files else None
    )


def folder_is_unedited(folder: Path) -> bool:
    """Whether a folder holds what was last applied from it, apart from lines and rules of the spec."""
    record = last_applied(folder)
    if record is None:
        return False
    try:
        then = json.loads(record.files[MAP_NAME])["files"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(then == read_map(folder).get("files"))


def provider_upgrade(folder: Path) -> str:
    """`5.100.0 to 6.62.0` when the provider is not the one of the last apply, else an empty text."""
    try:
        before = json.loads((_place(folder) / _ABOUT).read_text("utf-8")).get("provider")
    except (OSError, ValueError, AttributeError):
        return ""
    now = provider_version(folder)
    return f"{before} to {now}" if before and now and before != now else ""


def _place(folder: Path) -> Path:
    return folder / ".eksgen" / "applied"


def _write(place: Path, name: str, data: bytes) -> None:
    file = place / name
    for parent in reversed(file.relative_to(place).parents):
        (place / parent).mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
