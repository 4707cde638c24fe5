"""Write the compiled folder to disk.

Only files whose bytes differ are replaced, each atomically. Files of an earlier run that are no longer part
of the folder are removed if they are as eksgen wrote them, and a folder with other files in their place is
refused. The map in the folder lists the files of the earlier run; where it is damaged or missing, a file that
begins with the header of eksgen is known as well. No link in the folder is followed.

A run that is killed in between leaves some files of the old folder and some of the new one. So the map lists
both before the first file changes, and the new ones alone at the end.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from ..errors import EksgenError
from ..files.names import shown_name
from ..files.reading import MAX_OWN_BYTES, read_below
from ..files.writing import make_output_folder, remove_file, write_files
from .folder import MADE_BY, ROOT_FILES
from .hcl import comment
from .provider_lock import PROVIDER_LOCK_FILE, is_by_terraform
from .source_map import MAP_FILE

_SHOWN, _REMOVABLE = 5, 100
_LISTED = re.compile(rb'"([^"\\\n]+)":\s*"([0-9a-f]{64})"')
"""A file and a digest of it in the map, which are found even if the map is cut off."""
Written = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """What compiling would change in a folder: files to write, and files of an earlier run to remove."""

    changed: tuple[str, ...]
    stale: tuple[str, ...]


def write_folder(target: FilePath, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write exactly these files to a folder; return the names of the files that changed.

    Raise `EksgenError` if it would overwrite or remove a file that eksgen did not write.
    """
    make_output_folder(target)
    changes = folder_changes(target, files)
    everything = (*changes.changed, *changes.stale)
    if everything:
        _write(target, {MAP_FILE: _map_of_both(target, files)})
    _write(target, {name: files[name] for name in changes.changed if name != MAP_FILE})
    for name in changes.stale:
        remove_file(target, target / name)
    if everything and MAP_FILE in files:
        _write(target, {MAP_FILE: files[MAP_FILE]})
    return everything


def _write(target: FilePath, files: Mapping[str, bytes]) -> None:
    write_files(target, {target / name: data for name, data in files.items()}, 0o644, 0o777)


def folder_changes(target: FilePath, files: Mapping[str, bytes]) -> FolderChanges:
    """Return what `write_folder` would change; it raises the same errors and writes nothing."""
    written = _previously_written(target)
    now = {name: _content(target, name) for name in (*files, *written)}
    changed = tuple(name for name, data in files.items() if now[name] != data)
    stale = tuple(name for name in sorted(written.keys() - files.keys()) if now[name] is not None)
    ours = {*written, MAP_FILE, *(name for name in changed if _has_header(now[name]))}
    if is_by_terraform(now.get(PROVIDER_LOCK_FILE) or b""):
        ours.add(PROVIDER_LOCK_FILE)
    foreign = [name for name in changed if name not in ours and now[name] is not None]
    foreign += [name for name in stale if _digest(now[name]) not in written[name]]
    foreign += (
        [] if written else [name for name in ROOT_FILES - files.keys() if _has_header(_content(target, name))]
    )
    if foreign:
        raise _foreign(target, sorted(foreign), is_listed=bool(written))
    return FolderChanges(changed, stale)


def _foreign(target: FilePath, foreign: list[str], *, is_listed: bool) -> EksgenError:
    shown = ", ".join(map(shown_name, foreign[:_SHOWN]))
    more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
    lost = () if is_listed else (f"{MAP_FILE}, the list of the files that it wrote, is missing or broken",)
    remove = shlex.join(["rm", "--", *map(shown_name, foreign[:_REMOVABLE])])
    return EksgenError(
        f"{target} holds files that eksgen did not write",
        code="foreign-files",
        notes=(f"it would overwrite or remove {shown}{more}", *lost),
        helps=(
            f"look at them, then remove them: (cd {shlex.quote(str(target))} && {remove})",
            "or choose an empty folder for the output of `eksgen compile`",
        ),
    )


def _previously_written(target: FilePath) -> Written:
    """Return the digests that each file in the folder may have, by its name; more than one after a kill."""
    written: dict[str, frozenset[str]] = {}
    for encoded, digest in _LISTED.findall(_content(target, MAP_FILE) or b""):
        name = encoded.decode(errors="replace")
        # Anyone can edit the map; never follow a name out of the folder.
        if _is_inside(name) and name != MAP_FILE:
            written[name] = written.get(name, frozenset()) | {digest.decode()}
    return written


def _map_of_both(target: FilePath, files: Mapping[str, bytes]) -> bytes:
    """Return a map for the time in which the files of an earlier run are replaced."""
    before = [
        {name: digest} for name, all in sorted(_previously_written(target).items()) for digest in sorted(all)
    ]
    return json.dumps({"files": {name: _digest(files[name]) for name in files}, "before": before}).encode()


def _is_inside(name: str) -> bool:
    return name.isprintable() and all(part not in ("", ".", "..") for part in name.split("/"))


def _has_header(data: bytes | None) -> bool:
    return (data or b"").startswith(comment(MADE_BY).encode())


def _content(target: FilePath, name: str) -> bytes | None:
    return read_below(target, target / name, MAX_OWN_BYTES)


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data or b"").hexdigest()
