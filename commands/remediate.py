"""`eksgen drift --adopt|--ignore|--revert ID`: do something about findings of drift.

Edits of the spec are shown as a diff, reverts as a plan; AWS does not change until that is applied. No file
is written unless everything that was asked for is possible.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from ..compiler.errors import EksgenError
from ..compiler.files.writing import replace_named
from ..compiler.lock.read import lock_name
from ..compiler.pipeline import compile_spec
from ..compiler.source.files import library_of
from ..engine.drift.ignore_rules import apply_rules
from ..engine.drift.order import alike_groups, group_id, sort_findings
from ..engine.drift.result import DriftClass, DriftFinding, DriftResult
from ..engine.remediation.adopt import Adoption, adopt_findings
from ..engine.remediation.draft import Draft
from ..engine.remediation.ignore import add_ignore_rules
from ..engine.runs.drift import drift as run_drift
from ..engine.runs.session import PlanRequest, open_session
from ..engine.source_map.trace import Trace
from ..engine.terraform.plan_stream import Needs
from .inputs.clock import today
from .inputs.read_spec import read_checked, show_diagnostics
from .inputs.remediation import Remediation
from .inputs.spec_files import file_named, shared_files
from .outputs.remediation import finding_text, remediation_text
from .outputs.results import write_result
from .plan import PlanOptions, plan, save_plan_options
from .runs.drift_baseline import drift_rules_of
from .runs.workdir import RunOptions, open_workdir, require_file, require_one

_LIFE_OF_PLAN = "24h"
_SHOWN_IDS = 20
_REVERTIBLE = frozenset({DriftClass.CHANGED_OUTSIDE, DriftClass.DELETED_OUTSIDE, DriftClass.CONFLICT})


def remediate(
    specs: Sequence[str],
    options: RunOptions,
    remediation: Remediation,
    *,
    unmanaged: bool = True,
    against: str = "",
) -> int:
    """Look for drift once, then edit the spec and plan the reverts."""
    _require_fitting(specs, options, remediation, against)
    (file,) = specs
    require_file(file)
    spec = read_checked(file, sandbox=options.sandbox)
    with open_workdir("drift", file, options, compile_spec(spec)) as (workspace, on_event):
        request = PlanRequest(lock_timeout=options.lock_timeout, needs=Needs.DRIFT)
        result = run_drift(workspace, on_event, request, unmanaged=unmanaged)
        trace = open_session(workspace).trace
    result = apply_rules(result, drift_rules_of(spec, file), today())
    return apply_remediation(file, options, result, trace, remediation)


def apply_remediation(
    file: str, options: RunOptions, result: DriftResult, trace: Trace, remediation: Remediation
) -> int:
    """Edit the spec for the findings to adopt and to ignore, and plan the reverts."""
    adopt, ignore, revert = (
        [finding for id in ids for finding in _findings(result, id)]
        for ids in (remediation.adopt, remediation.ignore, remediation.revert)
    )
    _require_distinct([*adopt, *ignore, *revert])
    _require_revertible(revert)
    before = draft_of(file, remediation.into)
    after, adoptions = _edited(before, adopt, ignore, result, trace, remediation)
    text = "".join(remediation_text(before, after, adoptions, ignore, remediation.rule))
    (write_result if options.format == "human" else sys.stderr.write)(text)
    _show_new_warnings(before, after)
    for name, data in after.edited.items():
        replace_named(Path(name), data)
    if revert:
        _plan_reverts(file, options, revert, remediation.output)
    return 0


def draft_of(file: str, into: str = "") -> Draft:
    """Return the spec to edit. `EksgenError` if `into` is none of its files."""
    draft = Draft(file, library_of(file), today())
    names = tuple(name for name in draft.check().texts if name != lock_name(file))
    target = file_named(into, names) if into else ""
    if target is None:
        raise EksgenError(
            f"{file} does not extend {into}",
            code="not-extended",
            notes=(f"its files: {', '.join(sorted(names))}",),
            helps=("pass one of these files to --into",),
        )
    return replace(draft, shared=shared_files(names, file), into=target)


def _require_fitting(
    specs: Sequence[str], options: RunOptions, remediation: Remediation, against: str
) -> None:
    require_one(specs, options, "--adopt, --ignore and --revert take one spec at a time")
    if against:
        raise typer.BadParameter(
            "--adopt, --ignore and --revert compare with the spec file: run drift without --against, and pass"
            " the ids that it reports",
            param_hint="--against",
        )
    if options.reports and not remediation.revert:
        raise typer.BadParameter("--adopt and --ignore write no report", param_hint="--report")


def _findings(result: DriftResult, id: str) -> list[DriftFinding]:
    """Return the one finding whose id begins with `id`, or all of the one group of equal changes."""
    groups = alike_groups(sort_findings(result.findings))
    matches = [[finding] for finding in result.findings if finding.id.startswith(id)]
    matches += [group for group in groups if len(group) > 1 and group_id(group).startswith(id)]
    if len(matches) == 1:
        return matches[0]
    shown = [group[0] for group in matches] or [finding for finding in result.findings if finding.counted]
    raise EksgenError(
        f"more than one finding begins with {id}" if matches else f"there is no finding {id}",
        code="no-such-finding",
        notes=tuple(map(finding_text, shown[:_SHOWN_IDS])) or ("there are no findings",),
        helps=("`eksgen drift` reports the ids; a finding keeps its id while the difference stays the same",),
    )


def _require_distinct(findings: Sequence[DriftFinding]) -> None:
    ids = [finding.id for finding in findings]
    for id in ids:
        if ids.count(id) > 1:
            raise EksgenError(f"finding {id} is passed twice", code="two-answers")


def _require_revertible(findings: Sequence[DriftFinding]) -> None:
    for finding in findings:
        if finding.kind not in _REVERTIBLE or finding.kept:
            raise EksgenError(
                f"finding {finding.id} cannot be reverted: nothing that the spec decides was changed in AWS",
                code="not-revertible",
                notes=(f"its class is {finding.kind}",),
            )


def _edited(
    draft: Draft,
    adopt: Sequence[DriftFinding],
    ignore: Sequence[DriftFinding],
    result: DriftResult,
    trace: Trace,
    remediation: Remediation,
) -> tuple[Draft, tuple[Adoption, ...]]:
    """Return the draft with all edits. `EksgenError` if one is not possible."""
    draft, adoptions = adopt_findings(draft, adopt, result.findings, trace)
    if remediation.rule:
        draft = add_ignore_rules(draft, ignore, trace, remediation.rule)
    return draft, adoptions


def _show_new_warnings(before: Draft, after: Draft) -> None:
    """Show the findings about the spec that the edits cause."""
    if not after.edited:
        return
    checked = after.check()
    known = {(finding.code, finding.message) for finding in before.check().findings}
    new = [finding for finding in checked.findings if (finding.code, finding.message) not in known]
    show_diagnostics(new, checked.texts)


def _plan_reverts(
    file: str, options: RunOptions, findings: Sequence[DriftFinding], output: Path | None
) -> None:
    targets = tuple(sorted({finding.address.text for finding in findings}))
    saving = save_plan_options(output, _LIFE_OF_PLAN)
    plan([file], options, PlanOptions(targets=targets, saving=saving, findings_shown=True))
