"""A place in the spec: a field with its file, line and column."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...compiler.diagnostics import Path, Span, dotted
from ...compiler.files.typed_values import attribute_path, flag, number, text


@dataclass(frozen=True, slots=True)
class SpecPlace:
    """A field of the spec and its position. With `written` false the field has its default, and the position
    is that of the nearest enclosing field that was written. `end_column` is exclusive; 0 means one column."""

    path: Path
    file: str
    line: int
    column: int
    written: bool = True
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {dotted(self.path)}".rstrip()

    @property
    def span(self) -> Span:
        """The span that a diagnostic points at."""
        return Span(self.file, self.line, self.column, max(self.end_column, self.column + 1))


def spec_place(raw: Mapping[str, Any], spec_folder: str) -> SpecPlace:
    """Parse a place in the map of a compiled folder."""
    return SpecPlace(
        attribute_path(raw["path"]),
        posixpath.normpath(posixpath.join(spec_folder, text(raw["file"]))),
        number(raw["line"]),
        number(raw["column"]),
        flag(raw["written"]),
        number(raw.get("endColumn", 0)),
    )


def span_of(place: SpecPlace | None, spec: str | None) -> Span:
    """Return the span of a place; the first line of the spec stands for what it does not have."""
    return place.span if place else Span(spec or "cluster.yaml", 1, 1, 2)
