"""Find records of eksgen in a working folder that cannot be read. None of them holds a state."""

from __future__ import annotations

from pathlib import Path

from ...compiler.files.writing import remove_file, remove_folder
from ..paths import WorkDir
from .folder_kind import recorded_kind
from .last_applied import last_applied
from .lock_holder import read_holder


def broken_records(workdir: WorkDir) -> tuple[Path, ...]:
    """Return the records that exist and cannot be read: eksgen works without them."""
    readable = {
        workdir.kind: recorded_kind(workdir) is not None,
        workdir.applied: last_applied(workdir) is not None,
        workdir.killed_run: read_holder(workdir.killed_run) is not None,
    }
    return tuple(record for record, is_readable in readable.items() if record.exists() and not is_readable)


def remove_broken_records(workdir: WorkDir) -> tuple[Path, ...]:
    """Remove the records that cannot be read, and return them; the caller holds the folder."""
    broken = broken_records(workdir)
    for record in broken:
        (remove_folder if record == workdir.applied else remove_file)(workdir.root, record)
    return broken
