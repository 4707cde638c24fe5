"""A drift report as people read it: what to act on first, the worst on top, the rest in a few lines.

In: a `DriftResult` and a `Style`. Out: text that ends with a line break; prints nothing.
"""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator

from ...engine.drift.result import Actor, DriftClass, DriftFinding, DriftLevel, DriftResult
from ...engine.plan.result import Action
from ...engine.redact import UNKNOWN
from ...engine.truncate import join_some
from ..page.drift import TITLES, accepted_words, seen_words, who_words
from ..page.words import attribute_name, clipped, object_name, place_text, plain, printable, value_text
from ..terminal import Style
from .plan import BOLD, DIM, GREEN, RED, YELLOW, heading, inner_lines, remarks, wrapped

_WORDS = {
    DriftClass.CONFLICT: "changed outside and in the spec",
    DriftClass.DELETED_OUTSIDE: "deleted outside",
    DriftClass.CHANGED_OUTSIDE: "changed outside",
    DriftClass.UNMANAGED: "in AWS and in no state",
}
_COLOURS = {DriftLevel.HIGH: RED, DriftLevel.MEDIUM: YELLOW, DriftLevel.LOW: BOLD}
_VERBS = {Action.CREATE: "makes", Action.DELETE: "deletes", Action.FORGET: "drops from the state"}
_LABEL = 10
_NAMED = 4
"""So many attributes are named in a line that only counts."""


def draw_drift(drift: DriftResult, style: Style) -> str:
    """The whole report."""
    lines = [*heading("Drift", drift.subject, style)]
    if drift.against:
        lines.append(style.paint(f"against {_against(drift)}", DIM))
    lines += ["", *_summary(drift, style)]
    for finding in _acted_on(drift):
        lines += ["", *_finding(finding, drift, style)]
    lines += _waiting([f for f in drift.findings if f.kind is DriftClass.PENDING], drift, style)
    lines += _accepted([f for f in drift.findings if f.kind is DriftClass.ACCEPTED], drift, style)
    lines += _uncounted(drift, style)
    lines += _resolved(drift, style)
    lines += remarks(drift.remarks, drift.complete, style)
    return style.page(lines)


def _against(drift: DriftResult) -> str:
    return "the spec as last applied" if drift.against == "applied" else f"the spec at {drift.against}"


def _summary(drift: DriftResult, style: Style) -> Iterator[str]:
    """`3 findings: 1 high, 2 low`, and what a check makes of them if it lets some pass."""
    total = len(drift.counted)
    if not total:
        yield style.paint(
            "No drift: the cloud is what the spec says, and nothing waits to be applied.", GREEN
        )
        return
    levels = ", ".join(
        f"{n} {level.value}"
        for level in reversed(DriftLevel)
        if (n := sum(f.level is level for f in drift.counted))
    )
    yield style.paint(f"{total} finding{'' if total == 1 else 's'}: {levels}", BOLD)
    if drift.fail_on is not DriftLevel.LOW:
        yield style.paint(f"{len(drift.failing)} of {drift.fail_on.value} level or above", DIM)


def _acted_on(drift: DriftResult) -> list[DriftFinding]:
    """The findings that are told in full, the worst first."""
    kinds = list(TITLES)
    found = [f for f in drift.counted if f.kind is not DriftClass.PENDING]
    return sorted(found, key=lambda f: (-f.level.rank, kinds.index(f.kind)))


def _finding(finding: DriftFinding, drift: DriftResult, style: Style) -> Iterator[str]:
    name = printable(_name(finding))
    level = style.paint(finding.level.value, _COLOURS[finding.level])
    head = f"{_WORDS[finding.kind]}: {name}"
    yield f"{level}  {style.paint(clipped(head, style, style.width - len(finding.level) - 2), BOLD)}"
    if finding.why:
        yield f"  {printable(finding.why)}"
    for label, text in _rows(finding, drift, style):
        yield f"  {label:<{_LABEL}} {text}"
        if label == "spec" and _document(finding):
            yield "  differs in"
            yield from inner_lines(finding.recorded, finding.live, style, _LABEL + 3)
    yield style.paint(f"  {'next apply':<{_LABEL}} {_next(finding, style)}", DIM)
    for label, text in _answers(finding, drift, style):
        yield style.paint(f"  {label:<{_LABEL}} {text}", DIM)


