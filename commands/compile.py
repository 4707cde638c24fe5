"""`eksgen compile`: write specs as Terraform folders that need no eksgen."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..compiler.diagnostics import Severity
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
        _write(read_compiled(specs[0], least=Severity.NOTE).files, target)
        return 0
    targets = _targets(cluster_specs(specs), target)
    checked = check_files(list(targets), today())
    findings = [finding for spec in checked for finding in spec.findings]
    show_diagnostics(findings, {name: text for spec in checked for name, text in spec.texts.items()})
    return max([_write_unless_failed(*pair) for pair in zip(checked, targets.values(), strict=True)])


def _targets(files: Sequence[str], target: Path) -> dict[str, Path]:
    """Return the output folder of each file: its name, or, where names are the same, what differs."""
    stems = [Path(file).stem for file in files]
    if len(set(stems)) == len(stems):
        return {file: target / stem for file, stem in zip(files, stems, strict=True)}
    return {file: target / name for file, name in zip(files, _differing_parts(files, target), strict=True)}


def _differing_parts(files: Sequence[str], target: Path) -> list[Path]:
    """Return the part of each path that is not the same in all: `dev` and `prod` of `envs/*/cluster.yaml`."""
    paths = [Path(os.path.abspath(file)).with_suffix("").parts for file in files]  # noqa: PTH100
    start = _common_length(paths)
    end = _common_length([path[start:][::-1] for path in paths])
    names = [Path(*path[start : len(path) - end]) for path in paths]
    by_name = dict(zip(names, files, strict=True))
    if len(by_name) < len(files):
        first, second = next(pair for pair in zip(files, names, strict=True) if by_name[pair[1]] != pair[0])
        raise _same_name(first, by_name[second], target / second)
    for name, file in by_name.items():
        inside = next((by_name[parent] for parent in name.parents if parent in by_name), None)
        if inside:
            raise _same_name(inside, file, target / name)
    return names


def _common_length(paths: Sequence[Sequence[str]]) -> int:
    """Return how many parts all paths begin with, at most all but the last of the shortest."""
    longest = min(len(path) for path in paths) - 1
    same = (len({path[index] for path in paths}) == 1 for index in range(longest))
    return next((index for index, is_same in enumerate(same) if not is_same), longest)


def _same_name(first: str, second: str, name: Path) -> EksgenError:
    return EksgenError(
        f"{first} and {second} would be written to the same folder {name}",
        code="same-name",
        helps=("rename one of the files, or compile them one by one into different folders",),
    )


def _write_unless_failed(spec: Checked, target: Path) -> int:
    if spec.failed:
        return SpecRefused.exit_code
    _write(compile_spec(spec).files, target)
    return 0


def _write(files: Mapping[str, bytes], target: Path) -> None:
    changed = write_folder(target, files)
    sys.stdout.write(f"{target}: {len(files)} files, {len(changed)} changed\n")
