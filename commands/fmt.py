"""`eksgen fmt`: format specs."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..compiler.diagnostics import Diagnostic
from ..compiler.edit.format import format_text
from ..compiler.files.writing import replace_named
from ..compiler.source.files import read_spec_file
from ..report.terminal import shown_line
from .inputs.read_spec import show_diagnostics
from .inputs.spec_files import files_of_language
from .outputs.exit_codes import DIFFERENCES

_END = "\n"


def fmt(patterns: Sequence[str], *, check: bool, diff: bool) -> int:
    """Format every file; with `check` or `diff` write none, and return 3 if one would change."""
    findings: list[Diagnostic] = []
    texts: dict[str, str] = {}
    any_change = False
    for file in files_of_language(patterns):
        name, data = "<stdin>" if file == "-" else file, read_spec_file(file)
        result = format_text(data, name)
        findings += result.findings
        texts[name] = result.before
        if result.findings:
            continue
        if check or diff:
            any_change |= _report_change(data, result.after, name, diff=diff)
        else:
            _write(file, data, result.after.encode())
    show_diagnostics(findings, texts)
    return 1 if findings else DIFFERENCES if any_change else 0


def _report_change(data: bytes, after: str, name: str, *, diff: bool) -> bool:
    changes = after.encode() != data
    if diff:
        sys.stdout.writelines(_diff(data, after, name))
    elif changes:
        sys.stdout.write(f"{name}: would change\n")
    return changes


def _write(file: str, before: bytes, after: bytes) -> None:
    if file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(after)
    elif after != before:
        replace_named(Path(file), after)
        sys.stdout.write(f"{file}: changed\n")


def _diff(data: bytes, after: str, name: str) -> Iterable[str]:
    # Not normalised: line ends or a byte order mark may be all that differs.
    before = data.decode("utf-8", "replace")
    for line in difflib.unified_diff(_lines(before), _lines(after), f"{name} (now)", f"{name} (formatted)"):
        yield f"{shown_line(line.rstrip(_END))}\n"
        if not line.endswith(_END):
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    *complete, last = text.split("\n")
    return [f"{line}\n" for line in complete] + ([last] if last else [])