def _rows(finding: DriftFinding, drift: DriftResult, style: Style) -> Iterator[tuple[str, str]]:
    """(label, value) of what the last run recorded, what is live, what the spec says and where, and who."""
    room = style.width - _LABEL - 4
    place = place_text(finding.spec)
    if finding.kind is DriftClass.UNMANAGED:
        if finding.path:
            yield "live", value_text(finding.live, style, room)
    elif _document(finding) or not finding.path:
        yield "spec", place or "not in the spec"
    else:
        yield "recorded", value_text(finding.recorded, style, room)
        yield "live", value_text(finding.live, style, room)
        wanted = value_text(finding.desired, style, room)
        label = "applied" if drift.against == "applied" else "spec"
        together = len(wanted) + len(place) + 3 <= room
        yield label, f"{wanted}   {place}".rstrip() if together else wanted
        if place and not together:
            yield "", place
    if finding.seen is not None:
        yield "seen", seen_words(finding.seen).removeprefix("seen ")
    if finding.who is not None:
        first, *more = textwrap.wrap(_who(finding.who), room)
        yield "who", first
        yield from (("", line) for line in more)


def _who(actor: Actor) -> str:
    return plain(who_words(actor)).removeprefix("by ") if actor.name else "unknown: CloudTrail does not tell"


def _answers(finding: DriftFinding, drift: DriftResult, style: Style) -> Iterator[tuple[str, str]]:
    """The command that takes the change back, and what to give instead of it."""
    command = _command("drift", drift)
    if finding.kind is DriftClass.UNMANAGED:
        yield "answer", f"{command} --ignore {finding.id}"
        return
    first = f"{command} --revert {finding.id}"
    others = "--ignore" if finding.kind is DriftClass.DELETED_OUTSIDE else "--adopt or --ignore"
    together = f"{first}   (or {others})"
    if len(together) + _LABEL + 3 <= style.width:
        yield "answer", together
    else:
        yield "answer", first
        yield "", f"or {others} instead of --revert"


def _command(verb: str, drift: DriftResult) -> str:
    spec = shlex.quote(printable(drift.subject.spec or "SPEC"))
    return f"eksgen {verb} {spec}{' --sandbox' if drift.subject.sandbox else ''}"


def _waiting(findings: list[DriftFinding], drift: DriftResult, style: Style) -> Iterator[str]:
    """Edits that are not applied yet, a line each."""
    if not findings:
        return
    yield ""
    yield style.paint("low", BOLD) + style.paint("  not applied yet: the next apply", BOLD)
    for finding in findings:
        yield from _with_place(_will(finding, style), finding, style)
    yield style.paint(f"  {'answer':<{_LABEL}} {_command('apply', drift)}", DIM)


def _will(finding: DriftFinding, style: Style) -> str:
    name = _name(finding)
    if not finding.path:
        return f"{_VERBS.get(finding.action, 'replaces')} {name}"
    if _document(finding) or finding.sensitive:
        return f"changes {name}"
    wanted = (value_text(v, style, 40) for v in (finding.live, finding.desired))
    verb = "replaces" if finding.forces_replacement else "sets"
    return f"{verb} {name}  {f' {style.arrow} '.join(wanted)}"


