"""`eksgen drift --adopt`: write the live value of a finding into the spec.

No table says which spec value becomes which AWS value. Instead, likely values are tried: the spec is edited
in memory, checked and compiled, and an edit counts if the module argument behind the attribute then has the
live value. Of these edits, the one with the fewest side effects is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...compiler.diagnostics import Path, dotted
from ...compiler.errors import EksgenError
from ...compiler.files.names import command_text
from ...compiler.pipeline import Checked, Compilation, compile_spec
from ...compiler.source.tree import locate
from ..drift.result import DriftClass, DriftFinding, DriftLevel, DriftResult
from ..drift.severity import severity_of
from ..plan.result import RunSubject
from ..source_map.trace import ArgumentSource, Trace
from .candidates import candidate_edits
from .draft import Draft, InvalidDraft
from .evidence import ABSENT, argument_paths, module_argument, reproduces_live, side_effects

_NOTHING_TO_ADOPT = {
    DriftClass.ADOPTED: "the spec already has the live value",
    DriftClass.ACCEPTED: "a rule of `drift.ignore` accepts it as it is",
    DriftClass.NOISE: "AWS decides this value, no field of the spec does",
    DriftClass.UNMANAGED: "the object is in no state, so the spec does not describe it",
}


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was done for a finding: the field of `file` that was set, or removed.

    `side_effects` are the other module arguments that change with it, each with its module call. `path` is ()
    if an earlier adoption of the same run already covers the finding. `base` is the file that has the field
    and stays as it is, because other specs extend it too.
    """

    finding: DriftFinding
    file: str
    path: Path
    side_effects: tuple[tuple[str, str], ...] = ()
    removed: bool = False
    base: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """A finding to adopt, with what an edit is judged by.

    `related` are the other attributes that the same field decides, as findings; an edit should suit them too.
    """

    finding: DriftFinding
    related: tuple[DriftFinding, ...]
    sources: tuple[ArgumentSource, ...]
    before: Compilation
    trace: Trace
    subject: RunSubject


