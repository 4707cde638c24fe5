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


def read_checked(file: str, *, sandbox: bool = False, least: Severity = Severity.WARNING) -> Checked:
    """Read and check a spec; findings go to standard error. `SpecRefused` if it has errors.

    `least` is the least severity that is shown. Notes ask for nothing: they are for verbs which are about the
    content of a spec. A verb that goes on with a spec whose findings it has shown shows errors only. In a run
    with the `sandbox`, suggested commands are for the sandbox, too.
    """
    checked = check_file(file, today())
    levels = list(Severity)
    known = levels[: levels.index(least) + 1]
    shown = [finding for finding in checked.findings if finding.severity in known]
    show_diagnostics(with_sandbox(shown) if sandbox else shown, checked.texts)
    if checked.failed:
        raise SpecRefused("the spec has errors", code="spec")
    if shown and sys.stderr.isatty():
        sys.stderr.write("\n")  # what follows is on the same screen
    return checked


def read_compiled(file: str, *, sandbox: bool = False, least: Severity = Severity.WARNING) -> Compilation:
    """Read, check and compile a spec, as `read_checked` does. `SpecRefused` if it has errors."""
    return compile_spec(read_checked(file, sandbox=sandbox, least=least))


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
