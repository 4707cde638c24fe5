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
from ..compiler.source.files import library_of, read
from ..engine.drift.ignore_rules import LIFE_OF_RULE, ruled
from ..engine.drift.result import DriftResult, Finding, FindingKind
from ..engine.remediation.adopt import Adoption, adopt
from ..engine.remediation.draft import Draft, InvalidDraft
from ..engine.remediation.ignore import Rule, ignore
from ..engine.runs.drift import drift as run_drift
from ..engine.runs.init import trace_of
from ..engine.source_map.trace import Trace
from ..engine.truncate import listed
from ..report.page.words import attribute_name, object_name
from .inputs.clock import today
from .inputs.read_spec import checked, show
from .inputs.spec_files import extending, several
from .outputs.replace_file import replace_file
from .outputs.results import say
from .plan import plan, saving
from .runs.drift_baseline import rules_of
from .runs.workdir import OneSpec, Options, prepared, require_file

LIFE_OF_PLAN = "24h"
_SHOWN = 5
_REVERTED = frozenset({FindingKind.CHANGED_OUTSIDE, FindingKind.DELETED_OUTSIDE, FindingKind.CONFLICT})


@dataclass(frozen=True, slots=True)
class Answers:
    """Ids of findings, or their beginnings, by what to do. `rule` is for those to ignore, `output` the file
    to save the plan of a revert in."""

    adopt: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    revert: tuple[str, ...] = ()
    rule: Rule | None = None
    output: Path | None = None


def answers(
    adopt: Sequence[str] | None,
    ignore: Sequence[str] | None,
    revert: Sequence[str] | None,
    reason: str | None,
    owner: str | None,
    until: str | None,
    output: Path | None,
) -> Answers | None:
    """The options of the command line, None without any; what does not fit together is wrong usage."""
    if ignore and not (reason or "").strip():
        raise typer.BadParameter("--ignore needs the reason why the change is fine", param_hint="--reason")
    if not ignore and (reason or owner or until):
        raise typer.BadParameter("--reason, --owner and --until are about --ignore", param_hint="--ignore")
    if output and not revert:
        raise typer.BadParameter("--output saves the plan of --revert", param_hint="--output")
    if not (adopt or ignore or revert):
        return None
    rule = Rule(reason or "", owner, _day(until)) if ignore else None
    return Answers(tuple(adopt or ()), tuple(ignore or ()), tuple(revert or ()), rule, output)


def _day(until: str | None) -> date:
    try:
        day = date.fromisoformat(until) if until else today() + LIFE_OF_RULE
    except ValueError:
        raise typer.BadParameter(f"{until} is not a date such as 2027-03-31", param_hint="--until") from None
    if day < today():
        raise typer.BadParameter(f"{until} is over", param_hint="--until")
    return day


def answer(
    specs: Sequence[str], options: Options, given: Answers, *, look_around: bool = True, against: str = ""
) -> int:
    """Look once what differs, then give every answer: edit the spec, and plan what takes the rest back."""
    if several(specs):
        raise OneSpec("an answer is about the finding of one spec", code="one-spec", helps=("name one spec",))
    if against:
        raise typer.BadParameter(
            "answers are about the spec as it is now; look without --against, and answer by those ids",
            param_hint="--against",
        )
    if options.reports and not given.revert:
        raise typer.BadParameter("an answer reports nothing; --revert does", param_hint="--report")
    (file,) = specs
    require_file(file)
    spec = checked(file)
    with prepared("drift", file, options, compile_spec(spec)) as (workspace, on_event):
        timeout = options.lock_timeout
        found = run_drift(workspace, on_event, lock_timeout=timeout, look_around=look_around)
        trace = trace_of(workspace)
    return give(file, options, ruled(found, rules_of(spec, file), today()), trace, given)


def give(file: str, options: Options, found: DriftResult, trace: Trace, given: Answers) -> int:
    """The answers to what was found."""
    chosen = [[_finding(found, start) for start in ids] for ids in (given.adopt, given.ignore, given.revert)]
    _require_one_answer(chosen)
    for finding in chosen[2]:
        _require_revertible(finding)
    start = Draft(file, library_of(file), today())
    try:
        draft, adopted = adopt(start, chosen[0], found.findings, trace)
        if given.rule:
            draft = ignore(draft, chosen[1], trace, given.rule)
    except InvalidDraft as refused:
        show(refused.findings, refused.texts)
        raise
    text = "".join(_told(draft, adopted, chosen[1], given.rule))
    _warn(start, draft)
    for name, data in draft.edited.items():
        replace_file(Path(name), data)
    (say if options.format == "human" else sys.stderr.write)(text)
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
    show(new, after.texts)


def _finding(found: DriftResult, start: str) -> Finding:
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


def _named(finding: Finding) -> str:
    name = object_name(finding.address, finding.values)
    return f"{finding.id}  {name}" + (f", {attribute_name(finding.path)}" if finding.path else "")


def _require_one_answer(chosen: Sequence[Sequence[Finding]]) -> None:
    ids = [finding.id for findings in chosen for finding in findings]
    for one in ids:
        if ids.count(one) > 1:
            raise EksgenError(f"finding {one} is answered twice", code="two-answers")


def _require_revertible(finding: Finding) -> None:
    if finding.kind not in _REVERTED:
        raise EksgenError(
            f"finding {finding.id} cannot be reverted: nothing that the spec says was changed in AWS",
            code="not-revertible",
            notes=(f"it is of the class {finding.kind}",),
        )


def _told(
    draft: Draft, adopted: Sequence[Adoption], ignored: Sequence[Finding], rule: Rule | None
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
        yield from _difference(name, read(name), data)


def _shared(name: str, spec: str) -> str:
    """Whom an edit of a file under `extends` is about besides."""
    others = extending(name, spec)
    if not others:
        return f"{name} is a file that {spec} extends; no other spec here does\n"
    change = "extends it, too, and changes" if len(others) == 1 else "extend it, too, and change"
    return f"{name} is shared: {listed(others, _SHOWN)} {change} with it, unless set there\n"


def _some(besides: Sequence[tuple[str, str]]) -> str:
    """The first arguments and module calls of many."""
    arguments, calls = ([*dict.fromkeys(side)] for side in zip(*besides, strict=True))
    return f"{listed(arguments, 3)} in {listed(calls, 3)}"


def _difference(name: str, before: bytes, after: bytes) -> Iterator[str]:
    one, other = (data.decode("utf-8-sig").splitlines() for data in (before, after))
    lines = difflib.unified_diff(one, other, name, name, "as it was", "as it is now", n=2, lineterm="")
    yield from (f"{line}\n" for line in lines)


def _revert(file: str, options: Options, findings: Sequence[Finding], output: Path | None) -> None:
    targets = sorted({finding.address.text for finding in findings})
    keep = saving(output, LIFE_OF_PLAN)
    plan([file], options, detailed_exitcode=False, destroy=False, saving=keep, targets=targets)