def _accepted(findings: list[DriftFinding], drift: DriftResult, style: Style) -> Iterator[str]:
    """What a rule allows, with its reason; the next apply takes it back all the same."""
    if not findings:
        return
    yield ""
    yield style.paint("accepted by a rule, not counted; the next apply takes it back all the same", DIM)
    for finding in findings:
        moved = finding.recorded != finding.live
        pair = (finding.recorded, finding.live) if moved else (finding.live, finding.desired)
        sides = " " + f" {style.arrow} ".join(value_text(v, style, 30) for v in pair)
        said = "" if _document(finding) or finding.sensitive or not finding.path else sides
        yield clipped(f"  {printable(_name(finding))} {said}", style, style.width).rstrip()
        if finding.accepted is not None:
            rule = plain(accepted_words(finding.accepted))
            place = finding.accepted.spec
            at = f"   {place.file}:{place.line}" if place else ""
            yield style.paint(clipped(f"      {rule}{at}", style, style.width), DIM)


def _uncounted(drift: DriftResult, style: Style) -> Iterator[str]:
    """One line for what the spec says by now, one for what is dangerous where the spec says nothing, and one
    for what AWS or the provider moved."""
    adopted = [f for f in drift.findings if f.kind is DriftClass.ADOPTED]
    told = (
        ([f for f in adopted if not (f.path and f.why)], "changed outside as the spec says by now"),
        (
            [f for f in adopted if f.path and f.why],
            "changed outside, dangerous, and left open by the spec",
        ),
        ([f for f in drift.findings if f.kind is DriftClass.NOISE], "moved by AWS or its provider"),
    )
    lines = []
    for found, words in told:
        names = list(dict.fromkeys(printable(attribute_name(f.path)) for f in found))
        if found:
            many = f"{len(found)} attribute{'' if len(found) == 1 else 's'}"
            lines.append(_with_names(f"not counted: {many} {words}", names, style))
    if lines:
        yield from ("", *(style.paint(line, DIM) for line in lines))


def _with_names(text: str, names: list[str], style: Style) -> str:
    """A line with as many of the names behind it as there is room for."""
    fitting = (f"{text} ({join_some(names, number)})" for number in range(_NAMED, 0, -1))
    return next((line for line in fitting if len(line) <= style.width), text)


def _resolved(drift: DriftResult, style: Style) -> Iterator[str]:
    """What the last report counted and is there no more."""
    if not drift.resolved:
        return
    yield ""
    yield style.paint("resolved since the last report", GREEN)
    for one in drift.resolved:
        since = f", there since {one.since}" if one.since else ""
        told = f"  {one.kind}: {printable(one.what)}{since}"
        yield from wrapped(told, style.width, subsequent_indent="    ")


def _with_place(text: str, finding: DriftFinding, style: Style) -> Iterator[str]:
    place = place_text(finding.spec)
    text = clipped(f"  {printable(text)}", style, style.width)
    together = len(text) + len(place) + 3 <= style.width
    yield text + (style.paint(f"   {place}", DIM) if place and together else "")
    if place and not together:
        yield style.paint(f"      {place}", DIM)


def _name(finding: DriftFinding) -> str:
    name = object_name(finding.address, finding.values)
    return f"{name}, {attribute_name(finding.path)}" if finding.path else name


def _document(finding: DriftFinding) -> bool:
    """Whether the values are structures too large to stand beside each other."""
    values = (finding.recorded, finding.live, finding.desired)
    return any(
        isinstance(v, dict) or (isinstance(v, list) and any(isinstance(i, dict) for i in v)) for v in values
    )


def _next(finding: DriftFinding, style: Style) -> str:
    """What the next apply does about it, in one sentence."""
    if finding.kind is DriftClass.UNMANAGED:
        return "leaves it alone"
    if finding.kind is DriftClass.DELETED_OUTSIDE:
        return "makes it again"
    if finding.forces_replacement:
        return "replaces the whole object, because this cannot change in place"
    if finding.sensitive or finding.desired is UNKNOWN or _document(finding):
        return "sets it to what the spec says"
    if finding.desired is None:
        return "removes it"
    verb = "sets it back to" if finding.kind is DriftClass.CHANGED_OUTSIDE else "sets it to"
    return f"{verb} {value_text(finding.desired, style)}"
