"""Write files of a repository only while every file that the result depends on is as it was read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.locking import lock_file
from ...compiler.files.names import shown_name
from ...compiler.files.reading import repository_of
from ...compiler.files.writing import replace_named
from ...compiler.source.extends import Library
from ...compiler.source.files import library_of


@dataclass(frozen=True, slots=True)
class FilesRead:
    """The files of a spec as they were read first; None for a file that did not exist.

    `library` reads each file once, so all that is derived from it is derived from the same bytes.
    """

    library: Library
    disk: Library
    seen: Mapping[str, bytes | None]


def files_of(file: str) -> FilesRead:
    """Return the files that the spec in `file` may extend, none of them read yet."""
    disk = library_of(file)
    seen: dict[str, bytes | None] = {}

    def read(name: str) -> bytes | None:
        if name not in seen:
            seen[name] = disk.read(name)
        return seen[name]

    return FilesRead(replace(disk, read=read), disk, seen)


def replace_read(file: str, files: FilesRead, new: Mapping[str, bytes]) -> None:
    """Replace files in the given order. `EksgenError`, and nothing is written, if one that was read changed.

    Commands that do this in one repository wait for each other.
    """
    with _alone_in(repository_of(file)):
        changed = sorted(name for name, data in files.seen.items() if _now(files.disk, name) != data)
        if changed:
            names = ", ".join(map(shown_name, changed))
            raise EksgenError(
                f"{names} changed meanwhile",
                code="changed-meanwhile",
                notes=("what was found fits the files as they were; nothing is written",),
                helps=("run it again",),
            )
        for name, data in new.items():
            replace_named(Path(name), data)


def replace_unchanged(file: str, before: bytes, after: bytes) -> None:
    """Replace a file that was read as `before`; `EksgenError`, and nothing is written, if it changed."""
    replace_read(file, FilesRead(library_of(file), library_of(file), {file: before}), {file: after})


def _now(disk: Library, name: str) -> bytes | None:
    """Return a file; one that cannot be read any more differs from all that was read."""
    try:
        return disk.read(name)
    except EksgenError:
        return b"\0"


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Lock a folder, where the file system has locks; without them, the comparison alone has to do."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(EksgenError):
            lock_file(descriptor, str(folder), "two commands could write at once", "", wait=True)
        yield
    finally:
        os.close(descriptor)
