"""Read the source map of a compiled folder. In: the map and the interface of the modules. Out: a `Trace`."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from ...compiler.diagnostics import Path
from ...compiler.files.decoding import NotDecoded, decode_object
from ...compiler.files.reading import MAX_OWN_BYTES, read_below
from ...compiler.files.typed_values import attribute_path, flag, items, number, text, texts
from .place import SpecPlace, spec_place
from .trace import Argument, MapEntry, Trace

MAP_NAME = "eksgen.map.json"


def load_trace(folder: FilePath, interface: FilePath | None, spec_folder: str = "") -> Trace:
    """Read a compiled folder's map and the modules' interface; a missing, damaged or foreign map counts as
    empty.

    Without an `interface`, attributes have no place of their own; OSError if the file does not exist.

    The map names files relative to the spec's folder; `spec_folder` is that folder as the user would name it.
    """
    modules = _parse(interface.read_bytes()) if interface else {}
    try:
        return _trace(read_map(folder), modules, spec_folder)
    except (KeyError, TypeError, ValueError, AttributeError):
        return _trace({}, modules, spec_folder)


def _trace(raw_map: Mapping[str, Any], modules: Mapping[str, Any], spec_folder: str) -> Trace:
    blocks: dict[tuple[str, ...], dict[Path, MapEntry]] = {}
    for raw in raw_map.get("entries") or ():
        entry = _entry(raw, spec_folder)
        blocks.setdefault(entry.block, {}).setdefault(entry.at, entry)
    return Trace(
        spec=posixpath.join(spec_folder, raw_map["spec"]) if raw_map.get("spec") else None,
        calls=dict(raw_map.get("calls") or {}),
        blocks=blocks,
        resources={name: _resources(m) for name, m in (modules.get("modules") or {}).items()},
        ignored={name: _ignored(m) for name, m in (modules.get("modules") or {}).items()},
        protection=_optional(raw_map.get("protection"), spec_folder),
        provider_lock=_optional(raw_map.get("providerLock"), spec_folder),
    )


def _optional(raw: Mapping[str, Any] | None, spec_folder: str) -> SpecPlace | None:
    return spec_place(raw, spec_folder) if raw else None


def _entry(raw: Mapping[str, Any], spec_folder: str) -> MapEntry:
    place = spec_place(raw["spec"], spec_folder)
    block, at = tuple(map(text, items(raw["block"]))), attribute_path(raw["at"])
    return MapEntry(text(raw["file"]), number(raw["line"]), block, at, place, flag(raw.get("open", False)))


def read_map(folder: FilePath) -> dict[str, Any]:
    """Read the map of a compiled folder; a missing or foreign file counts as empty."""
    return _parse(read_below(folder, folder / MAP_NAME, MAX_OWN_BYTES) or b"")


def compiled_files(folder: FilePath) -> dict[str, str]:
    """Return the digests of the files of a compiled folder by name, as its map has them."""
    try:
        return texts(read_map(folder).get("files", {}))
    except TypeError:
        return {}


def _resources(module: Mapping[str, Any]) -> dict[str, tuple[Argument, ...]]:
    return {
        name: tuple(
            Argument(tuple(a["at"]), tuple(tuple(source) for source in a["from"]))
            for a in resource.get("arguments") or ()
        )
        for name, resource in (module.get("resources") or {}).items()
    }


def _ignored(module: Mapping[str, Any]) -> dict[str, dict[str, tuple[Path, ...]]]:
    return {
        variant: {name: tuple(map(tuple, paths)) for name, paths in resources.items()}
        for variant, resources in (module.get("ignored") or {}).items()
    }


def _parse(data: bytes) -> dict[str, Any]:
    try:
        value = decode_object(data)
    except NotDecoded:
        return {}
    return value if value.get("version") == 1 else {}
