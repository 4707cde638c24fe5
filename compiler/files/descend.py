"""Open a folder below a trusted one, component by component, without following a link.

Closes: links in a checkout that make eksgen read, write or delete somewhere else. The kernel refuses the link
(`O_NOFOLLOW`, relative to the folder above), so it cannot be put there between a check and its use either.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import EksgenError
from .names import argument, shown_name

# A folder that may be searched but not listed can be opened on Linux only.
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def parts_below(root: Path, file: Path) -> tuple[str, ...]:
    """Return the components of a path below `root`. ValueError if it is not below."""
    parts = file.relative_to(root).parts
    if not parts or ".." in parts:
        raise ValueError(f"{file} is not below {root}")
    return parts


@contextmanager
def open_folder(root: Path, parts: Sequence[str] = (), create: int | None = None) -> Iterator[int]:
    """Yield a descriptor of the folder `parts` below `root`; with `create`, make missing ones of that mode.

    `root` itself may be reached through links. `EksgenError` if a component below it is a link.
    """
    descriptor = os.open(root, _FOLDER)
    try:
        for depth, part in enumerate(parts, start=1):
            inner = _enter(descriptor, part, root.joinpath(*parts[:depth]), create)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def _enter(parent: int, part: str, path: Path, create: int | None) -> int:
    if create is not None:
        with suppress(FileExistsError):
            os.mkdir(part, create, dir_fd=parent)
    if kind_of(parent, part) == "a link":
        raise link_refused(path)
    return os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=parent)


def kind_of(folder: int, name: str) -> str:
    """Return what a name in an open folder is: "a file", "a link", "a named pipe"; "" if nothing."""
    try:
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return ""
    return next((kind for is_kind, kind in _KINDS if is_kind(mode)), "a file")


def link_refused(path: Path) -> EksgenError:
    """Return the error for a link in a folder that must have none."""
    return EksgenError(
        f"{shown_name(str(path))} is a link",
        code="link-in-folder",
        notes=("through it, eksgen would read or write files in another place",),
        helps=(f"remove the link: rm {argument(str(path))}",),
    )
