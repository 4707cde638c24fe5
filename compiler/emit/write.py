"""Write the compiled folder to disk.

Only files whose bytes differ are replaced, each atomically. Files of an earlier run that are no longer part
of the folder are removed if they are as eksgen wrote them, and a folder with other files in their place is
refused. No link in the folder is followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path as FilePath

from ..errors import EksgenError
from ..files.decoding import NotDecoded, decode_object
from ..files.names import shown_name
from ..files.reading import read_below
from ..files.writing import make_output_folder, remove_file, write_files
from .source_map import MAP_FILE

_LARGEST = 64 * 1024 * 1024
_SHOWN = 5


def write_folder(target: FilePath, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write exactly these files to a folder; return the names of the files that changed.

    Raise `EksgenError` if it would overwrite or remove a file that eksgen did not write.
    """
    make_output_folder(target)
    written = _previously_written(target)
    now = {name: _content(target, name) for name in (*files, *written)}
    changed = [name for name, data in files.items() if now[name] != data]
    stale = [name for name in sorted(written.keys() - files.keys()) if now[name] is not None]
    ours = {*written, MAP_FILE}
    _require_ours(target, [name for name in changed if name not in ours and now[name] is not None])
    _require_ours(target, [name for name in stale if _digest(now[name]) != written[name]])
    write_files(target, {target / name: files[name] for name in changed}, 0o644, 0o777)
    for name in stale:
        remove_file(target, target / name)
    return (*changed, *stale)


def _require_ours(target: FilePath, foreign: list[str]) -> None:
    if foreign:
        raise EksgenError(
            f"{target} holds files that eksgen did not write",
            code="foreign-files",
            notes=(f"it would overwrite or remove {', '.join(map(shown_name, foreign[:_SHOWN]))}",),
            helps=("choose an empty folder, or remove these files",),
        )


def _previously_written(target: FilePath) -> dict[str, str]:
    """Return the digest of each file that the map in the folder lists, by its name."""
    try:
        document = decode_object(_content(target, MAP_FILE) or b"")
        names = {str(name): str(digest) for name, digest in document["files"].items()}
    except (NotDecoded, KeyError, AttributeError):
        return {}
    # Anyone can edit the map; never follow a name out of the folder.
    return {name: digest for name, digest in names.items() if _is_inside(name)}


def _is_inside(name: str) -> bool:
    return name.isprintable() and all(part not in ("", ".", "..") for part in name.split("/"))


def _content(target: FilePath, name: str) -> bytes | None:
    return read_below(target, target / name, _LARGEST)


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data or b"").hexdigest()
