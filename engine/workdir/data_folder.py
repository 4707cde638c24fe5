"""The folder for what Terraform installs (TF_DATA_DIR), in the user's cache.

Closes: a checkout that brings its own provider into a folder from which Terraform starts providers.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.reading import read_below, repository_of
from ...compiler.files.writing import make_output_folder, make_private_folder, remove_folder, write_file
from ..paths import WorkDir, cache_folder

_OWNER = "working-folder"
"""A file in each data folder: the path of the working folder that it belongs to, written by each run."""
_KEPT_SECONDS = 30 * 24 * 3600
"""How long a data folder is kept without its working folder, which may be that of another machine or
container with the same home folder."""


def prepare_data_folder(workdir: WorkDir) -> None:
    """Create the data folder of a working folder; remove those whose working folder has long been gone.

    `EksgenError` if the cache cannot be used, or if it lies in the repository.
    """
    cache = cache_folder()
    require_outside(workdir)
    try:
        make_output_folder(Path(os.path.realpath(cache.parent)))  # ~/.cache may be a link to another disk
        make_private_folder(cache)
        owner = str(workdir.path.absolute()).encode("utf-8", "surrogateescape")
        write_file(cache, workdir.terraform_data / _OWNER, owner)
        _remove_abandoned(cache)
    except OSError as error:
        raise _unusable(cache, f"it cannot be used: {error.strerror}") from None


def require_outside(workdir: WorkDir) -> None:
    """Raise `EksgenError` if the cache lies in the repository of a working folder."""
    cache = cache_folder()
    root = repository_of(str(workdir.root / "spec"))
    inside = Path(os.path.realpath(cache)).is_relative_to(root)
    if inside and ((root / ".git").exists() or workdir.path.parent in cache.parents):
        raise _unusable(cache, f"it is in the repository {root}, which could bring its own providers")


def _remove_abandoned(cache: Path) -> None:
    for folder in cache.iterdir():
        with suppress(FileNotFoundError):  # another run has removed it meanwhile
            if folder.is_dir() and _is_abandoned(cache, folder / _OWNER):
                remove_folder(cache, folder)


def _is_abandoned(cache: Path, record: Path) -> bool:
    owner = read_below(cache, record)
    if not owner or os.path.lexists(owner):
        return False
    return time.time() - record.stat().st_mtime > _KEPT_SECONDS


def _unusable(cache: Path, why: str) -> EksgenError:
    return EksgenError(
        f"{cache} cannot hold the providers of Terraform",
        code="no-cache",
        notes=(why,),
        helps=("set XDG_CACHE_HOME to a folder outside the repository that you own",),
    )
