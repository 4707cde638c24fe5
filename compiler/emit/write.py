"""Write the compiled folder to disk.

Only files whose bytes differ are replaced, each atomically. Files of an earlier run that are no longer part
of the folder are removed, and a folder with files that eksgen did not write is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path as FilePath

from ..atomic_write import write_whole
from ..errors import EksgenError
from .source_map import MAP_FILE


def write_folder(target: FilePath, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write exactly these files to a folder; return the names of the files that changed.

    Raise `EksgenError` if it would overwrite a file that eksgen did not write.
    """
    ours = _previously_written(target)
    foreign = [name for name, data in files.items() if name not in ours and _differs(target / name, data)]
    if foreign:
        raise EksgenError(
            f"{target} holds files that eksgen did not write",
            code="foreign-files",
            notes=(f"it would overwrite {', '.join(foreign[:5])}",),
            helps=("choose an empty folder, or remove these files",),
        )
    changed = [name for name, data in files.items() if _replace(target / name, data)]
    for name in sorted(ours - set(files)):
        (target / name).unlink(missing_ok=True)
        changed.append(name)
    return tuple(changed)


def _previously_written(target: FilePath) -> set[str]:
    try:
        document = json.loads((target / MAP_FILE).read_text(encoding="utf-8"))
        names = {str(name) for name in document["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    # Anyone can edit the map; never follow a name out of the folder.
    return {name for name in names if not name.startswith("/") and ".." not in name.split("/")} | {MAP_FILE}


def _differs(file: FilePath, data: bytes) -> bool:
    return file.exists() and (not file.is_file() or file.read_bytes() != data)


def _replace(file: FilePath, data: bytes) -> bool:
    if file.is_file() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, data, 0o644)
    return True
