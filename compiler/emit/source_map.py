"""Build `eksgen.map.json`, which maps arguments of module calls to fields of the spec.

In: the origins of all arguments, and the tree. Out: the JSON document. Pure.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path
from ..lock.read import LockFile
from ..source.tree import Node, locate
from ..values import ModuleCall
from .hcl import ArgumentOrigin

MAP_FILE = "eksgen.map.json"
MAP_VERSION = 1


def source_map(
    spec_file: str,
    calls: tuple[ModuleCall, ...],
    origins: Sequence[tuple[str, ArgumentOrigin]],
    settings: dict[str, Any],
    tree: Node,
    files: Mapping[str, bytes],
) -> bytes:
    """Return the JSON document, entries sorted by file and line; `settings` are those of eksgen itself."""
    paths = dict.fromkeys(origin.path for _, origin in origins)
    places = {path: _place(path, tree, spec_file) for path in paths}
    entries = [_entry(file, origin, places[origin.path]) for file, origin in origins]
    entries.sort(key=lambda entry: (entry["file"], entry["line"], [str(step) for step in entry["at"]]))
    document = {
        "version": MAP_VERSION,
        "spec": PurePosixPath(spec_file).name,
        "calls": {call.name: call.folder for call in calls},
        **settings,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return _one_line_an_entry(document, entries).encode()


def _one_line_an_entry(document: dict[str, Any], entries: list[dict[str, Any]]) -> str:
    """Return JSON with one entry per line, for readable diffs; the fast encoder of `json` cannot indent."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n".join(f"  {encode(entry)}" for entry in entries)
    head = json.dumps(document, indent=1, ensure_ascii=False).removesuffix("\n}")
    return f'{head},\n "entries": [\n{lines}\n ]\n}}\n'


def engine_settings(
    spec: ClusterSpec, tree: Node, spec_file: str, provider_lock: LockFile | None = None
) -> dict[str, Any]:
    """Return the settings in the map that the engine reads: of drift, and the places of `preventDestroy`,
    of the provider in the lock file, and for runs in HCP of `version`, else of the workspace."""
    lock = provider_lock.tree if provider_lock else None
    protection = _place(("terraform", "preventDestroy"), tree, spec_file)
    asked = _place(("terraform", "version"), tree, spec_file)
    if not asked["written"]:
        asked = {**_place(("terraform", "backend", "cloud"), tree, spec_file), "written": False}
    return {
        "drift": drift_rules(spec, tree, spec_file),
        **({"protection": protection} if spec.terraform.prevent_destroy else {}),
        **({"terraformVersion": asked} if spec.terraform.backend.cloud else {}),
        **({"providerLock": _place(("provider", "version"), lock, spec_file)} if lock else {}),
    }


def drift_rules(spec: ClusterSpec, tree: Node, spec_file: str) -> dict[str, Any]:
    """Return the `drift` part of the map: the drift settings of the spec, with the places of the rules."""
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


def _entry(file: str, origin: ArgumentOrigin, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": file,
        "line": origin.line,
        "block": list(origin.block),
        "at": list(origin.at),
        **({"open": True} if origin.open else {}),
        "spec": place,
    }


def _place(path: Path, tree: Node, spec_file: str) -> dict[str, Any]:
    """Return the place of a spec path, with its file relative to the folder of the spec."""
    place = locate(tree, path)
    return {
        "path": list(path),
        "file": _relative(spec_file, place.span.file),
        "line": place.span.line,
        "column": place.span.column,
        "endColumn": place.span.end_column,
        "written": place.written,
    }


@cache  # slow, and the same for many entries
def _relative(spec_file: str, file: str) -> str:
    """Return the path of a file relative to the folder of the spec."""
    base = os.path.dirname(spec_file) or "."  # noqa: PTH120  (pure text, no disk)
    return os.path.relpath(file, base).replace(os.sep, "/")
