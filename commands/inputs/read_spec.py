"""Read, check and compile a spec for a verb, and show its findings."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...compiler.diagnostics import Diagnostic, Severity
from ...compiler.errors import SpecRefused
from ...compiler.pipeline import Checked, Compilation, check_file, compile_spec
from ...report.human.diagnostics import draw_diagnostics
from ...report.terminal import detect
from .clock import today

_UPDATE = "eksgen update "


def read_checked(file: str, *, sandbox: bool = False, notes: bool = False) -> Checked:
    """Read and check a spec; findings go to standard error. `SpecRefused` if it has errors.

    With `notes`, they include notes, which ask for nothing: that is for verbs which are about the content of
    a spec. In a run with the `sandbox`, suggested commands are for the sandbox, too.
    """
    checked = check_file(file, today())
    shown = [finding for finding in checked.findings if notes or finding.severity is not Severity.NOTE]
    show_diagnostics(with_sandbox(shown) if sandbox else shown, checked.texts)
    if checked.failed:
        raise SpecRefused("the spec has errors", code="spec")
    if shown and sys.stderr.isatty():
        sys.stderr.write("\n")  # what follows is on the same screen
    return checked


def read_compiled(file: str, *, sandbox: bool = False, notes: bool = False) -> Compilation:
    """Read, check and compile a spec, as `read_checked` does. `SpecRefused` if it has errors."""
    return compile_spec(read_checked(file, sandbox=sandbox, notes=notes))


def with_sandbox(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return findings whose suggested `eksgen update` asks the sandbox, too."""
    return tuple(replace(finding, helps=tuple(map(_in_sandbox, finding.helps))) for finding in findings)


def _in_sandbox(help: str) -> str:
    return f"{help} --sandbox" if _UPDATE in help else help


def show_diagnostics(findings: Sequence[Diagnostic], texts: Mapping[str, str]) -> None:
    """Write findings to standard error, with colour on a terminal."""
    style = detect(sys.stderr, os.environ)
    text = draw_diagnostics(findings, texts, colour=style.colour, width=style.width)
    sys.stderr.write(style.ascii(text))
