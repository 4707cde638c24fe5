"""Which spec files the arguments of a command mean: names, patterns, folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from glob import glob
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.source.extends import compose_spec
from ...compiler.source.files import library_of, read_spec_file, repository_of
from ...compiler.source.tree import MapNode, Node, ScalarNode, find

_PATTERN = "*?["


def is_several(arguments: Sequence[str]) -> bool:
    """Whether the arguments speak of a number of specs, be it one in the end, and not of one file."""
    return len(arguments) != 1 or Path(arguments[0]).is_dir() or _is_pattern(arguments[0])


def expand_patterns(arguments: Iterable[str]) -> list[str]:
    """The files that the arguments mean, each once: names as they are, patterns as the files they match."""
    files: list[str] = []
    for argument in arguments:
        if not _is_pattern(argument):
            files.append(argument)
            continue
        found = sorted(glob(argument, recursive=True))  # noqa: PTH207  (takes absolute patterns too)
        if not found:
            raise EksgenError(f"no file matches {argument}", code="no-such-file")
        files += found
    return list(dict.fromkeys(files))


def cluster_specs(arguments: Iterable[str]) -> list[str]:
    """The same, with each folder as the cluster specs right in it, in name order. A file that is named twice,
    in whatever words, counts once."""
    found: dict[str, str] = {}
    for argument in expand_patterns(arguments):
        for file in _specs_in(argument) if argument != "-" and Path(argument).is_dir() else (argument,):
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def specs_extending(base: str, spec: str) -> list[str]:
    """The other specs of the repository that are laid on the file `base`, as seen from here; those that
    cannot be read, and what lies in hidden folders, are left out."""
    found: list[str] = []
    for folder, inner, names in os.walk(repository_of(spec)):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            file = os.path.relpath(Path(folder, name))
            if Path(name).suffix in (".yaml", ".yml") and not _same(file, spec) and _extends(file, base):
                found.append(file)
    return found


def _extends(file: str, base: str) -> bool:
    """Whether a file is a spec, or a part of one, that is laid on another."""
    try:
        data = Path(file).read_bytes()
    except OSError:
        return False
    if re.search(rb"^[\"']?extends", data, re.MULTILINE) is None or _same(file, base):
        return False
    return any(_same(name, base) for name in compose_spec(data, file, library_of(file)).texts)


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _is_pattern(argument: str) -> bool:
    return argument != "-" and any(char in argument for char in _PATTERN) and not Path(argument).exists()


def _specs_in(folder: str) -> list[str]:
    """Its YAML files that describe a cluster. Left out is what others of them extend without being a cluster
    itself, and what is nothing of eksgen's; a file that cannot be read stays, so that its fault is shown."""
    names = sorted(
        os.path.normpath(file)
        for file in Path(folder).iterdir()
        if file.suffix in (".yaml", ".yml") and file.is_file() and not file.name.startswith(".")
    )
    whole = {name: compose_spec(read_spec_file(name), name, library_of(name)) for name in names}
    bases = {base for name, found in whole.items() for base in found.texts if base != name}
    specs = [
        name
        for name, found in whole.items()
        if _is_spec(found.root) and (name not in bases or _names_a_cluster(found.root))
    ]
    if not specs:
        raise EksgenError(
            f"there is no cluster spec in {folder}",
            code="no-such-file",
            notes=("looked for files *.yaml with `apiVersion: eksgen/...` in the folder itself",),
        )
    return specs


def _is_spec(root: Node | None) -> bool:
    if not isinstance(root, MapNode):
        return root is None
    version = find(root, ("apiVersion",))
    ours = isinstance(version, ScalarNode) and str(version.value).startswith("eksgen/")
    return ours or {"metadata", "kubernetes"} <= root.entries.keys()


def _names_a_cluster(root: Node | None) -> bool:
    return root is None or find(root, ("metadata", "name")) is not None
