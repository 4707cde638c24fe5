"""`eksgen compile`: write specs as Terraform folders that need no eksgen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ..compiler.emit.write import write_folder
from ..compiler.errors import EksgenError, SpecRefused
from .inputs.read_spec import read_compiled
from .inputs.spec_files import cluster_specs, is_several


def compile(specs: Sequence[str], target: Path) -> int:
    """Write one spec into `target`, or each of several into `target`/NAME.

    Return 1 if a spec has errors; the others are compiled nevertheless.
    """
    if not is_several(specs):
        _write(specs[0], target)
        return 0
    return max(
        [_write_unless_refused(file, folder) for file, folder in _targets(cluster_specs(specs), target)]
    )


def _targets(files: Sequence[str], target: Path) -> list[tuple[str, Path]]:
    files_by_name: dict[str, str] = {}
    for file in files:
        name = Path(file).stem
        if name in files_by_name:
            raise EksgenError(
                f"{files_by_name[name]} and {file} would be written to the same folder {target / name}",
                code="same-name",
                helps=("rename one of the files, or compile them one by one into different folders",),
            )
        files_by_name[name] = file
    return [(file, target / name) for name, file in files_by_name.items()]


def _write_unless_refused(file: str, target: Path) -> int:
    try:
        _write(file, target)
    except SpecRefused:
        return SpecRefused.exit_code
    return 0


def _write(file: str, target: Path) -> None:
    files = read_compiled(file).files
    changed = write_folder(target, files)
    sys.stdout.write(f"{target}: {len(files)} files, {len(changed)} changed\n")
