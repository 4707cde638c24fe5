"""Write a file of the user atomically, so that it is never seen half written."""

from __future__ import annotations

import os
from pathlib import Path

from ...compiler.atomic_write import write_whole
from ...compiler.errors import EksgenError


def replace_file(path: Path, data: bytes) -> None:
    """Write a file, or the file that a link points to, atomically; an existing file keeps its mode."""
    path = path.resolve()
    if path.exists() and not os.access(path, os.W_OK):
        raise EksgenError(f"{path.name} is not writable", code="unwritable-file")
    umask = os.umask(0)
    os.umask(umask)
    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~umask
    write_whole(path, data, mode)
