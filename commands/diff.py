"""`eksgen diff`: compare two specs, offline."""

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
    """Show what differs. Return 3 if anything does."""
    old_spec, new_spec = _read(old), _read(new)
    _require_valid(old_spec, new_spec)
    comparison = compare_specs(compile_spec(old_spec), compile_spec(new_spec))
    names = Names(old, new, _revision_prefix(old, old_spec, new_spec))
    sys.stdout.write(_text(format, comparison, names))
    return 0 if comparison.same else DIFFERENCES


def _read(name: str) -> Checked:
    """Read the spec of a file, or of `REV:PATH` if there is no such file."""
    if ":" in name and not Path(name).exists():
        return spec_named(name, today())
    return check_file(name, today())


def _require_valid(old: Checked, new: Checked) -> None:
    """Show the findings and refuse specs with errors; warnings of the old spec are not shown."""
    errors = [finding for finding in old.findings if finding.severity is Severity.ERROR]
    show_diagnostics(errors, old.texts)
    show_diagnostics(new.findings, new.texts)
    if old.failed or new.failed:
        raise SpecRefused("a spec has errors", code="spec")


def _revision_prefix(old: str, old_spec: Checked, new_spec: Checked) -> str:
    """Return `REV:` for the files of the old spec if they have the same names as those of the new one."""
    return f"{old.partition(':')[0]}:" if ":" in old and set(old_spec.texts) & set(new_spec.texts) else ""


def _text(format: str, comparison: Comparison, names: Names) -> str:
    if format == "json":
        return diff_json(comparison, names)
    if format == "markdown":
        return diff_markdown(comparison, names)
    return draw_diff(comparison, names, detect(sys.stdout))
