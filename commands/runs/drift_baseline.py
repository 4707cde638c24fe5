"""`eksgen drift --against`: the spec that drift compares the cloud with.

That is the current file, what was last applied, or the file at a git revision. In any case the findings point
at lines of the current file, and its `drift` rules apply.
"""

from __future__ import annotations

import posixpath
import shlex
from dataclasses import replace
from pathlib import Path

from ...compiler.diagnostics import Severity
from ...compiler.emit.source_map import drift_rules
from ...compiler.errors import EksgenError
from ...compiler.files.names import command_text
from ...compiler.pipeline import Checked, Compilation, compile_spec
from ...compiler.source.tree import Node, locate
from ...engine.drift.ignore_rules import DriftRules, read_rules
from ...engine.drift.result import DriftFinding, DriftResult
from ...engine.source_map.place import SpecPlace
from ...engine.workdir.last_applied import last_applied
from ..inputs.clock import today
from ..inputs.revisions import spec_at
from .workdir import make_workdir

APPLIED = "applied"


def compiled_baseline(against: str, file: str, spec: Checked, *, sandbox: bool) -> Compilation:
    """Compile the spec to compare the cloud with; `against` is "", `applied` or a git revision."""
    if not against:
        return compile_spec(spec)
    if against == APPLIED:
        return replace(compile_spec(spec), recorded=_applied_files(file, sandbox=sandbox))
    old = spec_at(against, file, today())
    if old.failed:
        revision = f"{against}:./{Path(file).name}"
        first_error = next(f for f in old.findings if f.severity is Severity.ERROR)
        raise EksgenError(
            f"the spec at {against} has errors",
            code="spec",
            notes=(first_error.message,),
            helps=(f"see all of them: git show {shlex.quote(revision)} | eksgen validate -",),
        )
    return compile_spec(old)


def drift_rules_of(spec: Checked, file: str) -> DriftRules:
    """Return the `drift` section of a spec."""
    if spec.spec is None or spec.tree is None:
        return DriftRules()
    rules = drift_rules(spec.spec, spec.tree, spec.file)
    return read_rules(rules, posixpath.dirname(Path(file).as_posix()))


def with_current_lines(drift: DriftResult, spec: Checked) -> DriftResult:
    """Return findings against another version of the spec, at the lines of the current file."""
    tree = spec.tree
    if not drift.against or tree is None:
        return drift
    return replace(drift, findings=tuple(_at_current_line(finding, tree) for finding in drift.findings))


def _at_current_line(finding: DriftFinding, tree: Node) -> DriftFinding:
    if finding.spec is None:
        return finding
    path = finding.spec.path
    found = locate(tree, path)
    span = found.span
    place = SpecPlace(path, span.file, span.line, span.column, found.written, span.end_column)
    return replace(finding, spec=place)


def _applied_files(file: str, *, sandbox: bool) -> dict[str, bytes]:
    record = last_applied(make_workdir(file, sandbox=sandbox))
    if record is None:
        again = command_text("drift", file, sandbox=sandbox)
        raise EksgenError(
            f"{file} was not applied from this folder yet",
            code="nothing-applied",
            notes=(
                "what was last applied is kept next to the spec, in `.eksgen`; other machines do not have it",
            ),
            helps=(
                f"compare with the current spec: {again}",
                f"or with the spec at a git revision: {again} --against main",
            ),
        )
    return dict(record.files)
