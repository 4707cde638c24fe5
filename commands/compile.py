"""`eksgen compile`: write specs as Terraform folders that need no eksgen."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..compiler.emit.write import write_folder
from ..compiler.errors import EksgenError, SpecRefused
from ..compiler.pipeline import Checked, check_files, compile_spec
from .inputs.clock import today
from .inputs.read_spec import read_compiled, show_diagnostics
from .inputs.spec_files import cluster_specs, is_several


def compile(specs: Sequence[str], target: Path) -> int:
    """Write one spec into `target`, or each of several into `target`/NAME.

    Return 1 if a spec has errors; the others are compiled nevertheless.
    """
    if not is_several(specs):
        _write(read_compiled(specs[0], open_versions=True).files, target)
        return 0
    targets = _targets(cluster_specs(specs), target)
    checked = check_files(list(targets), today())
    return max([_write_unless_failed(*pair) for pair in zip(checked, targets.values(), strict=True)])


def _targets(files: Sequence[str], target: Path) -> dict[str, Path]:
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
    return {file: target / name for name, file in files_by_name.items()}


def _write_unless_failed(spec: Checked, target: Path) -> int:
    show_diagnostics(spec.findings, spec.texts)
    if spec.failed:
        return SpecRefused.exit_code
    _write(compile_spec(spec).files, target)
    return 0


def _write(files: Mapping[str, bytes], target: Path) -> None:
    changed = write_folder(target, files)
    sys.stdout.write(f"{target}: {len(files)} files, {len(changed)} changed\n")
