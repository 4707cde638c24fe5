"""`eksgen update`: write the lock file of a spec with the newest versions that fit."""

from __future__ import annotations

from dataclasses import replace

from ..compiler.errors import EksgenError
from ..compiler.lock.read import lock_name
from ..compiler.lock.write import write_lock_text
from ..engine.runs.update import find_update
from ..report.page.versions import VersionReport
from .outputs.exit_codes import DIFFERENCES
from .outputs.versions import write_versions
from .runs.files_read import files_of, replace_read
from .runs.versions import asking_workspace, held_lock, read_without_lock
from .runs.workdir import RunOptions


def update(file: str, options: RunOptions, *, check: bool) -> int:
    """Write the lock file if anything moves; with `check` write nothing, and return 3 if something would."""
    files = files_of(file)
    spec = read_without_lock(file, files)
    assert spec.spec is not None
    held, remarks = held_lock(file, files)
    with asking_workspace(spec, options) as workspace:
        found = find_update(workspace, spec.spec, held).update
    found = replace(found, remarks=(*remarks, *found.remarks))
    writes = found.changed and not check and not found.blocked
    if writes:
        replace_read(file, files, {lock_name(file): write_lock_text(found.lock).encode()})
    write_versions(
        VersionReport(
            workspace.cluster,
            workspace.region,
            file,
            lock_name(file),
            spec.spec,
            found,
            wrote=writes,
            sandbox=options.sandbox,
        ),
        options.format,
    )
    if found.blocked:
        raise EksgenError(
            "an add-on has no version that fits",
            code="no-fitting-version",
            notes=tuple(f"{move.name}: {move.note}" for move in found.blocked),
            helps=("pin a version in the spec, step by step, or remove the add-on",),
        )
    return DIFFERENCES if check and found.changed else 0
