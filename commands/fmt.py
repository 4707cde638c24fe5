"""`eksgen fmt`: specs in the one canonical layout."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..compiler.diagnostics import Diagnostic
from ..compiler.edit.format import format_text
from ..compiler.source.files import read_spec_file
from .inputs.read_spec import show_diagnostics
from .inputs.spec_files import expand_patterns
from .outputs.replace_file import replace_file

DIFFERENCES = 3


def fmt(patterns: Sequence[str], *, check: bool, diff: bool) -> int:
    """Lay out every file; with `check` or `diff` write none, and return 3 if one would change."""
    findings: list[Diagnostic] = []
    texts: dict[str, str] = {}
    differ = False
    for file in expand_patterns(patterns):
        name, data = "<stdin>" if file == "-" else file, read_spec_file(file)
        made = format_text(data, name)
        findings, texts[name] = [*findings, *made.findings], made.before
        if made.findings:
            continue
        if check or diff:
            differ |= _told(data, made.after, name, diff=diff)
        else:
            _written(file, data, made.after.encode())
    show_diagnostics(findings, texts)
    return 1 if findings else DIFFERENCES if differ else 0


def _told(data: bytes, after: str, name: str, *, diff: bool) -> bool:
    differs = after.encode() != data
    if diff:
        sys.stdout.writelines(_difference(data, after, name))
    elif differs:
        sys.stdout.write(f"{name}: would change\n")
    return differs


def _written(file: str, before: bytes, after: bytes) -> None:
    if file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(after)
    elif after != before:
        replace_file(Path(file), after)
        sys.stdout.write(f"{file}: changed\n")


def _difference(data: bytes, after: str, name: str) -> Iterable[str]:
    # Line ends and a byte order mark may be all that differs: then the file is shown as it is, byte for byte.
    before = data.decode("utf-8", "replace")
    for line in difflib.unified_diff(_lines(before), _lines(after), f"{name} (now)", f"{name} (formatted)"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
