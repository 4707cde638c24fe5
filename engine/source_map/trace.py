"""From Terraform's words back to the spec: addresses, attributes and diagnostics -> lines of the spec.

In: `eksgen.map.json` of the compiled folder and `modules/interface.json`. A folder without them works too;
then nothing has a place.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from ...catalog.resource_nouns import is_subject
from ...compiler.diagnostics import Diagnostic, Label, Path, Severity, dotted
from ...compiler.paths import overlap, starts_with, without_indexes
from ..addresses import Address, parse_address
from ..terraform.aws_errors import AwsError, aws_error
from ..terraform.events import SourceRange, TerraformDiagnostic
from .place import SpecPlace

MAP_NAME = "eksgen.map.json"


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One argument of the compiled folder: block and path of argument -> place in the spec; `open`: null."""

    file: str
    line: int
    block: tuple[str, ...]
    at: Path
    spec: SpecPlace
    open: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """Which variables of a module feed an attribute of one of its resources."""

    at: Path
    sources: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ArgumentSource:
    """A module argument behind an attribute. `origins` are the arguments around it, the nearest first, each
    with the spec path it came from."""

    call: str
    at: Path
    origins: tuple[tuple[Path, Path], ...]

    @property
    def field(self) -> Path:
        """The spec path that the argument came from."""
        return self.origins[0][1]


@dataclass(frozen=True, slots=True)
class Trace:
    """The source map, ready to be asked; in `blocks` each entry of a block is found by its argument."""

    spec: str | None = None
    calls: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[tuple[str, ...], Mapping[Path, MapEntry]] = field(default_factory=dict)
    resources: Mapping[str, Mapping[str, tuple[Argument, ...]]] = field(default_factory=dict)
    ignored: Mapping[str, Mapping[str, Mapping[str, tuple[Path, ...]]]] = field(default_factory=dict)
    """Module -> variant ("" is all of them) -> resource -> attributes under `ignore_changes`."""

    def place(self, address: Address, path: Path = ()) -> SpecPlace | None:
        """The spec field that decides an attribute; for one that nothing decides, that of its object."""
        entries = self.blocks.get(("module", address.module_call), {})
        best = max(
            (_nearest(entries, source) for source in self._sources(address, path)),
            key=lambda entry: -1 if entry is None else len(entry.at),
            default=None,
        )
        best = best or self._instance(entries, address) or _nearest(entries, ())
        return best.spec if best else None

    def call_place(self, module_call: str) -> SpecPlace | None:
        """The part of the spec that a module call stands for."""
        entry = _nearest(self.blocks.get(("module", module_call), {}), ())
        return entry.spec if entry else None

    def fed(self, address: Address, path: Path) -> bool:
        """Whether a module argument decides this attribute."""
        return bool(self._sources(address, path))

    def knows(self, address: Address) -> bool:
        """Whether the object is one of a module that came with an interface."""
        return bool(self._module(address))

    def left_alone(self, address: Address, path: Path) -> bool:
        """Whether Terraform is told to leave this attribute to others (`ignore_changes`)."""
        module = self._module(address)
        variants = self.calls.get(address.module_call, "").removeprefix(module) + "_"
        known = self.ignored.get(module, {})
        mine = [known[v] for v in known if not v or f"_{v}_" in variants]
        found = [at for resources in mine for at in resources.get(_resource(address), ())]
        names = without_indexes(path)
        return any(starts_with(names, at) for at in found)

    def _module(self, address: Address) -> str:
        """The module of a call; a variation such as nodes_autoscaled has the addresses of its module."""
        name = self.calls.get(address.module_call, "")
        bases = [base for base in self.resources if name == base or name.startswith(f"{base}_")]
        return max(bases, key=len, default="")

    def feeds(self, address: Address, path: Path) -> tuple[ArgumentSource, ...]:
        """The module arguments that decide an attribute."""
        return tuple(self._feed(address.module_call, at) for at in self._sources(address, path))

    def stands_for(self, address: Address) -> ArgumentSource | None:
        """The entry of the spec that an object as a whole stands for; None if it is one part of several."""
        call = address.module_call
        if address.key is None:
            return self._feed(call, ()) if is_subject(address.resource_type) else None
        found = self._instance(self.blocks.get(("module", call), {}), address)
        return self._feed(call, found.at) if found and found.at[-1:] == (address.key,) else None

    def shared(self, field: Path) -> bool:
        """Whether more than one module call is fed by a field of the spec."""
        return sum(any(e.spec.path == field for e in known.values()) for known in self.blocks.values()) > 1

    def _feed(self, call: str, at: Path) -> ArgumentSource:
        known = self.blocks.get(("module", call), {})
        around = [at[:length] for length in range(len(at), -1, -1) if at[:length] in known]
        return ArgumentSource(call, at, tuple((one, known[one].spec.path) for one in around))

    def arguments(self, address: Address) -> tuple[Argument, ...]:
        """The attributes of an object that module arguments decide."""
        return self.resources.get(self._module(address), {}).get(_resource(address), ())

    def _sources(self, address: Address, path: Path) -> tuple[Path, ...]:
        """Variable paths behind an attribute, from the longest matching argument."""
        names = without_indexes(path)
        if not names:
            return ()
        matching = [a for a in self.arguments(address) if overlap(a.at, names)]
        if not matching:
            return ()
        best = max(matching, key=lambda a: min(len(a.at), len(names)))
        rest = names[len(best.at) :]
        return tuple(_instance_path(source, address.key) + rest for source in best.sources)

    def _instance(self, entries: Mapping[Path, MapEntry], address: Address) -> MapEntry | None:
        """The map entry that stands for one instance of a `for_each`, by its key."""
        if address.key is None:
            return None
        heads = {s[: s.index("*")] for a in self.arguments(address) for s in a.sources if "*" in s}
        found = [_nearest(entries, (*head, address.key)) for head in sorted(heads, key=str)]
        return max((e for e in found if e is not None), key=lambda e: len(e.at), default=None)

    def line(self, file: str, line: int) -> SpecPlace | None:
        """The spec field behind a line of a compiled file: the argument on it or the last one before."""
        before = [
            e
            for entries in self.blocks.values()
            for e in entries.values()
            if e.file == file and e.line <= line
        ]
        best = max(before, key=lambda e: (e.line, -len(e.at)), default=None)
        return best.spec if best else None

    def diagnostic(self, said: TerraformDiagnostic) -> Diagnostic | None:
        """Terraform's diagnostic at its spec line, or None when it is about no line of the spec."""
        place = self._said_about(said)
        if place is None:
            return None
        severity = Severity.WARNING if said.severity == "warning" else Severity.ERROR
        where = f"said about {said.address}" if said.address else _where(said.range)
        default = (
            ""
            if place.written
            else f"the spec does not set `{dotted(place.path)}`; its default is at work here"
        )
        aws = aws_error(said.summary)
        told = (aws.reason, _asked(aws)) if aws else ()
        notes = tuple(n for n in (*told, _one_line(said.detail), *said.values, where, default) if n)
        headline = _headline(f"{aws.doing}: {aws.code}" if aws else said.summary)
        return Diagnostic("terraform", severity, headline, Label(place.span, ""), notes=notes)

    def _said_about(self, said: TerraformDiagnostic) -> SpecPlace | None:
        if said.address and (address := parse_address(said.address)).module_call:
            return self.place(address)
        if said.range is not None:
            return self.line(said.range.file, said.range.line)
        return None


