"""`eksgen diff`: compare two specs, offline."""

from __future__ import annotations

import os
import shlex

from ..compiler.diagnostics import Severity
from ..compiler.diff.compare import Comparison, compare_specs
from ..compiler.errors import EksgenError, SpecRefused
from ..compiler.files.names import shown_name
from ..compiler.pipeline import Checked, check_file, compile_spec
from ..report.human.diff import draw_diff
from ..report.json.diff import diff_json
from ..report.markdown.diff import diff_markdown
from ..report.page.diff import Names
from .inputs.clock import today
from .inputs.read_spec import show_diagnostics
from .inputs.revisions import is_revision, spec_named
from .outputs.exit_codes import DIFFERENCES
from .outputs.results import stdout_style, write_result


def diff(old: str, new: str, format: str, *, full: bool = False) -> int:
    """Show what differs. Return 3 if anything does; `full` shortens no list of the report for people."""
    old_spec, new_spec = _read(old), _read(new)
    _require_valid(old_spec, new_spec)
    comparison = compare_specs(compile_spec(old_spec), compile_spec(new_spec))
    names = Names(old, new, _revision_prefix(old, old_spec, new_spec))
    write_result(_text(format, comparison, names, full=full))
    return 0 if comparison.same else DIFFERENCES


def _read(name: str) -> Checked:
    """Read the spec of a file, or of `REV:PATH`.

    A file that has the name of a revision is refused: a pull request could show its own file as the old spec.
    """
    if not is_revision(name):
        return check_file(name, today())
    if os.path.lexists(name):
        raise EksgenError(
            f"{shown_name(name)} is a file here, and also a spec at a revision",
            code="file-name",
            notes=("a comparison with the file would hide what changed since the revision",),
            helps=(f"rename the file, or compare with it as {shlex.quote(f'./{name}')}",),
        )
    return spec_named(name, today())


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


def _text(format: str, comparison: Comparison, names: Names, *, full: bool) -> str:
    if format == "json":
        return diff_json(comparison, names)
    if format == "markdown":
        return diff_markdown(comparison, names)
    return draw_diff(comparison, names, stdout_style(full=full))
