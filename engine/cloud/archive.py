"""Pack what a remote run needs from a compiled folder: the same bytes for the same files, on every machine.

Only the compiled files, the provider lock file and the `import` blocks are uploaded: never a state, a saved
plan, a provider or a record of eksgen. Entries are sorted and have no owner, time or link.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ...compiler.errors import EksgenError
from ...compiler.files.reading import MAX_OWN_BYTES, read_below
from ..paths import LOCK_FILE, WorkDir
from ..source_map.reading import MAP_NAME, read_map
from ..terraform.provider_lock import missing_hashes
from ..workdir.cloud_block import CloudTarget
from .refusals import foreign_lock_file

_LEFT_OUT = frozenset({MAP_NAME, ".gitignore", ".terraformignore"})


@dataclass(frozen=True, slots=True)
class Archive:
    """A packed folder. `digest` is the SHA-256 of the tar before it is compressed, which depends on nothing
    but names and contents."""

    names: tuple[str, ...]
    digest: str
    data: bytes = field(repr=False)


def uploaded_files(folder: Path) -> dict[str, bytes]:
    """Return what is uploaded from a compiled folder, by name, sorted. `EksgenError` for a link or a
    missing file."""
    compiled = {str(name) for name in read_map(folder).get("files") or ()}
    return _uploaded(folder, compiled)


def upload_of(compiled: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Return what is uploaded once these files are in their folder, which may not exist yet."""
    known = {name: data for name, data in compiled.items() if name not in _LEFT_OUT}
    beside = _uploaded(folder, set()) if folder.is_dir() else {}
    return dict(sorted({**beside, **known}.items()))


def _uploaded(folder: Path, compiled: set[str]) -> dict[str, bytes]:
    wanted = (compiled | {LOCK_FILE, WorkDir(folder).import_blocks.name}) - _LEFT_OUT
    files: dict[str, bytes] = {}
    for name in sorted(wanted):
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise _not_compiled(name)
        data = read_below(folder, folder / name, MAX_OWN_BYTES)
        if data is None and name in compiled:
            raise _not_compiled(name)
        if data is not None:
            files[name] = data
    return files


def pack_folder(folder: Path, working_directory: str, platform: str, target: CloudTarget) -> Archive:
    """Pack a compiled folder for a workspace that runs in `working_directory`, "" for the top.

    `EksgenError` if its lock file has only hashes of this `platform`, which is not that of the run.
    """
    files = uploaded_files(folder)
    require_usable_lock(files.get(LOCK_FILE, b""), platform, target)
    return pack(
        {f"{working_directory}/{name}" if working_directory else name: data for name, data in files.items()}
    )


def pack(files: Mapping[str, bytes]) -> Archive:
    """Pack files by name."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(data), 0o644, 0
            tar.addfile(entry, io.BytesIO(data))
    packed = gzip.compress(raw.getvalue(), mtime=0)
    return Archive(tuple(sorted(files)), hashlib.sha256(raw.getvalue()).hexdigest(), packed)


def require_usable_lock(lock_file: bytes, platform: str, target: CloudTarget) -> None:
    """Refuse a provider lock file of `platform` that a run on Linux x86 could not use."""
    if providers := missing_hashes(lock_file.decode("utf-8", "replace"), platform):
        raise foreign_lock_file(target, providers[0])


def _not_compiled(name: str) -> EksgenError:
    return EksgenError(
        "the compiled folder is not complete",
        code="unreadable-file",
        notes=(f"{name} is missing, or not a file in it",),
        helps=("run it again, which compiles the spec again; `eksgen doctor SPEC` checks the folder",),
    )
