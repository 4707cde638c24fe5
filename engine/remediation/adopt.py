"""`eksgen drift --adopt`: the live value of a finding written into the spec. Files in, edited files out.

No table says which spec value makes which AWS value. Values that could be meant are tried: the file is edited
in memory, checked and compiled, and an edit counts when the module argument behind the attribute has the live
value then. Of those the one that changes least besides is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...compiler.diagnostics import Path, dotted
from ...compiler.errors import EksgenError
from ...compiler.pipeline import Checked, Compilation, compile_spec
from ..drift.result import DriftClass, DriftFinding, DriftLevel
from ..drift.severity import severity_of
from ..source_map.trace import ArgumentSource, Trace
from .candidates import candidate_values
from .draft import Draft, InvalidDraft
from .evidence import GONE, module_argument, precise_paths, reproduces_live, side_effects

_NOTHING_TO_ADOPT = {
    DriftClass.ADOPTED: "the spec says the same already",
    DriftClass.ACCEPTED: "a rule of `drift.ignore` accepts it as it is",
    DriftClass.NOISE: "AWS decides this value, the spec has no say in it",
    DriftClass.UNMANAGED: "the object is in no state, so there is nothing that the spec says of it",
}


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was done for a finding: the field that was set, in which file, and what else follows from it:
    arguments, each with its module call."""

    finding: DriftFinding
    file: str
    path: Path
    besides: tuple[tuple[str, str], ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """What an edit for one finding is judged by. `siblings` are what the same field decides besides, in the
    form of findings."""

    finding: DriftFinding
    siblings: tuple[DriftFinding, ...]
    feeds: tuple[ArgumentSource, ...]
    before: Compilation
    trace: Trace


@dataclass(frozen=True, slots=True)
class _AdoptAttempt:
    """An edit that gives the live value, and its cost: siblings left out, arguments changed besides."""

    draft: Draft
    adoption: Adoption
    cost: tuple[int, int]


def adopt_findings(
    draft: Draft, chosen: Sequence[DriftFinding], found: Sequence[DriftFinding], trace: Trace
) -> tuple[Draft, tuple[Adoption, ...]]:
    """The spec with the live values of the chosen findings; `found` are all findings of the run."""
    done: list[Adoption] = []
    for finding in sorted(chosen, key=lambda one: _turn(one, trace)):
        _require_adoptable(finding)
        if _follows(finding, done):
            done.append(Adoption(finding, draft.file, (), removed=True))
            continue
        siblings = _siblings(finding, found, trace)
        best = _best(
            draft, _Case(finding, siblings, _feeds(finding, trace), compile_spec(draft.check()), trace)
        )
        draft, done = best.draft, [*done, best.adoption]
    after = compile_spec(draft.check())
    for one in done:
        if one.finding.path and not reproduces_live(after, one.finding, _feeds(one.finding, trace)):
            raise _refusal(one.finding, "another finding of this run wants another value of the same field")
    return draft, tuple(done)


def _turn(finding: DriftFinding, trace: Trace) -> tuple[bool, bool, tuple[int, ...]]:
    """Values, then lost objects (from the end of a list, whose entries move up), then parts of those."""
    path = finding.spec.path if finding.spec else ()
    part = not finding.path and trace.object_source(finding.address) is None
    return not finding.path, part, tuple(-step for step in path if isinstance(step, int))


def _require_adoptable(finding: DriftFinding) -> None:
    if finding.kind in _NOTHING_TO_ADOPT:
        raise _refusal(finding, _NOTHING_TO_ADOPT[finding.kind])
    if finding.sensitive:
        raise _refusal(finding, "the value is secret, and a spec is no place for it")
    if finding.kind is DriftClass.PENDING and not finding.path:
        raise _refusal(
            finding, "it is an edit of the spec that is not applied yet, nothing was changed in AWS"
        )


def _follows(finding: DriftFinding, done: Sequence[Adoption]) -> bool:
    """Whether it is a part of an object whose entry was just taken out: its key begins with the other's."""
    objects = [one.finding.address for one in done if one.removed and not one.finding.path]
    mine = finding.address
    return not finding.path and any(
        mine.module_call == one.module_call and str(mine.key).startswith(f"{one.key}/") for one in objects
    )


def _siblings(finding: DriftFinding, found: Sequence[DriftFinding], trace: Trace) -> tuple[DriftFinding, ...]:
    """What else the same field decides, moved or not: it should suit that, too."""
    feeds = {feed.field for feed in trace.argument_sources(finding.address, finding.path)}
    moved = tuple(
        one
        for one in found
        if one.id != finding.id and one.address == finding.address and one.path and not one.sensitive
        if feeds & {feed.field for feed in trace.argument_sources(one.address, one.path)}
    )
    known = {one.path for one in moved}
    still = (replace(finding, path=path, live=live) for path, live in finding.coupled if path not in known)
    return (*moved, *still)


def _best(draft: Draft, case: _Case) -> _AdoptAttempt:
    if draft.edited and case.finding.path and reproduces_live(case.before, case.finding, case.feeds):
        return _AdoptAttempt(draft, Adoption(case.finding, draft.file, ()), (0, 0))
    best: _AdoptAttempt | None = None
    broken: list[Checked] = []
    for file, path, value in candidate_values(draft, case.finding, case.siblings, case.feeds, case.before):
        attempt = _attempt(draft, case, file, path, value, broken)
        if attempt and (best is None or attempt.cost < best.cost):
            best = attempt
        if best and best.cost == (0, 0):
            break
    if best is None:
        raise _no_value(case.finding, case.feeds, broken)
    return best


def _feeds(finding: DriftFinding, trace: Trace) -> tuple[ArgumentSource, ...]:
    whole = trace.object_source(finding.address)
    feeds = (
        trace.argument_sources(finding.address, finding.path) if finding.path else (whole,) if whole else ()
    )
    if not feeds or not all(feed.spec_fields for feed in feeds):
        raise _refusal(finding, "no field of the spec decides it", _revert(finding))
    return feeds


def _revert(finding: DriftFinding) -> str:
    return f"take the change back instead: eksgen drift SPEC --revert {finding.id}"


def _attempt(
    draft: Draft, case: _Case, file: str, path: Path, value: Any, broken: list[Checked]
) -> _AdoptAttempt | None:
    try:
        edited = draft.with_field(file, path, value)
    except EksgenError:
        return None  # there is no such place in the file, or no safe way to write there
    checked = edited.check()
    if checked.failed:
        broken.append(checked)
        return None
    after = compile_spec(checked)
    if not reproduces_live(after, case.finding, case.feeds):
        return None
    others = [(one, case.trace.argument_sources(one.address, one.path)) for one in case.siblings]
    fits = [reproduces_live(after, one, feeds) for one, feeds in others]
    suited = [other for other, fit in zip(others, fits, strict=True) if fit]
    unsuited = [other for other, fit in zip(others, fits, strict=True) if not fit]
    if any(_worse(after, one, feeds) for one, feeds in unsuited):
        return None
    beside = side_effects(case.before, after, [(case.finding, case.feeds), *suited])
    adoption = Adoption(case.finding, file, path, beside, value is GONE)
    return _AdoptAttempt(edited, adoption, (len(unsuited), len(beside)))


def _worse(after: Compilation, beside: DriftFinding, feeds: Sequence[ArgumentSource]) -> bool:
    """Whether an edit makes something dangerous of what is live: adopting an open endpoint must not open it
    to more addresses than reach it now."""
    values = [module_argument(after, feed.call, at) for feed in feeds for at in precise_paths(feed, beside)]
    about = (DriftClass.CHANGED_OUTSIDE, beside.address.resource_type, beside.path)
    return any(
        severity_of(*about, value, beside.live)[0] is DriftLevel.HIGH
        for value in values
        if type(value) is type(beside.live)
    )


def _refusal(finding: DriftFinding, why: str, *helps: str, code: str = "not-adoptable") -> EksgenError:
    return EksgenError(
        f"finding {finding.id} cannot be adopted: {why}",
        code=code,
        notes=(f"it is about {_about(finding)}",),
        helps=helps,
    )


def _about(finding: DriftFinding) -> str:
    return ".".join(filter(None, (finding.address.text, dotted(finding.path))))


def _no_value(
    finding: DriftFinding, feeds: Sequence[ArgumentSource], broken: Sequence[Checked]
) -> EksgenError:
    """Nothing worked. The first value that the spec refused is the one that was meant: its faults say why."""
    revert, field = _revert(finding), dotted(feeds[0].field)
    if broken and finding.path:
        return InvalidDraft(
            f"finding {finding.id} cannot be adopted: the spec would not be valid with the live value",
            broken[0],
            code="not-adoptable",
            helps=(revert,),
        )
    if not finding.path:
        return _refusal(finding, f"the object is gone, and `{field}` cannot be taken out", revert)
    return _refusal(finding, f"no value of `{field}` gives what is live", revert)
