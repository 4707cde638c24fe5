"""Write the compiled folder to disk.

Only files whose bytes differ are replaced, each atomically. Files of an earlier run that are no longer part
of the folder are removed if they are as eksgen wrote them, and a folder with other files in their place is
refused. No link in the folder is followed.

A run that is killed in between leaves some files of the old folder and some of the new one. So the map lists
both before the first file changes, and the new ones alone at the end.
"""

from __future__ import annotations

import hashlib
import json
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
Written = Mapping[str, frozenset[str]]


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
    _require_ours(target, [name for name in stale if _digest(now[name]) not in written[name]])
    if changed or stale:
        _write(target, {MAP_FILE: _map_of_both(written, files)})
    _write(target, {name: files[name] for name in changed if name != MAP_FILE})
    for name in stale:
        remove_file(target, target / name)
    if (changed or stale) and MAP_FILE in files:
        _write(target, {MAP_FILE: files[MAP_FILE]})
    return (*changed, *stale)


def _write(target: FilePath, files: Mapping[str, bytes]) -> None:
    write_files(target, {target / name: data for name, data in files.items()}, 0o644, 0o777)


def _map_of_both(written: Written, files: Mapping[str, bytes]) -> bytes:
    """Return a map for the time in which the files of an earlier run are replaced."""
    before = {name: sorted(digests) for name, digests in sorted(written.items())}
    return json.dumps({"files": {name: _digest(files[name]) for name in files}, "before": before}).encode()


def _require_ours(target: FilePath, foreign: list[str]) -> None:
    if foreign:
        raise EksgenError(
            f"{target} holds files that eksgen did not write",
            code="foreign-files",
            notes=(f"it would overwrite or remove {', '.join(map(shown_name, foreign[:_SHOWN]))}",),
            helps=("choose an empty folder, or remove these files",),
        )


def _previously_written(target: FilePath) -> Written:
    """Return the digests that each file in the folder may have, by its name; more than one after a kill."""
    try:
        document = decode_object(_content(target, MAP_FILE) or b"")
        listed = [*document["files"].items()]
        listed += [(name, one) for name, many in document.get("before", {}).items() for one in many]
    except (NotDecoded, KeyError, AttributeError, TypeError):
        return {}
    written: dict[str, frozenset[str]] = {}
    for name, digest in listed:
        # Anyone can edit the map; never follow a name out of the folder.
        if _is_inside(name) and name != MAP_FILE:
            written[name] = written.get(name, frozenset()) | {str(digest)}
    return written


def _is_inside(name: str) -> bool:
    return name.isprintable() and all(part not in ("", ".", "..") for part in name.split("/"))


def _content(target: FilePath, name: str) -> bytes | None:
    return read_below(target, target / name, _LARGEST)


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data or b"").hexdigest()
