"""Map addresses, attributes and diagnostics of Terraform to lines of the spec.

In: what `reading.py` finds in the compiled folder and in the interface of the modules. Both may be missing;
then nothing has a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...catalog.resources.nouns import is_subject
from ...compiler.diagnostics import Diagnostic, Label, Path, Severity, dotted
from ...compiler.paths import overlap, starts_with, without_indexes
from ..addresses import Address, parse_address
from ..terraform.aws_errors import AwsError, aws_error
from ..terraform.events import TerraformDiagnostic
from .conditions import failed_condition
from .place import SpecPlace


@dataclass(frozen=True, slots=True)
class MapEntry:
    """An argument in the compiled folder and its place in the spec. `at` is the path of the argument in its
    block; `open` is true if the spec leaves it null."""

    file: str
    line: int
    block: tuple[str, ...]
    at: Path
    spec: SpecPlace
    open: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """An attribute `at` of a resource, and the paths of the module variables it is computed from."""

    at: Path
    sources: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ArgumentSource:
    """The module argument `at` that decides an attribute. `spec_fields` are (argument, spec path) of the
    argument itself and those that enclose it, the innermost first, as far as the map has them."""

    call: str
    at: Path
    spec_fields: tuple[tuple[Path, Path], ...]

    @property
    def field(self) -> Path:
        """The spec path of the innermost argument."""
        return self.spec_fields[0][1]


@dataclass(frozen=True, slots=True)
class Trace:
    """The source map. `blocks` maps block and argument to an entry, `calls` each call to its module.
    `sandbox` is true if its folder is for runs in the sandbox."""

    spec: str | None = None
    sandbox: bool = False
    calls: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[tuple[str, ...], Mapping[Path, MapEntry]] = field(default_factory=dict)
    resources: Mapping[str, Mapping[str, tuple[Argument, ...]]] = field(default_factory=dict)
    ignored: Mapping[str, Mapping[str, Mapping[str, tuple[Path, ...]]]] = field(default_factory=dict)
    """Module -> variant ("" for all of them) -> resource -> attributes under `ignore_changes`."""
    protection: SpecPlace | None = None
    """Where the spec sets `terraform.preventDestroy`; None if it does not."""
    provider_lock: SpecPlace | None = None
    """Where the lock file of the spec pins the AWS provider; None if it does not."""

    def place(self, address: Address, path: Path = ()) -> SpecPlace | None:
        """Return the spec field that decides an attribute, else the one that its object stands for."""
        entries = self.blocks.get(("module", address.module_call), {})
        nearest = [(_nearest(entries, source), source) for source in self._sources(address, path)]
        found = [(entry, source) for entry, source in nearest if entry]
        best, _ = max(
            found,
            key=lambda pair: (len(pair[0].at), pair[0].at == pair[1], pair[1][:1] == path[:1]),
            default=(None, ()),
        )
        best = best or self._instance_entry(entries, address) or _nearest(entries, ())
        return best.spec if best else None

    def block_argument(self, block: tuple[str, ...], at: Path) -> MapEntry | None:
        """Return the entry of an argument of a block, such as the argument `name` of `("module", "eks")`."""
        return self.blocks.get(block, {}).get(at)

    def call_place(self, module_call: str) -> SpecPlace | None:
        """Return the part of the spec that a module call was compiled from."""
        entry = _nearest(self.blocks.get(("module", module_call), {}), ())
        return entry.spec if entry else None

    def has_argument(self, address: Address, path: Path) -> bool:
        """Return whether a module argument decides this attribute."""
        return bool(self._sources(address, path))

    def sets(self, address: Address, path: Path) -> bool:
        """Return whether a map of attributes by instance, as `endpoint_policies`, has this instance."""
        block = ("module", address.module_call)
        return any((*at, address.key) in self.blocks.get(block, {}) for at in self._sources(address, path))

    def has_interface(self, address: Address) -> bool:
        """Return whether the interface of the object's module is known."""
        return bool(self._module(address))

    def ignores_changes(self, address: Address, path: Path) -> bool:
        """Return whether the attribute is under `ignore_changes`."""
        module = self._module(address)
        variants = self.calls.get(address.module_call, "").removeprefix(module) + "_"
        known = self.ignored.get(module, {})
        active = [known[v] for v in known if not v or f"_{v}_" in variants]
        ignored = [at for resources in active for at in resources.get(_resource_name(address), ())]
        names = without_indexes(path)
        return any(starts_with(names, at) for at in ignored)

    def _module(self, address: Address) -> str:
        """Return the module of a call; a variant such as nodes_autoscaled has the addresses of its module."""
        name = self.calls.get(address.module_call, "")
        bases = [base for base in self.resources if name == base or name.startswith(f"{base}_")]
        return max(bases, key=len, default="")

    def argument_sources(self, address: Address, path: Path) -> tuple[ArgumentSource, ...]:
        """Return the module arguments that decide an attribute."""
        return tuple(self._argument_source(address.module_call, at) for at in self._sources(address, path))

    def object_source(self, address: Address) -> ArgumentSource | None:
        """Return the argument that an object as a whole comes from; None if it is one of several objects."""
        call = address.module_call
        if address.key is None:
            return self._argument_source(call, ()) if is_subject(address.resource_type) else None
        entry = self._instance_entry(self.blocks.get(("module", call), {}), address)
        return self._argument_source(call, entry.at) if entry and entry.at[-1:] == (address.key,) else None

    def is_shared(self, field: Path) -> bool:
        """Return whether a field of the spec decides arguments of more than one module call."""
        blocks = self.blocks.values()
        return sum(any(entry.spec.path == field for entry in entries.values()) for entries in blocks) > 1

    def _argument_source(self, call: str, at: Path) -> ArgumentSource:
        entries = self.blocks.get(("module", call), {})
        enclosing = [at[:length] for length in range(len(at), -1, -1) if at[:length] in entries]
        return ArgumentSource(call, at, tuple((path, entries[path].spec.path) for path in enclosing))

    def arguments(self, address: Address) -> tuple[Argument, ...]:
        """Return the attributes of an object that module arguments decide."""
        return self.resources.get(self._module(address), {}).get(_resource_name(address), ())

    def _sources(self, address: Address, path: Path) -> tuple[Path, ...]:
        """Return the variable paths behind an attribute, from the longest matching argument."""
        names = without_indexes(path)
        matching = [a for a in self.arguments(address) if names and overlap(a.at, names)]
        if not matching:
            return ()
        best = max(matching, key=lambda a: min(len(a.at), len(names)))
        rest = names[len(best.at) :]
        return tuple(_instance_path(source, address.key) + rest for source in best.sources)

    def _instance_entry(self, entries: Mapping[Path, MapEntry], address: Address) -> MapEntry | None:
        """Return the map entry of one instance of a `for_each`, by its key; `entry/part` is a part of one."""
        if address.key is None:
            return None
        sources = sorted({s for argument in self.arguments(address) for s in argument.sources}, key=str)
        maps = [s[: s.index("*")] for s in sources if "*" in s]
        steps = str(address.key).split("/")
        keys = [address.key, *("/".join(steps[:length]) for length in range(len(steps) - 1, 0, -1))]
        exact = [entries.get((*path, key)) for path in (*maps, *sources) for key in keys]
        nearest = [_nearest(entries, (*path, address.key)) for path in maps]
        return max(filter(None, (*exact, *nearest)), key=lambda e: len(e.at), default=None)

    def line(self, file: str, line: int) -> SpecPlace | None:
        """Return the spec field of a line in a compiled file: the argument there or the last one before."""
        before = [
            e
            for entries in self.blocks.values()
            for e in entries.values()
            if e.file == file and e.line <= line
        ]
        best = max(before, key=lambda e: (e.line, -len(e.at)), default=None)
        return best.spec if best else None

    def diagnostic(self, reported: TerraformDiagnostic) -> Diagnostic | None:
        """Return Terraform's diagnostic at its spec line, or None if it is about no line of the spec."""
        place = self._diagnostic_place(reported)
        if place is None:
            return None
        if condition := failed_condition(reported, self.calls):
            return condition.diagnostic(reported, place)
        severity = Severity.WARNING if reported.severity == "warning" else Severity.ERROR
        default = (
            "" if place.written else f"the spec does not set `{dotted(place.path)}`; this is its default"
        )
        error = aws_error(reported.summary)
        aws_notes = (error.reason, _call_note(error)) if error else ()
        notes = (*aws_notes, _one_line(reported.detail), *reported.values, _reported_for(reported), default)
        headline = _headline(f"{error.action}: {error.code}" if error else reported.summary)
        return Diagnostic(
            "terraform", severity, headline, Label(place.span, ""), notes=tuple(filter(None, notes))
        )

    def _diagnostic_place(self, reported: TerraformDiagnostic) -> SpecPlace | None:
        if reported.address and (address := parse_address(reported.address)).module_call:
            return self.place(address)
        if condition := failed_condition(reported, self.calls):
            return self.place(parse_address(condition.address))
        if reported.range is not None:
            return self.line(reported.range.file, reported.range.line)
        return None


def _nearest(entries: Mapping[Path, MapEntry], path: Path) -> MapEntry | None:
    """Return the entry with the longest prefix of a variable path; the whole block's entry only for ()."""
    lengths = range(len(path), 0, -1) if path else (0,)
    return next((entry for length in lengths if (entry := entries.get(path[:length])) is not None), None)


def _instance_path(source: Path, key: str | int | None) -> Path:
    return tuple(key if step == "*" and key is not None else step for step in source)


def _resource_name(address: Address) -> str:
    name = f"{address.resource_type}.{address.name}"
    return f"data.{name}" if address.data else name


def _headline(summary: str) -> str:
    text = _one_line(summary).rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _call_note(error: AwsError) -> str:
    """Return the failed call, to look it up in CloudTrail or to contact AWS Support."""
    request = f", request {error.request}" if error.request else ""
    return f"AWS answered {error.call} ({error.service}) with {error.status}{request}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _reported_for(reported: TerraformDiagnostic) -> str:
    if reported.address:
        return f"reported for {reported.address}"
    return f"reported for {reported.range.file}:{reported.range.line}" if reported.range else ""
