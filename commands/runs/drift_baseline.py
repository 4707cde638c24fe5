"""The spec side of a drift report: the file as it is, as it was last applied, or as it is at a git revision.

Findings keep to the file as it is now: its lines are the ones a person can look at, its `drift` rules hold.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path

from ...compiler.diagnostics import Severity
from ...compiler.emit.source_map import drift_rules
from ...compiler.errors import EksgenError
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
    """What to compare the cloud with. `against` is empty, `applied` or a git revision."""
    if not against:
        return compile_spec(spec)
    if against == APPLIED:
        return replace(compile_spec(spec), files=_applied(file, sandbox=sandbox))
    then = spec_at(against, file, today())
    if then.failed:
        said = next(f for f in then.findings if f.severity is Severity.ERROR)
        raise EksgenError(
            f"the spec at {against} has errors",
            code="spec",
            notes=(said.message,),
            helps=(f"see all of them: git show {against}:./{Path(file).name} | eksgen validate -",),
        )
    return compile_spec(then)


def drift_rules_of(spec: Checked, file: str) -> DriftRules:
    """The `drift` part of a spec."""
    if spec.spec is None or spec.tree is None:
        return DriftRules()
    written = drift_rules(spec.spec, spec.tree, spec.file)
    return read_rules(written, posixpath.dirname(Path(file).as_posix()))


def with_current_lines(drift: DriftResult, spec: Checked) -> DriftResult:
    """Findings against another version of the spec, at the lines of the file as it is now."""
    tree = spec.tree
    if not drift.against or tree is None:
        return drift
    return replace(drift, findings=tuple(_here(finding, tree) for finding in drift.findings))


def _here(finding: DriftFinding, tree: Node) -> DriftFinding:
    if finding.spec is None:
        return finding
    path = finding.spec.path
    place = locate(tree, path)
    span = place.span
    now = SpecPlace(path, span.file, span.line, span.column, place.written, span.end_column)
    return replace(finding, spec=now)


def _applied(file: str, *, sandbox: bool) -> dict[str, bytes]:
    record = last_applied(make_workdir(file, sandbox=sandbox))
    if record is None:
        option = " --sandbox" if sandbox else ""
        raise EksgenError(
            f"nothing was applied from here yet, so there is no {file} as last applied",
            code="nothing-applied",
            notes=(
                "eksgen keeps what it applied beside the spec, in .eksgen; other machines have their own",
            ),
            helps=(
                f"compare with the file: eksgen drift {file}{option}",
                f"or with what a revision says: eksgen drift {file}{option} --against main",
            ),
        )
    return dict(record.files)
