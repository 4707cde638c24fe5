"""A spec being edited in memory: its files with the edits so far, checked and compiled as if on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ...compiler.diagnostics import Path, Severity
from ...compiler.edit.rewrite import rewrite, with_value, without_value
from ...compiler.errors import EksgenError, SpecRefused
from ...compiler.pipeline import Checked, check_text
from ...compiler.source.extends import Library
from ...compiler.source.parse import parse_yaml
from ...compiler.source.tree import to_plain
from .evidence import GONE


class InvalidDraft(SpecRefused):
    """An edit would make the spec invalid. `findings` are its errors, `texts` the edited files by name."""

    def __init__(self, message: str, edited: Checked, *, code: str, helps: tuple[str, ...] = ()) -> None:
        super().__init__(message, code=code, helps=helps)
        self.findings = tuple(one for one in edited.findings if one.severity is Severity.ERROR)
        self.texts = edited.texts


@dataclass(frozen=True, slots=True)
class Draft:
    """A spec and the files it extends, with the edits made so far; nothing is on disk yet."""

    file: str
    disk: Library
    today: date
    edited: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """A file as it would be."""
        return self.edited.get(name) or self.disk.read(name) or b""

    def check(self) -> Checked:
        """The spec as it would be."""
        library = Library(lambda name: self.edited.get(name) or self.disk.read(name), self.disk.inside)
        return check_text(self.read(self.file), self.file, library=library, today=self.today)

    def with_file(self, name: str, data: bytes) -> Draft:
        """The same with one more file edited."""
        return replace(self, edited={**self.edited, name: data})

    def with_field(self, name: str, path: Path, value: Any) -> Draft:
        """The same with a field of one file set, or taken out (`GONE`); `EksgenError` if that cannot be."""
        root, _, findings = parse_yaml(self.read(name), name)
        if root is None or findings:
            raise EksgenError(f"{name} has faults, which an edit would hide", code="not-editable")
        have = to_plain(root)
        wanted = without_value(have, path) if value is GONE else with_value(have, path, value)
        return self.with_file(name, rewrite(self.read(name), name, wanted))
