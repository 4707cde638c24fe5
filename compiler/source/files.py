"""Read spec files from disk, and decide which files a spec may extend.

A spec may only extend files of its own repository (the nearest folder above it with a `.git`; without one,
its own folder), so that a review sees every file that describes the cluster.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ..errors import EksgenError
from .extends import Library


def read_spec_file(file: str) -> bytes:
    """Return the bytes of a spec file; `-` is standard input. Raise `EksgenError` if it cannot be read."""
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise EksgenError(f"the file {file} does not exist", code="no-such-file") from None
    except IsADirectoryError:
        raise EksgenError(f"{file} is a folder, not a spec file", code="not-a-file") from None
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or error)
        raise EksgenError(f"{file} cannot be read", code="unreadable-file", notes=(reason,)) from None


def repository_of(file: str) -> Path:
    """Return the nearest folder above a spec with a `.git`; without one, its own folder."""
    start = Path.cwd() if file == "-" else Path(file).resolve().parent
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def library_of(file: str) -> Library:
    """Return the files that the spec in `file` may extend."""
    root = repository_of(file)

    def inside(name: str) -> bool:
        return Path(name).resolve().is_relative_to(root)

    def read(name: str) -> bytes | None:
        return Path(name).read_bytes() if Path(name).is_file() else None

    return Library(read, inside)
