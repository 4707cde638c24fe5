"""A spec that is edited in memory: its files with the edits so far, checked and compiled as if on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...compiler.diagnostics import Path, Severity
from ...compiler.edit.rewrite import rewrite, with_value, without_value
from ...compiler.errors import EksgenError
from ...compiler.pipeline import Checked, check_text
from ...compiler.source.addon_names import path_in_file
from ...compiler.source.extends import Library
from ...compiler.source.parse import parse_yaml
from ...compiler.source.tree import to_plain
from ..truncate import join_some
from .evidence import ABSENT

_SHOWN_SPECS = 5


class InvalidDraft(EksgenError):
    """An edit would make the spec invalid. Its errors are notes without a line: no file has these lines."""

    def __init__(self, message: str, edited: Checked, *, code: str, helps: tuple[str, ...] = ()) -> None:
        errors = (finding for finding in edited.findings if finding.severity is Severity.ERROR)
        super().__init__(message, code=code, notes=tuple(error.message for error in errors), helps=helps)


@dataclass(frozen=True, slots=True)
class Draft:
    """A spec and the files it extends, with the edits so far by file name; nothing is written to disk.

    `shared` are the files that other specs extend too, with these specs. They are edited only if `into`, the
    one file to edit, is such a file.
    """

    file: str
    disk: Library
    today: date
    edited: Mapping[str, bytes] = field(default_factory=dict)
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    into: str = ""

    @property
    def target(self) -> str:
        """The file for fields that are written nowhere."""
        return self.into or self.file

    def may_edit(self, name: str) -> bool:
        """Return whether a file may be edited: the one that was asked for, else any that is not shared."""
        return name == self.into if self.into else name not in self.shared

    def others_extend(self, name: str, one: str = "extends", many: str = "extend") -> str:
        """Return the other specs that extend a file, with the verb for one or for many."""
        others = self.shared[name]
        return f"{join_some(others, _SHOWN_SPECS)} {one if len(others) == 1 else many}"

    def read(self, name: str) -> bytes:
        """Return a file with its edits."""
        return self.edited.get(name) or self.disk.read(name) or b""

    def check(self) -> Checked:
        """Check the spec with its edits."""
        library = replace(self.disk, read=lambda name: self.edited.get(name) or self.disk.read(name))
        return check_text(self.read(self.file), self.file, library=library, today=self.today)

    def with_file(self, name: str, data: bytes) -> Draft:
        """Return the draft with another content of one file."""
        return replace(self, edited={**self.edited, name: data})

    def with_field(self, name: str, path: Path, value: Any) -> Draft:
        """Return the draft with a field of one file set, or removed (`ABSENT`).

        `EksgenError` if the file has errors, or no place for the field.
        """
        root, _, findings = parse_yaml(self.read(name), name)
        if root is None or findings:
            raise EksgenError(f"{name} has errors: fix them before it is edited", code="not-editable")
        current, path = to_plain(root), path_in_file(root, path)
        desired = without_value(current, path) if value is ABSENT else with_value(current, path, value)
        return self.with_file(name, rewrite(self.read(name), name, desired))
