"""Temporary folders for saved plans, which hold secrets."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...compiler.files.writing import make_folder, remove_folder
from ..paths import WorkDir

_PREFIX = "plan-"


@contextmanager
def private_folder(workdir: WorkDir) -> Iterator[Path]:
    """Yield a folder that only its owner can read, and remove it when the block ends.

    It is inside the working folder, where the next run removes it if this one is killed.
    """
    folder = workdir.private / f"{_PREFIX}{secrets.token_hex(8)}"
    make_folder(workdir.root, folder)
    try:
        yield folder
    finally:
        remove_folder(workdir.root, folder)


def remove_private_folders(workdir: WorkDir) -> None:
    """Remove the folders that a killed run left."""
    for folder in workdir.private.glob(f"{_PREFIX}*"):
        remove_folder(workdir.root, folder)
