"""Read spec files from disk, and decide which files a spec may extend.

A spec may only extend files of its own repository (the nearest folder above it with a `.git`; without one,
its own folder), so that a review sees every file that describes the cluster.
"""

from __future__ import annotations

from ..errors import EksgenError
from ..files.reading import locate_file, read_named, repository_of
from .extends import Library


def read_spec_file(file: str) -> bytes:
    """Return the bytes of a spec file; `-` is standard input. Raise `EksgenError` if it cannot be read."""
    return read_named(file)


def library_of(file: str) -> Library:
    """Return the files that the spec in `file` may extend."""
    root = repository_of(file)

    def inside(name: str) -> bool:
        try:
            locate_file(name, root)
        except EksgenError:
            return False
        return True

    def read(name: str) -> bytes | None:
        try:
            return read_named(name, root=root)
        except EksgenError as error:
            if error.code == "no-such-file":
                return None
            raise

    return Library(read, inside, whole=True)
