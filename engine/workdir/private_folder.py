"""Temporary folders for saved plans, which hold secrets."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..paths import WorkDir

_PREFIX = "plan-"


@contextmanager
def private_folder(workdir: WorkDir) -> Iterator[Path]:
    """Yield a folder that only its owner can read, and remove it when the block ends.

    It is inside the working folder, where the next run removes it if this one is killed.
    """
    workdir.private.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=workdir.private))  # mode 0700
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_private_folders(workdir: WorkDir) -> None:
    """Remove the folders that a killed run left."""
    for folder in workdir.private.glob(f"{_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)
