"""The spec files that the arguments of a command name: files, patterns, folders."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from glob import escape as glob_escape
from glob import glob
from pathlib import Path

from ...compiler.errors import EksgenError
from ...compiler.files.reading import repository_of
from ...compiler.source.extends import Composition, compose_spec
from ...compiler.source.files import library_of, read_spec_file
from ...compiler.source.tree import MapNode, Node, ScalarNode, find
from ...report.terminal import shown_line

_WITHOUT_BASE = frozenset({"base-outside", "missing-base", "extends-cycle", "too-many-bases"})
_PATTERN = "*?["


def is_several(arguments: Sequence[str]) -> bool:
    """Return whether the arguments are more than one file name; a pattern counts even if one file matches."""
    return len(arguments) != 1 or Path(arguments[0]).is_dir() or _is_pattern(arguments[0])


def expand_patterns(arguments: Iterable[str]) -> list[str]:
    """Return each file once: names as they are, patterns as the files they match."""
    files: list[str] = []
    for argument in arguments:
        if not _is_pattern(argument):
            files.append(argument)
            continue
        matches = sorted({*_matches(argument), *((argument,) if Path(argument).exists() else ())})
        if not matches:
            raise EksgenError(f"no file matches {argument}", code="no-such-file")
        files += matches
    return list(dict.fromkeys(files))


def _matches(pattern: str) -> Iterator[str]:
    """Yield the files that match a pattern. `**` enters no hidden folder, and no link: it could be a loop."""
    start, deep, rest = pattern.partition("**/")
    if not deep or not f"/{start}".endswith("/"):
        yield from glob(pattern)  # noqa: PTH207  (takes absolute patterns too)
        return
    for top in glob(start) if start else ("",):  # noqa: PTH207
        for folder, subfolders, _ in os.walk(top or "."):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            inside = folder.removeprefix("./") if not top else folder
            prefix = "" if inside == "." else os.path.join(glob_escape(inside), "")  # noqa: PTH118
            yield from _matches(f"{prefix}{rest}")


def cluster_specs(arguments: Iterable[str]) -> list[str]:
    """Return each spec once, by its real path; a folder stands for the cluster specs directly in it.

    Bases in folders and among the files of a pattern are skipped, with a note on standard error.
    """
    files: dict[str, str] = {}
    for argument in arguments:
        for file in _clusters_of(argument):
            files.setdefault(os.path.realpath(file), file)
    return list(files.values())


def files_of_language(arguments: Iterable[str]) -> list[str]:
    """Return each file once; a folder stands for the specs directly in it, and for their bases."""
    files: dict[str, None] = {}
    for argument in expand_patterns(arguments):
        if argument == "-" or not Path(argument).is_dir():
            files[argument] = None
            continue
        composed = _composed(_yaml_files(argument))
        bases = _bases(composed)
        found = [name for name, spec in composed.items() if name in bases or _is_spec(spec.root)]
        files |= dict.fromkeys(found or _no_spec_in(argument))
    return list(files)


def _clusters_of(argument: str) -> list[str]:
    """Return the specs that an argument names: itself, or those of the folder or pattern without bases."""
    if _is_pattern(argument):
        specs: list[str] = []
        names: list[str] = []
        for name in expand_patterns((argument,)):
            if Path(name).is_dir():
                specs += _specs_in(name)
            else:
                names.append(name)
        return [*_without_bases(names, only_specs=False), *specs]
    return _specs_in(argument) if argument != "-" and Path(argument).is_dir() else [argument]


def specs_extending(base: str, spec: str) -> list[str]:
    """Return the specs of the repository other than `spec` that extend the file `base`.

    Paths are relative to the current folder. Files that cannot be read and hidden folders are left out.
    """
    specs: list[str] = []
    for folder, subfolders, names in os.walk(repository_of(spec)):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            file = os.path.relpath(Path(folder, name))
            if Path(name).suffix in (".yaml", ".yml") and not _same(file, spec) and _extends(file, base):
                specs.append(file)
    return specs


def shared_files(names: Iterable[str], spec: str) -> dict[str, tuple[str, ...]]:
    """Return those of the files that other specs than `spec` extend too, each with these specs."""
    others = {name: tuple(specs_extending(name, spec)) for name in names if not _same(name, spec)}
    return {name: specs for name, specs in others.items() if specs}


def file_named(wanted: str, names: Iterable[str]) -> str | None:
    """Return the one of the names that is the same file as `wanted`."""
    return next((name for name in names if _same(name, wanted)), None)


def _extends(file: str, base: str) -> bool:
    """Return whether a file extends another, directly or through others."""
    try:
        data = read_spec_file(file)
    except EksgenError:
        return False
    if re.search(rb"^[\"']?extends", data, re.MULTILINE) is None or _same(file, base):
        return False
    return any(_same(name, base) for name in compose_spec(data, file, library_of(file)).texts)


def _same(file: str, other: str) -> bool:
    return os.path.realpath(file) == os.path.realpath(other)


def _is_pattern(argument: str) -> bool:
    """Return whether an argument is a pattern, also if it is the name of a file too.

    Else a pull request could add a file `*.yaml`, and no other file would be checked.
    """
    if argument == "-" or not any(char in argument for char in _PATTERN):
        return False
    return not Path(argument).exists() or not set(_matches(argument)) <= {argument}


def _specs_in(folder: str) -> list[str]:
    """Return the YAML files of a folder that describe a cluster.

    Files of other tools are left out, and bases. A file that cannot be parsed is included, so that its errors
    are shown.
    """
    return _without_bases(_yaml_files(folder), only_specs=True) or _no_spec_in(folder)


def _no_spec_in(folder: str) -> list[str]:
    raise EksgenError(
        f"there is no cluster spec in {folder}",
        code="no-such-file",
        notes=("looked in the folder itself for *.yaml and *.yml files with `apiVersion: eksgen/...`",),
    )


def _yaml_files(folder: str) -> list[str]:
    return sorted(
        os.path.normpath(file)
        for file in Path(folder).iterdir()
        if file.suffix in (".yaml", ".yml") and file.is_file() and not file.name.startswith(".")
    )


def _composed(names: Iterable[str]) -> dict[str, Composition]:
    return {name: compose_spec(read_spec_file(name), name, library_of(name)) for name in names}


def _bases(composed: Mapping[str, Composition]) -> dict[str, str]:
    """Return the files that others extend, by real path, each with the first that extends it."""
    bases: dict[str, str] = {}
    for name, spec in composed.items():
        for base in spec.texts:
            if not _same(base, name):
                bases.setdefault(os.path.realpath(base), name)
    return bases


def _without_bases(names: Iterable[str], *, only_specs: bool) -> list[str]:
    """Leave out bases: files that another of the files extends and that name no cluster."""
    composed = _composed(names)
    bases = _bases(composed)
    kept: list[str] = []
    for name, spec in composed.items():
        user = bases.get(os.path.realpath(name))
        if user and not _names_a_cluster(spec.root):
            sys.stderr.write(f"skipped {shown_line(name)}, a base of {shown_line(user)}\n")
        elif not only_specs or _is_spec(spec.root) or _lacks_a_base(spec):
            kept.append(name)
    return kept


def _is_spec(root: Node | None) -> bool:
    if not isinstance(root, MapNode):
        return root is None
    version = find(root, ("apiVersion",))
    is_eksgen = isinstance(version, ScalarNode) and str(version.value).startswith("eksgen/")
    return is_eksgen or {"metadata", "kubernetes"} <= root.entries.keys()


def _lacks_a_base(spec: Composition) -> bool:
    """Return whether a file names a cluster but extends a base that cannot be used."""
    broken = any(finding.code in _WITHOUT_BASE for finding in spec.findings)
    return broken and _names_a_cluster(spec.root)


def _names_a_cluster(root: Node | None) -> bool:
    return root is None or find(root, ("metadata", "name")) is not None
