"""The warnings of Terraform as texts: those with a line in the spec first."""

from __future__ import annotations

from collections.abc import Iterable

from ...compiler.diagnostics import Diagnostic
from .words import printable


def remark_texts(warnings: Iterable[Diagnostic], remarks: Iterable[str]) -> tuple[str, ...]:
    """Return each warning in one text, with what to do about it."""
    return tuple(printable(text) for text in (*map(_text, warnings), *remarks))


def _text(warning: Diagnostic) -> str:
    span = warning.primary.span
    parts = (warning.message, *warning.notes, *warning.helps)
    return f"{span.file}:{span.line}:{span.column}: {'. '.join(parts)}"
