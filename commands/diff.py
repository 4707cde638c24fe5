"""`eksgen diff`: two specs against each other, offline."""

from __future__ import annotations

import sys
from pathlib import Path

from ..compiler.diagnostics import Severity
from ..compiler.diff.compare import Comparison, compare_specs
from ..compiler.errors import SpecRefused
from ..compiler.pipeline import Checked, check_file, compile_spec
from ..report.human.diff import draw_diff
from ..report.json.diff import diff_json
from ..report.markdown.diff import diff_markdown
from ..report.page.diff import Names
from ..report.terminal import detect
from .inputs.clock import today
from .inputs.read_spec import show_diagnostics
from .inputs.revisions import spec_named

DIFFERENCES = 3


def diff(old: str, new: str, format: str) -> int:
    """Show what differs; 3 if anything does."""
    sides = _read(old), _read(new)
    _refuse(*sides)
    found = compare_specs(*map(compile_spec, sides))
    sys.stdout.write(_drawn(format, found, Names(old, new, _mark(old, *sides))))
    return 0 if found.same else DIFFERENCES


def _read(name: str) -> Checked:
    """The spec of a file, or of `REV:PATH` when there is no such file."""
    if ":" in name and not Path(name).exists():
        return spec_named(name, today())
    return check_file(name, today())


def _refuse(old: Checked, new: Checked) -> None:
    """Say what was found: of the old side errors only, its warnings are nobody's business any more."""
    errors = [finding for finding in old.findings if finding.severity is Severity.ERROR]
    show_diagnostics(errors, old.texts)
    show_diagnostics(new.findings, new.texts)
    if old.failed or new.failed:
        raise SpecRefused("a spec has errors", code="spec")


def _mark(old: str, one: Checked, other: Checked) -> str:
    """The revision of the old side, where its files have the names of the new one."""
    return f"{old.partition(':')[0]}:" if ":" in old and set(one.texts) & set(other.texts) else ""


def _drawn(format: str, found: Comparison, names: Names) -> str:
    if format == "json":
        return diff_json(found, names)
    return (
        diff_markdown(found, names) if format == "markdown" else draw_diff(found, names, detect(sys.stdout))
    )