def load_trace(folder: FilePath, interface: FilePath | None, spec_folder: str = "") -> Trace:
    """Read a compiled folder's map and the modules' interface; missing or foreign files count as empty.

    The map names files from the spec's folder; `spec_folder` is that folder as the user would name it.
    """
    written, modules = read_map(folder), _read(interface) if interface else {}
    blocks: dict[tuple[str, ...], dict[Path, MapEntry]] = {}
    for raw in written.get("entries") or ():
        entry = _entry(raw, spec_folder)
        blocks.setdefault(entry.block, {}).setdefault(entry.at, entry)
    return Trace(
        spec=posixpath.join(spec_folder, written["spec"]) if written.get("spec") else None,
        calls=dict(written.get("calls") or {}),
        blocks=blocks,
        resources={name: _resources(m) for name, m in (modules.get("modules") or {}).items()},
        ignored={name: _ignored(m) for name, m in (modules.get("modules") or {}).items()},
    )


def _nearest(entries: Mapping[Path, MapEntry], path: Path) -> MapEntry | None:
    """The entry whose `at` is the longest prefix of a variable path; an unspecific one only for ()."""
    lengths = range(len(path), 0, -1) if path else (0,)
    return next((found for length in lengths if (found := entries.get(path[:length])) is not None), None)


def _instance_path(source: Path, key: str | int | None) -> Path:
    return tuple(key if step == "*" and key is not None else step for step in source)


def _entry(raw: Mapping[str, Any], spec_folder: str) -> MapEntry:
    place = spec_place(raw["spec"], spec_folder)
    block, at = tuple(raw["block"]), tuple(raw["at"])
    return MapEntry(raw["file"], int(raw["line"]), block, at, place, raw.get("open") is True)


def spec_place(raw: Mapping[str, Any], spec_folder: str) -> SpecPlace:
    """A place as the map of a compiled folder writes it."""
    return SpecPlace(
        tuple(raw["path"]),
        posixpath.normpath(posixpath.join(spec_folder, raw["file"])),
        int(raw["line"]),
        int(raw["column"]),
        bool(raw["written"]),
        int(raw.get("endColumn", 0)),
    )


def read_map(folder: FilePath) -> dict[str, Any]:
    """The map of a compiled folder; a missing or foreign one counts as empty."""
    return _read(folder / MAP_NAME)


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
        variant: {name: tuple(map(tuple, paths)) for name, paths in found.items()}
        for variant, found in (module.get("ignored") or {}).items()
    }


def _resource(address: Address) -> str:
    return f"{address.resource_type}.{address.name}"


def _read(file: FilePath) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) and value.get("version") == 1 else {}


def _headline(summary: str) -> str:
    text = _one_line(summary).rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _asked(aws: AwsError) -> str:
    """Which call it was, for whoever looks it up in CloudTrail or asks AWS Support."""
    request = f", request {aws.request}" if aws.request else ""
    return f"AWS answered {aws.call} ({aws.service}) with {aws.status}{request}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _where(place: SourceRange | None) -> str:
    return f"said about {place.file}:{place.line}" if place else ""
