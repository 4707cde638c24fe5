"""Read the lock file beside a spec. In: the name of the spec. Out: the lock with its tree, or findings.

`clusters/prod.yaml` has `clusters/prod.lock`. The lock belongs to the file that is planned, never to a file
that it extends. A lock file is read as a spec is: regular files of the repository only, up to a size.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ...schemas.lock import Lock, LockedProvider
from ..diagnostics import Diagnostic, Label, Path, Severity, Span, dotted
from ..errors import EksgenError
from ..files.names import argument
from ..load.finding import described, error_at, with_hints
from ..load.schema_errors import without_short_lists
from ..load.unknown_fields import similar_field
from ..load.wrong_values import EXPECTED_TYPES, RANGES, out_of_range
from ..source.addon_names import with_short_names
from ..source.extends import Library
from ..source.files import library_of
from ..source.parse import parse_yaml
from ..source.tree import MapNode, Node, ScalarNode, find, locate, to_plain

LOCK_EXTENSION = ".lock"
STDIN = "<stdin>"
"""The name of a spec that is read from standard input; it has no lock file."""
_SPEC_EXTENSIONS = (".yaml", ".yml")
_MOST_ERRORS = 100
MOVE_AWAY = "rename or remove it, then run"
"""What to do about something that is in the place of a lock file and is none; a command follows."""


@dataclass(frozen=True, slots=True)
class LockFile:
    """A lock file with its text and its findings. `lock` and `tree` are None if there are errors."""

    file: str
    text: str
    findings: tuple[Diagnostic, ...] = ()
    lock: Lock | None = None
    tree: Node | None = None


def lock_name(spec_file: str) -> str:
    """Return the name of the lock file of a spec: `clusters/prod.lock` for `clusters/prod.yaml`."""
    ending = next((ending for ending in _SPEC_EXTENSIONS if spec_file.endswith(ending)), "")
    return spec_file.removesuffix(ending) + LOCK_EXTENSION


def read_lock(spec_file: str, library: Library | None = None) -> LockFile | None:
    """Return the lock file of a spec; None if there is none, or if the spec is standard input.

    `library` contains the files that may be read, by default those of the repository on disk.
    """
    if spec_file in ("-", STDIN):
        return None
    library, file = library or library_of(spec_file), lock_name(spec_file)
    try:
        data = library.read(file)
    except EksgenError as error:
        label = Label(Span(file, 1, 1, 2))
        message = f"the lock file {posixpath.basename(file)} cannot be read"
        help = f"{MOVE_AWAY}: {update_command(spec_file)}"
        finding = Diagnostic(
            error.code, Severity.ERROR, message, label, notes=(error.message,), helps=(help,)
        )
        return LockFile(file, "", (finding,))
    if data is None:
        return None
    lock_file = parse_lock(data, file)
    again = write_again(spec_file)
    return replace(
        lock_file, findings=tuple(with_hints(finding, help=again) for finding in lock_file.findings)
    )


def update_command(spec_file: str) -> str:
    """Return the command that writes the lock file of a spec."""
    return f"eksgen update {argument(spec_file)}"


def write_again(spec_file: str) -> str:
    """Return the help for a lock file that does not fit."""
    return f"write the lock file again: {update_command(spec_file)}"


def parse_lock(data: bytes, file: str) -> LockFile:
    """Return the lock in a text, with its findings."""
    root, text, findings = parse_yaml(data, file)
    if root is None or findings:
        plain = tuple(replace(finding, helps=(), fixes=()) for finding in findings)  # those are for specs
        return LockFile(file, text, plain)
    if not isinstance(root, MapNode):
        message = f"a lock file is a mapping, but this file contains {described(root)}"
        return LockFile(file, text, (error_at(root, (), "not-a-spec", message, "not `key: value`"),))
    root, twice = with_short_names(root)
    if twice:
        return LockFile(file, text, twice)
    try:
        return LockFile(file, text, (), Lock.model_validate(to_plain(root)), root)
    except ValidationError as error:
        errors = without_short_lists(error.errors(include_url=False))
        found = dict.fromkeys(_findings(root, errors[:_MOST_ERRORS]))
        return LockFile(file, text, tuple(found))


def _findings(root: Node, errors: list[ErrorDetails]) -> Iterator[Diagnostic]:
    for error in errors:
        path = tuple(step for step in error["loc"] if step != "[key]")
        yield _finding(root, path, error["type"], error.get("ctx", {}), on_key="[key]" in error["loc"])


def _finding(root: Node, path: Path, kind: str, context: dict[str, Any], *, on_key: bool) -> Diagnostic:
    place = locate(root, path)
    if kind == "missing":
        message = f"the lock file has no `{dotted(path)}`"
        return error_at(root, path, "missing-field", message, "starts here")
    if kind == "extra_forbidden":
        return _unknown(path, place.key_span)
    if kind in EXPECTED_TYPES:
        node, expected = find(root, path), EXPECTED_TYPES[kind]
        message = f"`{dotted(path)}` must be {expected}, not {described(node) if node else 'missing'}"
        quotable = kind == "string_type" and isinstance(node, ScalarNode) and node.value is not None
        help = "put it in quotes" if quotable else ""
        return with_hints(error_at(root, path, "wrong-type", message, "wrong type"), help=help)
    if kind in RANGES:
        return out_of_range(root, path, kind, context)
    label = Label(place.key_span if on_key else place.span, context.get("label", ""))
    message = context.get("message", f"`{dotted(path)}` is not valid")
    code = kind if "message" in context else "invalid-value"
    return with_hints(Diagnostic(code, Severity.ERROR, message, label), note=context.get("note", ""))


def _unknown(path: Path, span: Span) -> Diagnostic:
    model = LockedProvider if path[:1] == ("provider",) else Lock
    known = [info.alias or name for name, info in model.model_fields.items()]
    near = similar_field(str(path[-1]), known)
    return Diagnostic(
        "unknown-field",
        Severity.ERROR,
        f"unknown field `{path[-1]}` in the lock file",
        Label(span, "unknown field"),
        notes=(f"fields here: {', '.join(known)}",),
        helps=(f"write `{near}`",) if near else (),
    )
