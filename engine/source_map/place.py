"""A place in the spec: a field with its file, line and column."""

from __future__ import annotations

from dataclasses import dataclass

from ...compiler.diagnostics import Path, Span, dotted


@dataclass(frozen=True, slots=True)
class SpecPlace:
    """A field of the spec and where it is. With `written` false the field is a default and the line is
    that of the nearest thing around it that was written. `end_column` is exclusive; 0 is one column."""

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
        """The same for a diagnostic to point at."""
        return Span(self.file, self.line, self.column, max(self.end_column, self.column + 1))
