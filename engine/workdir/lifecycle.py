"""Relax the `lifecycle` blocks of a working folder while Terraform makes a plan.

If a plan breaks `prevent_destroy`, Terraform fails without showing it. So eksgen lets Terraform plan, and
refuses the plan itself (`plan/refusals/protection.py`). At all other times the folder stays protected.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ...compiler.files.reading import read_below
from ...compiler.files.writing import write_file, write_files
from ..paths import WorkDir
from ..source_map.reading import compiled_files

_IN_MODULE = re.compile(r"modules/[^/]+/[^/]+\.tf")
_PROTECTED = re.compile(rb"(?m)^(\s*prevent_destroy\s*=\s*)true\b")
_NEW_FIRST = re.compile(rb"(?m)^(\s*create_before_destroy\s*=\s*)true\b")
_NOT_PROTECTED = re.compile(rb"(?m)^(\s*prevent_destroy\s*=\s*)false\b")
_DELETE_FIRST = re.compile(rb"(?m)^(\s*create_before_destroy\s*=\s*)false\b")


@contextmanager
def relaxed_lifecycle(workdir: WorkDir, *, delete_first: bool = False) -> Iterator[None]:
    """Plan without `prevent_destroy` during the block, and if `delete_first` without `create_before_destroy`.

    After a kill in the block, the next run calls `restore_lifecycle`.
    """
    files = sorted(workdir.path.glob("modules/*/*.tf"))
    before = {file: read_below(workdir.root, file) or b"" for file in files}
    relaxed = {file: _relaxed(data, delete_first) for file, data in before.items()}
    changed = [file for file, data in relaxed.items() if data != before[file]]
    try:
        write_files(workdir.root, {file: relaxed[file] for file in changed}, 0o644)
        yield
    finally:
        write_files(workdir.root, {file: before[file] for file in changed}, 0o644)


def relaxed_files(files: Mapping[str, bytes], *, delete_first: bool) -> dict[str, bytes]:
    """Return compiled files, by name, as they are during a plan."""
    return {
        name: _relaxed(data, delete_first) if _IN_MODULE.fullmatch(name) else data
        for name, data in files.items()
    }


def restore_lifecycle(workdir: WorkDir) -> None:
    """Restore the files that a killed run left relaxed, if the map of the folder has their digests."""
    digests = compiled_files(workdir.path)
    for file in sorted(workdir.path.glob("modules/*/*.tf")):
        digest = digests.get(file.relative_to(workdir.path).as_posix())
        data = read_below(workdir.root, file) or b""
        for strict in _as_before(data):
            if strict != data and hashlib.sha256(strict).hexdigest() == digest:
                write_file(workdir.root, file, strict, 0o644)


def _as_before(data: bytes) -> Iterator[bytes]:
    protected = _NOT_PROTECTED.sub(rb"\1true", data)
    yield from (protected, _DELETE_FIRST.sub(rb"\1true", protected), _DELETE_FIRST.sub(rb"\1true", data))


def _relaxed(data: bytes, delete_first: bool) -> bytes:
    data = _PROTECTED.sub(rb"\1false", data)
    return _NEW_FIRST.sub(rb"\1false", data) if delete_first else data
