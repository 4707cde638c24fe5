"""`eksgen drift --adopt|--ignore|--revert ID`: what a person answers to a finding, done.

No file is written unless every answer of a run can be given. Edits of the spec are shown as a difference,
what a revert would do as a plan; AWS stays as it is until that is applied.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from ..compiler.errors import EksgenError
from ..compiler.pipeline import compile_spec
from ..compiler.source.files import library_of, read_spec_file
from ..engine.drift.ignore_rules import LIFE_OF_RULE, apply_rules
from ..engine.drift.result import DriftClass, DriftFinding, DriftResult
from ..engine.remediation.adopt import Adoption, adopt_findings
from ..engine.remediation.draft import Draft, InvalidDraft
from ..engine.remediation.ignore import NewIgnoreRule, add_ignore_rules
from ..engine.runs.drift import drift as run_drift
from ..engine.runs.session import PlanRequest, open_session
from ..engine.source_map.trace import Trace
from ..engine.terraform.plan_stream import Needs
from ..engine.truncate import join_some
from ..report.page.words import attribute_name, object_name
from .inputs.clock import today
from .inputs.read_spec import read_checked, show_diagnostics
from .inputs.spec_files import is_several, specs_extending
from .outputs.replace_file import replace_file
from .outputs.results import write_result
from .plan import PlanOptions, plan, save_plan_options
from .runs.drift_baseline import drift_rules_of
from .runs.workdir import OneSpecOnly, RunOptions, open_workdir, require_file

LIFE_OF_PLAN = "24h"
_SHOWN = 5
_REVERTED = frozenset({DriftClass.CHANGED_OUTSIDE, DriftClass.DELETED_OUTSIDE, DriftClass.CONFLICT})


@dataclass(frozen=True, slots=True)
class Remediation:
    """Ids of findings, or their beginnings, by what to do. `rule` is for those to ignore, `output` the file
    to save the plan of a revert in."""

    adopt: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    revert: tuple[str, ...] = ()
    rule: NewIgnoreRule | None = None
    output: Path | None = None


def remediation_of(
    adopt: Sequence[str] | None,
    ignore: Sequence[str] | None,
    revert: Sequence[str] | None,
    reason: str | None,
    owner: str | None,
    until: str | None,
    output: Path | None,
) -> Remediation | None:
    """The options of the command line, None without any; what does not fit together is wrong usage."""
    if ignore and not (reason or "").strip():
        raise typer.BadParameter("--ignore needs the reason why the change is fine", param_hint="--reason")
    if not ignore and (reason or owner or until):
        raise typer.BadParameter("--reason, --owner and --until are about --ignore", param_hint="--ignore")
    if output and not revert:
        raise typer.BadParameter("--output saves the plan of --revert", param_hint="--output")
    if not (adopt or ignore or revert):
        return None
    rule = NewIgnoreRule(reason or "", owner, _day(until)) if ignore else None
    return Remediation(tuple(adopt or ()), tuple(ignore or ()), tuple(revert or ()), rule, output)


def _day(until: str | None) -> date:
    try:
        day = date.fromisoformat(until) if until else today() + LIFE_OF_RULE
    except ValueError:
        raise typer.BadParameter(f"{until} is not a date such as 2027-03-31", param_hint="--until") from None
    if day < today():
        raise typer.BadParameter(f"{until} is over", param_hint="--until")
    return day


def remediate(
    specs: Sequence[str],
    options: RunOptions,
    given: Remediation,
    *,
    unmanaged: bool = True,
    against: str = "",
) -> int:
    """Look once what differs, then give every answer: edit the spec, and plan what takes the rest back."""
    if is_several(specs):
        raise OneSpecOnly(
            "an answer is about the finding of one spec", code="one-spec", helps=("name one spec",)
        )
    if against:
        raise typer.BadParameter(
            "answers are about the spec as it is now; look without --against, and answer by those ids",
            param_hint="--against",
        )
    if options.reports and not given.revert:
        raise typer.BadParameter("an answer reports nothing; --revert does", param_hint="--report")
    (file,) = specs
    require_file(file)
    spec = read_checked(file)
    with open_workdir("drift", file, options, compile_spec(spec)) as (workspace, on_event):
        request = PlanRequest(lock_timeout=options.lock_timeout, needs=Needs.DRIFT)
        found = run_drift(workspace, on_event, request, unmanaged=unmanaged)
        trace = open_session(workspace).trace
    return apply_remediation(
        file, options, apply_rules(found, drift_rules_of(spec, file), today()), trace, given
    )


def apply_remediation(
    file: str, options: RunOptions, found: DriftResult, trace: Trace, given: Remediation
) -> int:
    """The answers to what was found."""
    chosen = [[_finding(found, start) for start in ids] for ids in (given.adopt, given.ignore, given.revert)]
    _require_one_answer(chosen)
    for finding in chosen[2]:
        _require_revertible(finding)
    start = Draft(file, library_of(file), today())
    try:
        draft, adopted = adopt_findings(start, chosen[0], found.findings, trace)
        if given.rule:
            draft = add_ignore_rules(draft, chosen[1], trace, given.rule)
    except InvalidDraft as refused:
        show_diagnostics(refused.findings, refused.texts)
        raise
    text = "".join(_told(draft, adopted, chosen[1], given.rule))
    _warn(start, draft)
    for name, data in draft.edited.items():
        replace_file(Path(name), data)
    (write_result if options.format == "human" else sys.stderr.write)(text)
    if chosen[2]:
        _revert(file, options, chosen[2], given.output)
    return 0


def _warn(start: Draft, draft: Draft) -> None:
    """Show what the checks have against the spec as it is now and had not before."""
    if not draft.edited:
        return
    after = draft.check()
    known = {(finding.code, finding.message) for finding in start.check().findings}
    new = [finding for finding in after.findings if (finding.code, finding.message) not in known]
    show_diagnostics(new, after.texts)


def _finding(found: DriftResult, start: str) -> DriftFinding:
    fitting = [finding for finding in found.findings if finding.id.startswith(start)]
    if len(fitting) == 1:
        return fitting[0]
    known = fitting or [finding for finding in found.findings if finding.counted]
    raise EksgenError(
        f"more than one finding begins with {start}" if fitting else f"there is no finding {start}",
        code="no-such-finding",
        notes=tuple(_named(finding) for finding in known[:20]) or ("nothing differs",),
        helps=("the ids stand in the report of `eksgen drift`; an id ends when the difference does",),
    )


def _named(finding: DriftFinding) -> str:
    name = object_name(finding.address, finding.values)
    return f"{finding.id}  {name}" + (f", {attribute_name(finding.path)}" if finding.path else "")


def _require_one_answer(chosen: Sequence[Sequence[DriftFinding]]) -> None:
    ids = [finding.id for findings in chosen for finding in findings]
    for one in ids:
        if ids.count(one) > 1:
            raise EksgenError(f"finding {one} is answered twice", code="two-answers")


def _require_revertible(finding: DriftFinding) -> None:
    if finding.kind not in _REVERTED:
        raise EksgenError(
            f"finding {finding.id} cannot be reverted: nothing that the spec says was changed in AWS",
            code="not-revertible",
            notes=(f"it is of the class {finding.kind}",),
        )


def _told(
    draft: Draft, adopted: Sequence[Adoption], ignored: Sequence[DriftFinding], rule: NewIgnoreRule | None
) -> Iterator[str]:
    for adoption in adopted:
        yield f"adopted  {_named(adoption.finding)}\n"
        if adoption.besides:
            yield f"         also changes {_some(adoption.besides)} with the next apply\n"
    for finding in ignored:
        yield f"ignored  {_named(finding)}{f', until {rule.until}' if rule else ''}\n"
    for name, data in draft.edited.items():
        yield "\n"
        if name != draft.file:
            yield _shared(name, draft.file)
        yield from _difference(name, read_spec_file(name), data)


def _shared(name: str, spec: str) -> str:
    """Whom an edit of a file under `extends` is about besides."""
    others = specs_extending(name, spec)
    if not others:
        return f"{name} is a file that {spec} extends; no other spec here does\n"
    change = "extends it, too, and changes" if len(others) == 1 else "extend it, too, and change"
    return f"{name} is shared: {join_some(others, _SHOWN)} {change} with it, unless set there\n"


def _some(besides: Sequence[tuple[str, str]]) -> str:
    """The first arguments and module calls of many."""
    arguments, calls = ([*dict.fromkeys(side)] for side in zip(*besides, strict=True))
    return f"{join_some(arguments, 3)} in {join_some(calls, 3)}"


def _difference(name: str, before: bytes, after: bytes) -> Iterator[str]:
    one, other = (data.decode("utf-8-sig").splitlines() for data in (before, after))
    lines = difflib.unified_diff(one, other, name, name, "as it was", "as it is now", n=2, lineterm="")
    yield from (f"{line}\n" for line in lines)


def _revert(file: str, options: RunOptions, findings: Sequence[DriftFinding], output: Path | None) -> None:
    targets = tuple(sorted({finding.address.text for finding in findings}))
    saving = save_plan_options(output, LIFE_OF_PLAN)
    plan([file], options, PlanOptions(targets=targets, saving=saving))