@dataclass(slots=True)
class _Rejected:
    """Why edits did not count: specs that would be invalid, and attributes that would be more dangerous."""

    invalid: list[Checked] = field(default_factory=list)
    wider: list[DriftFinding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An edit that yields the live value. Its cost: related findings it does not suit, side effects."""

    draft: Draft
    adoption: Adoption
    cost: tuple[int, int]


def adopt_findings(
    draft: Draft, chosen: Sequence[DriftFinding], result: DriftResult, trace: Trace
) -> tuple[Draft, tuple[Adoption, ...]]:
    """Return the draft with the live values of the chosen findings; `result` has all of the run.

    `EksgenError` if one of them cannot be adopted.
    """
    adoptions: list[Adoption] = []
    for finding in sorted(chosen, key=lambda finding: _order(finding, trace)):
        _require_adoptable(finding)
        if _is_covered(finding, adoptions):
            adoptions.append(Adoption(finding, draft.file, (), removed=True))
            continue
        before = compile_spec(draft.check())
        related = _related(finding, result.findings, trace)
        sources = _sources(finding, trace, result.subject)
        best = _best_attempt(draft, _Case(finding, related, sources, before, trace, result.subject))
        draft = best.draft
        adoptions.append(best.adoption)
    _require_compatible(draft, adoptions, trace, result.subject)
    return draft, tuple(adoptions)


def _order(finding: DriftFinding, trace: Trace) -> tuple[bool, tuple[int, ...]]:
    """Sort parts of deleted objects last, and fields from the end of a list to its start, so that the indexes
    of the others stay valid."""
    path = finding.spec.path if finding.spec else ()
    is_part = not finding.path and trace.object_source(finding.address) is None
    return is_part, tuple(-step for step in path if isinstance(step, int))


def _require_adoptable(finding: DriftFinding) -> None:
    if finding.kind in _NOTHING_TO_ADOPT:
        raise _refusal(finding, _NOTHING_TO_ADOPT[finding.kind])
    if finding.sensitive:
        raise _refusal(finding, "the value is secret, and would stand in the spec in plain text")
    if finding.kind is DriftClass.PENDING and not finding.path:
        raise _refusal(finding, "it is a pending edit of the spec, nothing was changed in AWS")


def _require_compatible(draft: Draft, adoptions: Sequence[Adoption], trace: Trace, of: RunSubject) -> None:
    """Refuse adoptions that undo each other."""
    after = compile_spec(draft.check())
    for finding in (adoption.finding for adoption in adoptions):
        if finding.path and not reproduces_live(after, finding, _sources(finding, trace, of)):
            raise _refusal(finding, "another finding of this run needs another value of the same field")


def _is_covered(finding: DriftFinding, adoptions: Sequence[Adoption]) -> bool:
    """Return whether the finding is a part of an object whose entry was just removed from the spec.

    Its key begins with the key of that object.
    """
    removed = [a.finding.address for a in adoptions if not a.finding.path]
    part = finding.address
    return not finding.path and any(
        part.module_call == whole.module_call and str(part.key).startswith(f"{whole.key}/")
        for whole in removed
    )


def _related(
    finding: DriftFinding, findings: Sequence[DriftFinding], trace: Trace
) -> tuple[DriftFinding, ...]:
    """Return the other attributes of the object that the same field decides, changed or not."""
    fields = {source.field for source in trace.argument_sources(finding.address, finding.path)}
    changed = tuple(
        other
        for other in findings
        if other.id != finding.id and other.address == finding.address and other.path and not other.sensitive
        if fields & {source.field for source in trace.argument_sources(other.address, other.path)}
    )
    paths = {other.path for other in changed}
    unchanged = (
        replace(finding, path=path, live=live) for path, live in finding.coupled if path not in paths
    )
    return (*changed, *unchanged)


def _sources(finding: DriftFinding, trace: Trace, subject: RunSubject) -> tuple[ArgumentSource, ...]:
    """Return the module arguments behind a finding. `EksgenError` if no field of the spec decides it."""
    whole = trace.object_source(finding.address)
    sources = (
        trace.argument_sources(finding.address, finding.path) if finding.path else (whole,) if whole else ()
    )
    if not sources or not all(source.spec_fields for source in sources):
        raise _refusal(finding, "no field of the spec decides it", _revert_help(finding, subject))
    return sources


def _best_attempt(draft: Draft, case: _Case) -> _Attempt:
    """Return the cheapest edit. `EksgenError` if none yields the live value."""
    if draft.edited and case.finding.path and reproduces_live(case.before, case.finding, case.sources):
        return _Attempt(draft, Adoption(case.finding, draft.file, ()), (0, 0))
    best: _Attempt | None = None
    rejected = _Rejected()
    for file, path, value in candidate_edits(draft, case.finding, case.related, case.sources, case.before):
        attempt = _attempt(draft, case, file, path, value, rejected)
        if attempt and (best is None or attempt.cost < best.cost):
            best = attempt
        if best and best.cost == (0, 0):
            break
    if best is None:
        raise _no_value(draft, case, rejected)
    return best


def _attempt(
    draft: Draft, case: _Case, file: str, path: Path, value: Any, rejected: _Rejected
) -> _Attempt | None:
    """Make an edit; None if it does not yield the live value. `rejected` gets why it does not count."""
    try:
        edited = draft.with_field(file, path, value)
    except EksgenError:
        return None  # there is no such place in the file, or no safe way to write there
    checked = edited.check()
    if checked.failed:
        rejected.invalid.append(checked)
        return None
    after = compile_spec(checked)
    if not reproduces_live(after, case.finding, case.sources):
        return None
    suited, unsuited = _split_related(after, case)
    if wider := [finding for finding, sources in unsuited if _is_more_dangerous(after, finding, sources)]:
        rejected.wider.extend(wider)
        return None
    effects = side_effects(case.before, after, [(case.finding, case.sources), *suited])
    base = _shared_base(draft, case.before, path)
    removed = value is ABSENT or value is None
    adoption = Adoption(case.finding, file, path, effects, removed, base if base != file else "")
    return _Attempt(edited, adoption, (len(unsuited), len(effects)))


def _shared_base(draft: Draft, before: Compilation, path: Path) -> str:
    """Return the file that a field is written in, if other specs extend it too."""
    place = locate(before.tree, path)
    return place.span.file if place.written and place.span.file in draft.shared else ""


_WithSources = tuple[DriftFinding, tuple[ArgumentSource, ...]]


def _split_related(after: Compilation, case: _Case) -> tuple[list[_WithSources], list[_WithSources]]:
    """Return the related findings whose live value an edit also yields, and the others."""
    suited: list[_WithSources] = []
    unsuited: list[_WithSources] = []
    for finding in case.related:
        sources = case.trace.argument_sources(finding.address, finding.path)
        (suited if reproduces_live(after, finding, sources) else unsuited).append((finding, sources))
    return suited, unsuited


def _is_more_dangerous(after: Compilation, finding: DriftFinding, sources: Sequence[ArgumentSource]) -> bool:
    """Return whether an edit makes a related attribute more dangerous than its live value.

    Adopting an open endpoint must not open it to more addresses than reach it now.
    """
    values = [
        module_argument(after, source.call, at)
        for source in sources
        for at in argument_paths(source, finding)
    ]
    attribute = (DriftClass.CHANGED_OUTSIDE, finding.address.resource_type, finding.path)
    return any(
        severity_of(*attribute, value, finding.live)[0] is DriftLevel.HIGH
        for value in values
        if type(value) is type(finding.live)
    )


def _refusal(finding: DriftFinding, why: str, *helps: str) -> EksgenError:
    attribute = ".".join(filter(None, (finding.address.text, dotted(finding.path))))
    return EksgenError(
        f"finding {finding.id} cannot be adopted: {why}",
        code="not-adoptable",
        notes=(f"it is about {attribute}",),
        helps=helps,
    )


def _revert_help(finding: DriftFinding, subject: RunSubject) -> str:
    command = command_text("drift", subject.spec, "--revert", finding.id, sandbox=subject.sandbox)
    return f"revert the change instead: {command}"


def _no_value(draft: Draft, case: _Case, rejected: _Rejected) -> EksgenError:
    """Return the error when every edit failed. The first invalid edit is the most likely: show its errors."""
    finding, field = case.finding, dotted(case.sources[0].field)
    helps = (*_into_help(draft, case), _revert_help(finding, case.subject))
    if rejected.wider:
        other = dotted(tuple(step for step in rejected.wider[0].path if isinstance(step, str)))
        why = f"with the live value, `{field}` would also open {other} wider than it is now"
        return _refusal(finding, why, *helps)
    if rejected.invalid and finding.path:
        return InvalidDraft(
            f"finding {finding.id} cannot be adopted: the spec would not be valid with the live value",
            rejected.invalid[0],
            code="not-adoptable",
            helps=helps,
        )
    if not finding.path:
        return _refusal(finding, f"the object was deleted, and `{field}` cannot be removed", *helps)
    return _refusal(finding, f"no value of `{field}` yields the live value", *helps)


def _into_help(draft: Draft, case: _Case) -> tuple[str, ...]:
    """Return the way to edit the base that has the field, which is shared with other specs."""
    base = _shared_base(draft, case.before, case.sources[0].field)
    if not base or base == draft.into:
        return ()
    others = draft.others_extend(base)
    return (f"it is set in {base}, which {others} too: pass `--into {base}` to change it there",)
