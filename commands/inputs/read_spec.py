"""Read, check and compile a spec for a verb, and show its findings."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from ...compiler.diagnostics import Diagnostic
from ...compiler.errors import SpecRefused
from ...compiler.pipeline import Checked, Compilation, check_file, compile_spec
from ...report.human.diagnostics import draw_diagnostics
from ...report.terminal import detect
from .clock import today


def read_checked(file: str) -> Checked:
    """Read and check a spec; findings go to standard error. `SpecRefused` if it has errors."""
    checked = check_file(file, today())
    show_diagnostics(checked.findings, checked.texts)
    if checked.failed:
        raise SpecRefused("the spec has errors", code="spec")
    return checked


def read_compiled(file: str) -> Compilation:
    """Read, check and compile a spec. `SpecRefused` if it has errors."""
    return compile_spec(read_checked(file))


def show_diagnostics(findings: Sequence[Diagnostic], texts: Mapping[str, str]) -> None:
    """Write findings to standard error, with colour on a terminal."""
    style = detect(sys.stderr, os.environ)
    text = draw_diagnostics(findings, texts, colour=style.colour, width=style.width)
    sys.stderr.write(style.ascii(text))
