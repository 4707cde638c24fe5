"""What an edit of a base file does to another spec that extends it, found offline before it is written."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date

from ...compiler.diagnostics import Diagnostic, Severity, Span
from ...compiler.errors import EksgenError
from ...compiler.pipeline import check_text
from ...compiler.source.files import library_of


@dataclass(frozen=True, slots=True)
class EffectOnSpec:
    """The errors that the edit causes, with their places, and whether the lock file no longer fits."""

    file: str
    errors: tuple[str, ...]
    outdates_lock: bool


def effect_on(file: str, base: str, edited: bytes, today: date) -> EffectOnSpec:
    """Return what the spec in `file` gets from `edited` as the content of `base`."""
    try:
        before, after = _findings(file, base, None, today), _findings(file, base, edited, today)
    except EksgenError as error:
        return EffectOnSpec(file, (f"{file}: {error.message}",), outdates_lock=False)
    known = {_identity(finding) for finding in before}
    new = [finding for finding in after if _identity(finding) not in known]
    errors = tuple(error_text(finding) for finding in new if finding.severity is Severity.ERROR)
    return EffectOnSpec(file, errors, any(finding.code == "lock-version" for finding in new))


def error_text(finding: Diagnostic) -> str:
    """Return the place and the message of a finding."""
    return f"{shown_place(finding.primary.span)}: {finding.message}"


def shown_place(span: Span) -> str:
    """Return a place as `FILE:LINE:COLUMN`."""
    return f"{span.file}:{span.line}:{span.column}"


def _findings(file: str, base: str, edited: bytes | None, today: date) -> tuple[Diagnostic, ...]:
    disk, real = library_of(file), os.path.realpath(base)

    def read(name: str) -> bytes | None:
        return edited if edited is not None and os.path.realpath(name) == real else disk.read(name)

    return check_text(disk.read(file) or b"", file, library=replace(disk, read=read), today=today).findings


def _identity(finding: Diagnostic) -> tuple[str, Span]:
    """Return what stays the same if a finding does; its message may name the version."""
    return finding.code, finding.primary.span
