"""Stage 6, the folder: cluster model in, every file of the Terraform folder out; and writing it.

`folder` is pure. `write_folder` touches the disk: files change only when their bytes do, each by an atomic
replacement, files of an earlier run that are no longer made are removed, and a folder with files of somebody
else is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any

from ..schemas.cluster import ClusterSpec
from . import modules, root
from .atomic import write_whole
from .diagnostics import Path
from .errors import EksgenError
from .hcl import Block, Origin, module_block, write
from .model import Cluster
from .tree import Node, locate
from .values import ModuleCall

MAP_FILE = "eksgen.map.json"
MAP_VERSION = 1


def folder(cluster: Cluster, calls: tuple[ModuleCall, ...], tree: Node, spec_file: str) -> dict[str, bytes]:
    """Every file by its path in the folder, in path order."""
    name = PurePosixPath(spec_file).name
    header = f"Made by eksgen from {name}. Change that file, not this one."
    plans: dict[str, tuple[Block, ...]] = {
        "main.tf": tuple(module_block(call) for call in calls),
        "versions.tf": root.versions(cluster),
        "provider.tf": root.provider(cluster),
        "backend.tf": root.backend(cluster),
        "outputs.tf": root.outputs(cluster),
    }
    files: dict[str, bytes] = {".gitignore": b".eksgen/\n.terraform/\n*.tfstate\n*.tfstate.*\n"}
    origins: list[tuple[str, Origin]] = []
    for file, blocks in plans.items():
        if blocks:
            text, found = write(blocks, header)
            files[file] = text.encode()
            origins += [(file, origin) for origin in found]
    for call in calls:
        copy = "_".join((call.module, *call.variant))
        files |= {
            f"modules/{copy}/{name}": data for name, data in modules.files(call.module, call.variant).items()
        }
    files[MAP_FILE] = _source_map(
        spec_file, calls, origins, drift_rules(cluster.spec, tree, spec_file), tree, files
    )
    return dict(sorted(files.items()))


def _source_map(
    spec_file: str,
    calls: tuple[ModuleCall, ...],
    origins: Sequence[tuple[str, Origin]],
    drift: dict[str, Any],
    tree: Node,
    files: Mapping[str, bytes],
) -> bytes:
    paths = dict.fromkeys(origin.path for _, origin in origins)
    places = {path: _place(path, tree, spec_file) for path in paths}
    entries = [_entry(file, origin, places[origin.path]) for file, origin in origins]
    entries.sort(key=lambda entry: (entry["file"], entry["line"], [str(step) for step in entry["at"]]))
    document = {
        "version": MAP_VERSION,
        "spec": PurePosixPath(spec_file).name,
        "calls": {call.name: "_".join((call.module, *call.variant)) for call in calls},
        "drift": drift,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return _one_line_an_entry(document, entries).encode()


def _one_line_an_entry(document: dict[str, Any], entries: list[dict[str, Any]]) -> str:
    """JSON in which each entry is a line: it is read in differences, and the fast encoder cannot indent."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n".join(f"  {encode(entry)}" for entry in entries)
    head = json.dumps(document, indent=1, ensure_ascii=False).removesuffix("\n}")
    return f'{head},\n "entries": [\n{lines}\n ]\n}}\n'


def drift_rules(spec: ClusterSpec, tree: Node, spec_file: str) -> dict[str, Any]:
    """The `drift` part, for whoever compares the cloud with this folder."""
    rules = spec.drift
    return {
        "failOn": rules.fail_on,
        "ignore": [
            {
                **rule.model_dump(exclude_none=True),
                "spec": _place(("drift", "ignore", index), tree, spec_file),
            }
            for index, rule in enumerate(rules.ignore)
        ],
    }


def _entry(file: str, origin: Origin, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": file,
        "line": origin.line,
        "block": list(origin.block),
        "at": list(origin.at),
        **({"open": True} if origin.open else {}),
        "spec": place,
    }


def _place(path: Path, tree: Node, spec_file: str) -> dict[str, Any]:
    """Where a spec path is, in a file that is named from the folder of the spec."""
    place = locate(tree, path)
    return {
        "path": list(path),
        "file": _beside(spec_file, place.span.file),
        "line": place.span.line,
        "column": place.span.column,
        "endColumn": place.span.end_column,
        "written": place.written,
    }


@cache
def _beside(spec_file: str, file: str) -> str:
    """The name of a file as seen from the folder of the spec; slow to reckon, and the same for many lines."""
    base = os.path.dirname(spec_file) or "."  # noqa: PTH120  (pure text, no disk)
    return os.path.relpath(file, base).replace(os.sep, "/")


def write_folder(target: FilePath, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Make the folder hold exactly these files of ours; the names of those that changed."""
    ours = _written_before(target)
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


def _written_before(target: FilePath) -> set[str]:
    try:
        document = json.loads((target / MAP_FILE).read_text(encoding="utf-8"))
        names = {str(name) for name in document["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    # The map is a file like any other; never follow a name out of the folder.
    return {name for name in names if not name.startswith("/") and ".." not in name.split("/")} | {MAP_FILE}


def _differs(file: FilePath, data: bytes) -> bool:
    return file.exists() and (not file.is_file() or file.read_bytes() != data)


def _replace(file: FilePath, data: bytes) -> bool:
    if file.is_file() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, data, 0o644)
    return True
