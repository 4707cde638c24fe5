"""`eksgen compile`: specs to Terraform folders that need no eksgen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ..compiler.emit.write import write_folder
from ..compiler.errors import EksgenError, SpecRefused
from .inputs.read_spec import read_compiled
from .inputs.spec_files import cluster_specs, is_several


def compile(specs: Sequence[str], target: Path) -> int:
    """Write a folder for the one spec that is named, or `target`/NAME for each of several; says how much of
    it changed. A spec with errors keeps no other from being compiled; 1 if there is any."""
    if not is_several(specs):
        return _write(specs[0], target)
    return max(map(_written, *zip(*_targets(cluster_specs(specs), target), strict=True)))


def _targets(files: Sequence[str], target: Path) -> list[tuple[str, Path]]:
    named: dict[str, str] = {}
    for file in files:
        name = Path(file).stem
        if name in named:
            raise EksgenError(
                f"{named[name]} and {file} would be written to the same folder {target / name}",
                code="same-name",
                helps=("compile one of them alone, or rename its file",),
            )
        named[name] = file
    return [(file, target / name) for name, file in named.items()]


def _written(file: str, target: Path) -> int:
    try:
        return _write(file, target)
    except SpecRefused:
        return SpecRefused.exit_code


def _write(file: str, target: Path) -> int:
    files = read_compiled(file).files
    changed = write_folder(target, files)
    sys.stdout.write(f"{target}: {len(files)} files, {len(changed)} changed\n")
    return 0
