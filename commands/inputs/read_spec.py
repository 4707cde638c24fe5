"""Read, check and compile a spec for a verb, saying what was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from ...compiler.diagnostics import Diagnostic
from ...compiler.errors import SpecRefused
from ...compiler.pipeline import Checked, Compilation, check_file, compile_spec
from ...report.human import diagnostics as drawn
from ...report.terminal import detect
from .clock import today


def read_checked(file: str) -> Checked:
    """The spec in a file, free of errors; findings go to standard error. `SpecRefused` if it has errors."""
    result = check_file(file, today())
    show_diagnostics(result.findings, result.texts)
    if result.failed:
        raise SpecRefused("the spec has errors", code="spec")
    return result


def read_compiled(file: str) -> Compilation:
    """The Terraform folder of the spec in a file."""
    return compile_spec(read_checked(file))


def show_diagnostics(findings: Sequence[Diagnostic], texts: Mapping[str, str]) -> None:
    """Findings on standard error, with colour on a terminal."""
    style = detect(sys.stderr, os.environ)
    sys.stderr.write(
        style.ascii(drawn.draw_diagnostics(findings, texts, colour=style.colour, width=style.width))
    )
